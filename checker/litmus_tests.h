// The litmus tests that a command line names.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"
#include "litmus/prepare.h"

namespace sigspec {

/// The specification, with what it says of the things that litmus tests work on.
struct LitmusSpec {
  std::unique_ptr<Model> model;
  litmus::Library library;
};
/// Says on standard error what is wrong. Returns: false with errors.
bool load_litmus_spec(const Session& session, LitmusSpec& spec);

/// Files, every test beneath folders, or `-`. Says on standard error what is wrong.
/// Returns: false when something is.
bool read_litmus_tests(const std::vector<std::string>& paths, const Session& session,
                       SourceMap& sources, litmus::File& file);

}  // namespace sigspec
