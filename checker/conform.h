// Judges the events of one trace: follows tasks from birth to death, binds what events show, and
// lets the interpreter explain each of them.
//
// What happens between tasks is told here in the order of the trace: who made whom, whose id is
// whose, what outlives an execve. What any of it means for signals is in the spec.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "checker/binder.h"
#include "checker/bound_calls.h"
#include "checker/bound_texts.h"
#include "checker/call_table.h"
#include "checker/descriptors.h"
#include "checker/numbered_calls.h"
#include "checker/report.h"
#include "checker/row_coverage.h"
#include "checker/watched_line.h"
#include "model/interpreter.h"
#include "traces/arguments.h"
#include "traces/event.h"

namespace sigspec {

/// Events of a task whose maker is not known yet wait; at most this many in all.
inline constexpr std::size_t kWaitingEventsMax = 100'000;
/// Children that were announced and not seen; the oldest are given up.
inline constexpr std::size_t kUnseenChildrenMax = 4096;
/// So many events after its maker's end a child that was not announced is not waited for any more.
inline constexpr std::uint64_t kUntoldBirthEvents = 10'000;
inline constexpr std::size_t kDeadTasksMax = 1 << 16;
/// Tasks that have ended are remembered for what others may yet say of them: the last so many.
inline constexpr std::size_t kEndedTasksMax = 512;
/// A message may cause others; at most so many after one event.
inline constexpr std::size_t kMessagesMax = 64;

/// Streams are followed, at most so many; the oldest are given up.
inline constexpr std::size_t kStreamsMax = 4096;

/// The observer did not say when.
inline constexpr std::int64_t kNoTime = -1;

class Conform {
 public:
  /// The program is for the view of the spec whose lines the events are.
  Conform(Program& program, FileReport& report, std::size_t divergences_max);

  /// Without an order between tasks, what threads share is unknown.
  void tasks_are_unordered() {
    unordered_ = true;
    const std::vector<Cell> as_it_is = interpreter_.shown();
    interpreter_.begin_again(as_it_is, "unordered");
  }
  /// What the recording has shown of how it was made.
  const std::vector<Cell>& shown() const { return interpreter_.shown(); }
  /// Nothing is judged: this reading is to show how the recording was made. Pre: as begin_again.
  void begin_ahead() {
    const std::vector<Cell> nothing = interpreter_.shown();
    interpreter_.begin_again(nothing, "ahead");
  }
  /// Begins with what another reading has shown. Pre: nothing was fed yet.
  void begin_again(const std::vector<Cell>& shown) {
    if (words_.holds_births >= 0)
      holds_births_ = shown[static_cast<std::size_t>(words_.holds_births)] == Partly::truth(kTrue);
    interpreter_.begin_again(shown, "appended");
    const std::vector<Cell> kept = interpreter_.shown();
    interpreter_.begin_again(kept, "again");
  }
  /// Keeps what is done with that line. Pre: nothing was fed yet; `watched` outlives this.
  void watch(WatchedLine& watched);
  /// Is there more to come of the watched line? Cost: looks at every task.
  bool is_watched_line_open() const;
  void feed(const traces::Event& event);
  void finish();
  /// What the recording has shown of a descriptor of the task so far: cells of the specification's
  /// record. nullptr: nothing.
  const Descriptors::Cells* descriptor(traces::Tid tid, std::int64_t number) const;

 private:
  struct Unmeasured;
  struct TracedTask {
    TaskState state;
    std::shared_ptr<Descriptors> descriptors = std::make_shared<Descriptors>();
    CallEntry* open_call = nullptr;   // entered and not returned
    std::int64_t entered_ns = kNoTime;  // when
    std::uint64_t descriptor_changes = 0;  // that there had been then
    bool open_birth = false;          // that call makes a task, and no child of it was seen
    std::uint32_t unsettled_line = 0; // of a signal whose effect shows when the task goes on
    AbiIndex abi = kUnknownAbi;       // whose numbers its calls have, where they have no names
    traces::Tid making{};             // the child whose flags are known
    /// What its last line is reported as, unless it is killed now; then it was misread.
    std::unique_ptr<Divergence> doubt;
    bool doubts_result = false;  // the line is taken as it was read, meanwhile
    /// The call before, if it may have ended too early.
    std::unique_ptr<Unmeasured> unmeasured;
  };
  /// An event kept for later, with its own copies of the texts that it views.
  struct KeptEvent {
    explicit KeptEvent(const traces::Event& original);
    traces::Event event;
    std::vector<std::unique_ptr<std::string>> texts;
  };
  /// The end of a call of which it is not known yet how long it took.
  struct Unmeasured {
    Unmeasured(const traces::Event& original, EventClass& of_class, std::vector<Cell> bound)
        : event(original), event_class(&of_class), slots(std::move(bound)) {}
    KeptEvent event;
    EventClass* event_class;
    std::vector<Cell> slots;
  };
  /// What the name of an error or a code in a result stands for: a member of the payload of an
  /// alternative that the spec names; -1: none that has a class of its own.
  struct ResultName {
    ResultTag tag = ResultTag::Error;
    int payload = -1;
  };
  /// Where the slots of an observation are that say when it was; -1: it does not ask.
  struct Times {
    int began = -1, seen = -1, spent = -1, clock = -1, amount = -1, numbered = -1;
    const Type *clock_type = nullptr, *numbered_type = nullptr;
  };
  struct Orphan {
    std::vector<std::int64_t> possible_makers;
    std::vector<KeptEvent> events;
  };

  // conform.cc
  void judge(TracedTask& task, const traces::Event& event);
  void count_turn(TracedTask& task, const traces::Event& event);
  void tell_held_back(TracedTask& task, const traces::Event& event);
  /// Most events do: their class is quiet, and they fulfil what it asks of the event itself.
  bool passes_quietly(TracedTask& task, CallEntry& call, EventClass& event_class,
                      const Times& times, const traces::Event& event) {
    const bool passes =
        interpreter_.is_quiet(event_class, task.state) &&
        (event_class.checks.empty() || fulfils_checks(task, call, event_class, times, event));
    if (passes) ++event_class.quiet_times;
    return passes;
  }
  bool fulfils_checks(TracedTask& task, CallEntry& call, const EventClass& event_class,
                      const Times& times, const traces::Event& event);
  void entered(TracedTask& task, CallEntry& call, const traces::Event& event);
  void returned(TracedTask& task, CallEntry& call, const traces::Event& event);
  EventClass& returned_class(CallEntry& call, const traces::ResultText& result);
  ResultName result_name(const traces::ResultText& result);
  void signal(TracedTask& task, const traces::Event& event);
  void settle(TracedTask& task, const traces::Event& event);
  void simple(TracedTask& task, const traces::Event& event, int observation, bool holds = false);
  bool explain(TracedTask& task, EventClass& event_class, const traces::Event& event);
  bool misread(TracedTask& task, EventClass& event_class, const traces::Event& event);
  bool is_end_of_killed(TracedTask& task, const EventClass& event_class);
  bool may_have_vanished(TracedTask& task);
  void report_doubt(TracedTask& task);
  void report(Divergence divergence);
  void diverged(Interpreter& interpreter, TaskState& task, EventClass& event_class,
                const traces::Event& event);
  void pass_messages(const traces::Event& event);
  void pass_message(const Message& message, std::uint64_t to, const traces::Event& event);
  void watch_event(const traces::Event& event);
  void watch_steps(std::int64_t tid);

  // bind_event.cc
  void make_room(const EventClass& event_class) {
    const auto size = static_cast<std::size_t>(event_class.event_slots);
    if (slots_.size() < size) slots_.resize(size);
  }
  void bind_call(TracedTask& task, CallEntry& call, const EventClass& event_class,
                 const EventClass::Looks& looks, const traces::Event& event);
  void bind_arguments(CallEntry& call, const EventClass& event_class,
                      const EventClass::Looks& looks, const traces::Event& event);
  void bind_result(const EventClass& event_class, const traces::Event& event, Cell* at);
  void bind_identity(const CallEntry& call, const traces::Event& event, Cell* out);
  void bind_descriptors(TracedTask& task, const EventClass::Looks& looks);
  void bind_descriptor(TracedTask& task, Cell* cells);
  void remember_descriptors(TracedTask& task, const EventClass& event_class);
  void forget_options(Cell* cells) const;
  void share_objects(TracedTask& parent, TracedTask& child);
  std::uint64_t objects_named(const std::string& name, const Type* type) const;
  void made_descriptors(TracedTask& task, const CallEntry& call, const traces::Event& event);
  void forget_closed(TracedTask& task, const CallEntry& call, const traces::Event& event);
  traces::LazyArguments& arguments(const traces::Event& event);
  std::string_view argument(const traces::Event& event, const CallInfo& info, std::size_t i);

  // streams.cc
  void make_streams(TracedTask& task, CallEntry& call, const ClassKey& key,
                    const traces::Event& event);
  void find_streams(const CallEntry& call, const traces::Event& event);
  void observe_streams(TracedTask& task, CallEntry& call, const ClassKey& key,
                       const traces::Event& event);
  void observe_stream(TaskState& stream, TracedTask& task, CallEntry& call, const ClassKey& key,
                      const traces::Event& event);
  void lose_stream(std::uint64_t stream);
  void lose_both_ways(std::uint64_t end);
  void lose_streams(const traces::Event& event);
  void lose_all_streams();

  // numbered.cc: recordings that tell calls by number
  void feed_numbered(const traces::Event& event);
  void judge_numbered(const traces::Event& event);
  TracedTask* task_of_numbered(const traces::Event& event);
  TracedTask* begin_numbered(const traces::Event& event, AbiIndex abi);
  void call_by_number(TracedTask& task, const traces::Event& event);
  void programmed(TracedTask& task, const traces::Event& event);
  void tell_abi(TracedTask& task, const traces::Event& event);
  void sent(const traces::Event& event);
  void born_numbered(const traces::Event& event);
  void lose_all(int processor);

  // bind_time.cc
  Times times_of(int observation) const;
  /// How much the call moved.
  static Cell amount_of(const traces::Event& event) {
    return Partly::number(static_cast<std::int64_t>(event.result.value));
  }
  void bind_times(const TracedTask& task, const Times& times, const EventClass::Looks& looks,
                  const traces::Event& event);
  /// A call told on one line, by an observer that prints when lines begin, and no more.
  static bool is_unmeasured(const traces::Event& event) {
    return event.clock != traces::Clock::None && event.duration_ns == traces::kNoDuration &&
           event.record == traces::RecordKind::Call;
  }
  std::unique_ptr<Unmeasured> unmeasured(TracedTask& task, EventClass& event_class,
                                         const traces::Event& event);
  void measure(TracedTask& task, const traces::Event& next);
  bool has_order(traces::Clock clock) const;
  bool asks_when_ended(const EventClass& event_class) const;
  void bind_end(const EventClass& event_class, const traces::Event& event, std::int64_t end_ns,
                std::vector<Cell>& slots) const;

  // families.cc
  TracedTask* task_of(const traces::Event& event);
  TracedTask* first_sight(const traces::Event& event);
  TracedTask& born(std::int64_t maker, std::int64_t child, std::uint64_t line);
  TracedTask& begin(std::int64_t tid, const std::string& how, const std::string& then = {});
  void another_recording();
  void lose_everyone();
  void forget_others();
  void call_made_task(std::int64_t maker, const traces::Event& event);
  void settle_orphans(std::int64_t maker, std::int64_t child);
  void adopt(std::int64_t maker, std::int64_t orphan);
  void replay();
  void superseded(const traces::Event& event);
  void superseded_unseen(const traces::Event& event);
  void identified(std::int64_t tid);
  void detached(const traces::Event& event);
  void released(std::int64_t tid);
  void ended(std::int64_t tid, std::uint64_t line);
  void remember_ended(TaskState state);
  void name(TaskState& state, std::int64_t tid);
  std::vector<std::int64_t> possible_makers(std::int64_t child);
  void lose_birth(std::int64_t maker);
  bool tells_nothing(const traces::Event& event) const;
  bool may_be_misread(TracedTask& maker);
  bool may_be_untold();
  void keep(Orphan& orphan, const traces::Event& event);
  void forget_recent() { recent_.fill({}); }

  const Model& model_;
  FileReport& report_;
  std::size_t divergences_max_;
  Program& program_;
  Interpreter interpreter_;
  std::optional<RowCoverage> rows_;
  Binder binder_;
  BoundTexts bound_texts_{binder_};
  BoundCalls bound_calls_;
  CallTable calls_;
  NameTable<ResultName> result_names_;
  std::optional<NumberedCalls> numbered_;  // made for the first call that has a number only
  bool unordered_ = false;
  bool holds_births_ = false;  // a task may be seen before the call that makes it is shown
  bool held_back_ = false;     // it was told that calls are
  bool counts_turns_ = true;   // no half of a call was seen
  traces::Tid last_tid_{};     // of the last call
  int turns_ = 0;              // how often it was another one's

  // The spec's words for what the engine must tell apart, found once.
  struct Words {
    int entered = -1, returned = -1, delivered = -1, settled = -1, stopped = -1, exited = -1,
        killed = -1, superseded = -1, released = -1, misread = -1, vanished = -1, unended = -1,
        held_back = -1, made_before = -1, changed_abi = -1, born = -1, found = -1, making = -1,
        first_seen = -1, made_unseen = -1, misread_birth = -1, ended = -1, sending = -1,
        every_sender = -1, injected = -1;
    std::array<int, kResultTags> tags{};
    const Type* result = nullptr;
    const Type* descriptor = nullptr;  // the record with a number and a decoration
    int descriptor_number = 0;         // the number's leaf in it
    int holds_births = -1;             // the observer's leaf
    std::int64_t stamp_margin = 0;     // so much stamps may be off, in nanoseconds
    std::uint64_t events_unseen = 0;   // before so many more, who is followed does something
    std::int64_t errors_max = 0;       // no error's number is greater
    std::int64_t turns_unsplit = 0;    // so many without half a call: calls are shown whole
    Times entered_times, returned_times, delivered_times;
  } words_;

  std::unordered_map<std::int64_t, TracedTask> tasks_;
  // Lines of a few tasks alternate: a small cache in front of the map. Any end empties it.
  struct Recent {
    std::int64_t tid = -1;
    TracedTask* task = nullptr;
  };
  std::array<Recent, 64> recent_{};
  std::vector<std::int64_t> open_births_;              // tasks inside a call that makes a task
  std::deque<std::uint64_t> untold_births_;  // whose makers ended after so many events
  std::unordered_map<std::int64_t, TracedTask> unseen_;  // announced, not seen yet
  struct Announced {
    std::int64_t child;
    std::uint64_t event;  // how many there had been
  };
  std::deque<Announced> unseen_order_;
  std::unordered_map<std::int64_t, Orphan> orphans_;
  std::size_t waiting_events_ = 0;
  std::unordered_map<std::int64_t, std::uint64_t> dead_;  // and the line of their end
  std::deque<TaskState> ended_;
  std::unique_ptr<Interpreter> stream_interpreter_;  // made with the first stream
  /// What goes in at an end; what comes out there is what goes in at `other`, of a pipe the same.
  struct FollowedStream {
    TaskState state;
    std::uint64_t other;
  };
  std::unordered_map<std::uint64_t, FollowedStream> streams_;  // by what the end shows
  std::deque<std::uint64_t> stream_order_;
  std::vector<std::uint64_t> behind_;  // those behind the descriptors of the call at hand
  std::string stream_prefix_;  // that what descriptors show of all of them begins with
  Messages messages_;
  bool late_ = false;  // the event at hand had to wait for its task's maker
  std::multimap<traces::LineNo, KeptEvent> late_events_;  // those that need not wait any more
  std::vector<Cell> slots_, event_slots_;
  traces::LazyArguments arguments_;
  const traces::Event* arguments_of_ = nullptr;
  bool any_task_ = false;
  bool any_birth_ = false;  // the recording tells births
  // How many divergences there were when a line of each processor was last seen.
  std::vector<std::uint64_t> divergences_by_processor_;
  WatchedLine* watched_ = nullptr;
};

}  // namespace sigspec
