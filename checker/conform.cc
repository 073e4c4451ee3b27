// Sends each event to the class of rules it belongs to, and reports what no rule explains.
#include "checker/conform.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "checker/divergence.h"
#include "litmus/words.h"

namespace sigspec {

namespace {

/// What the specification calls it that tasks are seen before the calls that make them.
constexpr std::string_view kHoldsBirths = "holds_births";
/// By so much the stamps of a clock that can be set may be off: a constant of the specification.
constexpr std::string_view kStampMargin = "STAMP_MARGIN";
/// Who does nothing for so many events may be left out: a constant, too.
constexpr std::string_view kEventsUnseen = "EVENTS_UNSEEN";
/// Tasks that take turns so often without a half of a call are shown whole calls only: another.
constexpr std::string_view kTurnsUnsplit = "TURNS_UNSPLIT";

}  // namespace

Conform::Conform(Program& program, FileReport& report, std::size_t divergences_max)
    : model_(program.model()),
      report_(report),
      divergences_max_(divergences_max),
      program_(program),
      interpreter_(program),
      binder_(model_),
      calls_(model_) {
  const Model& model = model_;
  if (program.rows() == Rows::Known) rows_.emplace(model, interpreter_, report);
  const auto line = [&](const char* name) {
    return model.observation_of_line(program.view(), name);
  };
  words_.entered = line("call_entered");
  words_.returned = line("call_returned");
  words_.delivered = line("signal");
  words_.settled = line("goes_on");
  words_.stopped = line("stopped");
  words_.exited = line("exited");
  words_.killed = line("killed");
  words_.superseded = line("superseded");
  words_.released = line("detached");
  words_.misread = line("misread");
  words_.unended = line("unended");
  words_.vanished = line("vanished");
  words_.held_back = line("held_back");
  words_.made_before = line("made_before");
  const RecordField* holds_births = model.observer ? model.observer->field(kHoldsBirths) : nullptr;
  if (holds_births) words_.holds_births = holds_births->offset;
  words_.stamp_margin = litmus::number_of(model, kStampMargin).value_or(0);
  words_.events_unseen =
      static_cast<std::uint64_t>(litmus::number_of(model, kEventsUnseen).value_or(0));
  words_.errors_max =
      litmus::number_of(model, kErrorsMax).value_or(std::numeric_limits<std::int64_t>::max());
  words_.turns_unsplit =
      litmus::number_of(model, kTurnsUnsplit).value_or(std::numeric_limits<std::int64_t>::max());
  words_.changed_abi = line("personality");
  words_.born = line("born");
  words_.found = line("action");
  words_.making = line("making");
  words_.first_seen = line("first_seen");
  words_.made_unseen = line("made_unseen");
  words_.misread_birth = line("misread_birth");
  words_.sending = line("sending");
  words_.every_sender = line("every_sender");
  words_.injected = line("injected");
  words_.ended = line("ended");
  words_.descriptor = calls_.descriptor();
  if (words_.descriptor)
    for (const RecordField& f : words_.descriptor->fields)
      if (f.printed == kNumberText) words_.descriptor_number = f.offset;
  words_.entered_times = times_of(words_.entered);
  words_.returned_times = times_of(words_.returned);
  words_.delivered_times = times_of(words_.delivered);
  if (words_.returned >= 0)
    for (const Type* type :
         model.observations[static_cast<std::size_t>(words_.returned)].parameters)
      if (type->kind == TypeKind::Union && !type->is_option) words_.result = type;
  static constexpr const char* kTags[kResultTags] = {"value", "error", "code", "never",
                                                     "unavailable"};
  for (std::size_t i = 0; i < kResultTags; ++i)
    words_.tags[i] = words_.result ? words_.result->alternative(kTags[i]) : -1;
  const std::vector<Cell> nothing = interpreter_.shown();
  interpreter_.begin_again(nothing, "appended");
}

void Conform::watch(WatchedLine& watched) {
  watched_ = &watched;
  binder_.keep_texts(watched.texts);
}

bool Conform::is_watched_line_open() const {
  for (const auto& [tid, task] : tasks_)
    if (task.unsettled_line == watched_->line ||
        (task.doubt && task.doubt->line == watched_->line))
      return true;
  for (const auto& [tid, orphan] : orphans_)
    for (const KeptEvent& kept : orphan.events)
      if (static_cast<std::uint64_t>(kept.event.line) == watched_->line) return true;
  return false;
}

/// Watches the steps of this event if it stands on the line in question.
void Conform::watch_event(const traces::Event& event) {
  const bool here = static_cast<std::uint64_t>(event.line) == watched_->line;
  interpreter_.watch(here ? &watched_->watch : nullptr);
  if (!here) return;
  watched_->text = event.text;
  watched_->entry_line = static_cast<std::uint64_t>(event.entry_line);
}

/// The steps taken since the last time were this task's.
void Conform::watch_steps(std::int64_t tid) {
  watched_->tasks.resize(watched_->watch.steps.size(), tid);
}

void Conform::feed(const traces::Event& event) {
  ++report_.events;
  if (watched_) watch_event(event);
  arguments_of_ = nullptr;
  if (event.after_loss) [[unlikely]] lose_everyone();
  if (event.numbered) return feed_numbered(event);
  if (event.kind == traces::EventKind::Superseded) return superseded(event);
  switch (event.kind) {
    case traces::EventKind::Attached:
    case traces::EventKind::Frame:
    case traces::EventKind::NotUnderstood: return;
    case traces::EventKind::Detached: return detached(event);
    case traces::EventKind::Identified: return identified(static_cast<std::int64_t>(event.tid));
    default: break;
  }
  if (TracedTask* task = task_of(event)) judge(*task, event);
}

/// Where tasks take turns, one is soon seen in the middle of a call: or calls are not shown before
/// they have ended.
void Conform::count_turn(TracedTask& task, const traces::Event& event) {
  if (std::exchange(last_tid_, event.tid) == event.tid || ++turns_ < words_.turns_unsplit) return;
  counts_turns_ = false;
  tell_held_back(task, event);
}

void Conform::tell_held_back(TracedTask& task, const traces::Event& event) {
  if (!std::exchange(held_back_, true)) simple(task, event, words_.held_back);
}

void Conform::judge(TracedTask& task, const traces::Event& event) {
  using Kind = traces::EventKind;
  const auto tid = static_cast<std::int64_t>(event.tid);
  if (rows_) rows_->goes_on(tid, event.kind == Kind::Delivered);
  if (watched_) watch_event(event);
  if (task.unsettled_line != 0) settle(task, event);
  if (task.unmeasured) [[unlikely]] measure(task, event);
  const bool calls = event.kind == Kind::Entered || event.kind == Kind::Returned;
  if (calls && event.previous_lost) simple(task, event, words_.unended);
  switch (event.kind) {
    case Kind::Entered:
    case Kind::Returned: {
      CallEntry& call = calls_.find(event.name);
      find_streams(call, event);
      if (event.kind == Kind::Entered) {
        counts_turns_ = false;
        entered(task, call, event);
        if (!behind_.empty()) observe_streams(task, call, call.entered->key, event);
        task.open_call = &call;
        task.descriptor_changes = task.descriptors->changes();
        task.entered_ns = event.clock == traces::Clock::None ? kNoTime : event.time_ns;
        if (call.makes_task && !event.numbered) {
          task.open_birth = true;
          open_births_.push_back(tid);
        }
        return;
      }
      if (event.whole) {
        if (counts_turns_) [[unlikely]] count_turn(task, event);
        entered(task, call, event);
        if (!behind_.empty()) observe_streams(task, call, call.entered->key, event);
      }
      if (event.held_back) [[unlikely]] tell_held_back(task, event);
      returned(task, call, event);
      const bool makes_streams = call.has_stream_rules() && call.makes_descriptors;
      if ((makes_streams || !behind_.empty()) && !event.result.injected) {
        const ClassKey& key = returned_class(call, event.result).key;
        if (makes_streams) make_streams(task, call, key, event);
        else observe_streams(task, call, key, event);
      }
      task.open_call = nullptr;
      if (call.makes_task && !event.numbered) call_made_task(tid, event);
      return;
    }
    case Kind::Delivered: return signal(task, event);
    case Kind::Stopped: return simple(task, event, words_.stopped);
    case Kind::Personality: return simple(task, event, words_.changed_abi);
    case Kind::Exited:
      simple(task, event, words_.exited);
      return ended(tid, static_cast<std::uint64_t>(event.line));
    case Kind::Killed:
      simple(task, event, words_.killed, event.core_dumped);
      return ended(tid, static_cast<std::uint64_t>(event.line));
    case Kind::Ended:
      simple(task, event, words_.ended);
      return ended(tid, static_cast<std::uint64_t>(event.line));
    case Kind::Making: return simple(task, event, words_.making);
    default: return;
  }
}

bool Conform::explain(TracedTask& task, EventClass& event_class, const traces::Event& event) {
  const auto line = static_cast<std::uint32_t>(event.line);
  if (task.doubt && task.doubts_result && !is_end_of_killed(task, event_class)) report_doubt(task);
  bool explained = interpreter_.step(event_class, task.state, slots_.data(), line);
  const bool goes_on_from_misread = !explained && task.doubt && !task.doubts_result;
  if (!explained) report_doubt(task);
  if (goes_on_from_misread) {
    const Failure failure = interpreter_.diagnose(event_class, task.state, slots_.data());
    interpreter_.resynchronise(failure, task.state, slots_.data(), line);
  } else if (!explained) {
    explained = misread(task, event_class, event);
  }
  if (watched_) watch_steps(static_cast<std::int64_t>(event.tid));
  if (interpreter_.has_messages()) pass_messages(event);
  return explained;
}

/// May it have been killed, and nobody was told?
bool Conform::may_have_vanished(TracedTask& task) {
  if (words_.vanished < 0) return false;
  EventClass& vanished = program_.class_of(words_.vanished);
  make_room(vanished);
  return interpreter_.may_be_explained(vanished, task.state, slots_.data());
}

/// Nothing was misread.
void Conform::report_doubt(TracedTask& task) {
  if (task.doubt) report(std::move(*std::exchange(task.doubt, nullptr)));
}

/// Is this what comes of a task of which something was misread?
bool Conform::is_end_of_killed(TracedTask& task, const EventClass& event_class) {
  return interpreter_.may_explain_after(program_.class_of(words_.misread), event_class, task.state,
                                        slots_.data());
}

/// Nothing explains the event. If the task is killed now it was misread: until then it is not
/// reported. Pre: nothing else is in doubt.
bool Conform::misread(TracedTask& task, EventClass& event_class, const traces::Event& event) {
  const auto line = static_cast<std::uint32_t>(event.line);
  const int seen = event_class.key.observation;
  const bool is_result = seen == words_.returned;
  if ((seen != words_.entered && seen != words_.stopped && !is_result) || words_.misread < 0) {
    diverged(interpreter_, task.state, event_class, event);
    return false;
  }
  const Failure failure = interpreter_.diagnose(event_class, task.state, slots_.data());
  auto divergence = std::make_unique<Divergence>(
      make_divergence(model_, interpreter_, failure, slots_.data(), event));
  EventClass& misread = program_.class_of(words_.misread);
  make_room(misread);
  // Whoever has ended is not read at all. What a result was is not needed to go on.
  if (is_result || !interpreter_.step(misread, task.state, slots_.data(), line)) {
    interpreter_.resynchronise(failure, task.state, slots_.data(), line);
    task.doubts_result = is_result;
    if (is_result) task.doubt = std::move(divergence);
    else report(std::move(*divergence));
    return false;
  }
  if (!interpreter_.step(event_class, task.state, slots_.data(), line)) {
    report(std::move(*divergence));
    const Failure again = interpreter_.diagnose(event_class, task.state, slots_.data());
    interpreter_.resynchronise(again, task.state, slots_.data(), line);
    return false;
  }
  task.doubt = std::move(divergence);
  task.doubts_result = false;
  return true;
}

/// Keeps the divergences in the order of their lines, as far as they come so.
void Conform::report(Divergence divergence) {
  ++report_.divergence_count;
  if (report_.divergences.size() >= divergences_max_) return;
  const auto behind = std::find_if(
      report_.divergences.rbegin(), report_.divergences.rend(),
      [&](const Divergence& other) { return unordered_ || other.line <= divergence.line; });
  report_.divergences.insert(behind.base(), std::move(divergence));
}

/// What the event means for others: each of them explains it, or the event diverges.
void Conform::pass_messages(const traces::Event& event) {
  std::swap(slots_, event_slots_);  // whoever bound the event may still look at its slots
  messages_.list.clear();
  messages_.cells.clear();
  interpreter_.take_messages(messages_);
  if (unordered_) messages_.list.clear();  // nobody knows when others would have heard of it
  std::size_t messages_max = kMessagesMax;
  for (std::size_t i = 0; i < messages_.list.size() && i < messages_max; ++i) {
    const Message message = messages_.list[i];
    if (message.to != kEveryone) {
      pass_message(message, message.to, event);
      continue;
    }
    if (!message.certain || late_) continue;  // whether anybody hears it would not be known
    const std::vector<std::uint64_t> everyone = interpreter_.processes();
    for (const std::uint64_t process : everyone) pass_message(message, process, event);
    messages_max += everyone.size();
  }
  std::swap(slots_, event_slots_);
}

/// Of what everyone is told they hear it whom it concerns for certain.
void Conform::pass_message(const Message& message, std::uint64_t to, const traces::Event& event) {
  TaskState target = interpreter_.who(to);
  if (!target.group) return;
  EventClass& event_class = program_.class_of(message.observation);
  make_room(event_class);
  std::copy_n(messages_.cells.begin() + static_cast<std::ptrdiff_t>(message.first), message.count,
              slots_.begin());
  if (message.to == kEveryone && !interpreter_.is_sure(event_class, target, slots_.data())) return;
  if (!interpreter_.hear(event_class, target, slots_.data(),
                         static_cast<std::uint32_t>(event.line), message.certain && !late_))
    diverged(interpreter_, target, event_class, event);
  if (watched_) watch_steps(interpreter_.number_of(target));
  interpreter_.take_messages(messages_);  // what it tells others in turn
}

void Conform::diverged(Interpreter& interpreter, TaskState& task, EventClass& event_class,
                       const traces::Event& event) {
  const Failure failure = interpreter.diagnose(event_class, task, slots_.data());
  if (report_.divergences.size() < divergences_max_)
    report(make_divergence(model_, interpreter, failure, slots_.data(), event));
  else ++report_.divergence_count;
  interpreter.resynchronise(failure, task, slots_.data(),
                            static_cast<std::uint32_t>(event.line));
}

bool Conform::fulfils_checks(TracedTask& task, CallEntry& call, const EventClass& event_class,
                             const Times& times, const traces::Event& event) {
  const EventClass::Looks& looks = event_class.check_looks;
  // Most check how much was moved, and nothing else that is no argument.
  if (looks.parameters.size() == 1 && looks.parameters[0].offset == times.amount) {
    make_room(event_class);
    bind_arguments(call, event_class, looks, event);
    bind_descriptors(task, looks);
    slots_[static_cast<std::size_t>(times.amount)] = amount_of(event);
  } else {
    bind_call(task, call, event_class, looks, event);
    bind_times(task, times, looks, event);
  }
  return interpreter_.holds_every_check(event_class, slots_.data());
}

void Conform::entered(TracedTask& task, CallEntry& call, const traces::Event& event) {
  if (!call.entered) call.entered = &program_.class_of(words_.entered, call.id, -1);
  if (passes_quietly(task, call, *call.entered, words_.entered_times, event)) return;
  bind_call(task, call, *call.entered, call.entered->looks, event);
  bind_times(task, words_.entered_times, call.entered->looks, event);
  explain(task, *call.entered, event);
  if (call.entered->writes_event) remember_descriptors(task, *call.entered);
}

void Conform::returned(TracedTask& task, CallEntry& call, const traces::Event& event) {
  using Result = traces::ResultKind;
  if (event.result.injected)  // the observer's own doing: the call was not made
    return simple(task, event, words_.injected);
  EventClass& event_class = returned_class(call, event.result);
  if (event_class.key.tag == words_.tags[static_cast<std::size_t>(ResultTag::Code)])
    ++report_.restarts;
  const bool value = event.result.kind == Result::None || event.result.kind == Result::Value;
  if (value && call.makes_descriptors) made_descriptors(task, call, event);
  if (value && (call.makes_program || call.closes_many)) task.descriptors->forget_all();
  const bool counts_rows = rows_ && !event_class.rows.empty();
  if (!counts_rows && passes_quietly(task, call, event_class, words_.returned_times, event))
    return forget_closed(task, call, event);
  bind_call(task, call, event_class, event_class.looks, event);
  bind_times(task, words_.returned_times, event_class.looks, event);
  std::unique_ptr<Unmeasured> kept;
  if (is_unmeasured(event)) [[unlikely]] kept = unmeasured(task, event_class, event);
  const bool explained = explain(task, event_class, event);
  if (kept && explained) [[unlikely]] task.unmeasured = std::move(kept);
  if (explained && counts_rows)
    rows_->returned(static_cast<std::int64_t>(event.tid), event_class, task.state, slots_.data(),
                    event.result.value);
  if (event_class.writes_event) remember_descriptors(task, event_class);
  forget_closed(task, call, event);
}

/// The class of a result; errors and codes that the spec names have classes of their own.
EventClass& Conform::returned_class(CallEntry& call, const traces::ResultText& result) {
  using Result = traces::ResultKind;
  ResultName what;
  switch (result.kind) {
    case Result::None: what.tag = ResultTag::Value; break;
    case Result::Value:
      what.tag = ResultTag::Value;
      what.payload = result.value == 0 ? kZero : kNotZero;
      break;
    case Result::Error:
    case Result::Code: what = result_name(result); break;
    case Result::Never: what.tag = ResultTag::Never; break;
    case Result::Unavailable: what.tag = ResultTag::Unavailable; break;
    case Result::Register: break;  // settled by now
  }
  const auto t = static_cast<std::size_t>(what.tag);
  EventClass*& known = call.returned[t][static_cast<std::size_t>(what.payload + 1)];
  if (!known) known = &program_.class_of(words_.returned, call.id, words_.tags[t], what.payload);
  return *known;
}

/// Other errors of the kernel's own may look like a restart code, and are errors. A code may be
/// told like an error, by who shows what the program gets.
Conform::ResultName Conform::result_name(const traces::ResultText& result) {
  const auto members = [&](ResultTag tag, std::string_view name) -> std::uint64_t {
    const int alternative = words_.tags[static_cast<std::size_t>(tag)];
    if (alternative < 0) return 0;
    const auto& payload =
        words_.result->alternatives[static_cast<std::size_t>(alternative)].payload;
    return payload.empty() ? 0 : binder_.word(payload[0], name);
  };
  return result_names_.find(result.name, [&](std::string_view name) {
    ResultName found;
    const std::uint64_t codes = members(ResultTag::Code, name);
    if (codes) found.tag = ResultTag::Code;
    const std::uint64_t named = codes ? codes : members(ResultTag::Error, name);
    if (Partly::single(named)) found.payload = std::countr_zero(named);
    if (found.payload >= static_cast<int>(kPayloads) - 1) found.payload = -1;
    return found;
  });
}

void Conform::signal(TracedTask& task, const traces::Event& event) {
  ++report_.signals;
  if (words_.delivered < 0) return;
  EventClass& event_class = program_.class_of(words_.delivered);
  const auto& observation = model_.observations[static_cast<std::size_t>(words_.delivered)];
  make_room(event_class);
  for (std::size_t i = 0; i < observation.parameters.size(); ++i) {
    const Type* type = observation.parameters[i];
    Cell* at = slots_.data() + observation.offsets[i];
    if (type->kind == TypeKind::Enum) bound_texts_.bind(type, event.name, at);
    else if (type->kind == TypeKind::Record) bound_texts_.bind(type, event.args, at);
    else if (type->kind == TypeKind::Bool)
      *at = Partly::truth(task.open_call ? kTrue : kFalse);
  }
  bind_times(task, words_.delivered_times, event_class.looks, event);
  if (!explain(task, event_class, event)) {
    // It was taken all the same; what it did is not judged as well.
    EventClass& settled = program_.class_of(words_.settled);
    make_room(settled);
    interpreter_.step(settled, task.state, slots_.data(), static_cast<std::uint32_t>(event.line));
    return;
  }
  task.unsettled_line = static_cast<std::uint32_t>(event.line);
  simple(task, event, words_.found);
  // Alone in its process: nobody can change the action before the task goes on. Nor can anybody
  // where the action has been shown.
  if (words_.found >= 0 || task.state.group->quiet.size() == 1) settle(task, event);
}

/// What the signal does that the task has taken.
void Conform::settle(TracedTask& task, const traces::Event& event) {
  const std::uint32_t line = std::exchange(task.unsettled_line, 0);
  EventClass& event_class = program_.class_of(words_.settled);
  make_room(event_class);
  if (watched_ && line == watched_->line) interpreter_.watch(&watched_->watch);
  const bool explained = interpreter_.step(event_class, task.state, slots_.data(), line);
  if (watched_) {
    watch_steps(static_cast<std::int64_t>(event.tid));
    watch_event(event);
  }
  if (!explained) diverged(interpreter_, task.state, event_class, event);
}

/// Observations of a task and at most one thing of a kind: a signal or an ABI, a status, a record
/// or a set, and whether something holds.
void Conform::simple(TracedTask& task, const traces::Event& event, int observation, bool holds) {
  if (observation < 0) return;
  EventClass& event_class = program_.class_of(observation);
  const auto& shown = model_.observations[static_cast<std::size_t>(observation)];
  make_room(event_class);
  for (std::size_t i = 0; i < shown.parameters.size(); ++i) {
    const Type* type = shown.parameters[i];
    Cell* at = slots_.data() + shown.offsets[i];
    if (type->kind == TypeKind::Enum) binder_.bind(type, event.name, at);
    else if (type->kind == TypeKind::Int)
      *at = Partly::number(static_cast<std::int64_t>(event.value));
    else if (type->kind == TypeKind::Bool) *at = Partly::truth(holds ? kTrue : kFalse);
    else if (type->kind == TypeKind::Record || type->kind == TypeKind::Set)
      bound_texts_.bind(type, event.args, at);
  }
  explain(task, event_class, event);
}

void Conform::finish() {
  while (!orphans_.empty()) adopt(-1, orphans_.begin()->first);
  replay();
  for (auto& [tid, task] : tasks_)
    if (task.doubt && !may_have_vanished(task)) report_doubt(task);  // nobody was seen to end it
  const auto is_mute = [this](const Announced& announced) {
    return announced.event + words_.events_unseen < report_.events &&
           unseen_.contains(announced.child);
  };
  if (std::any_of(unseen_order_.begin(), unseen_order_.end(), is_mute)) {
    const std::vector<Cell> kept = interpreter_.shown();
    interpreter_.begin_again(kept, "mute");
  }
  report_.fired = interpreter_.fired();
  program_.take_quiet_counts(report_.fired);
  if (stream_interpreter_)
    for (std::size_t i = 0; i < report_.fired.size(); ++i)
      report_.fired[i] += stream_interpreter_->fired()[i];
  for (const auto& [id, line] : interpreter_.findings()) {
    const RuleInfo& rule = model_.rule(id);
    report_.notes.push_back("finding on line " + std::to_string(line) + ": " +
                            rule.clauses->finding + " (" + rule.name + ")");
  }
  if (binder_.unknown_words() > 0)
    report_.notes.push_back(std::to_string(binder_.unknown_words()) +
                            " sets hold a word that the specification does not declare: unknown");
  report_.times_capped = interpreter_.times_capped();
  report_.most_candidates = interpreter_.most_candidates();
}

}  // namespace sigspec
