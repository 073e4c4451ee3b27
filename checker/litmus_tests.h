// The litmus tests that a command line names.
#pragma once

#include <optional>
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

/// What a command that explores tests begins with.
struct LitmusInput {
  LitmusSpec spec;
  Version kernel;
  litmus::File file;
};
/// `paths`: files, every test beneath folders, or `-`. Says on standard error what is wrong.
/// Returns: nothing when something is.
std::optional<LitmusInput> open_litmus(const std::vector<std::string>& paths,
                                       const std::string& kernel, const Session& session);

}  // namespace sigspec
