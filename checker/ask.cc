// Narrows a call's arguments by what is asked, and keeps the rows that may then apply.
#include "checker/ask.h"

#include <fmt/format.h>

#include <algorithm>

#include "checker/cli.h"
#include "checker/report_escape.h"
#include "model/eval.h"
#include "model/learn.h"
#include "model/parser.h"
#include "model/program.h"

namespace sigspec {

namespace {

/// An argument of the call, a field of one, or what an option holds.
struct NamedPlace {
  std::string path, name;
  const Type* type = nullptr;
  int offset = 0;
};

void add_places(const Type* type, const std::string& path, const std::string& name, int offset,
                std::vector<NamedPlace>& out) {
  out.push_back({path, name, type, offset});
  if (type->kind == TypeKind::Record)
    for (const RecordField& field : type->fields)
      add_places(field.type, path + "." + field.name, field.name, offset + field.offset, out);
  if (type->is_option)
    add_places(type->element, path, name, offset + type->alternatives[1].offset, out);
}

/// Are the letters of `shorter`, three at least, found in `longer` in their order, the first one at
/// its start?
bool abbreviates(std::string_view shorter, std::string_view longer) {
  if (shorter.size() < 3 || longer.empty() || shorter[0] != longer[0]) return false;
  std::size_t i = 0;
  for (const char c : longer)
    if (i < shorter.size() && shorter[i] == c) ++i;
  return i == shorter.size();
}

std::string uppercase(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

/// What a signal interrupts comes first, what happens to any call last.
int rank(const RestartRow& row) { return 2 * row.of_every_call + !row.is_interruption(); }

class Asker {
 public:
  Asker(const Model& model, Version kernel, const Question& question)
      : model_(model),
        kernel_(kernel),
        question_(question),
        lowering_(model, kernel, &diagnostics_) {}

  Answer run();

 private:
  bool fail(std::string text) {
    answer_.error = std::move(text);
    return false;
  }
  bool find_call();
  void bind_arguments();
  bool settle_object();
  std::uint64_t objects_called(const Type& type, const std::string& word);
  bool settle_members();
  bool settle_named();
  bool settle_named(const Question::Named& named);
  bool settle_conditions();
  bool check_handler(const OutcomeTables& tables);
  bool narrow(int offset, LeafKind kind, Cell value);
  bool narrow_to_word(const NamedPlace& place, const std::string& word);
  bool known_contradiction();
  void add_row(const RestartRow& row, const OutcomeTables& tables);
  std::string outcome_of(const RestartRow& row, const OutcomeTables& tables) const;
  void note_conditions(const Node& node);
  std::vector<const NamedPlace*> places_called(const std::string& name) const;

  const Model& model_;
  Version kernel_;
  const Question& question_;
  Diagnostics diagnostics_;
  Lowering lowering_;
  const CallInfo* call_ = nullptr;
  std::vector<NamedPlace> places_;
  std::vector<Cell> cells_;
  std::vector<Cell> observer_;
  std::vector<TrailEntry> trail_;
  Context<Partly> context_;
  Answer answer_;
};

bool Asker::find_call() {
  const int id = model_.call_id(question_.call);
  if (id >= 0) {
    call_ = &model_.calls[static_cast<std::size_t>(id)];
    return true;
  }
  std::vector<std::string> names;
  for (const CallInfo& call : model_.calls) names.push_back(call.name);
  return fail(fmt::format("the specification knows no call '{}'{}", printable(question_.call),
                          did_you_mean(question_.call, names)));
}

/// All arguments are unknown at first.
void Asker::bind_arguments() {
  CallScope scope;
  scope.call = call_;
  scope.id = model_.call_id(call_->name);
  RuleBinder(model_, lowering_).bind_arguments(scope);
  lowering_.set_call(scope);
  for (std::size_t i = 0; i < call_->parameters.size(); ++i) {
    const std::string& name = call_->declaration->params[i].name.text;
    add_places(call_->parameters[i], name, name, static_cast<int>(cells_.size()), places_);
    for (const Leaf& leaf : call_->parameters[i]->leaves)
      cells_.push_back(Partly::unknown(leaf.kind, leaf.choices));
  }
  observer_ = unknown_observer(model_);
  context_.base[static_cast<int>(Base::Event)] = cells_.data();
  context_.base[static_cast<int>(Base::Observer)] = observer_.data();
  context_.numbers = &model_.numbers;
  context_.trail = &trail_;
}

bool Asker::known_contradiction() { return fail("the conditions exclude each other"); }

bool Asker::narrow(int offset, LeafKind kind, Cell value) {
  Cell& cell = cells_[static_cast<std::size_t>(offset)];
  return Partly::meet(kind, cell, value, cell) || known_contradiction();
}

/// The members that a word for an object means; 0: none.
std::uint64_t Asker::objects_called(const Type& type, const std::string& word) {
  if (type.kind == TypeKind::Union) {
    const int i = type.alternative(word);
    return i < 0 ? 0 : 1ULL << i;
  }
  if (const int i = type.member(word); i >= 0) return 1ULL << i;
  const std::string upper = uppercase(word);
  for (const std::string& name : {word, upper, upper + "S"}) {
    const auto constant = model_.constants.find(name);
    if (constant == model_.constants.end()) continue;
    Lowering quiet(model_, kernel_, nullptr);
    const Value set = quiet.expression(constant->second->value, model_.types.set_of(&type));
    if (set.leaves.size() == 1 && set.leaves[0]->op == Op::Const) return set.leaves[0]->constant.a;
  }
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < type.members.size(); ++i)
    if (type.members[i].name.starts_with(word + "_")) bits |= 1ULL << i;
  return bits;
}

/// `--on`: the call's own `by` is one of the objects.
bool Asker::settle_object() {
  if (question_.on.empty()) return true;
  if (!call_->declaration->by)
    return fail(fmt::format("what '{}' does is the same on every object", call_->name));
  const Value by = lowering_.expression(*call_->declaration->by, nullptr);
  std::uint64_t candidates = 0;
  for (const std::string& object : question_.on) {
    const std::uint64_t bits = objects_called(*by.type, object);
    if (bits == 0) {
      std::vector<std::string> names;
      for (const EnumMember& member : by.type->members) names.push_back(member.name);
      for (const UnionAlternative& a : by.type->alternatives) names.push_back(a.name);
      return fail(fmt::format("'{}' is no object of '{}'{}", printable(object), call_->name,
                              did_you_mean(object, names)));
    }
    candidates |= bits;
  }
  return assume_equal(*by.leaves[0], {candidates, 0}, context_) || known_contradiction();
}

bool Asker::narrow_to_word(const NamedPlace& place, const std::string& word) {
  const int member = place.type->member(word);
  if (member < 0) return false;
  const std::uint64_t bit = 1ULL << member;
  if (place.type->kind == TypeKind::Enum) return narrow(place.offset, LeafKind::Choice, {bit, 0});
  return false;
}

/// `--op`: a member of an enum that some argument has.
bool Asker::settle_members() {
  for (const std::string& word : question_.members) {
    bool found = false;
    std::vector<std::string> names;
    for (const NamedPlace& place : places_) {
      if (place.type->kind == TypeKind::Set && place.type->element->member(word) >= 0) {
        const std::uint64_t bit = 1ULL << place.type->element->member(word);
        const std::uint64_t all = place.type->leaves[0].choices;
        if (!narrow(place.offset, LeafKind::Set, {bit, all})) return false;
        found = true;
      }
      if (place.type->kind != TypeKind::Enum) continue;
      for (const EnumMember& member : place.type->members) names.push_back(member.name);
      if (place.type->member(word) < 0) continue;
      found = true;
      if (!narrow_to_word(place, word)) return false;
    }
    if (!found)
      return fail(fmt::format("no argument of '{}' can be '{}'{}", call_->name, printable(word),
                              did_you_mean(word, names)));
  }
  return true;
}

/// Exactly so called, else those whose name it abbreviates.
std::vector<const NamedPlace*> Asker::places_called(const std::string& name) const {
  std::vector<const NamedPlace*> exact, similar;
  for (const NamedPlace& place : places_) {
    if (place.path == name || place.name == name) exact.push_back(&place);
    else if (abbreviates(name, place.name)) similar.push_back(&place);
  }
  return exact.empty() ? similar : exact;
}

bool Asker::settle_named(const Question::Named& named) {
  const std::vector<const NamedPlace*> places = places_called(named.name);
  if (places.empty()) {
    std::vector<std::string> names;
    for (const NamedPlace& place : places_) names.push_back(place.name);
    return fail(fmt::format("'{}' has no argument or field '{}'{}", call_->name,
                            printable(named.name), did_you_mean(named.name, names)));
  }
  const NamedPlace& place = *places.front();
  for (const NamedPlace* other : places)
    if (other->name != place.name)
      return fail(
          fmt::format("'{}' may be '{}' or '{}'", printable(named.name), place.path, other->path));
  const auto choice = [&](int bit) {
    return narrow(place.offset, LeafKind::Choice, {1ULL << bit, 0});
  };
  if (!named.value.empty()) {
    for (const NamedPlace* candidate : places) {
      if (narrow_to_word(*candidate, named.value)) return true;
      if (!answer_.error.empty()) return false;
      std::int64_t number = 0;
      if (candidate->type->kind == TypeKind::Int &&
          fmt::format("{}", number = std::atoll(named.value.c_str())) == named.value)
        return narrow(candidate->offset, LeafKind::Number, Partly::number(number));
    }
    return fail(fmt::format("'{}' is no value of '{}'", printable(named.value), place.path));
  }
  if (place.type->kind == TypeKind::Bool || place.type->is_option) return choice(named.given);
  if (place.type->kind == TypeKind::Int)
    return narrow(place.offset, LeafKind::Number,
                  named.given ? Partly::interval(1, kHighest) : Partly::interval(kLowest, -1));
  return fail(fmt::format("'{}' is not something to be given or not; it takes a value: --{}=VALUE",
                          place.path, printable(named.name)));
}

bool Asker::settle_named() {
  return std::all_of(question_.named.begin(), question_.named.end(),
                     [&](const Question::Named& named) { return settle_named(named); });
}

/// `--where`: conditions that the parser of the specification reads.
bool Asker::settle_conditions() {
  for (const std::string& text : question_.where) {
    SourceMap sources;
    Diagnostics faults;
    const FileId id = sources.add("--where", "fn asked() -> bool = " + text);
    const ast::File file = parse_spec(id, sources, faults);
    const auto* fn =
        file.decls.size() == 1 ? std::get_if<ast::FnDecl>(&file.decls.front().node) : nullptr;
    const Node* node = nullptr;
    if (fn && !has_errors(faults)) {
      diagnostics_.clear();
      const std::size_t mark = lowering_.mark();
      node = lowering_.condition(fn->value);
      lowering_.drop_to(mark);
      faults = diagnostics_;
    }
    if (!node || has_errors(faults)) {
      const std::string reason = faults.empty() ? "not a condition" : faults.front().message;
      const std::string hint = faults.empty() || faults.front().suggestion.empty()
                                   ? ""
                                   : "; " + faults.front().suggestion;
      return fail(fmt::format("--where '{}': {}{}", printable(text), reason, hint));
    }
    if (!assume(*node, true, context_)) return known_contradiction();
  }
  return true;
}

bool Asker::check_handler(const OutcomeTables& tables) {
  for (const std::string& word : question_.handler)
    if (!tables.is_flag(word) && !(question_.handler.size() == 1 && tables.is_no_handler(word)))
      return fail(fmt::format("--handler: the specification knows no flag '{}'{}", printable(word),
                              did_you_mean(word, tables.handler_words())));
  return true;
}

std::string Asker::outcome_of(const RestartRow& row, const OutcomeTables& tables) const {
  if (!question_.handler_given && !question_.stop_continue) return {};
  return tables.outcome_in(row, question_.handler, question_.stop_continue);
}

/// What a row's condition reads and nobody has said.
void Asker::note_conditions(const Node& node) {
  for_each_read(&node, [&](const Node& read) {
    if (read.base != Base::Event || read.op != Op::Slot) return;
    if (Partly::known(read.kind, cells_[static_cast<std::size_t>(read.offset)])) return;
    const NamedPlace* at = nullptr;
    for (const NamedPlace& place : places_)
      if (place.offset <= read.offset && read.offset < place.offset + place.type->size())
        at = &place;
    if (at && std::find(answer_.conditions.begin(), answer_.conditions.end(), at->path) ==
                  answer_.conditions.end())
      answer_.conditions.push_back(at->path);
  });
}

void Asker::add_row(const RestartRow& row, const OutcomeTables& tables) {
  if (question_.transfer != Transfer::Unknown &&
      row.after_transfer != (question_.transfer == Transfer::Something))
    return;
  const std::size_t mark = lowering_.mark();
  const Node* node = lowering_.row_applies(model_.rule(row.id));
  lowering_.drop_to(mark);
  const Cell applies = eval<Partly>(*node, context_);
  if (Partly::is_false(applies)) return;
  const bool sure = Partly::is_true(applies);
  if (!sure) note_conditions(*node);
  answer_.rows.push_back({row, sure, outcome_of(row, tables)});
}

Answer Asker::run() {
  const OutcomeTables tables(model_, kernel_);
  if (!find_call()) return std::move(answer_);
  bind_arguments();
  if (!check_handler(tables) || !settle_object() || !settle_members() || !settle_named() ||
      !settle_conditions())
    return std::move(answer_);
  for (const RestartRow& row : restart_table(model_, kernel_, call_->name)) add_row(row, tables);
  std::stable_sort(
      answer_.rows.begin(), answer_.rows.end(),
      [](const AnswerRow& a, const AnswerRow& b) { return rank(a.row) < rank(b.row); });
  for (const AnswerRow& row : answer_.rows)
    if (!row.outcome.empty() && std::find(answer_.outcomes.begin(), answer_.outcomes.end(),
                                          row.outcome) == answer_.outcomes.end())
      answer_.outcomes.push_back(row.outcome);
  return std::move(answer_);
}

}  // namespace

Answer answer_question(const Model& model, Version kernel, const Question& question) {
  return Asker(model, kernel, question).run();
}

}  // namespace sigspec
