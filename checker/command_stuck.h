// `sigspec stuck`: why tasks do not end, read from /proc or from a saved copy of it.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"
#include "checker/stuck_cases.h"

namespace sigspec {

enum class StuckFormat : std::uint8_t { Text, Json };

struct StuckCommand {
  std::vector<int> numbers;
  bool all = false;
  std::string copy;    // a saved copy of /proc; empty: this machine
  std::string folder;  // where a copy is saved; empty: none
  std::string signal;  // empty: the one that nothing withstands
  double patience = 1;
  StuckFormat format = StuckFormat::Text;
  std::string kernel;
};

/// What a document says at its beginning.
struct StuckHead {
  std::string signal, kernel;
};

std::string format_stuck(const Cases& cases, StuckFormat format, const StuckHead& head);

ExitCode run_stuck(const StuckCommand& command, const Session& session);

/// Examples for the help, with words of the specification.
std::string stuck_examples(const Session& session);

}  // namespace sigspec
