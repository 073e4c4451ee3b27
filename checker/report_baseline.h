// Divergences that are known and explained: only new ones make a check fail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/report.h"

namespace sigspec {

/// One known divergence. What is not given matches anything.
struct KnownDivergence {
  std::string path;  // the end of the trace's path, at a `/`
  std::string rule;
  std::optional<std::int64_t> task;
  std::optional<std::uint64_t> line;
  std::string reason;
  std::uint64_t times = 0;  // it matched
};

struct Baseline {
  std::vector<KnownDivergence> known;
};

/// Reads {"schema": "sigspec-baseline-1", "known": [{path, rule, task?, line?, reason}]}.
/// Errors: nullopt and what is wrong.
std::optional<Baseline> parse_baseline(const std::string& text, std::string& error);

/// Marks the report's divergences that the baseline lists, and counts them there.
void mark_known(FileReport& file, Baseline& baseline);

/// A baseline that lists every divergence of the report; reasons of known ones are kept.
std::string format_baseline(const CheckReport& report);

}  // namespace sigspec
