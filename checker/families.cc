// Who made whom: births, ids that change hands, and ends.
//
// A child's first line may stand before its maker's result, and several calls that make tasks may
// be open at once. With one open call the maker is known; with more, the child's events wait until
// the results tell. A task nobody made was attached to, and nothing is known of it.
#include <algorithm>
#include <memory>

#include "checker/conform.h"

namespace sigspec {

namespace {

/// Stands for the maker of a task that was seen before the call that made it is shown.
constexpr std::int64_t kHeldBack = -2;
/// Stands for a call that tells no number: its task ended in it; or one that has told the number by
/// which the child goes in another pid namespace.
constexpr std::int64_t kUntold = -3;

}  // namespace

/// Has the task ended in this call? A number that is no error's was not read then.
bool Conform::tells_nothing(const traces::Event& event) const {
  return event.result.kind == traces::ResultKind::Never ||
         event.result.kind == traces::ResultKind::Unavailable ||
         (event.result.kind == traces::ResultKind::Error &&
          event.result.value > static_cast<std::uint64_t>(words_.errors_max));
}

Conform::KeptEvent::KeptEvent(const traces::Event& original) : event(original) {
  for (std::string_view* view : {&event.text, &event.name, &event.args, &event.result.text,
                                 &event.result.name, &event.result.decoration, &event.result.aux}) {
    texts.push_back(std::make_unique<std::string>(*view));
    *view = *texts.back();
  }
}

Conform::TracedTask* Conform::task_of(const traces::Event& event) {
  if (event.head_missing) [[unlikely]] superseded_unseen(event);
  const auto tid = static_cast<std::int64_t>(event.tid);
  Recent& recent = recent_[static_cast<std::size_t>(tid) & 63];
  if (recent.tid == tid) return recent.task;
  const auto known = tasks_.find(tid);
  TracedTask* task = known != tasks_.end() ? &known->second : first_sight(event);
  if (task) recent = {tid, task};
  return task;
}

Conform::TracedTask& Conform::begin(std::int64_t tid, const std::string& how,
                                    const std::string& then) {
  TracedTask& task = tasks_[tid];
  task.state = interpreter_.begin(how, then);
  name(task.state, tid);
  interpreter_.seen(task.state);
  if (interpreter_.is_watched()) watched_->first_sight = then.empty() ? how : then;
  ++report_.tasks;
  return task;
}

/// Without an order between tasks nobody can say what one means for another.
void Conform::name(TaskState& state, std::int64_t tid) {
  if (!unordered_ && tid > 0) interpreter_.name(state, tid);
}

Conform::TracedTask* Conform::first_sight(const traces::Event& event) {
  const auto tid = static_cast<std::int64_t>(event.tid);
  const bool first = !any_task_;
  any_task_ = true;
  if (const auto announced = unseen_.find(tid); announced != unseen_.end()) {
    TracedTask& task = tasks_[tid] = std::move(announced->second);
    unseen_.erase(announced);
    interpreter_.seen(task.state);
    simple(task, event, words_.first_seen);
    dead_.erase(tid);
    ++report_.tasks;
    return &task;
  }
  if (const auto orphan = orphans_.find(tid); orphan != orphans_.end()) {
    keep(orphan->second, event);
    return nullptr;
  }
  std::vector<std::int64_t> makers = possible_makers(tid);
  // A number that was told, or will be, may stand for this task in another pid namespace.
  const bool alone = makers.size() == 1 && unseen_.empty();
  const bool untold = std::erase(makers, kUntold) > 0;
  if (!makers.empty() && (untold || (!alone && interpreter_.may_count_otherwise())))
    makers.push_back(kUntold);
  if (makers.size() == 1 && !orphans_.contains(makers.front())) {
    dead_.erase(tid);
    TracedTask& task = born(makers.front(), tid, static_cast<std::uint64_t>(event.line));
    interpreter_.seen(task.state);
    simple(task, event, words_.first_seen);
    return &task;
  }
  if (!makers.empty()) {
    dead_.erase(tid);
    Orphan& orphan = orphans_[tid];
    orphan.possible_makers = std::move(makers);
    keep(orphan, event);
    return nullptr;
  }
  if (holds_births_ && !first && !unordered_) {  // whose call has yet to end
    Orphan& orphan = orphans_[tid];
    orphan.possible_makers = {kHeldBack};
    keep(orphan, event);
    return nullptr;
  }
  if (may_be_untold()) untold_births_.pop_front();
  const bool is_call = event.kind == traces::EventKind::Entered ||
                       event.kind == traces::EventKind::Returned;
  const bool starts_program =
      is_call && !event.head_missing && calls_.find(event.name).makes_program;
  const bool has_ended = dead_.erase(tid) > 0;
  const bool appended =
      has_ended && starts_program && !unordered_ && tasks_.empty() && orphans_.empty();
  if (appended) another_recording();
  const bool starts = starts_program && (first || appended);
  // Whoever acts after its end has a state like any other that is met in the middle.
  return &begin(tid, starts ? "started" : "attached", has_ended && !appended ? "ended" : "");
}

/// The observer leaves when nobody is left to observe: what comes then was appended to the file by
/// another (`strace -A`), in a world where no task of the first one needs to be.
void Conform::another_recording() {
  forget_others();
  const std::vector<Cell> shown = interpreter_.shown();
  interpreter_.begin_again(shown, "appended");
}

/// A line that was not understood may have hidden anything: what follows is judged like a recording
/// that begins there. What was in doubt then may have had its reason there, too.
void Conform::lose_everyone() {
  while (!orphans_.empty()) adopt(-1, orphans_.begin()->first);
  replay();
  for (auto& [tid, task] : tasks_) interpreter_.end(task.state);
  tasks_.clear();
  open_births_.clear();
  untold_births_.clear();
  forget_recent();
  forget_others();
}

/// Those who are not followed any more, or not yet, and what went between tasks.
void Conform::forget_others() {
  for (TaskState& state : ended_) interpreter_.end(state);
  ended_.clear();
  for (auto& [tid, task] : unseen_) interpreter_.end(task.state);
  unseen_.clear();
  unseen_order_.clear();
  dead_.clear();
  lose_all_streams();
}

/// Those who are making a task, or have ended in that. One of them may itself wait for its maker to
/// be known; if its call has told the number of its child, it is the one.
std::vector<std::int64_t> Conform::possible_makers(std::int64_t child) {
  std::vector<std::int64_t> makers = open_births_;
  bool untold = may_be_untold();
  for (const auto& [tid, orphan] : orphans_) {
    bool making = false;
    for (const KeptEvent& kept : orphan.events) {
      const traces::Event& event = kept.event;
      const bool begins = event.kind == traces::EventKind::Entered;
      const bool ends = event.kind == traces::EventKind::Returned;
      if ((!begins && !ends) || !calls_.find(event.name).makes_task) continue;
      untold = untold || (making && tells_nothing(event));
      making = begins;
      if (ends && event.result.kind == traces::ResultKind::Value && !event.result.negative &&
          static_cast<std::int64_t>(event.result.value) == child)
        return {tid};
    }
    if (making) makers.push_back(tid);
  }
  if (untold) makers.push_back(kUntold);
  return makers;
}

/// A task has ended in a call that makes tasks: nobody is told whether it has made one.
void Conform::lose_birth(std::int64_t maker) {
  untold_births_.push_back(report_.events);
  for (auto& [tid, orphan] : orphans_) {
    std::vector<std::int64_t>& makers = orphan.possible_makers;
    if (std::find(makers.begin(), makers.end(), maker) == makers.end()) continue;
    std::erase(makers, kUntold);
    std::replace(makers.begin(), makers.end(), maker, kUntold);
  }
}

/// May a task be the child of one that has ended making it? It would have been seen soon.
bool Conform::may_be_untold() {
  while (!untold_births_.empty() && report_.events - untold_births_.front() > kUntoldBirthEvents)
    untold_births_.pop_front();
  return !untold_births_.empty();
}

void Conform::keep(Orphan& orphan, const traces::Event& event) {
  lose_streams(event);
  if (++waiting_events_ > kWaitingEventsMax) {  // it will not be known: nothing is then
    adopt(-1, static_cast<std::int64_t>(event.tid));
    replay();
    if (TracedTask* task = task_of(event)) judge(*task, event);  // it may have ended meanwhile
    return;
  }
  orphan.events.emplace_back(event);
  interpreter_.note_waiting(true);
}

/// The child's state from its maker's at this point of the trace. A thread of a trace without order
/// begins unknown: what it shares may have changed since.
Conform::TracedTask& Conform::born(std::int64_t maker, std::int64_t child, std::uint64_t line) {
  TracedTask& parent = tasks_[maker];
  if (parent.open_birth) {
    parent.open_birth = false;
    std::erase(open_births_, maker);
  }
  TaskState state;
  EventClass& event_class = program_.class_of(words_.born);
  make_room(event_class);
  const bool explained = interpreter_.birth(event_class, parent.state, slots_.data(),
                                            static_cast<std::uint32_t>(line), state);
  if (watched_) watch_steps(maker);
  if (!explained || (unordered_ && state.group == parent.state.group)) {
    if (explained) interpreter_.end(state);
    return begin(child, "attached");
  }
  TracedTask& task = tasks_[child];
  TracedTask& maker_task = tasks_[maker];
  if (state.group == maker_task.state.group) task.descriptors = maker_task.descriptors;
  else share_objects(maker_task, task);
  task.state = std::move(state);
  name(task.state, child);
  ++report_.tasks;
  forget_recent();
  return task;
}

/// May the number that the call seems to have come to be another call's, and not its child's?
bool Conform::may_be_misread(TracedTask& maker) {
  if (!maker.open_birth || words_.misread_birth < 0) return false;
  EventClass& misread = program_.class_of(words_.misread_birth);
  make_room(misread);
  return interpreter_.may_be_explained(misread, maker.state, slots_.data());
}

/// The result of a call that makes tasks is there: whoever waited for it may be known now.
void Conform::call_made_task(std::int64_t maker, const traces::Event& event) {
  TracedTask& parent = tasks_[maker];
  const bool numbered = event.result.kind == traces::ResultKind::Value &&
                        !event.result.negative && event.result.value > 0;
  const bool misread = numbered && may_be_misread(parent);
  const bool made = numbered && !misread;
  const auto child = static_cast<std::int64_t>(event.result.value);
  const bool unmatched = parent.open_birth || event.whole;
  if (parent.open_birth && (misread || tells_nothing(event))) lose_birth(maker);
  parent.open_birth = false;
  std::erase(open_births_, maker);
  if (made && event.whole && !unordered_ && tasks_.contains(child) && !holds_births_) {
    holds_births_ = true;
    simple(parent, event, words_.made_before);
  }
  if (made && unmatched && !tasks_.contains(child) && !orphans_.contains(child)) {
    // Not seen yet: its state is taken now, before its maker goes on.
    TracedTask& task = born(maker, child, static_cast<std::uint64_t>(event.line));
    simple(task, event, words_.made_unseen);
    --report_.tasks;
    TracedTask moved = std::move(task);
    tasks_.erase(child);
    forget_recent();
    if (const auto old = unseen_.find(child); old != unseen_.end())
      interpreter_.end(old->second.state);
    unseen_[child] = std::move(moved);
    unseen_order_.push_back({child, report_.events});
    if (unseen_order_.size() > kUnseenChildrenMax) {
      const auto oldest = unseen_.find(unseen_order_.front().child);
      if (oldest != unseen_.end()) {
        interpreter_.end(oldest->second.state);
        unseen_.erase(oldest);
      }
      unseen_order_.pop_front();
    }
  }
  settle_orphans(maker, made ? child : -1);
}

void Conform::settle_orphans(std::int64_t maker, std::int64_t child) {
  if (orphans_.empty()) return;
  if (child >= 0 && orphans_.contains(child)) adopt(maker, child);
  std::vector<std::pair<std::int64_t, std::int64_t>> settled;  // orphan, maker or -1
  for (auto& [tid, orphan] : orphans_) {
    std::erase(orphan.possible_makers, maker);
    if (orphan.possible_makers.size() > 1) continue;
    std::erase(orphan.possible_makers, kUntold);
    // Who waited itself has yet to come to the call that made it.
    const auto last = orphan.possible_makers.empty() ? tasks_.end()
                                                     : tasks_.find(orphan.possible_makers[0]);
    if (orphan.possible_makers.empty() || (last != tasks_.end() && last->second.open_birth))
      settled.emplace_back(tid, orphan.possible_makers.empty() ? -1 : orphan.possible_makers[0]);
  }
  for (const auto& [tid, known_maker] : settled) adopt(known_maker, tid);
  replay();
}

void Conform::adopt(std::int64_t maker, std::int64_t orphan_tid) {
  auto node = orphans_.extract(orphan_tid);
  if (node.empty()) return;
  interpreter_.note_waiting(!orphans_.empty());
  forget_recent();
  std::vector<KeptEvent>& events = node.mapped().events;
  if (maker >= 0 && tasks_.contains(maker)) {
    TracedTask& task = born(maker, orphan_tid, 0);
    interpreter_.seen(task.state);
    if (!events.empty()) simple(task, events.front().event, words_.first_seen);
  } else {
    if (may_be_untold()) untold_births_.pop_front();
    begin(orphan_tid, "attached");
  }
  waiting_events_ -= std::min(waiting_events_, events.size());
  for (KeptEvent& kept : events) late_events_.emplace(kept.event.line, std::move(kept));
}

/// Judges the events that waited, those of all tasks in their order: what one does may be told to
/// another, and a birth among them lets more events go on.
void Conform::replay() {
  if (late_) return;  // further out this is being done
  late_ = true;
  while (!late_events_.empty()) {
    const auto next = late_events_.extract(late_events_.begin());
    arguments_of_ = nullptr;
    const traces::Event& event = next.mapped().event;
    if (event.kind == traces::EventKind::Detached) detached(event);
    else if (TracedTask* task = task_of(event)) judge(*task, event);
  }
  late_ = false;
  arguments_of_ = nullptr;
}

/// `leader` is no more; thread `by` goes on under its id.
void Conform::superseded(const traces::Event& event) {
  const auto leader = static_cast<std::int64_t>(event.tid);
  const auto by = static_cast<std::int64_t>(event.other);
  if (const auto known = tasks_.find(leader); known != tasks_.end()) {
    simple(known->second, event, words_.superseded);
    interpreter_.end(known->second.state);
    tasks_.erase(known);
  }
  if (auto successor = tasks_.extract(by); !successor.empty()) {
    successor.key() = leader;
    TracedTask& task = tasks_.insert(std::move(successor)).position->second;
    name(task.state, leader);
    interpreter_.seen(task.state);
  }
  forget_recent();
}

/// The line that tells so may be left out (`strace -qqq`): the call that runs another program has
/// begun in a thread then, which may not be shown, and ends in the leader, who was not in it.
void Conform::superseded_unseen(const traces::Event& event) {
  const auto leader = tasks_.find(static_cast<std::int64_t>(event.tid));
  const bool runs = event.result.kind == traces::ResultKind::Value && !event.result.negative;
  if (leader == tasks_.end() || !runs || !calls_.find(event.name).makes_program) return;
  traces::Event unseen = event;
  unseen.kind = traces::EventKind::Superseded;
  unseen.other = traces::Tid{};
  for (const Member& member : leader->second.state.group->members) {
    const auto by = tasks_.find(member.number);
    if (by == leader || by == tasks_.end() || !by->second.open_call) continue;
    if (!by->second.open_call->makes_program) continue;
    unseen.other = traces::Tid{static_cast<std::int32_t>(member.number)};
    break;
  }
  superseded(unseen);
}

/// The task that had no number so far has this one.
void Conform::identified(std::int64_t tid) {
  auto nameless = tasks_.extract(0);
  if (nameless.empty() || tasks_.contains(tid)) return;
  nameless.key() = tid;
  TracedTask& task = tasks_.insert(std::move(nameless)).position->second;
  name(task.state, tid);
  interpreter_.seen(task.state);
  std::replace(open_births_.begin(), open_births_.end(), std::int64_t{0}, tid);
  forget_recent();
}

/// The observer lets go of a task, which goes on unseen; maybe before it is known who made it.
void Conform::detached(const traces::Event& event) {
  const auto tid = static_cast<std::int64_t>(event.tid);
  if (const auto orphan = orphans_.find(tid); orphan != orphans_.end())
    return keep(orphan->second, event);
  const auto known = tasks_.find(tid);
  if (known != tasks_.end()) simple(known->second, event, words_.released);
  lose_all_streams();
  released(tid);
}

/// The observer sees no more of a task. A child that it alone could have made has no maker then.
void Conform::released(std::int64_t tid) {
  const auto known = tasks_.find(tid);
  if (known == tasks_.end()) return;
  interpreter_.end(known->second.state);  // unless it is remembered
  if (known->second.open_birth) {
    std::erase(open_births_, tid);
    lose_birth(tid);
  }
  tasks_.erase(known);
  forget_recent();
  settle_orphans(tid, -1);
}

void Conform::ended(std::int64_t tid, std::uint64_t line) {
  if (const auto known = tasks_.find(tid); known != tasks_.end())
    remember_ended(std::move(known->second.state));
  released(tid);
  if (dead_.size() >= kDeadTasksMax) dead_.clear();
  dead_[tid] = line;
}

/// Of a process its first thread is kept, whose end is the process's; of others nothing is told.
void Conform::remember_ended(TaskState state) {
  if (unordered_ || state.index != 0) return interpreter_.end(state);
  ended_.push_back(std::move(state));
  if (ended_.size() <= kEndedTasksMax) return;
  interpreter_.end(ended_.front());
  ended_.pop_front();
}

}  // namespace sigspec
