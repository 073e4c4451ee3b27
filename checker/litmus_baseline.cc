// Reads and writes what is known of divergences.
#include "checker/litmus_baseline.h"

#include <fmt/format.h>

#include <sstream>

#include "checker/cli.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

constexpr const char* kAllTests = "*";

}  // namespace

std::string LitmusBaseline::reason(const std::string& test, const std::string& outcome) const {
  const auto entry = tests.find(test);
  if (entry == tests.end() || !entry->second.outcomes.contains(outcome)) return {};
  return entry->second.reason;
}

std::string LitmusBaseline::take_parts(std::string& outcome) const {
  std::string reasons;
  for (const auto& [part, reason] : parts) {
    const auto at = (" " + outcome + " ").find(" " + part + " ");
    if (at == std::string::npos) continue;
    // With the blank behind it; at the end, with the one before it.
    const std::size_t begin = at > 0 && at + part.size() == outcome.size() ? at - 1 : at;
    outcome.erase(begin, part.size() + 1);
    reasons += (reasons.empty() ? "" : "; ") + reason;
  }
  return reasons;
}

std::string read_litmus_baseline(const std::string& path, LitmusBaseline& baseline) {
  std::string error;
  const std::optional<std::string> text = read_file(path, error);
  if (!text) return error;
  std::istringstream in(*text);
  std::size_t number = 0;
  std::string test, reason;
  bool excuses = true;
  const auto fault = [&](std::size_t at, const char* found, const char* expected) {
    return fmt::format("{}:{}: found no {}, expected {}", printable(path), at, found, expected);
  };
  constexpr const char* kOutcomes = "beneath 'TEST: why' the outcomes that it excuses, indented";
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == ' ') {
      if (test.empty()) return fault(number, "test", "'TEST: why' before its outcomes");
      const std::string outcome = line.substr(line.find_first_not_of(' '));
      if (test == kAllTests) baseline.parts[outcome] = reason;
      else baseline.tests[test].outcomes.insert(outcome);
      excuses = true;
      continue;
    }
    if (!excuses) return fault(number - 1, "outcome", kOutcomes);
    const auto colon = line.find(": ");
    if (colon == std::string::npos || colon + 2 >= line.size())
      return fault(number, "reason", "'TEST: why'");
    test = line.substr(0, colon);
    reason = line.substr(colon + 2);
    if (test != kAllTests) baseline.tests[test].reason = reason;
    excuses = false;
  }
  return excuses ? "" : fault(number, "outcome", kOutcomes);
}

std::string format_litmus_baseline(const LitmusBaseline& baseline) {
  std::string text =
      "# What comes out otherwise than on Linux, and why: tests, and the outcomes that they "
      "have.\n";
  for (const auto& [part, reason] : baseline.parts)
    text += fmt::format("{}: {}\n  {}\n", kAllTests, reason, part);
  for (const auto& [test, entry] : baseline.tests) {
    text += fmt::format("{}: {}\n", test, entry.reason);
    for (const std::string& outcome : entry.outcomes) text += "  " + outcome + "\n";
  }
  return text;
}

}  // namespace sigspec
