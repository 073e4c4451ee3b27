// `sigspec ask`: what a signal does to one call.
#pragma once

#include <string>

#include "checker/ask.h"
#include "checker/cli.h"

namespace sigspec {

enum class AskFormat : std::uint8_t { Text, Json };

struct AskCommand {
  Question question;
  AskFormat format = AskFormat::Text;
  std::string kernel;
};

ExitCode run_ask(const AskCommand& command, const Session& session);

/// The flag of a handler that decides, for examples in helps.
std::string example_flag(const Session& session);
/// Examples for the help, with words of the specification.
std::string ask_examples(const Session& session);

}  // namespace sigspec
