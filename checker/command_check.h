// `sigspec check`: judges recordings against the specification.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"

namespace sigspec {

enum class ReportFormat : std::uint8_t { Text, Json, Sarif, Junit, Markdown };

struct CheckCommand {
  std::vector<std::string> traces;
  ReportFormat format = ReportFormat::Text;
  std::string dialect;  // empty: told by the first bytes
  std::string kernel;
  std::size_t jobs = 0;  // 0: as many as there are traces and cores
  std::string baseline, write_baseline;
  bool allow_unparsed = false;
  std::size_t divergences_max = 100;
};

ExitCode run_check(const CheckCommand& command, const Session& session);

}  // namespace sigspec
