// The specification as a world that a test's steps happen in: each step is an event that the rules
// accept or reject, as the events of a recording are.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "litmus/closed_event.h"
#include "litmus/prepare.h"
#include "model/interpreter.h"

namespace sigspec::litmus {

/// A signal that a call has taken: from the queue of the process, or from the thread's own?
struct Fetched {
  int signal;
  bool shared;
};

/// What a call comes back with: an alternative of the spec's results.
struct Result {
  enum class Kind : std::uint8_t { Value, Error, Code, Never };
  Kind kind = Kind::Value;
  std::int64_t value = 0;  // or a member of the enum of errors or codes
  bool known = true;             // is the value?
  bool cut_short = false;        // a signal ended the transfer
  int told = -1;                 // of a wait: the child
  std::vector<Fetched> fetched = {};  // in this order
};

/// What a call is given where the test does not say it: an action, or nothing at all.
struct Given {
  const PreparedHandler* handler = nullptr;
  int signal = -1;
  int caught = 0;  // a number for the function that handles it
};

class World {
 public:
  /// Pre: all three outlive the world, and the program is for the closed view.
  World(Program& program, const PreparedTest& test, const Library& library);

  /// A thread is made, `by` a call if it is given, which begins. Pre: its process is there.
  bool makes(int thread, int maker, const PreparedStep* by = nullptr);

  using Saved = std::vector<Interpreter::Saved>;
  Saved save();
  void restore(const Saved& saved);
  static std::string key(const Saved& saved);

  /// A step that makes a thing: what it says of descriptors is remembered.
  void prepares(const PreparedStep& step);

  // Each of them is an event: false when no rule explains it; the state is then as before.
  bool enters(int thread, const PreparedStep& step, int call, const Given* given = nullptr);
  bool returns(int thread, const PreparedStep& step, int call, const Result& result,
               const Given* given = nullptr);
  bool is_cut_short(int thread) { return happens(thread, lines_.cut_short, {}); }
  /// Taken, being the next; and settled.
  bool takes(int thread, int signal, bool shared);
  /// Of those that are looked for, by a call of the thread.
  bool fetches(int thread, std::uint64_t wanted, const Fetched& taken);
  bool settles(int thread) { return happens(thread, lines_.settled, {}); }
  /// Of a signal that was taken: there is no memory for the frame of its handler.
  bool has_no_room(int thread) { return happens(thread, lines_.no_room, {}); }
  /// The frame of a handler could not be built: this is taken in its place.
  bool faults(int thread, int signal);
  bool handles(int thread, int signal) { return happens(thread, lines_.handling, {signal}); }
  /// A handler leaves its frame behind; or has it bring back another mask.
  bool leaves_frame(int thread) { return happens(thread, lines_.left, {}); }
  bool changes_frame(int thread, std::uint64_t mask) {
    return occurs(thread, lines_.edited, {{}, -1, true, mask});
  }
  bool stops(int thread, int signal) { return happens(thread, lines_.stopped, {signal}); }
  bool is_stopped(int thread) { return happens(thread, lines_.standing, {}); }
  /// With the other threads of its process.
  bool is_told_to_stop(int thread, int signal) { return happens(thread, lines_.told, {signal}); }
  bool joins_stop(int thread) { return happens(thread, lines_.joined, {}); }
  bool misses_stop(int thread) { return happens(thread, lines_.missed, {}); }
  bool prepares_restart(int thread) { return happens(thread, lines_.prepared, {}); }
  /// Of one that is traced, or is to be.
  bool is_traced(int thread, bool seized) {
    return happens(thread, seized ? lines_.seized : lines_.attached, {});
  }
  bool is_held(int thread, int signal) { return happens(thread, lines_.held, {signal}); }
  bool is_asked_to_stop(int thread) { return happens(thread, lines_.asked, {}); }
  bool is_let_through(int thread, int signal) {
    return happens(thread, lines_.let_through, {signal});
  }
  bool is_put_back(int thread, int signal) { return happens(thread, lines_.put_back, {signal}); }
  bool is_spared(int thread) { return happens(thread, lines_.spared, {}); }
  bool runs(int thread) { return happens(thread, lines_.running, {}); }
  /// By what it has taken.
  bool is_doomed(int thread) { return happens(thread, lines_.doomed, {}); }
  bool is_killed(int thread, int signal) { return happens(thread, lines_.killed, {signal}); }
  /// A child of the process has ended, stopped or goes on. `told`: by a signal; `stays`: there is
  /// something to wait for.
  bool child_changes(int process, bool ends, bool told, bool stays);
  /// Another thread of its process runs a program in its place.
  bool is_superseded(int thread) { return happens(thread, lines_.superseded, {}); }
  bool exits(int thread, std::int64_t status) { return happens(thread, lines_.exited, {status}); }
  /// `dropped`, where it is given: was it, because nobody would notice it?
  bool is_sent(int thread, int signal, bool shared, bool* dropped = nullptr);

  const Model& model() const { return program_.model(); }
  /// The number that a thread has as a task.
  static std::int64_t number_of(int thread);
  /// Of the enum of restart codes; of errors that end a wait.
  std::size_t codes() const { return code_type_->members.size(); }
  std::uint64_t cut_short_errors() const { return cut_short_errors_; }
  const std::string& code_name(std::int64_t code) const {
    return code_type_->members[static_cast<std::size_t>(code)].name;
  }
  std::int64_t code_number(std::int64_t code) const {
    return code_type_->members[static_cast<std::size_t>(code)].number;
  }
  /// The code that a constant stands for.
  int code(std::string_view constant) const;
  const std::string& error_name(std::int64_t error) const {
    return error_type_->members[static_cast<std::size_t>(error)].name;
  }
  const std::string& signal_name(int signal) const {
    return signal_type_->members[static_cast<std::size_t>(signal)].name;
  }
  int signals() const { return static_cast<int>(signal_type_->members.size()); }
  int error(std::string_view name) const { return error_type_->member(name); }

  /// Which rules and rows took part in steps that were kept.
  const std::set<RuleId>& exercised() const { return exercised_; }
  /// What fires from here on counts if the step is kept.
  void begin_step() {
    before_step_ = interpreter_.fired();
    rows_.clear();
  }
  void keep_step();
  /// What has fired since `fired` was as it is given does not count: it was only tried.
  void discount(const std::vector<std::uint64_t>& fired);
  const std::vector<std::uint64_t>& fired() const { return interpreter_.fired(); }

 private:
  void count_rows(const EventClass& event_class, int thread, const Result& result, Cell* slots);
  bool occurs(int thread, int observation, const ClosedEvent& event);
  bool happens(int thread, int observation, const std::vector<std::int64_t>& values,
               std::int64_t fate = -1, bool shared = true) {
    return occurs(thread, observation, {values, fate, shared, 0});
  }
  bool call_event(int thread, const PreparedStep& step, int call, int observation,
                  const Result* result, const Given* given);
  void bind(const Type* type, const Argument& argument, Cell* out) const;
  void bind_value(const Type* type, const Argument& argument, const Value& value, Cell* out) const;
  void bind_action(const Type* type, const Given& given, Cell* out) const;
  void bind_fetched(const Type* type, const Fetched& taken, Cell* out) const;
  std::int64_t number_of_slot(int slot) const;
  bool feed(int thread, EventClass& event_class, std::vector<Cell>& cells);

  Program& program_;
  const PreparedTest& test_;
  Interpreter interpreter_;
  std::vector<TaskState> tasks_;
  std::vector<int> groups_;  // of the tasks, one for each process
  struct Lines {
    int making, born, entered, returned, cut_short, sending, delivered, found, settled, handling,
        stopped, standing, prepared, running, exited, killed, child, attached, seized, held, asked,
        let_through, put_back, spared, fetched, no_room, faulting, doomed,
        told, joined, missed,
        left, edited, superseded;
  } lines_{};
  const Type *result_type_ = nullptr, *code_type_ = nullptr, *error_type_ = nullptr,
             *signal_type_ = nullptr, *object_type_ = nullptr;
  std::uint64_t cut_short_errors_ = 0;
  std::set<RuleId> exercised_;
  std::vector<std::uint64_t> before_step_;
  std::vector<RuleId> rows_;                      // of the step at hand
  bool learning_ = false;                         // the step at hand prepares a descriptor
  std::map<int, std::vector<Cell>> descriptors_;  // what is known of a slot's, beyond its kind
};

}  // namespace sigspec::litmus
