// Which rows of the restart table a recording exercises.
//
// A row counts when an interruption shows its outcome in a context that the recording shows, or
// that nothing else can explain. Often several rows explain it alike: then each counts with the
// others. What a signal did not end, or cut short, is a plain value with a signal line right behind
// it.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/report.h"
#include "model/interpreter.h"

namespace sigspec {

class RowCoverage {
 public:
  RowCoverage(const Model& model, Interpreter& interpreter, FileReport& report)
      : model_(model), interpreter_(interpreter), report_(report) {}

  /// A call of the task has come to its end. Pre: `slots` are the event's; `value` is the result's,
  /// if it has one.
  void returned(std::int64_t tid, const EventClass& event_class, TaskState& task, Cell* slots,
                std::uint64_t value);
  /// The next line of the task: was a signal pending when the call ended?
  void goes_on(std::int64_t tid, bool with_signal);

 private:
  using Rows = std::vector<RuleId>;
  /// The rows that an interruption may have come of, as far as the recording tells the context.
  Rows meant(const EventClass& event_class, std::string_view outcome, TaskState& task, Cell* slots);
  void count(const Rows& rows);
  /// Whether a transfer moved less than its argument `count`; kMaybe where it has none.
  static std::uint64_t fell_short(const EventClass& event_class, const Cell* slots,
                                  std::uint64_t value);

  const Model& model_;
  Interpreter& interpreter_;
  FileReport& report_;
  std::unordered_map<std::int64_t, std::vector<Rows>> due_;  // counted if a signal follows
};

}  // namespace sigspec
