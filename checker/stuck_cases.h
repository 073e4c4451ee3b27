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

/// A reason, on whom the task waits for it, and what would end that.
struct CaseReason {
  Reason reason;
  std::vector<int> whom;  // threads
  std::vector<Way> ways;
};

struct Case {
  Judgement judgement;
  std::vector<CaseReason> reasons;
  /// Threads of the same process of which the same is true.
  std::vector<int> alike;
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
