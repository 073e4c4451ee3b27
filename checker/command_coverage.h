// `sigspec coverage`: which rules and rows of the specification recordings exercised.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"
#include "checker/report_rules.h"

namespace sigspec {

enum class CoverageFormat : std::uint8_t { Text, Json };

struct CoverageCommand {
  std::vector<std::string> traces;
  CoverageFormat format = CoverageFormat::Text;
  std::string dialect;  // empty: told by the first bytes
  std::string kernel;
  std::size_t jobs = 0;
  bool only_missing = false;  // only what was neither exercised nor declared untested
};

/// A rule or row and how often it took part in an explanation.
struct RuleCount {
  RuleText rule;
  std::uint64_t times = 0;
};

std::string format_coverage_text(const std::vector<RuleCount>& counts);
std::string format_coverage_json(const std::vector<RuleCount>& counts, const std::string& kernel,
                                 std::size_t traces);

ExitCode run_coverage(const CoverageCommand& command, const Session& session);

}  // namespace sigspec
