// The blocking calls that a program makes in a recording: where each waits, by what the line shows,
// how often a signal made it fail, and whether it was made again.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checker/audit.h"
#include "checker/binder.h"
#include "checker/conform.h"
#include "model/program.h"
#include "traces/event.h"

namespace sigspec {

/// A call in one context, made from one place.
struct TracedCall {
  std::string call;
  std::string site;                 // of `strace -k`: the first frame outside of the C library
  std::vector<RestartRow> failing;  // rows that may apply, in which a signal makes it fail
  std::vector<RestartRow> others;   // rows that may apply, in which it goes on
  std::uint64_t made = 0;
  std::uint64_t interrupted = 0;       // it failed because of a signal
  std::vector<std::uint64_t> dropped;  // the lines at which it did and was not made again

  Safety safety() const;
};

class TraceAudit {
 public:
  /// Pre: all outlive the audit. `assumption`: how the program would meet a signal.
  /// `conform`: was fed each event before; what it knows of descriptors counts.
  TraceAudit(const Model& model, Version kernel, const OutcomeTables& tables,
             const Assumption& assumption, const Conform& conform);
  ~TraceAudit();

  void add(const traces::Event& event);
  /// Pre: no event comes any more. Returns: by call, the most frequent first.
  std::vector<TracedCall> calls();

 private:
  struct Known;  // a call of the specification, with its rows made ready
  /// A call that a signal cut short.
  struct Cut {
    std::size_t call = 0;
    std::uint64_t line = 0;
    bool counted = false;    // it has failed; else it came back with a restart code
    bool delivered = false;  // a signal was taken since: its handler may run
  };
  struct Task {
    std::vector<Cut> cut;       // the latest last: handlers nest
    std::optional<Cut> failed;  // and what the task does next is not known yet
  };

  Known* known(std::string_view name);
  void add_known(const Type& type, traces::Tid tid, Cell* cells) const;
  std::vector<Cell> arguments(const Known& call, const traces::Event& event) const;
  void take_call(Task& task, const traces::Event& event);
  void take_frame(std::string_view frame);
  void settle(Task& task, std::string_view name);
  void place();

  const Model& model_;
  Version kernel_;
  const OutcomeTables& tables_;
  const Assumption& assumption_;
  const Conform& conform_;
  Binder binder_;
  std::map<std::string, std::unique_ptr<Known>, std::less<>> known_;
  std::map<std::uint64_t, Task> tasks_;
  std::vector<TracedCall> calls_;
  std::map<std::string, std::size_t> index_;  // by call, rows and site
  // The call whose frames may still come.
  struct Open {
    TracedCall call;
    std::uint64_t tid = 0;
    bool cut_short = false;  // a restart code
    bool failed = false;     // EINTR itself
    std::uint64_t line = 0;
  };
  std::optional<Open> open_;
};

}  // namespace sigspec
