// LiveTasks: which task a line without a number speaks of.
//
// On a terminal strace writes [pid N] only while more than one tracee lives. A line without it
// belongs to the only one alive, whose number may have been told before, later, or never. Where
// children are not announced (strace -q), a new number is theirs, or that of the one without.
#pragma once

#include <cstdint>
#include <unordered_set>

#include "traces/record.h"

namespace sigspec::traces {

class LiveTasks {
 public:
  struct Whose {
    Tid tid{};
    bool guessed = false;     // several tasks live; the last one was taken
    bool identified = false;  // `tid` is the task that had no number so far
    bool lost = false;        // `tid` may be that one or another: nobody can tell
  };
  /// What the task without a number does: nothing, a call, the one that this record goes on with.
  enum class Nameless : std::uint8_t { Idle, Inside, GoesOn };

  /// `mended`: the record's line was begun before strace's last messages.
  /// Pre: the record has no tid, or a bracketed one.
  Whose resolve(const Record& record, bool mended, Nameless nameless);
  /// Do births matter? Numbers of tasks are not announced, and one has none.
  bool counts_births() const { return nameless_ && !announced_; }
  /// The task begins a call that makes another; and comes back with its number, or 0.
  void bears(Tid tid) { bearing_.insert(static_cast<std::int32_t>(tid)); }
  void born(Tid maker, std::int32_t child);
  /// A call was seen to begin before its end: calls are not held back (strace -z).
  void split() { split_ = true; }
  void attach(Tid tid);
  /// A call of the task did not return: it is about to end, which strace -qqq does not tell.
  void leave(Tid tid) { leaving_.insert(static_cast<std::int32_t>(tid)); }
  /// The task is about to be let go; what is left of its line still comes.
  void detach();
  void end(Tid tid);
  /// All others have ended, and nobody saw it.
  void remains(Tid tid);
  const std::unordered_set<std::int32_t>& all() const { return live_; }

 private:
  Whose resolve_numberless();
  Whose resolve_superseded(Tid by);
  void resolve_unannounced(const Record& record, Nameless nameless, Whose& whose);
  void remember_owner();

  std::unordered_set<std::int32_t> live_, leaving_;
  std::unordered_set<std::int32_t> bearing_, born_;  // while births count
  bool nameless_ = false;   // a task without a number was seen and lives
  bool announced_ = false;  // some task was
  bool split_ = false;      // calls show when they begin
  Tid last_{};
  Whose owner_;              // whom a line without a number meant before the last messages
  bool remembered_ = false;  // no line came since
};

}  // namespace sigspec::traces
