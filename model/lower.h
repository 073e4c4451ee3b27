// Types and lowers expressions, patterns and effects in one walk: a tree goes in, nodes come out.
//
// There is no second, typed tree: checking a rule is lowering it and throwing the nodes away. That
// way what is checked is what runs. Functions and tables are inlined where they are applied.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/instances.h"
#include "model/model.h"

namespace sigspec {

/// A lowered expression: its type and one node for each leaf. Entities, arrays and stacks are
/// places instead: a run of slots.
struct Value {
  const Type* type = nullptr;
  std::vector<const Node*> leaves;
  bool is_place = false;
  Base base = Base::Local;
  int offset = 0;
};

/// Stands for every process, where somebody is told something. Nobody has this identity.
inline constexpr std::uint64_t kEveryone = ~std::uint64_t{0};

/// A compiled effect, run in order on a candidate.
struct CompiledEffect {
  enum class Kind : std::uint8_t {
    Assign,   // targets[i] := values[i], all values first
    Push,     // values onto the stack at base, offset
    Pop,      // the stack at base, offset
    ForEach,  // body for each of `count` values of the local slot `offset`
    Share,    // the child joins the parent's process
    EachTask, // body for each other task of the process, as the child
    Tell,     // observation `offset` with `values` to the identity targets[0], if values.back()
  };
  Kind kind = Kind::Assign;
  std::vector<const Node*> targets, values;
  /// EachTask: where this is false, which is the same for all of them, nothing changes.
  const Node* only_if = nullptr;      // Assign: where this is false no value changes, and
  std::vector<const Node*> if_so;     // where it is true these are the values
  /// Assign: the values, where all are known now and go into slots side by side at base, offset.
  std::vector<Cell> constants;
  Base base = Base::Task;
  int offset = 0, size = 0, bound = 0, count = 0;
  std::vector<CompiledEffect> body;

  bool operator==(const CompiledEffect&) const = default;
};

/// One condition of a rule and how it is written.
struct Literal {
  const Node* node = nullptr;
  const ast::Expr* source = nullptr;  // nullptr: an observation's pattern
  bool shown = false;                 // a condition on the observation (`with`, a pattern)
  RuleId owner = -1;
  // The two sides of a comparison or `in`, to print what was seen and what was expected.
  Value left, right;
};

/// Which call's block the names come from, and where its arguments lie.
struct CallScope {
  const CallInfo* call = nullptr;
  int id = -1;
  int arguments_offset = 0;  // of the first argument's first leaf among the event's slots
};

/// Room for the variables of loops and the values named with `let`.
inline constexpr int kLocalSlots = 16;

class Lowering {
 public:
  Lowering(const Model& model, Version kernel, Diagnostics* diagnostics)
      : model_(model), kernel_(kernel), diagnostics_(diagnostics) {}

  /// Scopes: names bound since a mark are dropped together.
  std::size_t mark() const { return scope_.size(); }
  void drop_to(std::size_t scope_mark) { scope_.resize(scope_mark); }
  void bind(std::string name, Value value) {
    scope_.push_back({std::move(name), std::move(value)});
  }
  void set_call(CallScope call) { call_ = call; }
  const CallScope& call() const { return call_; }
  /// From here on entities are those of a closed system. What is bound now is seen by functions,
  /// too. Pre: the scenario outlives the lowering.
  void enter_scenario(const ScenarioInfo* scenario) {
    scenario_ = scenario;
    instances_ = scenario ? &scenario->instances : nullptr;
    globals_ = scenario ? scope_.size() : 0;
  }
  /// The task that a rule of Linux is about: loops are over the others of its process; -1: none.
  void set_own_task(int index) { own_task_ = index; }
  /// What a closed system's observer knows for good: a constant for each leaf, or nullptr.
  void know_observer(std::vector<const Node*> known) { observer_known_ = std::move(known); }
  /// Does it say what the observer knows?
  static bool is_of_observer(const ast::Effect& e);
  /// What is left open becomes slots of the event from here on; nullptr: it stays as it is.
  void set_open_values(OpenValues* open) { open_ = open; }
  /// From now on functions, tables and rows that are asked are put down here.
  void set_asked(std::set<const void*>* asked) { asked_ = asked; }

  Value expression(const ast::Expr& e, const Type* expected);
  /// A truth value; reports other types.
  const Node* condition(const ast::Expr& e) { return truth_of(expression(e, boolean()), e); }
  /// Is `value` matched? Binds the pattern's variables.
  const Node* pattern(const ast::Pattern& p, const Value& value);
  void effects(const std::vector<ast::Effect>& list, std::vector<CompiledEffect>& out);
  /// Splits at `and`, so that each part is reported and learned by itself.
  void guard(const ast::Expr& e, bool shown, RuleId owner, std::vector<Literal>& out);

  /// The members or alternatives of `type` that the pattern takes for good, whatever they carry.
  static std::uint64_t covered(const ast::Pattern& p, const Type* type);

  const Type* type(const ast::Type& t);
  /// A value of slots at a place, as the parameters of functions under check have.
  Value slots(const Type* type, Base base, int offset);
  Value entity(const Type* type, Base base);
  /// One of several of a closed system.
  Value instance(const Instances::Of& of, int index);
  const Node* equal_values(const Value& a, const Value& b);
  /// Is the row part of Linux at this version, and about the current call of its block?
  bool row_is_about_call(const RuleInfo& row) const;
  /// The row as the scenario sees it.
  const ast::CallRow& said_by(const RuleInfo& row) const;
  /// The row's context as a condition on the current call's arguments.
  const Node* row_applies(const RuleInfo& row);

  int locals() const { return locals_; }
  void error(Span span, std::string message, std::string note = {}, std::string suggestion = {});

 private:
  struct Binding {
    std::string name;
    Value value;
  };

  // lower_expr.cc
  Value name(const ast::Expr& e, const Type* expected);
  Value enumerator(const std::string& text, const Type* expected);
  Value field(const ast::Expr& e);
  bool is_known_of_observer(const Type* entity, const RecordField& field) const;
  Value index(const ast::Expr& e);
  Value unary(const ast::Expr& e, const Type* expected);
  Value conditional(const ast::Expr& e, const Type* expected);
  Value match(const ast::Expr& e, const Type* expected);
  Value set_literal(const ast::Expr& e, const Type* expected);
  Value record_literal(const ast::Expr& e, const Type* expected);
  Value either(const ast::Expr& e, const Type* expected);
  Value quantified(const ast::Expr& e);
  Value plain(const ast::Expr& e, const Type* expected);
  const Type* boolean() const { return model_.types.boolean(); }
  Value truth(const Node* node);
  const Node* truth_of(const Value& value, const ast::Expr& e);
  /// Is it certain that this holds, or that it does not, and is nothing checked, so that what hangs
  /// on the contrary can be left out? What is left out binds nothing.
  bool settles(const Node* condition, bool holds) const;
  Value failure() const;
  Value leaf(const Type* type, const Node* node) const { return {type, {node}, false, {}, 0}; }
  Value number(const ast::Expr& e, const Type* expected);
  Value choose(const Node* condition, const Value& then, const Value& otherwise);
  Value unknown(const Type* type);
  Value left_open(const Type* type);
  bool expect(const Type* found, const Type* expected, Span span);
  /// An entity of a closed system as the member of the enum of its kind; other values as they are.
  Value as_name(Value value);
  const ast::FnDecl* find_function(std::string_view name) const;
  const ast::TableDecl* find_table(std::string_view name) const;
  std::vector<Binding> globals() const {
    return {scope_.begin(), scope_.begin() + static_cast<std::ptrdiff_t>(globals_)};
  }
  const Type* part_type(const ast::Type& t);
  const Instances::Of* instances_of(const Type* type) const;
  bool needs_hint(const ast::Expr& e) const;
  /// Begins to inline a declaration; false, with an error, when it is being inlined already.
  bool enter(const void* declaration, Span use, std::string circle);
  const Value* find(std::string_view name) const;
  std::vector<std::string_view> visible_names(const Type* expected) const;

  // lower_operators.cc
  Value binary(const ast::Expr& e, const Type* expected);
  struct Sides {
    Value left, right;
  };
  Sides sides(const ast::Expr& e);
  Value comparison(const ast::Expr& e, const Sides& sides);
  Value membership(const ast::Expr& e, const Sides& sides);
  Value arithmetic(const ast::Expr& e, const Type* expected);
  Value unwrap(const ast::Expr& e, const Type* expected);

  // lower_apply.cc
  Value apply(const ast::Expr& e, const Type* expected);
  Value construct(const ast::Expr& e, const Type* type, int alternative);
  Value call_function(const ast::Expr& e, const ast::FnDecl& fn);
  Value call_table(const ast::Expr& e, const ast::TableDecl& table);
  Value top_of_stack(const ast::Expr& e);
  Value stack_is_empty(const ast::Expr& e);
  bool arguments(const ast::Expr& e, const std::vector<ast::Param>& params,
                 std::vector<Value>& out);
  Value who_is(const ast::Expr& e);
  Value first_of_set(const ast::Expr& e);
  Value call_attribute(const Value& call, const ast::Expr& e);
  Value interruption_set(const Type* member_type);

  // lower_effects.cc
  void effect(const ast::Effect& e, std::vector<CompiledEffect>& out);
  void let(const ast::Effect& e, std::vector<CompiledEffect>& out);
  void assign(const ast::Effect& e, std::vector<CompiledEffect>& out);
  void for_each(const ast::Effect& e, std::vector<CompiledEffect>& out);
  void for_each_instance(const ast::Effect& e, const Instances::Of& of,
                         std::vector<CompiledEffect>& out);
  bool is_neighbour(const Instances::Of& tasks, int index) const;
  static const Node* same_for_all(const Node* where);
  void loop_body(const ast::Effect& e, CompiledEffect& loop);
  void if_effect(const ast::Effect& e, std::vector<CompiledEffect>& out);
  void stack_effect(const ast::Effect& e, std::vector<CompiledEffect>& out);
  void choice_effect(const ast::Effect& e, std::vector<CompiledEffect>& out);
  void tell(const ast::Effect& e, std::vector<CompiledEffect>& out);
  bool is_heard(const std::string& observation) const;
  bool message(const ast::Expr& e, CompiledEffect& out);

  const Model& model_;
  Version kernel_;
  Diagnostics* diagnostics_;
  std::vector<Binding> scope_;
  CallScope call_;
  const ScenarioInfo* scenario_ = nullptr;
  const Instances* instances_ = nullptr;
  std::size_t globals_ = 0;  // so many of the scope's names a function sees, too
  OpenValues* open_ = nullptr;
  std::set<const void*>* asked_ = nullptr;
  int own_task_ = -1;
  std::vector<const Node*> observer_known_;  // empty: nothing is known for good
  std::vector<const void*> inlining_;  // the declarations at hand: the language has no recursion
  int locals_ = 0;  // local slots in use
};

}  // namespace sigspec
