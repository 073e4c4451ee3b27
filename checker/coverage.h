// How often the rules and rows of a specification took part in explaining recordings.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "checker/report.h"
#include "checker/report_rules.h"

namespace sigspec {

/// A rule or row, how often it took part in an explanation, and in which traces.
struct RuleCount {
  RuleText rule;
  std::uint64_t times = 0;
  std::uint64_t together = 0;       // a row: as one of several that may be meant
  std::vector<std::string> others;  // the names of those others
  std::vector<std::pair<std::string, std::uint64_t>> traces;  // most often first
};

/// Of each rule and row that holds at `kernel`. Pre: the files were judged with Rows::Known.
std::vector<RuleCount> rule_counts(const Model& model, const std::vector<FileReport>& files,
                                   Version kernel);

}  // namespace sigspec
