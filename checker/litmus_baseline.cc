// Reads and writes what is known of divergences, and finds what excuses an outcome.
#include "checker/litmus_baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "checker/binder.h"
#include "checker/cli.h"
#include "checker/report_escape.h"
#include "litmus/explore.h"
#include "litmus/words.h"

namespace sigspec {

namespace {

using Words = std::map<std::string, std::string>;

/// More lines than so many for one outcome are not tried together.
constexpr std::size_t kTriedTogether = 12;

/// What a word tells of: `A.end`, `A.killed_by` and so on of one thing, which is how A ends.
std::string told_by(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return name;
  const std::string last = name.substr(dot + 1);
  for (const std::string_view end : {litmus::kEnd, litmus::kExited, litmus::kKilledBy,
                                     litmus::kStoppedBy, litmus::kEventStop, litmus::kSleepsIn})
    if (last == end) return name.substr(0, dot + 1);
  return name;
}

/// Does the outcome say all that the line does? What it does not say at all is `none` there.
bool says(const Words& outcome, const Words& line) {
  return std::all_of(line.begin(), line.end(), [&](const auto& word) {
    const auto found = outcome.find(word.first);
    return matches_wildcards(
        found == outcome.end() ? std::string(litmus::kNotReached) : found->second, word.second);
  });
}

/// The words that tell of something else; with a result goes what the wait told of the child.
Words without(const Words& outcome, const std::set<std::string>& told) {
  Words rest;
  for (const auto& [name, value] : outcome) {
    const std::string about = told_by(name);
    const bool of_result = about.ends_with('.') && told.contains(name.substr(0, about.size() - 1));
    if (!told.contains(about) && !of_result) rest.emplace(name, value);
  }
  return rest;
}

Excuses used(const std::vector<KnownOutcome*>& lines) {
  for (KnownOutcome* line : lines) line->used = true;
  return {lines.begin(), lines.end()};
}

}  // namespace

std::string reason_of(const Excuses& excuses) {
  std::string text;
  for (std::size_t i = 0; i < excuses.size(); ++i)
    if (i == 0 || excuses[i]->reason != excuses[i - 1]->reason)
      text += (text.empty() ? "" : "; ") + excuses[i]->reason;
  return text;
}

Words words_of_outcome(const std::string& outcome) {
  std::vector<std::string> words(1);
  int depth = 0;
  for (const char c : outcome) {
    depth += c == '[' ? 1 : c == ']' ? -1 : 0;
    if (c == ' ' && depth == 0) words.emplace_back();
    else words.back() += c;
  }
  Words named;
  for (const std::string& word : words) {
    const std::size_t sign = word.find('=');
    if (!word.empty())
      named[word.substr(0, sign)] = sign == std::string::npos ? "" : word.substr(sign + 1);
  }
  return named;
}

Excuses LitmusBaseline::excuse(const std::string& test, std::string& outcome,
                               const std::vector<std::string>& allowed) {
  const bool ended = outcome != kNoOutcome;
  const Words here = words_of_outcome(outcome);
  std::vector<KnownOutcome*> whole, parts;
  std::set<std::string> told_of_all;
  for (KnownOutcome& one : known) {
    if (!matches_wildcards(test, one.tests)) continue;
    one.met = true;
    if (!one.is_pattern() || !ended || one.outcome == kNoOutcome) continue;
    const Words line = words_of_outcome(one.outcome);
    if (!says(here, line)) continue;
    parts.push_back(&one);
    if (!one.of_all()) continue;
    whole.push_back(&one);
    for (const auto& word : line) told_of_all.insert(told_by(word.first));
  }
  if (ended && !told_of_all.empty()) outcome = litmus::to_text(without(here, told_of_all));
  for (KnownOutcome& one : known) {
    const bool may_say_all = !one.is_pattern() || !ended;
    if (!may_say_all || one.outcome != outcome || !matches_wildcards(test, one.tests)) continue;
    whole.push_back(&one);
    return used(whole);
  }
  // Counting up tries a part of a set of lines before the set.
  const std::size_t count = std::min(parts.size(), kTriedTogether);
  for (std::size_t set = 1; set < std::size_t{1} << count; ++set) {
    std::set<std::string> told;
    std::vector<KnownOutcome*> together;
    for (std::size_t i = 0; i < count; ++i) {
      if ((set >> i & 1) == 0) continue;
      together.push_back(parts[i]);
      for (const auto& word : words_of_outcome(parts[i]->outcome)) told.insert(told_by(word.first));
    }
    const Words rest = without(here, told);
    if (std::any_of(allowed.begin(), allowed.end(), [&](const std::string& one) {
          return without(words_of_outcome(one), told) == rest;
        }))
      return used(together);
  }
  return {};
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
      baseline.known.push_back({test, line.substr(line.find_first_not_of(' ')), reason});
      excuses = true;
      continue;
    }
    if (!excuses) return fault(number - 1, "outcome", kOutcomes);
    const auto colon = line.find(": ");
    if (colon == std::string::npos || colon + 2 >= line.size())
      return fault(number, "reason", "'TEST: why'");
    test = line.substr(0, colon);
    reason = line.substr(colon + 2);
    excuses = false;
  }
  return excuses ? "" : fault(number, "outcome", kOutcomes);
}

std::string format_litmus_baseline(const LitmusBaseline& baseline) {
  std::string text =
      "# What comes out otherwise than on Linux, and why: tests, and the outcomes that they "
      "have.\n";
  const KnownOutcome* above = nullptr;
  for (const KnownOutcome& one : baseline.known) {
    if (!above || above->tests != one.tests || above->reason != one.reason)
      text += fmt::format("{}: {}\n", one.tests, one.reason);
    text += "  " + one.outcome + "\n";
    above = &one;
  }
  return text;
}

}  // namespace sigspec
