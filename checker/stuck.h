// Why a task does not end: what /proc shows of it, judged by the rules and the holds of the
// specification.
//
// The state that /proc shows becomes a state of the model. What a signal would come to is found by
// sending it there: the rules that fire are named. Holds are conditions over that state, over what
// is shown, and over the functions of the kernel that the task sleeps in; a condition that cannot
// be decided with what could be read is neither true nor false, and so is the answer then.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checker/numbered_calls.h"
#include "model/interpreter.h"
#include "stuck/task.h"

namespace sigspec {

enum class Certainty : std::uint8_t { No, Unknown, Yes };

/// Why the signal does not end the task, or what it waits for when it does.
struct Reason {
  const HoldInfo* hold = nullptr;
  Certainty applies = Certainty::Yes;
  /// Does it keep the signal from ending the task?
  Certainty holds = Certainty::Yes;
  std::vector<std::string> states;  // that it may be asleep in
  std::vector<std::string> frames;  // of its stack, by which it was told
};

/// A file that could not be read, and what is not known because of that.
struct Gap {
  stuck::Unread unread;
  std::vector<std::string> costs;
};

/// Before and between what the specification names: it was sent; a task has taken it.
inline constexpr const char *kSent = "sent", *kTaken = "taken";

/// A step of a signal's way: from being sent to a fate, to being taken, to what it comes to.
struct SignalStep {
  std::string from, to;
  std::vector<std::string> rules;
};

struct Judgement {
  stuck::Task task;
  Certainty ends = Certainty::Unknown;
  std::vector<std::string> comes_to;  // members of the specification's enum
  std::vector<SignalStep> steps;      // the rules that say so, in order
  std::string ended;  // "with status 3", "by SIGKILL"; empty: it has not, or that is not shown
  std::vector<Reason> reasons;
  std::vector<Gap> gaps;
};

class StuckAsking;

class StuckJudge {
 public:
  /// Pre: the model outlives it.
  StuckJudge(const Model& model, Version kernel);
  ~StuckJudge();

  /// What the specification lacks; empty: nothing.
  const std::string& error() const { return error_; }
  /// The index of a signal by its name, with or without prefix, or its number; -1: none.
  int signal(const std::string& word) const;
  const std::string& signal_name(int signal) const;
  std::vector<std::string> signal_names() const;
  /// The signal that nothing withstands.
  int unstoppable() const;

  /// Lets the task know what its call was given, as far as the specification looks at it
  /// (`as "argument rt_sigtimedwait.wanted"`).
  void read_arguments(const stuck::Root& root, stuck::Task& task) const;
  const Type& shown_type() const;

  Judgement judge(const stuck::Task& task, int signal);
  /// Could the task take the signal if it went to its process?
  static bool may_take(const Judgement& judgement);
  /// Should it have been gone by now?
  bool should_be_gone(const stuck::Task& task);

 private:
  std::string end_of(const stuck::Task& task) const;

  const Model& model_;
  std::string error_;
  Program program_;
  NumberedCalls numbers_;
  const Type* signals_ = nullptr;
  std::unique_ptr<StuckAsking> asking_;
};

}  // namespace sigspec
