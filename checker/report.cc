// Verdicts and totals of a report: what all output formats and the exit code agree on.
#include "checker/report.h"

#include <algorithm>

namespace sigspec {

namespace {

std::uint64_t known_divergences(const FileReport& file) {
  return static_cast<std::uint64_t>(std::count_if(file.divergences.begin(), file.divergences.end(),
                                                  [](const Divergence& d) { return d.known; }));
}

}  // namespace

const char* verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::Conforms: return "conforms";
    case Verdict::Diverges: return "diverges";
    case Verdict::Inconclusive: return "inconclusive";
  }
  return "inconclusive";
}

void settle_verdict(FileReport& file, UnparsedLines unparsed) {
  const bool all_known = file.divergence_count == known_divergences(file);
  if (!all_known) {
    file.verdict = Verdict::Diverges;
    return;
  }
  const bool allowed = unparsed == UnparsedLines::AreAllowed || file.unparsed_count == 0;
  const bool judged_whole =
      file.error.empty() && !file.interrupted && file.times_capped == 0 && file.times_lost == 0;
  // What else made the checker undecided is not known here, and stays.
  const bool undecided = file.verdict == Verdict::Inconclusive && file.unparsed_count == 0;
  file.verdict = allowed && judged_whole && !undecided ? Verdict::Conforms : Verdict::Inconclusive;
}

Totals count_totals(const CheckReport& report) {
  Totals totals;
  for (const FileReport& file : report.files) {
    ++totals.files;
    totals.lines += file.lines;
    totals.events += file.events;
    totals.tasks += file.tasks;
    totals.signals += file.signals;
    totals.restarts += file.restarts;
    totals.divergences += file.divergence_count;
    totals.known += known_divergences(file);
    totals.unparsed += file.unparsed_count;
    totals.conform += file.verdict == Verdict::Conforms;
    totals.diverge += file.verdict == Verdict::Diverges;
    totals.inconclusive += file.verdict == Verdict::Inconclusive;
    totals.unreadable += !file.error.empty();
  }
  return totals;
}

}  // namespace sigspec
