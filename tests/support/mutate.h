// Faults for planting into recordings: each is an observation that Linux can never show.
//
// An operator finds the places of a recording where it applies and says what to change there. It
// plants only where the truth is certain (mutate_recording.h), so that what the checker does not
// report is a gap in the rules and not an innocent trace.
#pragma once

#include <random>
#include <span>
#include <string>
#include <vector>

#include "tests/support/mutate_recording.h"

namespace sigspec::test {

struct Edit {
  enum class How { Replace, InsertAfter, Delete };
  How how = How::Replace;
  std::size_t line = 0;
  std::string text;
};

/// One fault at one place.
struct Mutant {
  std::vector<Edit> edits;
  /// The lines of the original that show it, if they are others than the changed ones.
  std::vector<std::size_t> shows;
  /// What tells it from other faults of its operator: the call and its object.
  std::string variety = {};

  /// The last line of the original that matters.
  std::size_t last_line() const;
};

/// Keeps a fair choice of the places that an operator finds in one recording.
class Places {
 public:
  Places(std::size_t kept_max, std::mt19937_64& random) : kept_max_(kept_max), random_(random) {}

  void offer(Mutant mutant);
  void replace(std::size_t line, std::string text) {
    offer({{{Edit::How::Replace, line, std::move(text)}}, {}});
  }
  void insert_after(std::size_t line, std::string text) {
    offer({{{Edit::How::InsertAfter, line, std::move(text)}}, {}});
  }
  void remove(std::size_t line, std::size_t visible) {
    offer({{{Edit::How::Delete, line, {}}}, {visible}});
  }
  /// A number below `n`, for operators that have a choice at a place.
  std::size_t choose(std::size_t n) { return random_() % n; }

  const std::vector<Mutant>& kept() const { return kept_; }
  std::size_t found() const { return found_; }

 private:
  std::size_t kept_max_, found_ = 0;
  std::mt19937_64& random_;
  std::vector<Mutant> kept_;
};

struct Operator {
  const char* name;
  const char* because;             // why Linux can never show it
  std::vector<std::string> rules;  // those that an expert would name; "birth.*": any of them
  void (*find)(const Recording&, Places&);
};

/// Every operator, in the order of the report.
std::span<const Operator> mutation_operators();

/// A recording with a fault in it.
struct ChangedText {
  std::string text;
  std::vector<std::size_t> planted;  // the lines that were changed or put in
  std::vector<std::size_t> shows;    // the other lines that may show the fault
};

/// The recording with the fault in it, up to some lines behind it.
ChangedText change(const Recording& recording, const Mutant& mutant, std::size_t lines_behind);

// What operators are made of.

/// What stands in front of the event in a step's last line; nothing when it cannot be told.
std::optional<std::string> prefix_of(const Recording& recording, const Step& step);
/// The line of a call in the words of the step's line: `text` is "getpid() = 7".
std::optional<std::string> in_place_of(const Recording& recording, const Step& step,
                                       const std::string& text);
/// The step's last line with a piece changed: `from` must occur; its last occurrence counts.
std::optional<std::string> with_piece(const Recording& recording, const Step& step,
                                      const std::string& from, const std::string& to);
/// The step's last line with another result, "-1 EINTR (Interrupted system call)".
std::optional<std::string> with_result(const Recording& recording, const Step& step,
                                       const std::string& result);
/// The line of a delivery: "--- SIGINT {si_signo=SIGINT, si_code=SI_USER, si_pid=7, si_uid=0} ---".
std::string delivery_of(int signal, const std::string& code, std::int64_t pid);
/// Between this step and the task's next one it is in user mode, and nothing is owed.
bool quiet_after(const Recording& recording, const Step& step);
/// Calls of this kind have shown themselves by then, so no filter hides them.
bool shows_sends(const Recording& recording, Send::Kind kind, std::size_t line);
/// Deliveries of this signal have shown themselves by then.
bool shows_signal(const Recording& recording, const std::string& name, std::size_t line);
/// A set that differs in one member.
SignalSet altered(SignalSet set, Places& places);

/// Operators by what they break; each file tells why its faults are impossible.
std::vector<Operator> restart_operators();
std::vector<Operator> mask_operators();
std::vector<Operator> action_operators();
std::vector<Operator> life_operators();
std::vector<Operator> delivery_operators();
std::vector<Operator> phantom_operators();
std::vector<Operator> siginfo_operators();
std::vector<Operator> pending_operators();
std::vector<Operator> wait_operators();
std::vector<Operator> end_operators();
std::vector<Operator> stop_operators();
std::vector<Operator> birth_operators();
std::vector<Operator> transfer_operators();
std::vector<Operator> clock_operators();
std::vector<Operator> stack_operators();
std::vector<Operator> queue_operators();

inline constexpr const char* kEintr = "-1 EINTR (Interrupted system call)";

}  // namespace sigspec::test
