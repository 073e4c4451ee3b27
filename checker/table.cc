// Rows of the specification, and outcomes computed from its tables.
#include "checker/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "checker/report_rules.h"
#include "model/describe.h"
#include "model/eval.h"
#include "model/lower.h"
#include "model/print.h"

namespace sigspec {

namespace {

/// The name under which an action is bound while an outcome is evaluated.
constexpr const char* kActionName = "action";

std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// Every value that the cells admit, in words: an outcome that fails is its error.
std::string value_words(const Model& model, const Type* type, const Cell* cells) {
  std::vector<std::string> words;
  const auto candidates = [&](std::size_t count, auto&& name) {
    for (std::size_t i = 0; i < count; ++i)
      if (cells[0].a >> i & 1) words.push_back(name(i));
  };
  if (type->kind == TypeKind::Enum) {
    candidates(type->members.size(), [&](std::size_t i) { return type->members[i].name; });
  } else if (type->kind == TypeKind::Union) {
    candidates(type->alternatives.size(), [&](std::size_t i) {
      const UnionAlternative& alternative = type->alternatives[i];
      if (alternative.payload.size() != 1) return spaced(alternative.name);
      return value_words(model, alternative.payload[0], cells + alternative.offset);
    });
  } else {
    return describe_value(model, type, cells);
  }
  return fmt::format("{}", fmt::join(words, " or "));
}

std::vector<Cell> unknown_cells(const Type* type) {
  std::vector<Cell> cells;
  for (const Leaf& leaf : type->leaves) cells.push_back(Partly::unknown(leaf.kind, leaf.choices));
  return cells;
}

ast::Expr name_expr(const std::string& text) {
  ast::Expr e;
  e.kind = ast::Expr::Kind::Name;
  e.text = text;
  return e;
}

const ast::TableDecl* find_table(const Model& model, const char* name, std::size_t parameters) {
  const auto table = model.tables.find(name);
  const bool found = table != model.tables.end() && table->second->params.size() == parameters;
  return found ? table->second : nullptr;
}

}  // namespace

std::string RestartRow::context() const {
  std::vector<std::string> parts;
  if (!on.empty()) parts.push_back("on " + on);
  if (!when.empty()) parts.push_back("when " + when);
  if (after_transfer) parts.push_back("after transfer");
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string RestartRow::context_words() const {
  std::string words = context();
  if (words.empty()) {
    words = doc.substr(0, doc.find_first_of(".:"));
    std::replace(words.begin(), words.end(), '\n', ' ');
  }
  return words.empty() ? name : fmt::format("{} ({})", words, name);
}

bool RestartRow::is_interruption() const {
  return interrupted != kCompletes && interrupted != kNeverReturns;
}

OutcomeTables::OutcomeTables(const Model& model, Version kernel) : model_(model), kernel_(kernel) {
  handler_table_ = find_table(model, "after_handler", 2);
  nothing_table_ = find_table(model, "after_nothing", 1);
  if (!handler_table_ || !nothing_table_) return;
  Lowering lowering(model, kernel, nullptr);
  code_ = lowering.type(handler_table_->params[0].type);
  action_ = lowering.type(handler_table_->params[1].type);
  outcome_ = lowering.type(handler_table_->result);
  for (const RecordField& field : action_->fields)
    if (field.type->kind == TypeKind::Union && !field.type->is_option) handler_ = field.type;
  find_deciding_flag();
  for (const EnumMember& code : code_->members) {
    const std::string outcome = after_handler(code.name, {});
    if (outcome_->alternative(outcome) < 0) failures_.push_back(outcome);
  }
}

/// The first member of a set in an action that changes what some code comes to.
void OutcomeTables::find_deciding_flag() {
  for (const RecordField& field : action_->fields) {
    if (field.type->kind != TypeKind::Set) continue;
    flags_ = field.type;
    flags_offset_ = field.offset;
    for (const EnumMember& flag : field.type->element->members)
      for (const EnumMember& code : code_->members)
        if (after_handler(code.name, {flag.name}) != after_handler(code.name, {})) {
          deciding_flag_ = flag.name;
          return;
        }
  }
}

bool OutcomeTables::is_flag(const std::string& name) const {
  return flags_ && flags_->element->member(name) >= 0;
}

bool OutcomeTables::is_no_handler(const std::string& name) const {
  const int i = handler_ ? handler_->alternative(name) : -1;
  return i >= 0 && handler_->alternatives[static_cast<std::size_t>(i)].payload.empty();
}

std::vector<std::string> OutcomeTables::handler_words() const {
  std::vector<std::string> words{"none"};
  if (handler_)
    for (const UnionAlternative& alternative : handler_->alternatives)
      if (alternative.payload.empty()) words.push_back(alternative.name);
  if (flags_)
    for (const EnumMember& flag : flags_->element->members) words.push_back(flag.name);
  return words;
}

std::vector<Cell> OutcomeTables::action_cells(const std::vector<std::string>& flags) const {
  std::vector<Cell> cells = unknown_cells(action_);
  std::uint64_t bits = 0;
  for (const std::string& flag : flags)
    if (const int i = flags_->element->member(flag); i >= 0) bits |= 1ULL << i;
  cells[static_cast<std::size_t>(flags_offset_)] = {bits, bits};
  return cells;
}

std::string OutcomeTables::evaluate(const ast::Expr& e, const Type* expected,
                                    std::vector<Cell> locals) const {
  Lowering lowering(model_, kernel_, nullptr);
  lowering.bind(kActionName, lowering.slots(action_, Base::Local, 0));
  const Value value = lowering.expression(e, expected);
  if (value.type == model_.types.error() || value.leaves.empty()) return {};
  std::vector<TrailEntry> trail;
  Context<Partly> context;
  context.numbers = &model_.numbers;
  context.trail = &trail;
  context.base[static_cast<int>(Base::Local)] = locals.data();
  std::vector<Cell> cells;
  for (const Node* leaf : value.leaves) cells.push_back(eval<Partly>(*leaf, context));
  return value_words(model_, value.type, cells.data());
}

std::string OutcomeTables::apply(const ast::TableDecl& table, const std::string& code,
                                 std::vector<Cell> locals) const {
  ast::Expr e;
  e.kind = ast::Expr::Kind::Apply;
  e.text = table.name.text;
  e.args.push_back(name_expr(code));
  if (table.params.size() > 1) e.args.push_back(name_expr(kActionName));
  return evaluate(e, outcome_, std::move(locals));
}

std::string OutcomeTables::after_handler(const std::string& code,
                                         const std::vector<std::string>& flags) const {
  return apply(*handler_table_, code, action_cells(flags));
}

std::string OutcomeTables::after_nothing(const std::string& code) const {
  return apply(*nothing_table_, code, unknown_cells(action_));
}

const std::string& OutcomeTables::outcome_in(const RestartRow& row,
                                             const std::vector<std::string>& flags,
                                             bool stop_continue) const {
  if (stop_continue || (flags.size() == 1 && is_no_handler(flags[0])))
    return row.outcomes.unhandled;
  const bool restarts = std::find(flags.begin(), flags.end(), deciding_flag_) != flags.end();
  return restarts ? row.outcomes.restarting : row.outcomes.plain;
}

bool OutcomeTables::is_code(const std::string& text) const {
  return code_ && code_->member(text) >= 0;
}

bool OutcomeTables::is_failure(const std::string& outcome) const {
  return std::find(failures_.begin(), failures_.end(), outcome) != failures_.end();
}

std::string OutcomeTables::outcome_words(const std::string& outcome) const {
  for (const ast::File& file : model_.files)
    for (const ast::Decl& decl : file.decls) {
      const auto* u = std::get_if<ast::UnionDecl>(&decl.node);
      if (!u || !outcome_ || u->name.text != outcome_->name) continue;
      for (const ast::Alternative& alternative : u->alternatives) {
        if (spaced(alternative.name.text) != outcome || alternative.doc.empty()) continue;
        std::string words = alternative.doc.substr(0, alternative.doc.find('.'));
        std::replace(words.begin(), words.end(), '\n', ' ');
        words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
        return words;
      }
    }
  if (outcome == kCompletes) return "it completes as if no signal had come";
  if (outcome == kNeverReturns) return "it does not return";
  if (outcome == kPartial) return "it returns what was moved until then";
  if (outcome == kSucceeds) return "it succeeds, and waits no longer";
  return outcome;
}

std::string OutcomeTables::override_or(const ast::Maybe<ast::Expr>& written,
                                       std::string otherwise) const {
  if (!written) return otherwise;
  std::string value = evaluate(*written, outcome_, unknown_cells(action_));
  return value.empty() ? print_expr(*written) : value;
}

Outcomes OutcomeTables::outcomes_of(const ast::CallRow& row) const {
  const std::string& code = row.interrupted.text;
  Outcomes outcomes{code, code, code};
  if (is_code(code))
    outcomes = {after_handler(code, {}), after_handler(code, {deciding_flag_}),
                after_nothing(code)};
  if (!action_) return outcomes;
  return {override_or(row.handled, outcomes.plain), override_or(row.restarted, outcomes.restarting),
          override_or(row.unhandled, outcomes.unhandled)};
}

namespace {

std::string names_text(const std::vector<ast::Name>& names, const char* separator) {
  std::vector<std::string> texts;
  for (const ast::Name& name : names) texts.push_back(name.text);
  return fmt::format("{}", fmt::join(texts, separator));
}

RestartRow make_row(const Model& model, RuleId id, const OutcomeTables& tables) {
  const RuleInfo& info = model.rule(id);
  const ast::CallRow& row = *info.row;
  RestartRow out;
  out.id = id;
  out.name = info.name;
  out.doc = info.doc;
  for (const ast::Name& name : row.of.empty() ? info.call->names : row.of)
    out.calls.push_back(name.text);
  out.library = row.library;
  out.on = names_text(row.on, " | ");
  std::vector<std::string> conditions;
  for (const ast::Expr& when : row.when) conditions.push_back(print_expr(when));
  out.when = fmt::format("{}", fmt::join(conditions, ", "));
  out.after_transfer = row.after_transfer;
  out.sleeps = row.sleeps;
  if (!row.sleeps_then.empty()) out.sleeps += " then " + names_text(row.sleeps_then, " then ");
  out.interrupted = row.interrupted.text;
  out.outcomes = tables.outcomes_of(row);
  const ast::Clauses& clauses = row.clauses;
  out.verified = clauses.verified;
  out.untested = clauses.untested;
  out.unobservable = clauses.unobservable;
  out.since = clauses.since;
  out.until = clauses.until;
  out.cites = citation_texts(clauses.cites);
  out.refutes = citation_texts(clauses.refutes);
  return out;
}

}  // namespace

std::vector<Cell> unknown_observer(const Model& model) {
  std::vector<Cell> cells;
  if (model.observer)
    for (const Leaf& leaf : model.observer->leaves)
      cells.push_back(Partly::unknown(leaf.kind, leaf.choices));
  return cells;
}

std::vector<RestartRow> restart_table(const Model& model, Version kernel, const std::string& call) {
  const OutcomeTables tables(model, kernel);
  std::vector<RestartRow> rows;
  for (RuleId id = 0; id < static_cast<RuleId>(model.rules.size()); ++id) {
    const RuleInfo& info = model.rule(id);
    if (!info.row || !holds_at(info.row->clauses, kernel) || !holds_at(info.call->clauses, kernel))
      continue;
    RestartRow row = make_row(model, id, tables);
    row.of_every_call = std::find(model.rows_of_any_call.begin(), model.rows_of_any_call.end(),
                                  id) != model.rows_of_any_call.end();
    const bool wanted = call.empty() || row.of_every_call ||
                        std::find(row.calls.begin(), row.calls.end(), call) != row.calls.end();
    if (wanted) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sigspec
