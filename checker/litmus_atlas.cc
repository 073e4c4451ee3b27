// Writes the page of an emulator's divergences.
#include "checker/litmus_atlas.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "checker/report_escape.h"

namespace sigspec {

namespace {

std::string citations(const ast::Clauses& clauses) {
  std::string text;
  for (const ast::Citation& cite : clauses.cites)
    for (const std::string& what : cite.texts)
      text += (text.empty() ? "" : "; ") + cite.kind + " " + what;
  return text;
}

/// The test's own, or else those of the rows of the restart table that it exercises.
std::string citations(const litmus::Test& test, const Model& model) {
  std::string text = citations(test.clauses);
  if (!text.empty()) return text;
  for (const RuleInfo& rule : model.rules) {
    const bool exercised =
        rule.row && std::any_of(test.exercises.begin(), test.exercises.end(),
                                [&](const ast::Name& name) { return name.text == rule.name; });
    if (exercised)
      text +=
          fmt::format("{}{}: {}", text.empty() ? "" : "; ", rule.name, citations(*rule.clauses));
  }
  return text.empty() ? "those of the rules" : text;
}

std::string listed(const std::vector<std::string>& outcomes) {
  std::string text;
  for (const std::string& outcome : outcomes)
    text += (text.empty() ? "`" : ", or `") + outcome + "`";
  return text;
}

/// The words of an outcome. What stands in brackets belongs to one of them.
std::vector<std::string> words_of_outcome(const std::string& outcome) {
  std::vector<std::string> words(1);
  int depth = 0;
  for (const char c : outcome) {
    depth += c == '[' ? 1 : c == ']' ? -1 : 0;
    if (c == ' ' && depth == 0) words.emplace_back();
    else words.back() += c;
  }
  std::sort(words.begin(), words.end());
  return words;
}

/// The calls whose results a test looks at, and how outcomes name these.
struct LookedAt {
  std::string calls;
  std::set<std::string> results;  // A.got
};

LookedAt looked_at(const litmus::Test& test) {
  LookedAt found;
  for (const litmus::Thread& thread : test.threads)
    for (const litmus::Step& step : thread.steps) {
      if (step.result.text.empty()) continue;
      found.calls += step.name.text + " ";
      found.results.insert(thread.name.text + "." + step.result.text);
    }
  return found;
}

/// In which words an outcome differs from the nearest one of Linux. Of what is no call's result,
/// such as the handlers that ran, it tells only that it differs: that names the signals.
std::string difference(const std::string& outcome, const LitmusVerdict& verdict) {
  if (outcome == kNoOutcome) return outcome;
  const std::vector<std::string> here = words_of_outcome(outcome);
  std::vector<std::string> least;
  for (const std::string& allowed : verdict.allowed) {
    const std::vector<std::string> linux_has = words_of_outcome(allowed);
    std::vector<std::string> differ;
    std::set_symmetric_difference(here.begin(), here.end(), linux_has.begin(), linux_has.end(),
                                  std::back_inserter(differ));
    if (allowed == verdict.allowed.front() || differ.size() < least.size()) least = differ;
  }
  const std::set<std::string> results = looked_at(*verdict.test).results;
  std::set<std::string> words;
  for (const std::string& word : least) {
    const std::string what = word.substr(0, word.find('='));
    words.insert(results.contains(what) ? word : what);
  }
  return fmt::format("{}", fmt::join(words, " "));
}

/// A test that came out otherwise, apart from what is so in all tests; and those that differ alike:
/// the same calls, in the same words, for the same reason. The shortest of them stands for all.
struct OtherThanLinux {
  const LitmusVerdict* verdict = nullptr;
  std::vector<std::string> seen;
  std::string reason;
  std::vector<std::string> alike;  // names
};

std::vector<OtherThanLinux> divergences(const std::vector<LitmusVerdict>& verdicts,
                                        const LitmusBaseline& known) {
  std::vector<OtherThanLinux> found;
  std::map<std::string, std::size_t> places;  // in `found`
  for (const LitmusVerdict& verdict : verdicts) {
    const std::string& name = verdict.test->name.text;
    const auto entry = known.tests.find(name);
    if (entry == known.tests.end()) continue;
    const std::set<std::string>& outcomes = entry->second.outcomes;
    std::set<std::string> differences;
    for (const std::string& outcome : outcomes) differences.insert(difference(outcome, verdict));
    const auto [place, is_new] =
        places.emplace(fmt::format("{}\n{}\n{}", looked_at(*verdict.test).calls,
                                   fmt::join(differences, "\n"), entry->second.reason),
                       found.size());
    if (is_new) found.emplace_back();
    OtherThanLinux& one = found[place->second];
    const auto length = [](const LitmusVerdict& v) {
      return v.test->span.end - v.test->span.begin;
    };
    if (is_new || length(verdict) < length(*one.verdict)) {
      if (!is_new) one.alike.push_back(one.verdict->test->name.text);
      one.verdict = &verdict;
      one.seen.assign(outcomes.begin(), outcomes.end());
      one.reason = entry->second.reason;
    } else {
      one.alike.push_back(name);
    }
  }
  return found;
}

/// So many tests that differ alike are named.
constexpr std::size_t kNamed = 6;

std::string named(const std::vector<std::string>& tests) {
  const std::size_t count = std::min(tests.size(), kNamed);
  std::string text = fmt::format("{}", fmt::join(tests.begin(), tests.begin() + count, ", "));
  if (count < tests.size()) text += fmt::format(" and {} more", tests.size() - count);
  return text;
}

/// In how many tests an outcome has that part.
std::size_t tests_with(const std::string& part, const std::vector<LitmusVerdict>& verdicts) {
  LitmusBaseline only;
  only.parts[part] = "counted";
  std::size_t tests = 0;
  for (const LitmusVerdict& verdict : verdicts)
    for (const LitmusVerdict::Seen& seen : verdict.seen) {
      std::string outcome = seen.outcome;
      if (only.take_parts(outcome).empty()) continue;
      ++tests;
      break;
    }
  return tests;
}

}  // namespace

std::string format_atlas(const std::string& under, const std::string& version,
                         const std::vector<LitmusVerdict>& verdicts, const LitmusBaseline& baseline,
                         const Model& model) {
  const std::vector<OtherThanLinux> found = divergences(verdicts, known_after(verdicts, baseline));
  std::size_t tests = found.size();
  for (const OtherThanLinux& one : found) tests += one.alike.size();
  std::string text = fmt::format(
      "# What `{}` does otherwise than Linux\n\nSeen on: {}. {} of {} came out as no run on Linux "
      "may. The shortest of those that differ alike stands for them: {}.\n\n",
      under, version, tests, counted(verdicts.size(), "test"), counted(found.size(), "divergence"));
  for (const auto& [part, reason] : baseline.parts)
    text += fmt::format("In {} the outcome has `{}` besides: {}.\n\n",
                        counted(tests_with(part, verdicts), "test"), part, reason);
  text += "| test | alike | Linux | here | why |\n|---|---|---|---|---|\n";
  for (const OtherThanLinux& one : found)
    text +=
        fmt::format("| [{0}](#{0}) | {1} | {2} | {3} | {4} |\n", one.verdict->test->name.text,
                    one.alike.size(), listed(one.verdict->allowed), listed(one.seen), one.reason);
  for (const OtherThanLinux& one : found) {
    const litmus::Test& test = *one.verdict->test;
    text += fmt::format("\n## {}\n\n", test.name.text);
    if (!test.doc.empty()) text += test.doc + "\n\n";
    text += fmt::format("- Linux: {}\n- here: {}\n- why: {}\n- citations: {}\n",
                        listed(one.verdict->allowed), listed(one.seen), one.reason,
                        citations(test, model));
    if (!one.alike.empty()) text += fmt::format("- alike: {}\n", named(one.alike));
    text += fmt::format("- as C: `sigspec litmus show --c --name {} TESTS`\n\n```\n{}\n```\n",
                        test.name.text, model.sources->text(test.span));
  }
  return text;
}

}  // namespace sigspec
