// Where each process of a test stands, what the things hold, and every step that may come next.
//
// What a step means for signals, masks, handlers and restarts the rules say (world.h): a step is
// taken when they accept its events. What calls do to things is said in spec/litmus.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "litmus/explore.h"
#include "litmus/words.h"
#include "litmus/world.h"

namespace sigspec::litmus {

/// What becomes of a call that came back with a restart code.
enum class Redo : std::uint8_t { None, Undecided, Decided };

/// What there is to be told of a child to whoever waits for it.
enum class News : std::uint8_t { None, Stopped, GoesOn, Ended, Gone };

/// How a tracer holds a thread: at a signal that it has taken, at a stop of another kind, or so
/// that it tells of the next one by itself.
enum class Hold : std::uint8_t { None, AtSignal, AtStop, Listens };

/// The alternate stack of a thread: it has set none, or has taken it away; or there is one, and it
/// may be taken away while a handler runs; or it lies where there is no memory.
enum class AltStack : std::uint8_t { Never, None, Stays, Disarms, Nowhere };

/// A piece of program that a thread runs: its steps, or a handler in between of them.
struct Level {
  const std::vector<PreparedStep>* steps = nullptr;
  std::size_t at = 0;
  bool begun = false;                               // a handler's first instruction was reached
  int signal = -1;                                  // of a handler
  bool on_stack = false;                            // does it run on the alternate stack?
  AltStack stack_before = AltStack::Never;           // when a handler began: it comes back with it
  Redo redo = Redo::None;                           // of the call that the next step is
  std::vector<std::pair<int, std::string>> unseen;  // results, and their slots
};

struct ThreadPlan {
  /// Leaving: nothing keeps it from its end any more, but nobody has been told of that yet.
  enum class Phase : std::uint8_t { Unborn, User, InCall, Leaving, Ended };
  Phase phase = Phase::User;
  std::vector<Level> levels;
  bool resumed = false;        // the call goes on under another name
  std::size_t moved = 0;       // by the call so far
  std::int64_t deadline = -1;  // of the call
  bool woken = false;          // what it waits for has happened
  bool stopped = false;
  bool killed = false;  // by a signal that nothing withstands
  bool replaced = false;  // another thread runs a program in its place
  bool executed = false;  // it has run a program of its own
  int stopper = -1;     // the signal that stopped it last
  bool traced = false, seized = false;  // by its parent
  Hold hold = Hold::None;
  std::vector<int> handled;
  std::string end{kDone};
  // Of a child:
  News news = News::None;
  int owes = 0;         // changes that its parent has not been told of yet
  std::string changed;  // how it ended, or what it was stopped by
  std::string waited;   // of one that waits: how the child is that was found
  AltStack stack = AltStack::Never;
  const Value* filter = nullptr;  // that answers for its calls
  // Of a process: the process whose number they have, or those that all of them begin in.
  static constexpr int kFirst = -1;
  int group = kFirst, session = kFirst;

  bool lives() const {
    return phase != Phase::Unborn && phase != Phase::Leaving && phase != Phase::Ended;
  }
};

/// What a thing holds.
struct Held {
  std::size_t bytes = 0;  // that can be read there; of a counter its value
  std::vector<std::size_t> messages;
  std::int64_t due = -1;     // when a timer expires
  int rings = -1;            // of a process: the signal that its timer sends then
  std::vector<int> closed;   // of an end: the processes that have closed it
  int owner = -1;            // of a lock, of a descriptor of a process: a thread; of a process or
                             // a file of it: who has made its user namespace
  std::vector<int> watched;  // slots; of a map: whose namespaces have it
  std::uint64_t signals = 0;  // that a descriptor looks for
  std::size_t position = 0;   // of a file, whose bytes are its size
  int code = -1;              // of a socket: what a call that was cut short has left for the next

  bool is_readable(std::int64_t now) const {
    return bytes > 0 || !messages.empty() || (due >= 0 && due <= now);
  }
};

struct Plan {
  std::vector<ThreadPlan> threads;
  std::vector<Held> held;                           // by slot
  std::vector<std::optional<std::string>> results;  // by slot
  std::set<std::pair<int, int>> sent;               // signal, thread
  std::int64_t now = 0;
};

struct Node {
  Plan plan;
  World::Saved saved;
};

struct Successor {
  Node node;
  std::string what;
};

class Steps {
 public:
  Steps(const Model& model, Program& program, const Library& library, const PreparedTest& test);

  Node initial();
  std::vector<Successor> successors(const Node& node);
  Outcome outcome(const Node& node) const;
  static std::string key(const Node& node);
  const std::set<RuleId>& exercised() const { return world_.exercised(); }

 private:
  void of_thread(const Node& node, int thread, std::vector<Successor>& out);
  void take_signals(const Node& node, int thread, std::vector<Successor>& out);
  void go_on(const Node& node, int thread, std::vector<Successor>& out);
  void make(const Node& node, int thread, std::vector<Successor>& out);
  std::optional<Result> give_birth(const Plan& plan, const PreparedStep& step) const;
  void set_handlers(int thread);
  void enter(const Node& node, int thread, std::vector<Successor>& out);
  void change_frame(const Node& node, int thread, std::vector<Successor>& out);
  void exec(const Node& node, int thread, std::vector<Successor>& out);
  bool makes_timers(int process) const;
  void return_from_handler(const Node& node, int thread, std::vector<Successor>& out);
  void complete(const Node& node, int thread, std::vector<Successor>& out);
  void interrupt(const Node& node, int thread, std::vector<Successor>& out);
  void leave(Plan& plan, int thread, const std::string& end, int signal);
  bool leave_others(Plan& plan, int thread);
  /// A thread of the process that lives, if one does: the first there is; else -1.
  int alive_of(const Plan& plan, int process) const;
  void end_process(Plan& plan, int process);
  void end_children(Plan& plan, int process);
  void die(const Node& node, int thread, std::vector<Successor>& out);
  bool holds(const Node& node, const PreparedStep& when);
  bool sleeps(const Node& node, int thread);
  /// Does what the call is for, if it need not wait. Returns: what it comes back with.
  std::optional<Result> perform(Plan& plan, int thread, const PreparedStep& step);
  std::optional<Result> perform_verb(Plan& plan, int thread, const PreparedStep& step);
  bool time_is_over(Plan& plan, ThreadPlan& at, const PreparedStep& step) const;
  std::int64_t answer_of_filter(const ThreadPlan& thread, const PreparedStep& step) const;
  bool is_supervised(const ThreadPlan& thread, const PreparedStep& step) const;
  std::optional<Result> filtered(Plan& plan, int thread, const PreparedStep& step);
  std::optional<Result> transfer(Plan& plan, int thread, const PreparedStep& step);
  std::optional<Result> watch(Plan& plan, int thread, const PreparedStep& step);
  std::vector<Fetched> would_fetch(int thread, std::uint64_t wanted, std::size_t most);
  std::optional<Result> take_signal(int thread, const PreparedStep& step);
  std::optional<Result> read_signals(const Plan& plan, int thread, const PreparedStep& step);
  Result set_stack(ThreadPlan& at, const PreparedStep& step) const;
  bool has_room(const ThreadPlan& at, const PreparedHandler& handles) const;
  bool asks_for_stack(const PreparedHandler& handles) const;
  void begin_handler(ThreadPlan& at, const PreparedHandler& handles, int signal) const;
  static void end_handler(ThreadPlan& at);
  Result move_in_file(Plan& plan, const PreparedStep& step);
  std::uint64_t looked_for(const Plan& plan, const PreparedStep& step) const;
  std::uint64_t signals_of(const Argument* set) const;
  bool returns(const Plan& plan, int thread, const PreparedStep& step, const Result& result);
  std::optional<Result> wait_at_word(Plan& plan, int thread, const PreparedStep& step);
  std::optional<Result> own_word(Plan& plan, int thread, const PreparedStep& step);
  std::optional<Result> look_at_completions(Plan& plan, int thread, const PreparedStep& step);
  Result told_at_end(const PreparedStep& step, std::size_t moved) const;
  std::optional<Result> lock(Plan& plan, int thread, const PreparedStep& step);
  std::optional<Result> wait_for_child(Plan& plan, int thread, const PreparedStep& step);
  std::optional<Result> find_child(Plan& plan, int thread, const PreparedStep& step);
  Result trace(Plan& plan, int thread, const PreparedStep& step);
  void let_go_on(Plan& plan, int thread, const Argument* signal);
  bool tell_tracer(const Node& node, int thread, std::vector<Successor>& out);
  bool is_held_in_group_stop(Plan& plan, int thread);
  bool join_stop(const Node& node, int thread, std::vector<Successor>& out);
  void tell_of_stop(Plan& plan, int thread);
  bool all_stopped(const Plan& plan, int process) const;
  void stop_for_tracer(Plan& plan, int thread, Hold hold, int signal);
  std::string act_on_taken(Plan& plan, int thread, int signal);
  bool settles(const Plan& plan, int thread, int signal);
  std::string act_on(Plan& plan, int thread, int signal);
  Result open(Plan& plan, const PreparedStep& step);
  /// Has any process this end of a thing?
  bool is_open(const Plan& plan, int slot) const;
  /// Is there nobody left at the other end of a thing?
  bool is_broken(const Plan& plan, int slot) const;
  void close(Plan& plan, int thread, int slot);
  void begin_as(Plan& plan, int child, int maker);
  bool is_there(const Plan& plan, int process) const;
  int member_of(const Plan& plan, int group) const;
  Result begin_session(Plan& plan, int thread, const PreparedStep& step) const;
  Result join_group(Plan& plan, int thread, const PreparedStep& step) const;
  Result send_to_group(Plan& plan, int thread, const Argument& signal);
  bool is_orphaned(const Plan& plan, int process) const;
  Result arm(Plan& plan, int thread, const PreparedStep& step);
  void ring(const Node& node, int process, std::vector<Successor>& out);
  Result fill_map(Plan& plan, const PreparedStep& step);
  bool asks(const PreparedStep& step, std::size_t i, std::string_view constant,
            std::string_view type) const;
  bool drops_while_waiting(Plan& plan, int target, int signal, bool shared);
  void send_to(Plan& plan, int target, int signal, bool shared);
  bool is_child(int thread) const {
    return test_.threads[static_cast<std::size_t>(thread)].is_child;
  }
  int parent_of(int child) const {
    return process_of(test_.threads[static_cast<std::size_t>(child)].of);
  }
  void tell_parent(Plan& plan, int child);
  std::string shown(const PreparedStep& step, const Result& result) const;
  Result send(Plan& plan, const Argument& to, const Argument& signal, bool shared);
  int signal_in(const Argument& signal) const;
  void finish_call(Plan& plan, int thread, const std::string& result);
  Node begin(const Node& node) {
    world_.restore(node.saved);
    world_.begin_step();
    return {node.plan, {}};
  }
  void add(Node&& node, std::string what, std::vector<Successor>& out) {
    node.saved = world_.save();
    world_.keep_step();
    out.push_back({std::move(node), std::move(what)});
  }
  const PreparedStep& current(const ThreadPlan& plan) const {
    return (*plan.levels.back().steps)[plan.levels.back().at];
  }
  int called_as(const ThreadPlan& plan) const {
    return plan.resumed ? goes_on_ : current(plan).call_id;
  }
  /// What has been asked for by a constant's name in an effect.
  std::int64_t constant(const PreparedStep& step, std::size_t i) const;
  Result error(std::string_view constant) const;
  void leave_code(Plan& plan, const PreparedStep& step) const;
  int process_of(int thread) const { return test_.process_of(thread); }
  /// Who has the number that a thread began with.
  int holder(const Plan& plan, int thread) const;
  /// Whose number it is, or whose descriptor; -1: nobody's.
  int meant(const Plan& plan, const Argument& argument) const;
  int call_with_verb(std::string_view verb) const;
  const PreparedHandler* handler(int thread, int signal) const;
  const std::string& name(int thread) const {
    return test_.threads[static_cast<std::size_t>(thread)].name;
  }

  const Model& model_;
  const Library& library_;
  const PreparedTest& test_;
  World world_;
  int goes_on_ = -1, returns_from_handler_ = -1, sets_handler_ = -1;
  PreparedStep nothing_;  // the step of calls that the test does not name
};

}  // namespace sigspec::litmus
