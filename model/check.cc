// Types every body by lowering it, and checks that the specification is total.
#include <algorithm>
#include <set>

#include "model/check_claims.h"
#include "model/holds.h"
#include "model/lower.h"
#include "model/program.h"
#include "model/resolve.h"
#include "model/system.h"

namespace sigspec {

namespace {

class BodyChecker {
 public:
  BodyChecker(const Model& model, Diagnostics& diagnostics)
      : model_(model), diagnostics_(diagnostics), lowering_(model, {}, &diagnostics) {}

  void run() {
    for (const auto& [name, constant] : model_.constants) check(*constant);
    for (const auto& [name, fn] : model_.functions) check(*fn);
    for (const auto& [name, table] : model_.tables) check(*table);
    for (const ast::AlwaysDecl* invariant : model_.invariants) {
      with_params(invariant->params, [&] { lowering_.condition(invariant->value); });
    }
    for (const auto& [name, begins] : model_.begins)
      with_params(begins->params, [&, &effects = begins->effects] {
        std::vector<CompiledEffect> ignored;
        lowering_.effects(effects, ignored);
      });
    for (RuleId id = 0; id < static_cast<RuleId>(model_.rules.size()); ++id) check_rule(id);
    // Making a scenario ready is typing it; its variants have the same bodies.
    for (const ScenarioInfo& scenario : model_.scenarios) {
      const auto& variants = scenario.declaration->variants;
      lower_scenario(model_, scenario, variants.empty() ? "" : variants[0].text, {}, &diagnostics_);
    }
    for (const ClaimInfo& claim : model_.claims) check_claim(model_, *claim.declaration, lowering_);
  }

 private:
  template <class Body>
  void with_params(const std::vector<ast::Param>& params, Body&& body) {
    const auto mark = lowering_.mark();
    bool first_task = true;
    for (const ast::Param& param : params) {
      const Type* type = lowering_.type(param.type);
      if (type->kind == TypeKind::Entity) {
        const Base base = type == model_.process ? Base::Process
                          : first_task           ? Base::Task
                                                 : Base::ChildTask;
        if (type == model_.task) first_task = false;
        lowering_.bind(param.name.text, lowering_.entity(type, base));
      } else {
        lowering_.bind(param.name.text, lowering_.slots(type, Base::Local, 0));
      }
    }
    body();
    lowering_.drop_to(mark);
  }

  void check(const ast::ConstDecl& constant) {
    ast::Expr use;
    use.kind = ast::Expr::Kind::Name;
    use.text = constant.name.text;
    use.span = constant.name.span;
    lowering_.expression(use, nullptr);
  }

  void check(const ast::FnDecl& fn) {
    with_params(fn.params, [&] {
      const Type* result = lowering_.type(fn.result);
      const Value value = lowering_.expression(fn.value, result);
      if (value.type != result && value.type != model_.types.error() &&
          result != model_.types.error())
        lowering_.error(fn.value.span,
                        "found " + value.type->name + ", expected " + result->name);
    });
  }

  /// Which alternatives of the first parameter a row without conditions takes for good.
  std::uint64_t covered(const ast::TableRow& row, const Type* type) {
    if (!row.when.empty()) return 0;
    if (row.otherwise || row.patterns.empty()) return ~0ULL;
    for (std::size_t i = 1; i < row.patterns.size(); ++i)
      if (row.patterns[i].kind != ast::Pattern::Kind::Any) return 0;
    return Lowering::covered(row.patterns[0], type);
  }

  void check(const ast::TableDecl& table) {
    with_params(table.params, [&] {
      const Type* result = lowering_.type(table.result);
      if (table.params.empty()) return;
      const Type* first = lowering_.type(table.params[0].type);
      std::uint64_t seen = 0;
      for (const ast::TableRow& row : table.rows) {
        const auto mark = lowering_.mark();
        const bool too_many = row.patterns.size() > table.params.size();
        if (too_many) lowering_.error(row.span, "more patterns than the table has parameters");
        for (std::size_t i = 0; i < row.patterns.size() && !too_many; ++i) {
          const Type* type = lowering_.type(table.params[i].type);
          lowering_.pattern(row.patterns[i], lowering_.slots(type, Base::Local, 0));
        }
        for (const ast::Expr& when : row.when) lowering_.condition(when);
        const Value value = lowering_.expression(row.value, result);
        if (value.type != result && value.type != model_.types.error())
          lowering_.error(row.value.span,
                          "found " + value.type->name + ", expected " + result->name);
        lowering_.drop_to(mark);
        seen |= covered(row, first);
      }
      if (first->kind != TypeKind::Enum && first->kind != TypeKind::Union) {
        if (seen == 0)
          lowering_.error(table.name.span, "the table has no row for every other case",
                          "end it with 'otherwise -> ...'");
        return;
      }
      const std::uint64_t missing = first->leaves[0].choices & ~seen;
      for (std::uint64_t rest = missing; rest != 0; rest &= rest - 1) {
        const auto i = static_cast<std::size_t>(__builtin_ctzll(rest));
        lowering_.error(table.name.span,
                        "table '" + table.name.text + "' has no row for '" +
                            (first->kind == TypeKind::Enum ? first->members[i].name
                                                           : first->alternatives[i].name) + "'",
                        "a table is total: every case has a row without conditions");
      }
    });
  }

  void check_rule(RuleId id) {
    const RuleInfo& info = model_.rule(id);
    if (info.row) {
      if (info.call->abstract) return;
      CallScope scope;
      scope.id = info.call->names[0].text == "any" ? -1 : model_.call_id(info.call->names[0].text);
      if (scope.id >= 0) scope.call = &model_.calls[static_cast<std::size_t>(scope.id)];
      const auto mark = lowering_.mark();
      const RuleBinder binder(model_, lowering_);
      if (scope.call) binder.bind_arguments(scope);
      lowering_.set_call(scope);
      if (!info.row->on.empty() && !info.call->by)
        lowering_.error(info.row->on[0].span, "'on' needs a 'by' in the head of the call");
      lowering_.row_applies(info);
      lowering_.set_call({});
      lowering_.drop_to(mark);
      return;
    }
    const RuleBinder binder(model_, lowering_);
    binder.check(id);
  }

  const Model& model_;
  Diagnostics& diagnostics_;
  Lowering lowering_;
};

}  // namespace

void check_bodies(const Model& model, Diagnostics& diagnostics) {
  BodyChecker(model, diagnostics).run();
  check_holds(model, diagnostics);
}

void check_totality(const Model& model, Diagnostics& diagnostics) {
  const auto error = [&](Span span, std::string message, std::string note) {
    diagnostics.push_back({Severity::Error, span, std::move(message), std::move(note), {}});
  };
  const auto uncited = [](const ast::Clauses& clauses) { return clauses.cites.empty(); };
  for (const RuleInfo& rule : model.rules) {
    if (uncited(*rule.clauses))
      error(rule.span, "'" + rule.name + "' cites no source",
            "every row and rule says where it is from");
    if (!rule.row) continue;
    static const std::set<std::string> kOutcomes{"partial", "completes", "succeeds", "never"};
    const std::string& outcome = rule.row->interrupted.text;
    const auto is_member = [&](const char* type_name) {
      const Type* type = model.types.find(type_name);
      return type && type->member(outcome) >= 0;
    };
    if (!kOutcomes.contains(outcome) && !is_member("RestartCode") && !is_member("Errno"))
      error(rule.row->interrupted.span, "unknown outcome '" + outcome + "'",
            "a restart code, an errno, or partial, completes, succeeds, never");
    const Type* states = model.types.find("TaskState");
    if (states && !rule.row->sleeps.empty() && states->member(rule.row->sleeps) < 0)
      error(rule.span, "unknown task state '" + rule.row->sleeps + "'", {});
    for (const ast::Name& state : rule.row->sleeps_then)
      if (states && states->member(state.text) < 0)
        error(state.span, "unknown task state '" + state.text + "'", {});
    for (const ast::Name& name : rule.row->of)
      if (std::none_of(rule.call->names.begin(), rule.call->names.end(),
                       [&](const ast::Name& n) { return n.text == name.text; }))
        error(name.span, "'" + name.text + "' is no call of this block", {});
  }
  for (const CallInfo& call : model.calls)
    for (const ast::Name& name : call.declaration->same)
      if (call.name == call.declaration->names[0].text &&
          std::none_of(call.declaration->params.begin(), call.declaration->params.end(),
                       [&](const ast::Param& p) { return p.name.text == name.text; }))
        error(name.span, "'" + name.text + "' is no argument of '" + call.name + "'", {});
  for (const auto& [name, table] : model.tables)
    if (uncited(table->clauses) &&
        !std::all_of(table->rows.begin(), table->rows.end(),
                     [&](const ast::TableRow& row) { return !uncited(row.clauses); }))
      error(table->name.span, "table '" + name + "' cites no source", {});
}

}  // namespace sigspec
