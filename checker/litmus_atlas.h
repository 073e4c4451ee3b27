// What an emulator does that Linux does not: as a list of what is known, and as a page.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "litmus/explore.h"

namespace sigspec {

/// One test that came out otherwise than the model allows.
struct LitmusDivergence {
  const litmus::Test* test = nullptr;
  std::vector<std::string> allowed, seen;  // outcomes
  std::string reason;                      // of the baseline; empty: it is new
};

/// Tests that are known to diverge, and why: `NAME: why`, a line each; `#` begins a comment.
struct LitmusBaseline {
  std::map<std::string, std::string> reasons;
};

/// Returns: an error's text, empty when all went well.
std::string read_litmus_baseline(const std::string& path, LitmusBaseline& baseline);
std::string write_litmus_baseline(const std::string& path,
                                  const std::vector<LitmusDivergence>& divergences);

/// A page in Markdown: for each divergence what Linux does and what was seen, the citations, the
/// test, and how to have it as a C program. `under`: what the tests ran in.
std::string format_atlas(const std::string& under, const std::string& version, std::size_t tests,
                         const std::vector<LitmusDivergence>& divergences,
                         const SourceMap& sources);

}  // namespace sigspec
