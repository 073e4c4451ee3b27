// Compares outcomes as texts: the runner's and the model's are written alike.
#include "checker/litmus_verdict.h"

#include <fmt/format.h>

#include <algorithm>

#include "checker/report_formats.h"

namespace sigspec {

std::size_t LitmusVerdict::runs() const {
  std::size_t count = 0;
  for (const Seen& one : seen)
    if (one.outcome != kNoOutcome) count += one.count;
  return count;
}

std::size_t LitmusVerdict::outside() const {
  std::size_t count = 0;
  for (const Seen& one : seen)
    if (one.is_new() && one.outcome != kNoOutcome) count += one.count;
  return count;
}

std::size_t LitmusVerdict::failed() const {
  std::size_t count = 0;
  for (const Seen& one : seen)
    if (one.is_new() && one.outcome == kNoOutcome) count += one.count;
  return count;
}

bool LitmusVerdict::Seen::is_own() const {
  return !allowed && (excuses.empty() || std::any_of(excuses.begin(), excuses.end(),
                                                     [](auto* known) { return !known->of_all(); }));
}

LitmusVerdict judge(const LitmusRuns& runs, const SourceMap& sources, LitmusBaseline& baseline) {
  LitmusVerdict verdict;
  verdict.test = runs.test;
  for (const litmus::Reached& reached : runs.model.outcomes)
    verdict.allowed.push_back(litmus::to_text(reached.outcome));
  verdict.never_seen = verdict.allowed;
  const auto see = [&](const std::string& outcome, std::size_t count) {
    const bool allowed = std::find(verdict.allowed.begin(), verdict.allowed.end(), outcome) !=
                         verdict.allowed.end();
    LitmusVerdict::Seen seen{outcome, count, allowed, {}, outcome};
    if (!allowed)
      seen.excuses = baseline.excuse(runs.test->name.text, seen.rest, verdict.allowed);
    std::erase(verdict.never_seen, seen.rest);
    verdict.seen.push_back(std::move(seen));
  };
  for (const auto& [outcome, count] : runs.seen) see(outcome, count);
  if (runs.failed > 0) see(kNoOutcome, runs.failed);
  for (const litmus::Disagreement& fault : compare(*runs.test, runs.model))
    verdict.disagreements.push_back(fmt::format("expected: {}\n    the model: {}",
                                                sources.text(fault.expectation), fault.why));
  if (runs.recording) {
    verdict.recorded = runs.recording->verdict;
    if (verdict.recorded != Verdict::Conforms)
      verdict.recording = format_file_text(*runs.recording, ColorUse::Plain);
  }
  return verdict;
}

std::string format_litmus_verdict(const LitmusVerdict& verdict) {
  std::string lines = verdict.test->name.text + "\n";
  for (const LitmusVerdict::Seen& seen : verdict.seen)
    lines += fmt::format("  {:>6}  {}{}\n", seen.count, seen.outcome,
                         seen.allowed                 ? ""
                         : !seen.excuses.empty()      ? "    known: " + reason_of(seen.excuses)
                         : seen.outcome == kNoOutcome ? ": the run did not come to an end"
                                                      : "    NOT ALLOWED by the model");
  for (const std::string& outcome : verdict.never_seen)
    lines += fmt::format("       0  {}    never seen\n", outcome);
  for (const std::string& fault : verdict.disagreements) lines += "  " + fault + "\n";
  return lines + verdict.recording;
}

LitmusBaseline known_after(const std::vector<LitmusVerdict>& verdicts,
                           const LitmusBaseline& before) {
  LitmusBaseline known;
  for (const KnownOutcome& one : before.known)
    if (one.is_pattern()) known.known.push_back(one);
  for (const LitmusVerdict& verdict : verdicts)
    for (const LitmusVerdict::Seen& seen : verdict.seen) {
      if (seen.allowed || (!seen.excuses.empty() && seen.excuses.back()->is_pattern())) continue;
      known.known.push_back({verdict.test->name.text, seen.rest,
                             seen.is_new() ? kNotLookedInto : seen.excuses.back()->reason});
    }
  return known;
}

}  // namespace sigspec
