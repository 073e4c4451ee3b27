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

/// The calls whose results a test looks at, and how outcomes name these.
struct LookedAt {
  std::string calls;
  std::map<std::string, Span> results;  // A.got, and the step
};

LookedAt looked_at(const litmus::Test& test) {
  LookedAt found;
  for (const litmus::Thread& thread : test.threads)
    for (const litmus::Step& step : thread.steps) {
      if (step.result.text.empty()) continue;
      found.calls += step.name.text + " ";
      found.results.emplace(thread.name.text + "." + step.result.text, step.span);
    }
  return found;
}

using NamedWords = std::vector<std::pair<std::string, std::string>>;

/// The words that an outcome does not have in common with the nearest one of Linux.
NamedWords other_words(const std::string& outcome, const LitmusVerdict& verdict) {
  const auto here = words_of_outcome(outcome);
  NamedWords least;
  for (const std::string& allowed : verdict.allowed) {
    const auto linux_has = words_of_outcome(allowed);
    NamedWords differ;
    std::set_symmetric_difference(here.begin(), here.end(), linux_has.begin(), linux_has.end(),
                                  std::back_inserter(differ));
    if (allowed == verdict.allowed.front() || differ.size() < least.size()) least = differ;
  }
  return least;
}

/// In which words it differs. Of what is no call's result, such as the handlers that ran, it tells
/// only that it differs: that names the signals.
std::string difference(const std::string& outcome, const LitmusVerdict& verdict) {
  if (outcome == kNoOutcome) return outcome;
  const auto results = looked_at(*verdict.test).results;
  std::set<std::string> words;
  for (const auto& [what, value] : other_words(outcome, verdict))
    words.insert(results.contains(what) ? what + "=" + value : what);
  return fmt::format("{}", fmt::join(words, " "));
}

/// How a recording shows it: the results of calls that differ, the signals that are taken, and how
/// tasks end.
std::string shown_in_recording(const std::string& outcome, const LitmusVerdict& verdict,
                               const SourceMap& sources) {
  if (outcome == kNoOutcome) return "a call fails that makes the things of the test";
  const auto here = words_of_outcome(outcome);
  const auto results = looked_at(*verdict.test).results;
  std::string text;
  for (const auto& [what, value] : other_words(outcome, verdict)) {
    const auto call = results.find(what);
    const auto now = here.find(what);
    const bool is_here = now != here.end() && now->second == value;
    if (call != results.end() && !is_here) continue;
    const std::string said = call == results.end() ? what + "=" + value
                                                   : std::string(sources.text(call->second)) +
                                                         " = " + value;
    text += fmt::format("{}`{}`{}", text.empty() ? "" : ", ", said,
                        is_here ? "" : " is not shown");
  }
  return text;
}

/// A test that came out otherwise, apart from what is so in all tests; and those that differ alike:
/// for the same reason, or, where none is known, the same calls in the same words. The shortest of
/// them stands for all.
struct OtherThanLinux {
  const LitmusVerdict* verdict = nullptr;
  std::vector<std::string> seen;
  std::string reason;
  std::vector<std::string> alike;  // names
};

/// Why this test comes out otherwise, beside what is so in all.
std::string own_reason(const LitmusVerdict::Seen& seen) {
  Excuses own;
  std::copy_if(seen.excuses.begin(), seen.excuses.end(), std::back_inserter(own),
               [](const KnownOutcome* known) { return !known->of_all(); });
  return reason_of(own);
}

std::vector<OtherThanLinux> divergences(const std::vector<LitmusVerdict>& verdicts) {
  std::vector<OtherThanLinux> found;
  std::map<std::string, std::size_t> places;  // in `found`
  for (const LitmusVerdict& verdict : verdicts) {
    std::map<std::string, std::vector<std::string>> outcomes;  // by their reasons
    std::set<std::string> differences;                         // of those without one
    for (const LitmusVerdict::Seen& seen : verdict.seen) {
      if (!seen.is_own()) continue;
      const std::string reason = own_reason(seen);
      outcomes[reason].push_back(seen.rest);
      if (reason.empty()) differences.insert(difference(seen.rest, verdict));
    }
    for (const auto& [reason, seen] : outcomes) {
      const std::string key = !reason.empty() ? reason
                                              : looked_at(*verdict.test).calls + "\n" +
                                                    fmt::format("{}", fmt::join(differences, "\n"));
      const auto [place, is_new] = places.emplace(key, found.size());
      if (is_new) found.emplace_back();
      OtherThanLinux& one = found[place->second];
      const auto length = [](const LitmusVerdict& v) {
        return v.test->span.end - v.test->span.begin;
      };
      if (is_new || length(verdict) < length(*one.verdict)) {
        if (!is_new) one.alike.push_back(one.verdict->test->name.text);
        one.verdict = &verdict;
        one.seen = seen;
        one.reason = reason.empty() ? kNotLookedInto : reason;
      } else {
        one.alike.push_back(verdict.test->name.text);
      }
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

/// How many tests it excuses an outcome of.
std::size_t tests_with(const KnownOutcome& known, const std::vector<LitmusVerdict>& verdicts) {
  return static_cast<std::size_t>(
      std::count_if(verdicts.begin(), verdicts.end(), [&](const LitmusVerdict& verdict) {
        return std::any_of(verdict.seen.begin(), verdict.seen.end(),
                           [&](const LitmusVerdict::Seen& seen) {
                             return std::find(seen.excuses.begin(), seen.excuses.end(), &known) !=
                                    seen.excuses.end();
                           });
      }));
}

}  // namespace

std::string format_atlas(const std::string& under, const std::string& version,
                         const std::vector<LitmusVerdict>& verdicts, const LitmusBaseline& baseline,
                         const Model& model) {
  const std::vector<OtherThanLinux> found = divergences(verdicts);
  const auto tests =
      std::count_if(verdicts.begin(), verdicts.end(), [](const LitmusVerdict& verdict) {
        return std::any_of(verdict.seen.begin(), verdict.seen.end(),
                           [](const LitmusVerdict::Seen& seen) { return seen.is_own(); });
      });
  std::string text = fmt::format(
      "# What `{}` does otherwise than Linux\n\nSeen on: {}. {} of {} came out as no run on Linux "
      "may. The shortest of those that differ alike stands for them: {}.\n\n",
      under, version, tests, counted(verdicts.size(), "test"), counted(found.size(), "divergence"));
  for (const KnownOutcome& known : baseline.known)
    if (known.of_all())
      text += fmt::format("In {} the outcome has `{}` besides: {}.\n\n",
                          counted(tests_with(known, verdicts), "test"), known.outcome,
                          known.reason);
  text += "| test | alike | Linux | here | why |\n|---|---|---|---|---|\n";
  for (const OtherThanLinux& one : found)
    text +=
        fmt::format("| [{0}](#{0}) | {1} | {2} | {3} | {4} |\n", one.verdict->test->name.text,
                    one.alike.size(), listed(one.verdict->allowed), listed(one.seen), one.reason);
  for (const OtherThanLinux& one : found) {
    const litmus::Test& test = *one.verdict->test;
    text += fmt::format("\n## {}\n\n", test.name.text);
    if (!test.doc.empty()) text += test.doc + "\n\n";
    text += fmt::format(
        "- Linux: {}\n- here: {}\n- why: {}\n- in a recording: {}\n- citations: {}\n",
        listed(one.verdict->allowed), listed(one.seen), one.reason,
        shown_in_recording(one.seen.front(), *one.verdict, *model.sources), citations(test, model));
    if (!one.alike.empty()) text += fmt::format("- alike: {}\n", named(one.alike));
    text += fmt::format("- as C: `sigspec litmus show --c --name {} TESTS`\n\n```\n{}\n```\n",
                        test.name.text, model.sources->text(test.span));
  }
  return text;
}

}  // namespace sigspec
