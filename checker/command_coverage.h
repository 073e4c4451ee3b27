// `sigspec coverage`: which rules and rows of the specification recordings exercised.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"
#include "checker/coverage.h"

namespace sigspec {

enum class CoverageFormat : std::uint8_t { Text, Json };

struct CoverageCommand {
  std::vector<std::string> traces;
  CoverageFormat format = CoverageFormat::Text;
  std::string dialect;  // empty: told by the first bytes
  std::string kernel;
  std::size_t jobs = 0;
  bool only_missing = false;  // only what is at odds with its declaration
};

std::string format_coverage_text(const std::vector<RuleCount>& counts);
std::string format_coverage_json(const std::vector<RuleCount>& counts, const std::string& kernel,
                                 std::size_t traces);

ExitCode run_coverage(const CoverageCommand& command, const Session& session);

}  // namespace sigspec
