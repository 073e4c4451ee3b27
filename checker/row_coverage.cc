// Asks of each row with the outcome whether its context is shown.
#include "checker/row_coverage.h"

#include <algorithm>

#include "checker/table.h"

namespace sigspec {

RowCoverage::Rows RowCoverage::meant(const EventClass& event_class, std::string_view outcome,
                                     TaskState& task, Cell* slots) {
  Rows rows;
  for (const RowContext& context : event_class.rows)
    if (!context.anywhere && model_.rule(context.row).row->interrupted.text == outcome &&
        interpreter_.truth(*context.applies, task, slots) != kFalse)
      rows.push_back(context.row);
  return rows;
}

void RowCoverage::returned(std::int64_t tid, const EventClass& event_class, TaskState& task,
                           Cell* slots, std::uint64_t value) {
  std::vector<std::string_view> outcomes;
  for (const RowContext& context : event_class.rows) {
    const std::string_view outcome = model_.rule(context.row).row->interrupted.text;
    if (std::find(outcomes.begin(), outcomes.end(), outcome) == outcomes.end())
      outcomes.push_back(outcome);
  }
  for (const std::string_view outcome : outcomes) {
    Rows rows = meant(event_class, outcome, task, slots);
    if (outcome == kPartial || outcome == kCompletes) {
      const std::uint64_t is_short = fell_short(event_class, slots, value);
      if (is_short == (outcome == kPartial ? kFalse : kTrue)) continue;
      due_[tid].push_back(std::move(rows));
      continue;
    }
    if (outcome == kSucceeds)  // what does not sleep shows no sign of a signal
      std::erase_if(rows, [&](RuleId row) { return model_.rule(row).row->sleeps.empty(); });
    count(rows);
  }
}

void RowCoverage::goes_on(std::int64_t tid, bool with_signal) {
  const auto due = due_.find(tid);
  if (due == due_.end()) return;
  if (with_signal)
    for (const Rows& rows : due->second) count(rows);
  due_.erase(due);
}

void RowCoverage::count(const Rows& rows) {
  for (const RuleId row : rows) {
    RowUse& use = report_.rows[row];
    ++(rows.size() == 1 ? use.alone : use.together);
    for (const RuleId other : rows)
      if (other != row) use.others.insert(other);
  }
}

std::uint64_t RowCoverage::fell_short(const EventClass& event_class, const Cell* slots,
                                      std::uint64_t value) {
  if (event_class.count_slot < 0) return kMaybe;
  const Cell& count = slots[event_class.count_slot];
  if (count.a != count.b) return kMaybe;
  return static_cast<std::int64_t>(value) < Partly::low(count) ? kTrue : kFalse;
}

}  // namespace sigspec
