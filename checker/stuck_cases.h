// Cases: the tasks that were asked about and those that keep them waiting, each with its judgement
// and with what somebody could do.
#pragma once

#include <string>
#include <vector>

#include "checker/stuck.h"

namespace sigspec {

/// A release with its places filled in.
struct Way {
  const ReleaseInfo* release = nullptr;
  std::string command, price;
};

/// Those whose move it is.
struct Whom {
  std::vector<int> threads;
  bool hidden = false;     // there is one, whom /proc does not name here: in another pid namespace
  bool sought = false;     // among those who have something open
  std::string object;      // that is what they have open
  std::size_t unread = 0;  // processes that may have it open, too: it could not be read
};

/// A thread in few words: its name, and what its state means.
struct Somebody {
  int thread = 0;
  std::string name, state;
  bool is_itself = false;  // of the process that waits
};

/// A reason, on whom the task waits for it, and what would end that.
struct CaseReason {
  Reason reason;
  Whom whom;
  std::vector<Somebody> people;  // of whom the first are told
  std::vector<Way> ways;
};

struct Case {
  Judgement judgement;
  std::vector<CaseReason> reasons;
  /// Threads of the same process of which the same is true.
  std::vector<int> alike;
  /// Threads of the process that the signal may go to: they do not block it.
  std::vector<int> takers;
  int asked_by = 0;  // the thread that waits for this one; 0: somebody asked for it
};

struct CaseQuestion {
  std::vector<int> numbers;  // of processes or threads
  bool all = false;          // every task that should be gone
  int signal = -1;
  double patience = 1;  // seconds between two looks at a task in D, where all are asked for
};

struct Cases {
  std::vector<Case> list;
  std::vector<int> missing;  // numbers that nobody goes by
  /// Whether the signal ends each process that was asked about.
  Certainty ends = Certainty::Yes;
  bool none_found = false;  // all were asked for, and there is none
};

Cases find_cases(StuckJudge& judge, const Model& model, const stuck::Root& root,
                 const CaseQuestion& question);

}  // namespace sigspec
