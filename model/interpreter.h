// Executes events against the rules over the partly known domain.
//
// A group is one process with its threads; it holds the candidates, the possible states of it.
// Blocks of slots are shared by reference count and copied on the first write; in the common case
// one candidate is changed in place and nothing is allocated.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/program.h"
#include "model/step_memo.h"
#include "model/watch.h"

namespace sigspec {

/// At most this many candidates of one process; past it they are joined, which loses knowledge but
/// never accuses: thread by thread, and if that is not enough into one, which is counted.
inline constexpr std::size_t kCandidatesMax = 64;
/// More than so many are compared with each other only when they have doubled, or after so many
/// events: reduce_in_time.
inline constexpr std::size_t kFewCandidates = 8;
inline constexpr int kEventsApart = 64;
/// At most this many internal steps before an event.
inline constexpr int kInternalStepsMax = 8;

/// The slots of one task or process, and the line that last wrote each.
struct Block {
  int references = 1;
  int size = 0;
  std::vector<Cell> slots;
  std::vector<std::uint32_t> lines;
};

struct Candidate {
  Block* process = nullptr;
  std::vector<Block*> tasks;  // by the task's index in the group; nullptr: ended
  Block *child_task = nullptr, *child_process = nullptr;  // while a birth is explained
  int firing = -1;  // the last that was watched; -1 - i: none, it began as candidate i
  std::vector<Cell> shown;  // the observer's, if the internal steps that led here changed them
};

/// Who a task is: its identity, and the number it goes by; 0: none.
struct Member {
  std::uint64_t identity = 0;
  std::int64_t number = 0;
  bool reused = false;  // the number was another's before
};

struct Group {
  std::vector<Candidate> candidates;
  std::size_t apart = 1;         // how many were left when they were last compared
  int unreduced = 0;             // events since then
  std::uint64_t identity = 0;    // of the process
  std::vector<Member> members;   // of each task
  /// For each task a bit for each class known to pass without effect, while one candidate is left.
  std::vector<std::uint64_t> quiet;
  std::uint32_t epoch = 0;  // of the observer's state that `quiet` relies on
};

/// A task under interpretation: which of its group's.
struct TaskState {
  std::shared_ptr<Group> group;
  int index = 0;
};

/// What an event makes another task or process observe.
struct Message {
  int observation = -1;
  std::uint64_t to = 0;       // an identity, or kEveryone
  std::size_t first = 0, count = 0;  // its values among the messages' cells
  std::size_t firing = 0, times = 1; // the last explanation of the event that tells it; how many do
  bool certain = true;        // every explanation of the event tells it
};

struct Messages {
  std::vector<Message> list;
  std::vector<Cell> cells;
};

/// Why no rule explains an event: the best of the rules, and which of its conditions failed.
struct Failure {
  const EventClass* event_class = nullptr;
  const Body* body = nullptr;
  std::vector<const Literal*> failed;
  const Candidate* candidate = nullptr;
  int task_index = 0;
};

class Interpreter {
 public:
  explicit Interpreter(Program& program);
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  Program& program() { return program_; }

  /// A task alone in its process, in the state that `begins NAME` describes; what that does not
  /// mention is unknown. Then as `begins THEN` changes it. Pre: each is declared, or empty.
  TaskState begin(const std::string& name, const std::string& then = {});
  void end(TaskState& task);

  /// Another interpreter reads the recording, too, always the same: this one relies on what that
  /// was shown. Cost: a test, if that was not shown anything since the last time.
  void rely_on(const Interpreter& other);
  /// What the whole recording has shown so far, as the observer's cells.
  const std::vector<Cell>& shown() const { return observer_; }
  /// Whether events of a task wait until its maker is known.
  void note_waiting(bool any);
  /// May there be tasks that count processes otherwise than the recording does?
  bool may_count_otherwise() const;
  /// Begins with what another reading of the recording has shown. What the spec does not want to
  /// be taken over it says in `begins NAME`, if it is declared. Pre: no task has begun.
  void begin_again(const std::vector<Cell>& shown, const std::string& name);

  /// Is this class known to pass for this task, without effect? Cost: two tests.
  bool is_quiet(const EventClass& event_class, const TaskState& task) const {
    if (event_class.memo_bit < 0 || task.group->epoch != epoch_) return false;
    const std::uint64_t bits = task.group->quiet[static_cast<std::size_t>(task.index)];
    return ((bits >> event_class.memo_bit) & 1) != 0;
  }

  /// Does an event of a quiet class fulfil what the class asks of the event itself?
  bool holds_every_check(const EventClass& event_class, Cell* slots);

  /// Explains an event of `task`: `slots` are the event's (observation, then the call's arguments).
  /// Returns false when nothing explains it; the state is then as before. Cost: no allocation when
  /// one candidate stays one candidate.
  bool step(const EventClass& event_class, TaskState& task, Cell* slots, std::uint32_t line);

  /// May a rule explain `then` after another has explained `first`, which observes nothing but the
  /// task? Nothing changes. What only internal steps would show is not looked at.
  bool may_explain_after(const EventClass& first, const EventClass& then, TaskState& task,
                         Cell* slots);

  /// As `step`, for an event that makes a child. On success `child` is a new task, in the parent's
  /// group when the rule shares the process, else in a group of its own.
  bool birth(const EventClass& event_class, TaskState& parent, Cell* slots, std::uint32_t line,
             TaskState& child);

  /// Others find `task` under this number from now on; it is in doubt until it is seen. Cost: a
  /// look-up.
  void name(TaskState& task, std::int64_t number);
  void seen(TaskState& task);
  /// The task behind an identity, or any task of the process behind it; without group: gone.
  TaskState who(std::uint64_t identity) const;
  /// The identities of all processes that are followed or remembered, in the order of their births.
  std::vector<std::uint64_t> processes() const;
  /// As who(), of the process in which a task goes by this number, or went when it ended.
  TaskState process_at(std::int64_t number) const;
  /// The number that a task goes by; 0: none.
  static std::int64_t number_of(const TaskState& task) {
    return task.group->members[static_cast<std::size_t>(task.index)].number;
  }
  bool has_messages() const { return !outbox_.list.empty(); }
  /// Adds to `out` what the last event tells others, and forgets it.
  void take_messages(Messages& out);
  /// As `step`, for a message. What is not certain may as well not have been told: both stay
  /// possible, and nothing is held against the task.
  bool hear(const EventClass& event_class, TaskState& task, Cell* slots, std::uint32_t line,
            bool certain);
  /// Does a rule explain the event for certain, whatever state the task is in? Nothing changes.
  bool is_sure(const EventClass& event_class, TaskState& task, Cell* slots);
  /// From here on each step is added to `watch`, and nothing counts as quiet; nullptr: no more.
  void watch(Watch* watch);
  bool is_watched() const { return watch_ != nullptr; }
  /// What would happen to a task in that state with that event. Leaves this interpreter's tasks
  /// alone. Pre: nobody watches.
  WatchedStep try_step(const EventClass& event_class, const Snapshot& from);

  /// The closest explanation of an event that has none. Pre: step returned false just now.
  Failure diagnose(const EventClass& event_class, TaskState& task, Cell* slots);
  /// Gives up what stands against the event and takes the failure's effects; forgets the whole
  /// task when that is not enough.
  void resynchronise(const Failure& failure, TaskState& task, Cell* slots, std::uint32_t line);

  /// A condition's or expression's value in a failure's state, for messages.
  Cell value(const Node& node, const Failure& failure, Cell* slots);
  /// The lines that last wrote the slots a condition reads, ascending, without 0.
  std::vector<std::uint32_t> lines_behind(const Node& node, const Failure& failure);

  /// Is there a rule none of whose conditions is known not to hold? Nothing is learned or done.
  bool may_be_explained(const EventClass& event_class, TaskState& task, Cell* slots);

  /// Whether a condition on an event holds in the state after it: kTrue, kFalse or kMaybe.
  std::uint64_t truth(const Node& condition, TaskState& task, Cell* slots);

  // saved.cc: going back to a state, for those who look for all that may follow it
  /// The states that a task's process may be in, and what had been shown. It lives as long as the
  /// interpreter.
  struct Saved {
    std::vector<Candidate> candidates;
    std::vector<Cell> observer;
  };
  Saved save(const TaskState& task);
  /// Pre: the process has no other tasks than when it was saved.
  void restore(TaskState& task, const Saved& saved);
  /// Adds what the states are to `key`: equal keys, equal states.
  static void describe(const Saved& saved, std::string& key);

  /// How often each rule took part in an explanation.
  const std::vector<std::uint64_t>& fired() const { return fired_; }
  /// How many steps were taken again as they were before (step_memo.h).
  std::uint64_t repeated() const { return repeated_; }
  /// Rules with a finding that fired, and the line of the first time.
  const std::map<RuleId, std::uint32_t>& findings() const { return findings_; }
  /// How often candidates had to be joined: the verdict is then inconclusive.
  std::uint64_t times_capped() const { return times_capped_; }
  std::size_t most_candidates() const { return most_candidates_; }

 private:
  enum class Truth : std::uint8_t { No, Maybe, Yes };

  bool explain_event(const EventClass& event_class, TaskState& task, Cell* slots,
                     std::uint32_t line);
  void point_at(Candidate& candidate, int index, Cell* slots);
  void point_at(Base base, Block* block);
  Cell ask(const Node& question);
  void find_possible(const EventClass& event_class);
  Truth test(const Body& body);
  struct Step {
    const Body* body = nullptr;  // which explains the event; nullptr: none alone
    bool makes_quiet = false;
  };
  Step explain_alone(const EventClass& event_class, Candidate& candidate, int index, Cell* slots,
                     std::uint32_t line);
  void do_again(const Body& body, const StepMemo::Outcome& outcome, Candidate& candidate, int index,
                std::uint32_t line);
  const StepMemo::Deed* compute_together(const StepMemo::Deed* deed, std::uint32_t line);
  const StepMemo::Deed* fill(const StepMemo::Deed* deed, std::uint32_t line);
  bool becomes_quiet(const EventClass& event_class, const Body& body, Truth truth) const;
  void make_quiet(const EventClass& event_class, const TaskState& task, const Body& body);
  void count(const Body& body, std::uint32_t line);
  bool fire(const Body& body, Truth truth, Candidate& candidate, int index, Cell* slots,
            std::uint32_t line);
  void begin_trying(const EventClass& event_class, const Cell* slots);
  void end_trying(Cell* slots);
  void explain(const EventClass& event_class, Candidate& from, int index, Cell* slots,
               std::uint32_t line, std::vector<Candidate>& out);
  bool explain_all(const EventClass& event_class, TaskState& task, Cell* slots,
                   std::uint32_t line);
  bool explain_after_internal_steps(const EventClass& event_class, TaskState& task, Cell* slots,
                                    std::uint32_t line);
  void show(const std::vector<Cell>& shown);
  void replace(Group& group, std::vector<Candidate>& candidates);
  void wake(TaskState& task, const Body& body);
  void write(Base base, std::ptrdiff_t offset, Cell value, std::uint32_t line) {
    const auto b = static_cast<std::size_t>(base);
    Cell& slot = context_.base[b][offset];
    if (base == Base::Observer && !(slot == value)) ++epoch_;
    slot = value;
    if (lines_[b]) lines_[b][offset] = line;
  }
  void write(Base base, Cell* slot, Cell value, std::uint32_t line) {
    write(base, slot - context_.base[static_cast<std::size_t>(base)], value, line);
  }

  // effects.cc
  struct Store;
  void run(const std::vector<CompiledEffect>& effects, std::uint32_t line);
  void concern_others(const CompiledEffect& effect, std::uint32_t line);
  void run_for_others(const CompiledEffect& effect, std::uint32_t line);

  // messages.cc: what one task's events mean for another
  void tell(const CompiledEffect& effect);
  void forget_messages();
  void weigh_messages();
  void introduce(TaskState& task);
  void write_field(TaskState& task, const RecordField* field, bool of_process, Cell value);
  /// Copies what is shared with other candidates and about to change. Returns: was anything?
  bool own(Candidate& candidate, int index, bool process);
  bool own(Block*& block);
  void assume_invariants(Candidate& candidate);
  void forget(const Node& condition, std::uint32_t line);

  // watch.cc
  void begin_watching(const EventClass& event_class, TaskState& task, Cell* slots);
  void watch_learned(const Body& body, Candidate& candidate);
  void watch_done(Candidate& candidate);
  Snapshot snapshot() const;
  TaskState revive(const Snapshot& snapshot);

  // candidates.cc: keeping the set of candidates small
  void reduce(std::vector<Candidate>& candidates);
  void reduce_in_time(Group& group, std::vector<Candidate>& candidates);
  bool take_in(std::vector<Candidate>& candidates, std::size_t i, std::size_t k);
  bool merge(Candidate& into, const Candidate& other);
  void join(Candidate& into, const Candidate& other);
  void join_choices(std::vector<Candidate>& candidates);
  const Type* type_of(const Block& block) const;

  Block* make_block(int size);
  Block* copy_block(const Block& block);
  void release(Block*& block);
  Candidate copy(const Candidate& candidate);
  void drop(Candidate& candidate);

  Program& program_;
  Context<Partly> context_;
  std::vector<TrailEntry> trail_;
  std::array<Cell, kLocalSlots> locals_{};
  std::vector<std::pair<const Body*, Truth>> possible_;  // bodies that may explain a candidate
  std::vector<const Node*> asked_;   // tests that were asked to find them, where that is wanted
  bool wants_asked_ = false;
  StepRecorder recorder_{context_};
  std::size_t excluded_ = 0;         // bodies that the task's own state made impossible
  std::vector<Cell> values_;         // of the effect at hand
  std::vector<std::unique_ptr<Block>> blocks_;  // all there are, in use or free
  std::vector<Block*> free_task_blocks_, free_process_blocks_;
  std::vector<Cell> as_shown_, as_taught_;  // the event, while several things are tried on it
  std::vector<Cell> observer_;       // what the whole recording has shown: no part of candidates
  std::uint32_t* lines_[kBases] = {};  // of the slots behind the context's bases, where kept
  Candidate* candidate_ = nullptr;   // the one pointed at, and which of its tasks
  int index_ = 0;
  bool wakes_others_ = false;        // an effect changed other tasks of the process
  bool shares_process_ = false;      // set by the birth at hand
  std::uint32_t epoch_ = 0;          // counts changes of the observer's state
  std::uint32_t relied_on_ = ~0U;    // the other's epoch when it was relied on last
  struct Known {
    std::weak_ptr<Group> group;
    int index = -1;  // -1: the process
  };
  Directory directory_;
  std::unordered_map<std::uint64_t, Known> known_;  // by identity
  std::uint64_t identities_ = 0;                    // given so far
  const RecordField *group_field_, *self_field_, *id_field_, *doubtful_field_;
  const RecordField *waiting_field_ = nullptr, *foreign_field_ = nullptr;
  std::vector<bool> numbers_used_;
  Messages outbox_;
  std::size_t firings_ = 0;          // explanations of the event at hand
  Watch* watch_ = nullptr;
  std::vector<std::uint64_t> fired_;
  std::uint64_t repeated_ = 0;
  std::map<RuleId, std::uint32_t> findings_;  // where each rule that is one fired first
  std::uint64_t times_capped_ = 0;
  std::size_t most_candidates_ = 1;
};

}  // namespace sigspec
