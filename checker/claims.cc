// What a claim says, decided part by part: rows as `ask` finds them, expressions by the evaluator,
// tests by the explorer, properties by `prove`.
#include "checker/claims.h"

#include <fmt/format.h>

#include <algorithm>

#include "checker/ask.h"
#include "checker/report_escape.h"
#include "litmus/parser.h"
#include "litmus/world.h"
#include "model/eval.h"
#include "model/lower.h"
#include "model/print.h"
#include "model/program.h"
#include "prove/prove.h"

namespace sigspec {

namespace {

using Came = ClaimCase::Came;

Came came(bool holds) { return holds ? Came::Holds : Came::Fails; }

/// An outcome as the restart table spells it.
bool is_one_of(const std::string& outcome, const std::vector<ast::Name>& claimed) {
  return std::any_of(claimed.begin(), claimed.end(), [&](const ast::Name& name) {
    std::string spelled = name.text;
    std::replace(spelled.begin(), spelled.end(), '_', ' ');
    return spelled == outcome;
  });
}

bool is_named(const std::string& name, const std::vector<ast::Name>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](const ast::Name& one) { return one.text == name; });
}

ClaimVerdict verdict_of(const ClaimResult& result) {
  std::size_t holds = 0, fails = 0;
  for (const ClaimCase& one : result.cases) {
    if (one.came == Came::Open) return ClaimVerdict::Undecided;
    ++(one.came == Came::Holds ? holds : fails);
  }
  if (holds + fails == 0) return ClaimVerdict::Undecided;
  if (fails == 0) return ClaimVerdict::Holds;
  return holds == 0 ? ClaimVerdict::Refuted : ClaimVerdict::Conditional;
}

/// A way to meet a signal: what the claim says of it, and what the table does.
struct Column {
  const std::vector<ast::Name>& claimed;
  std::string Outcomes::*of;
  std::string words;
};

}  // namespace

std::string_view verdict_word(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::Holds: return "holds";
    case ClaimVerdict::Conditional: return "conditional";
    case ClaimVerdict::Refuted: return "refuted";
    case ClaimVerdict::Beyond: return "beyond";
    case ClaimVerdict::Undecided: return "undecided";
  }
  return {};
}

std::string_view verdict_phrase(ClaimVerdict verdict) {
  if (verdict == ClaimVerdict::Conditional) return "holds only when";
  if (verdict == ClaimVerdict::Beyond) return "beyond the model";
  return verdict_word(verdict);
}

std::vector<std::string> ClaimResult::cases_that(ClaimCase::Came wanted) const {
  std::vector<std::string> out;
  for (const ClaimCase& one : cases)
    if (one.came == wanted) out.push_back(one.what);
  return out;
}

ClaimDecider::ClaimDecider(const LitmusSpec& spec, Version kernel)
    : spec_(spec), model_(*spec.model), kernel_(kernel), tables_(*spec.model, kernel) {}

ClaimDecider::~ClaimDecider() = default;

ClaimResult ClaimDecider::decide(const ClaimInfo& claim) {
  ClaimResult result;
  result.claim = claim.declaration;
  result.doc = claim.doc;
  for (const ast::Expr& is : claim.declaration->is) decide_expression(is, result);
  for (const ast::ClaimedRows& rows : claim.declaration->rows) decide_rows(rows, result);
  for (const ast::ClaimedTest& test : claim.declaration->tests) decide_test(test, result);
  for (const ast::ClaimedProperty& property : claim.declaration->properties)
    decide_property(property, result);
  for (const ast::ClaimedTest& seen : claim.declaration->seen_in) check_seen(seen, result);
  result.verdict = claim.declaration->beyond.empty() ? verdict_of(result) : ClaimVerdict::Beyond;
  return result;
}

Came ClaimDecider::truth(const std::vector<Bound>& bound, const ast::Expr& e) const {
  Lowering lowering(model_, kernel_, nullptr);
  for (const Bound& one : bound) {
    ast::Expr value;
    value.kind = ast::Expr::Kind::Name;
    value.text = one.member;
    lowering.bind(one.variable, lowering.expression(value, one.type));
  }
  std::vector<Cell> locals(kLocalSlots);
  std::vector<TrailEntry> trail;
  Context<Partly> context;
  context.numbers = &model_.numbers;
  context.trail = &trail;
  context.base[static_cast<int>(Base::Local)] = locals.data();
  const Cell truth = eval<Partly>(*lowering.condition(e), context);
  return Partly::is_true(truth) ? Came::Holds : Partly::is_false(truth) ? Came::Fails : Came::Open;
}

/// What is said of all members of an enum is as many cases; those that come out alike are told
/// together.
void ClaimDecider::decide_expression(const ast::Expr& is, ClaimResult& result) {
  const bool of_all =
      is.kind == ast::Expr::Kind::Quantified && is.text == "forall" && is.params.size() == 1;
  const Type* type = of_all ? Lowering(model_, kernel_, nullptr).type(is.params[0].type) : nullptr;
  if (!type || type->kind != TypeKind::Enum) {
    result.cases.push_back({truth({}, is), print_expr(is)});
    return;
  }
  const std::string& variable = is.params[0].name.text;
  std::map<Came, std::vector<std::string>> members;
  for (const EnumMember& member : type->members) {
    const std::vector<Bound> bound{{variable, member.name, type}};
    if (is.args.size() > 1 && truth(bound, is.args[0]) == Came::Fails) continue;
    members[truth(bound, is.args.back())].push_back(member.name);
  }
  const std::string body = print_expr(is.args.back());
  for (const auto& [how, names] : members)
    result.cases.push_back(
        {how, members.size() == 1
                  ? fmt::format("for all of {} members of {}: {}", names.size(), type->name, body)
                  : fmt::format("{}: {}", joined(names, ", "), body)});
}

/// The rows that a claim names, or those of a call whose context may be the claimed one.
std::vector<RestartRow> ClaimDecider::rows_of(const std::string& call,
                                              const ast::ClaimedRows& claimed,
                                              ClaimResult& result) const {
  std::vector<RestartRow> rows;
  if (!claimed.only.empty()) {
    for (RestartRow& row : restart_table(model_, kernel_, call))
      if (is_named(row.name, claimed.only)) rows.push_back(std::move(row));
    return rows;
  }
  Question question;
  question.call = call;
  for (const ast::Name& object : claimed.on) question.on.push_back(object.text);
  question.transfer = claimed.after_transfer ? Transfer::Something : Transfer::Nothing;
  for (const ast::Expr& when : claimed.when) question.where.push_back(print_expr(when));
  Answer answer = answer_question(model_, kernel_, question);
  if (!answer.error.empty()) result.faults.push_back(answer.error);
  for (AnswerRow& row : answer.rows)
    if (!row.row.of_every_call) rows.push_back(std::move(row.row));
  return rows;
}

void ClaimDecider::decide_rows(const ast::ClaimedRows& claimed, ClaimResult& result) {
  const Column columns[] = {
      {claimed.handled, &Outcomes::plain, "with a handler"},
      {claimed.restarted, &Outcomes::restarting, "with " + tables_.deciding_flag()},
      {claimed.unhandled, &Outcomes::unhandled, "without a handler"}};
  // What holds of several calls in one row is told once.
  std::vector<std::pair<ClaimCase, std::vector<std::string>>> found;
  for (const ast::Name& call : claimed.calls) {
    bool any = false;
    for (const RestartRow& row : rows_of(call.text, claimed, result))
      for (const Column& column : columns) {
        const std::string& outcome = row.outcomes.*column.of;
        const bool fits = is_one_of(outcome, column.claimed);
        // Where a signal makes no difference nothing is interrupted: such rows count where they
        // are named, or where that is what is claimed.
        const bool counts = fits || row.is_interruption() || !claimed.only.empty();
        if (column.claimed.empty() || !counts) continue;
        any = true;
        ClaimCase one{came(fits), fmt::format("{}: {}, {}", row.context_words(), column.words,
                                              tables_.outcome_words(outcome))};
        const auto same = std::find_if(found.begin(), found.end(), [&](const auto& other) {
          return other.first.came == one.came && other.first.what == one.what;
        });
        if (same == found.end()) found.push_back({std::move(one), {call.text}});
        else same->second.push_back(call.text);
      }
    if (!any) result.faults.push_back(fmt::format("no row says this of '{}'", call.text));
  }
  for (auto& [one, calls] : found)
    result.cases.push_back({one.came, joined(calls, ", ") + " " + one.what});
}

const litmus::Exploration* ClaimDecider::explored(const ast::Name& name, ClaimResult& result) {
  if (const auto known = explored_.find(name.text); known != explored_.end()) return &known->second;
  const std::vector<litmus::Test>& tests = spec_.library.file.tests;
  const auto test = std::find_if(tests.begin(), tests.end(),
                                 [&](const litmus::Test& t) { return t.name.text == name.text; });
  if (test == tests.end()) {
    std::vector<std::string> names;
    for (const litmus::Test& known : tests) names.push_back(known.name.text);
    result.faults.push_back(fmt::format("the specification has no litmus test '{}'{}", name.text,
                                        did_you_mean(name.text, names)));
    return nullptr;
  }
  Diagnostics diagnostics;
  const litmus::PreparedTest prepared = prepare(model_, spec_.library, *test, diagnostics);
  if (!diagnostics.empty()) {
    result.faults.push_back(name.text + ": " + diagnostics.front().message);
    return nullptr;
  }
  if (!program_)
    program_ =
        std::make_unique<Program>(model_, kernel_, std::string(litmus::kClosedView), Rows::Known);
  return &explored_.emplace(name.text, explore(model_, *program_, spec_.library, prepared))
              .first->second;
}

/// Read by the parser of litmus tests.
std::optional<std::vector<litmus::Condition>> ClaimDecider::conditions(const std::string& text,
                                                                       ClaimResult& result) {
  read_.push_back(std::make_unique<SourceMap>());
  const FileId id =
      read_.back()->add("a claim", "litmus claimed { process A { } required " + text + " }");
  litmus::File file;
  Diagnostics diagnostics;
  litmus::parse_litmus(id, *read_.back(), file, diagnostics);
  if (!diagnostics.empty() || file.tests.size() != 1 || file.tests[0].expectations.size() != 1) {
    result.faults.push_back(fmt::format(
        "'{}': {}", text, diagnostics.empty() ? "not an outcome" : diagnostics[0].message));
    return std::nullopt;
  }
  return file.tests[0].expectations[0].conditions;
}

void ClaimDecider::decide_test(const ast::ClaimedTest& claimed, ClaimResult& result) {
  const litmus::Exploration* found = explored(claimed.name, result);
  const auto wanted = conditions(claimed.outcome, result);
  if (!found || !wanted) return;
  const auto fits = [&](const litmus::Reached& reached) {
    return fulfils(reached.outcome, *wanted);
  };
  const bool all = std::all_of(found->outcomes.begin(), found->outcomes.end(), fits);
  const bool some = std::any_of(found->outcomes.begin(), found->outcomes.end(), fits);
  const bool holds = claimed.kind == "always" ? all : claimed.kind == "never" ? !some : some;
  // What was not seen decides nothing where not everything was seen.
  const bool by_one_outcome = claimed.kind == "sometimes" ? holds : !holds;
  const bool decided = found->complete || by_one_outcome;
  std::vector<std::string> outcomes;
  for (const litmus::Reached& reached : found->outcomes)
    outcomes.push_back(litmus::to_text(reached.outcome));
  result.cases.push_back({decided ? came(holds) : Came::Open,
                          fmt::format("{}: {} {}; it comes to {}", claimed.name.text, claimed.kind,
                                      claimed.outcome, joined(outcomes, "; or "))});
}

void ClaimDecider::check_seen(const ast::ClaimedTest& seen, ClaimResult& result) {
  const litmus::Exploration* found = explored(seen.name, result);
  const auto wanted = conditions(seen.outcome, result);
  if (!found || !wanted) return;
  if (std::none_of(found->outcomes.begin(), found->outcomes.end(),
                   [&](const litmus::Reached& r) { return fulfils(r.outcome, *wanted); }))
    result.faults.push_back(fmt::format("{} does not come to {}", seen.name.text, seen.outcome));
}

/// All properties of a variant are decided at once, for its states are the same.
void ClaimDecider::decide_property(const ast::ClaimedProperty& claimed, ClaimResult& result) {
  const std::string& path = claimed.property.text;
  const std::string scenario = path.substr(0, path.find('.'));
  const auto words_of = [&](const std::string& property) {
    return fmt::format("{}.{} of {}", scenario, property, claimed.variant.text);
  };
  const std::string words = words_of(path.substr(scenario.size() + 1));
  if (!proved_.contains(words)) {
    prove::ProveOptions options;
    options.variant = claimed.variant.text;
    options.kernel = kernel_;
    options.recheck = false;
    for (const ScenarioInfo& info : model_.scenarios) {
      if (info.declaration->name.text != scenario) continue;
      prove_scenario(model_, info, options, [&](const prove::PropertyResult& found) {
        const bool open = found.verdict == prove::Verdict::Unknown || !found.fault.empty();
        proved_[words_of(found.property)] = {
            open ? Came::Open : came(found.verdict != prove::Verdict::Refuted),
            fmt::format("{}: {}", words_of(found.property), name_of(found.verdict))};
      });
    }
  }
  if (const auto known = proved_.find(words); known != proved_.end())
    result.cases.push_back(known->second);
}

}  // namespace sigspec
