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

LitmusVerdict judge(const LitmusRuns& runs, const SourceMap& sources,
                    const LitmusBaseline& baseline) {
  LitmusVerdict verdict;
  verdict.test = runs.test;
  for (const litmus::Reached& reached : runs.model.outcomes)
    verdict.allowed.push_back(litmus::to_text(reached.outcome));
  verdict.never_seen = verdict.allowed;
  const auto is_allowed = [&](const std::string& outcome) {
    return std::find(verdict.allowed.begin(), verdict.allowed.end(), outcome) !=
           verdict.allowed.end();
  };
  for (const auto& [outcome, count] : runs.seen) {
    LitmusVerdict::Seen seen{outcome, count, is_allowed(outcome), {}};
    std::string rest = outcome;
    if (!seen.allowed) {
      seen.reason = baseline.take_parts(rest);
      if (!is_allowed(rest)) seen.reason = baseline.reason(runs.test->name.text, rest);
    }
    std::erase(verdict.never_seen, rest);
    verdict.seen.push_back(std::move(seen));
  }
  if (runs.failed > 0)
    verdict.seen.push_back(
        {kNoOutcome, runs.failed, false, baseline.reason(runs.test->name.text, kNoOutcome)});
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
                         : !seen.reason.empty()       ? "    known: " + seen.reason
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
  known.parts = before.parts;
  for (const LitmusVerdict& verdict : verdicts)
    for (const LitmusVerdict::Seen& seen : verdict.seen) {
      std::string outcome = seen.outcome;
      before.take_parts(outcome);
      if (seen.allowed || std::find(verdict.allowed.begin(), verdict.allowed.end(), outcome) !=
                              verdict.allowed.end())
        continue;
      LitmusBaseline::Entry& entry = known.tests[verdict.test->name.text];
      if (entry.reason.empty())
        entry.reason = seen.reason.empty() ? "not looked into yet" : seen.reason;
      entry.outcomes.insert(outcome);
    }
  return known;
}

}  // namespace sigspec
