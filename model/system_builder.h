// Makes a scenario ready: what `lower_scenario` uses, split over two files. What the scenario has
// and claims is instantiated in system.cc, what can happen in it in system_rules.cc.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "model/system.h"

namespace sigspec {

class SystemBuilder {
 public:
  SystemBuilder(const Model& model, const ScenarioInfo& scenario, std::string_view variant,
                Version kernel, Diagnostics* diagnostics);
  System build();

 private:
  using Bindings = std::vector<Binding>;
  /// A rule of Linux that the scenario uses, and its place among the system's rules.
  struct Used {
    const RuleInfo* info = nullptr;
    int id = 0;
    Span span;
    bool goes_with_own = false;  // a rule of the scenario shows the same: it is never alone
  };
  /// What a rule of the scenario shows: which task, a value for each parameter, and for each
  /// argument of the call.
  struct Shown {
    int task = -1;
    std::vector<Value> values, arguments;
    CallScope call;
  };

  // system.cc
  void bind_names(std::string_view variant);
  /// `with signals {...}`: parameters and what is left open range over these only.
  void restrict_signals();
  void lay_out();
  /// `uses NAME` of a `begins`: what it says of the observer is known, and stays so.
  void find_begins();
  void know_observer();
  /// Takes what the lowering has left open since the step began.
  void take_open(Step& step, OpenValues& open);
  void initial();
  void begin_tasks(Step& step);
  void initial_value(const std::string& object, const ast::Field& field);
  const Node* number(std::int64_t n) const;
  const Node* bound(const std::string& text, Span span);
  /// The rows of the restart table, those that say the same together.
  std::vector<std::pair<Value, std::string>> rows(const Type* type);
  /// Calls `then(bindings)` for every way to fill in the parameters from the `at`th on.
  void instantiate(const std::vector<ast::Param>& params, std::size_t at, Bindings& bindings,
                   Step* step, OpenValues& open, const std::function<void()>& then);
  void add_property(const ast::Property& property);
  void add_hint(const ast::Named& hint);
  /// `helpful t: forall t: Thread. ...` is about the class of a thread, `helpful NAME: ...` about
  /// one that rules name, or about a rule that is fair by itself, with its parameters.
  int helpful_class(const ast::Named& hint, const Bindings& bindings) const;
  void check_hints();
  void check_expects();

  // system_rules.cc
  void add_rules();
  int add_rule(std::string name, const ast::Doc& doc);
  int fair_class(const ast::RuleDecl& rule, const Bindings& bindings);
  void each_instance(const ast::RuleDecl& rule, Step step,
                     const std::function<bool(Step& made, OpenValues& open)>& make);
  void own_rule(const ast::RuleDecl& rule, int id);
  /// A rule of the scenario that shows something goes together with each rule of Linux that shows
  /// the same: both conditions must hold, and both effects are done, its own first.
  void joined_rule(const ast::RuleDecl& rule, int id);
  void join(const ast::RuleDecl& rule, int id, const Used& used, int call,
            const std::vector<RuleId>& rules);
  /// The call that the rule's `shows` names; -1: any.
  int named_call(const ast::RuleDecl& rule) const;
  /// Is there an event that both are about, by what they say in `shows`?
  bool show_the_same(const ast::RuleDecl& rule, const RuleInfo& other);
  bool bind_own(const ast::RuleDecl& rule, Shown& shown, std::vector<Literal>& literals);
  bool is_parameter(const ast::RuleDecl& rule, const std::string& name) const;
  /// False: it can never be taken.
  bool take_guards(Step& step, const std::vector<Literal>& literals);
  void add_step(Step step, Span span);
  void find_used(const ast::Name& name);
  /// A rule of Linux, for every task and whatever it shows.
  void used_rule(const Used& used);
  /// A clause of a call's block goes together with each general rule of the same observation.
  std::vector<std::vector<RuleId>> ways(const RuleInfo& info);
  bool goes_together(const RuleInfo& general, const RuleInfo& clause);
  /// `rules`: one rule, or a general rule and a clause; the last one gives the step its name.
  void used_step(const std::vector<RuleId>& rules, int id, Span span, const Instances::Of& tasks,
                 int task);
  void compile(const std::vector<RuleId>& rules, Step& step, std::vector<Literal>& literals);
  /// The arguments of the call, whatever they are.
  void open_call(int call, Shown& shown, Step& step, OpenValues& open);
  /// `but_not`: a rule whose parameters keep their names.
  void bind_arguments(const Shown& shown, const ast::RuleDecl* but_not = nullptr);
  Value open_value(const std::string& name, const Type* type, Step& step, OpenValues& open);
  bool is_about_one_task(const ast::RuleDecl& rule);
  /// What the kernel does for a task it does not put off for ever.
  int linux_class(const std::string& task);
  std::vector<Value> open_values(const ObservationInfo& observation, const Instances::Of& tasks,
                                 int task, Step& step, OpenValues& open);
  const ObservationInfo& shown_by(const ast::RuleDecl& rule) const;
  void bind_shown(const ObservationInfo& observation, const std::vector<Value>& values,
                  const ast::RuleDecl* but_not = nullptr);

  const Model& model_;
  const ScenarioInfo& scenario_;
  Version kernel_;
  Lowering lowering_;
  System system_;
  const ast::BeginsDecl* begins_ = nullptr;
  std::vector<Used> used_;
};

}  // namespace sigspec
