// Rules compiled for the events they speak of: what the interpreter runs.
//
// An event belongs to a class: what is observed, of which call, with which kind of result. The
// rules that can show a class are known when it is compiled, with the class's constants folded in;
// rules of other classes cost nothing. A rule of a call's own block is joined to every general rule
// of the same observation: the general rule says how calls go, the block what this one does
// besides.
#pragma once

#include <algorithm>
#include <bitset>
#include <memory>
#include <unordered_map>
#include <vector>

#include "model/lower.h"

namespace sigspec {

class StepMemo;

struct ClassKey {
  int observation = -1;
  int call = -1;  // a declared call's id; -1: any other
  int tag = -1;   // the alternative of the observation's union, if it has one
  // What is known of that alternative's payload: the member of its enum, or, of a number's
  // identity, whether it is zero. -1: nothing.
  int payload = -1;
};
/// Payloads of an alternative with an opaque value: a result of 0 often means another thing.
inline constexpr int kZero = 0, kNotZero = 1;

/// At most this many slots in a task; a memo needs a bit for each.
inline constexpr std::size_t kTaskSlotsMax = 512;
using SlotSet = std::bitset<kTaskSlotsMax>;

/// What all step memos of a program may hold, in branches and deeds: some megabytes.
inline constexpr std::size_t kMemoRoom = 1 << 17;

/// Bodies are tested in runs of so many.
inline constexpr std::size_t kBodyBits = 64;

/// One way to explain an event: a general rule, with or without a clause of the call's block.
struct Body {
  RuleId rule = -1, clause = -1;
  std::vector<Literal> literals;
  std::vector<std::uint16_t> tests;  // each literal's index among the class's distinct nodes
  std::vector<CompiledEffect> effects;
  SlotSet writes;                    // slots of the task
  bool is_finding = false;           // Linux is at fault where it fires
  bool touches_process = false;      // reads (and so may learn) or writes the process
  // The memo bits that firing clears; computed again when classes have been compiled since.
  mutable std::uint64_t clears = 0;
  mutable std::size_t clears_of = 0;
};

/// A row of the class's call that has the class's outcome, and the context it is about.
struct RowContext {
  RuleId row = -1;
  const Node* applies = nullptr;
  bool anywhere = false;  // it is about any call in any context: nothing ever shows it
};

struct EventClass {
  ClassKey key;
  const Type* subject = nullptr;  // whose state Base::Task is
  std::vector<Body> bodies;
  /// Distinct literals. Those come first that read the task's own slots, or what the observer has
  /// shown, and nothing else; then those that read nothing but the event.
  std::vector<const Node*> tests;
  std::size_t task_tests = 0, event_tests = 0;  // how many of these kinds there are
  /// So many hold, when they held once, as long as the task is as it is and the checks hold.
  std::size_t memo_tests = 0;
  /// A bit for each body that asks a test: for each test in turn those of the first kBodyBits
  /// bodies, then those of the next.
  std::vector<std::uint64_t> asked_by;
  SlotSet reads;                     // the task's slots that tests of the first kind read
  int memo_bit = -1;                 // -1: no body passes without effect on the task's word alone
  /// What the event itself must fulfil when the class is quiet: no state decides that.
  std::vector<const Node*> checks;
  /// Bodies that the checks rule out, whatever the state: as bits, in runs.
  std::vector<std::uint64_t> ruled_out;
  bool is_ruled_out(std::size_t body) const {
    return (ruled_out[body / kBodyBits] >> body % kBodyBits & 1) != 0;
  }
  std::vector<RowContext> rows;      // only in a program that knows rows
  int count_slot = -1;               // there too: of the argument that says how much is asked for
  int arguments_offset = 0;          // event slots: the observation's parameters, then the call's
  int event_slots = 0;
  bool writes_event = false;         // an effect changes what is known of an argument
  /// What is looked at of an event: slots, and the observation's parameters and the call's
  /// arguments that they belong to.
  struct Looks {
    struct Part {
      std::size_t index;
      int offset;
      const Type* type;
    };
    std::vector<bool> slots;
    std::vector<bool> values;  // those of which more is asked than which call it is
    std::vector<Part> parameters, arguments;
    int call = -1;  // the offset of the parameter that is the call; -1: it is not looked at
    bool wants_identity() const { return call >= 0 && values[static_cast<std::size_t>(call)]; }
  };
  Looks looks;        // by any rule
  Looks check_looks;  // by the checks alone
  mutable std::uint64_t quiet_times = 0;
  std::shared_ptr<StepMemo> memo;    // shared by classes that are compiled alike

  /// May it fire again without a look at the state, once it fired and the task is as it was?
  bool may_be_quiet(const Body& body) const {
    return body.effects.empty() &&
           std::all_of(body.tests.begin(), body.tests.end(),
                       [&](std::uint16_t test) { return test < memo_tests; });
  }
};

/// Binds the names a rule may use: the observation's parameters, the call's arguments.
class RuleBinder {
 public:
  RuleBinder(const Model& model, Lowering& lowering) : model_(model), lowering_(lowering) {}

  /// The call's arguments as event slots; returns how many slots they take.
  int bind_arguments(const CallScope& scope) const;
  /// The observation's parameters; the union's tag and payload are constants when the class knows
  /// them. A rule about a stream knows no task, but the stream under the name that it gives it.
  void bind_observation(const ObservationInfo& observation, const ast::RuleDecl& rule, int tag,
                        int payload = -1) const;
  /// Patterns, `with`, `when` and effects of a rule. Pre: its names are bound.
  void compile(RuleId id, std::vector<Literal>& literals,
               std::vector<CompiledEffect>& effects) const {
    compile(id, *model_.rule(id).rule, literals, effects);
  }
  /// As if that were its declaration.
  void compile(RuleId id, const ast::RuleDecl& rule, std::vector<Literal>& literals,
               std::vector<CompiledEffect>& effects) const;
  /// Can the rule show this class as far as its patterns of calls and results tell?
  bool can_show(const ast::RuleDecl& rule, const ClassKey& key) const;
  /// The calls that the rule's patterns name: it shows all others alike.
  std::vector<int> named_calls(const ast::RuleDecl& rule) const;
  /// Types a rule by itself, for all the events it may show.
  void check(RuleId id) const;

 private:
  void know_alternative(Value& value, int tag, int payload) const;
  void check_shows(const ast::Shows& shows, const ObservationInfo& observation) const;
  bool names_call(const ast::Pattern& p, const ClassKey& key) const;
  bool names_payload(const ast::Pattern& p, const Type* type, int payload) const;
  bool names_tag(const ast::Pattern& p, const Type* type, const ClassKey& key) const;

  const Model& model_;
  Lowering& lowering_;
};

/// Which rows an outcome may come of is asked by coverage alone, and costs the reading of
/// arguments.
enum class Rows : std::uint8_t { Unknown, Known };

/// All classes of one view of the model at one kernel version, compiled when first met. They are
/// about tasks; what the same events mean for the streams that calls name is a program of its own.
class Program {
 public:
  Program(const Model& model, Version kernel, std::string view, Rows rows = Rows::Unknown)
      : Program(model, kernel, std::move(view), rows, model.task) {}
  const Model& model() const { return model_; }
  Version kernel() const { return kernel_; }
  const std::string& view() const { return view_; }
  Rows rows() const { return rows_; }
  /// The rules about streams, made when first asked for. Pre: the model has streams.
  Program& of_streams();

  /// The class of an event; calls that no rule distinguishes share one.
  EventClass& class_of(int observation, int call, int tag, int payload = -1);
  /// Of an observation that is about no call.
  EventClass& class_of(int observation) {
    EventClass*& known = without_call_[static_cast<std::size_t>(observation)];
    return known ? *known : *(known = &class_of(observation, -1, -1));
  }
  /// Steps nobody sees, tried when nothing explains an event.
  const std::vector<Body>& internal_steps() const { return internal_; }
  const Type* task_type() const { return subject_; }
  const Type* process_type() const { return subject_ == model_.task ? model_.process : &nothing_; }
  /// Compiled effects of a `begins` declaration, or nullptr.
  const std::vector<CompiledEffect>* begins(std::string_view name) const;
  const std::vector<const Node*>& invariants() const { return invariants_; }
  /// The memo bits of classes that read what `writes` writes.
  std::uint64_t memo_bits_cleared_by(const Body& body) const;
  /// The body that made a class quiet. Pre: the class has a memo bit.
  void fires_quietly(const EventClass& event_class, const Body& body) {
    memos_[static_cast<std::size_t>(event_class.memo_bit)].fires =
        static_cast<std::size_t>(&body - event_class.bodies.data());
  }
  /// Adds how often the memo explained an event to the counts by rule; counting begins again.
  void take_quiet_counts(std::vector<std::uint64_t>& by_rule);

 private:
  Program(const Model& model, Version kernel, std::string view, Rows rows, const Type* subject);

  struct Family {  // of one observation, tag and payload: do calls matter?
    bool known = false;
    bool reads_attributes = false;
    std::vector<bool> named;  // by call id
  };
  Family& family(int observation, int tag, int payload);
  std::unique_ptr<EventClass> compile(const ClassKey& key);
  void add_body(EventClass& event_class, RuleId rule, RuleId clause);
  void finish(Body& body, EventClass* event_class) const;
  void list_parts(const ClassKey& key, EventClass::Looks& looks) const;
  static void order_tests(EventClass& event_class);
  bool find_checks(EventClass& event_class) const;
  static bool is_told_apart_by_event(const EventClass& event_class, const Body& body);
  bool belongs(const RuleInfo& rule) const;

  const Model& model_;
  Version kernel_;
  std::string view_;
  Rows rows_;
  const Type* subject_;
  Type nothing_;  // a stream is in no process
  std::unique_ptr<Program> of_streams_;
  std::unordered_map<std::uint64_t, std::unique_ptr<EventClass>> classes_;
  std::vector<EventClass*> without_call_;  // by observation
  std::unordered_map<std::uint64_t, Family> families_;
  std::vector<Body> internal_;
  std::vector<const Node*> invariants_;
  std::unordered_map<std::string, std::vector<CompiledEffect>> begins_;
  /// What a memo bit stands for. Classes that the same tests of the task decide in the same way
  /// share it, whatever they ask of the event.
  struct Memo {
    struct Part {
      std::vector<const Node*> tests;
      bool may_be_quiet = false, ruled_out = false;
      friend bool operator==(const Part&, const Part&) = default;
    };
    SlotSet reads;
    std::vector<Part> bodies;
    std::size_t fires = 0;  // the body that does when the bit is set
  };
  std::vector<std::string_view> outcomes(const ClassKey& key) const;
  void add_rows(EventClass& event_class);
  int memo_bit(const EventClass& event_class);
  std::vector<Memo> memos_;
  std::size_t memo_room_ = kMemoRoom;
};

}  // namespace sigspec
