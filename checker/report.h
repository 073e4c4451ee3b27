// What checking a trace found, as plain data: every output format is a function of it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sigspec {

enum class Verdict : std::uint8_t { Conforms, Diverges, Inconclusive };

/// An event that no candidate explains.
struct Divergence {
  std::uint64_t line = 0;
  std::int64_t task = 0;
  std::string rule;                  // the broken rule's name; with a call's clause "a, b"
  std::string observed;              // what the line shows
  std::vector<std::string> allowed;  // what the rules would have allowed
  std::string because;               // the condition that failed, in the spec's words and values
  std::vector<std::uint64_t> related_lines;
  std::vector<std::string> cites;
  std::string text;          // the line itself
  bool known = false;        // listed in the baseline
  std::string known_reason;  // what the baseline says of it
};

struct Unparsed {
  std::uint64_t line = 0;
  std::string text;
};

/// Interruptions that a row may explain.
struct RowUse {
  std::uint64_t alone = 0;     // no other row can be meant
  std::uint64_t together = 0;  // others explain them alike
  std::set<int> others;        // their ids
};

struct FileReport {
  std::string path;
  Verdict verdict = Verdict::Conforms;
  std::uint64_t lines = 0, events = 0, tasks = 0, signals = 0, restarts = 0;
  std::uint64_t unparsed_count = 0;  // `unparsed` holds the first of them
  std::vector<Unparsed> unparsed;
  std::uint64_t divergence_count = 0;  // `divergences` holds the first of them
  std::vector<Divergence> divergences;
  std::vector<std::string> notes;  // what was not known and why it matters
  std::string error;               // the file could not be read (to its end)
  std::uint64_t times_capped = 0;  // candidates joined: the verdict is at best inconclusive
  std::uint64_t most_candidates = 0;
  std::uint64_t times_lost = 0;  // the recording says so often that lines are missing
  std::vector<std::uint64_t> fired;  // by rule id
  std::map<int, RowUse> rows;        // by id, where coverage is asked for
  bool interrupted = false;          // the user stopped the check: what follows was not judged
};

struct CheckReport {
  std::string kernel;
  std::vector<FileReport> files;
};

/// Diverges if any file does, else inconclusive if any is.
Verdict overall(const CheckReport& report);

enum class UnparsedLines : std::uint8_t { MakeInconclusive, AreAllowed };

/// Decides the verdict again after divergences were marked as known: only new ones diverge. Lines
/// not understood may be allowed; what was not judged may not.
void settle_verdict(FileReport& file, UnparsedLines unparsed);

struct Totals {
  std::uint64_t files = 0, lines = 0, events = 0, tasks = 0, signals = 0, restarts = 0;
  std::uint64_t divergences = 0, known = 0, unparsed = 0;
  std::uint64_t conform = 0, diverge = 0, inconclusive = 0, unreadable = 0;  // files
};

Totals count_totals(const CheckReport& report);

/// `conforms`, `diverges`, `inconclusive`: the words of every format.
const char* verdict_word(Verdict verdict);

}  // namespace sigspec
