// Walks a syntax tree, counts the places where it can be changed, and changes one of them.
#include "tests/support/spec_mutants.h"

#include <map>
#include <utility>

#include "model/parser.h"
#include "model/print.h"
#include "tests/support/effect_order.h"

namespace sigspec::test {

namespace {

using ast::Effect;
using ast::Expr;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::string shortened(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text.size() <= 90 ? text : text.substr(0, 90) + "...";
}

Expr truth(bool value) {
  Expr e;
  e.kind = Expr::Kind::Name;
  e.text = value ? "true" : "false";
  return e;
}

/// The opposite of an operator.
std::string flipped(const std::string& op) {
  static const std::map<std::string, std::string> kFlipped = {
      {"=", "!="}, {"!=", "="},      {"<", ">="},      {"<=", ">"},      {">", "<="},
      {">=", "<"}, {"in", "not in"}, {"not in", "in"}, {"is", "is not"}, {"is not", "is"}};
  const auto found = kFlipped.find(op);
  return found == kFlipped.end() ? "" : found->second;
}

class Walk {
 public:
  /// `target` is the place to change; kNone only lists them.
  Walk(std::size_t target, const EffectOrder& order) : target_(target), order_(order) {}

  void file(ast::File& file) {
    for (ast::Decl& decl : file.decls)
      std::visit([&](auto& node) { declaration(node); }, decl.node);
  }
  std::vector<SpecMutant>& found() { return found_; }

 private:
  template <class Change>
  void place(std::string what, Change change) {
    if (target_ == kNone)
      found_.push_back({owner_, std::move(what), 0, count_, untested_, in_effect_});
    if (count_++ == target_) change();
  }

  void owned_by(const std::string& name, const ast::Clauses& clauses) {
    owner_ = name;
    untested_ = !clauses.untested.empty() || !clauses.unobservable.empty();
  }

  template <class Other>
  void declaration(Other&) {}

  void declaration(ast::FnDecl& fn) {
    owned_by(fn.name.text, fn.clauses);
    expr(fn.value);
  }

  void declaration(ast::ConstDecl& constant) {
    owned_by(constant.name.text, constant.clauses);
    expr(constant.value);
  }

  void declaration(ast::TableDecl& table) {
    owned_by(table.name.text, table.clauses);
    const std::vector<ast::TableRow> rows = table.rows;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      ast::TableRow& row = table.rows[i];
      drop_each("drop when", row.when);
      const ast::TableRow& other = rows[(i + 1) % rows.size()];
      if (print_expr(rows[i].value) == print_expr(other.value)) continue;
      std::string head = rows[i].otherwise ? "otherwise" : "";
      for (const ast::Pattern& p : row.patterns)
        head += (head.empty() ? "" : ", ") + print_pattern(p);
      place(shortened(head) + " -> " + print_expr(other.value),
            [&row, value = other.value] { row.value = value; });
    }
  }

  void declaration(ast::RuleDecl& r) { rule("", r); }

  void declaration(ast::ViewDecl& view) {
    for (auto& [doc, r] : view.rules) rule(view.name.text + ".", r);
  }

  void declaration(ast::AlwaysDecl& always) {
    owned_by("always", always.clauses);
    place("drop " + shortened(print_expr(always.value)), [&] { always.value = truth(true); });
  }

  void declaration(ast::BeginsDecl& begins) {
    owned_by("begins " + begins.name.text, begins.clauses);
    effects(begins.effects);
  }

  void declaration(ast::CallDecl& call) {
    const std::string prefix = call.names.front().text + ".";
    owned_by(call.names.front().text, call.clauses);
    const std::vector<ast::Name> same = call.same;
    for (std::size_t i = 0; i < same.size(); ++i)
      place("drop same " + same[i].text,
            [&] { call.same.erase(call.same.begin() + static_cast<std::ptrdiff_t>(i)); });
    rows(prefix, call.rows);
    for (auto& [doc, r] : call.rules) rule(prefix, r);
  }

  /// A row that is not a restart code or an error decides nothing when traces are judged.
  static bool is_judged(const ast::CallRow& row) { return row.interrupted.text.starts_with("E"); }

  void rows(const std::string& prefix, std::vector<ast::CallRow>& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      ast::CallRow& row = all[i];
      if (!is_judged(row)) continue;
      owned_by(prefix + row.name.text, row.clauses);
      drop_each("drop when", row.when);
      if (!row.on.empty()) place("drop on", [&] { row.on.clear(); });
      const char* other = row.interrupted.text == "ERESTARTSYS" ? "ERESTARTNOHAND" : "ERESTARTSYS";
      place(std::string("interrupted ") + other, [&] { row.interrupted.text = other; });
    }
  }

  void rule(const std::string& prefix, ast::RuleDecl& r) {
    owned_by(prefix + r.name.text, r.clauses);
    drop_each("drop when", r.when);
    drop_each("drop with", r.with);
    for (Expr& condition : r.when) inside(condition);
    for (Expr& condition : r.with) inside(condition);
    in_effect_ = true;
    effects(r.effects);
    in_effect_ = false;
  }

  void drop_each(const std::string& how, std::vector<Expr>& conditions) {
    const std::vector<Expr> all = conditions;
    for (std::size_t i = 0; i < all.size(); ++i)
      place(how + " " + shortened(print_expr(all[i])),
            [&] { conditions.erase(conditions.begin() + static_cast<std::ptrdiff_t>(i)); });
  }

  void effects(std::vector<Effect>& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      Effect& effect = list[i];
      if (effect.kind != Effect::Kind::Let)
        place("drop " + shortened(print_effect(effect)),
              [&] { list.erase(list.begin() + static_cast<std::ptrdiff_t>(i)); });
      if (target_ != kNone && count_ > target_) return;  // the list is another now
      if (i + 1 < list.size() && order_.matters(effect, list[i + 1]))
        place("swap " + shortened(print_effect(effect)) + " and the next",
              [&] { std::swap(list[i], list[i + 1]); });
      if (target_ != kNone && count_ > target_) return;
      if (effect.has_value && effect.kind != Effect::Kind::Let)
        place("always " + shortened(print_effect(effect)), [&] { effect.has_value = false; });
      expr(effect.value);
      effects(effect.body);
      effects(effect.otherwise);
    }
  }

  /// Parts of a condition: what its own literals are made of.
  void inside(Expr& e) {
    if (e.kind == Expr::Kind::Binary && (e.text == "and" || e.text == "or" || e.text == "implies"))
      expr(e);
  }

  void becomes(Expr& e, const Expr& was, Expr other, const std::string& how) {
    place(how + " in " + shortened(print_expr(was)),
          [&e, other = std::move(other)] { e = Expr(other); });
  }

  void expr(Expr& e) {
    const std::size_t before = count_;
    changes_of(e, Expr(e));
    if (target_ != kNone && before <= target_ && target_ < count_) return;  // it is another now
    for (Expr& part : e.args) expr(part);
    for (ast::Arm& arm : e.arms) expr(arm.value);
  }

  /// `was` is the expression before any change.
  void changes_of(Expr& e, const Expr& was) {
    switch (was.kind) {
      case Expr::Kind::Binary: return binary(e, was);
      case Expr::Kind::Unary:
        if (was.text == "not") becomes(e, was, was.args[0], "no not");
        return;
      case Expr::Kind::Is:
        place("flip is in " + shortened(print_expr(was)), [&] { e.text = flipped(was.text); });
        return;
      case Expr::Kind::If:
        becomes(e, was, was.args[1], "always then");
        becomes(e, was, was.args[2], "always else");
        return;
      case Expr::Kind::Either:
        becomes(e, was, was.args[0], "never or");
        becomes(e, was, was.args[1], "never either");
        return;
      case Expr::Kind::Match:
        for (std::size_t i = 0; i < was.arms.size(); ++i) {
          const ast::Arm& other = was.arms[(i + 1) % was.arms.size()];
          if (print_expr(was.arms[i].value) == print_expr(other.value)) continue;
          place(print_pattern(was.arms[i].pattern) + " => " + shortened(print_expr(other.value)),
                [&e, i, value = other.value] { e.arms[i].value = value; });
        }
        return;
      case Expr::Kind::Set:
        for (std::size_t i = 0; i < was.args.size(); ++i)
          place("drop " + print_expr(was.args[i]) + " of " + shortened(print_expr(was)),
                [&e, i] { e.args.erase(e.args.begin() + static_cast<std::ptrdiff_t>(i)); });
        return;
      default: return;
    }
  }

  void binary(Expr& e, const Expr& was) {
    if (was.text == "and" || was.text == "or") {
      becomes(e, was, was.args[1], "drop " + shortened(print_expr(was.args[0])));
      becomes(e, was, was.args[0], "drop " + shortened(print_expr(was.args[1])));
    } else if (was.text == "implies") {
      becomes(e, was, was.args[1], "drop premise");
    } else if (was.text == "+" || was.text == "-" || was.text == "&") {
      becomes(e, was, was.args[0], "drop " + was.text + " " + shortened(print_expr(was.args[1])));
    } else if (const std::string other = flipped(was.text); !other.empty()) {
      place("flip " + was.text + " in " + shortened(print_expr(was)),
            [&e, other] { e.text = other; });
    }
  }

  std::size_t target_, count_ = 0;
  const EffectOrder& order_;
  std::string owner_;
  bool untested_ = false, in_effect_ = false;
  std::vector<SpecMutant> found_;
};

}  // namespace

struct SpecMutator::Parsed {
  explicit Parsed(const std::vector<SpecText>& texts) : files(parse(texts)), order(files) {}

  std::vector<ast::File> parse(const std::vector<SpecText>& texts) {
    Diagnostics diagnostics;
    std::vector<ast::File> all;
    for (const SpecText& text : texts)
      all.push_back(parse_spec(sources.add(text.path, text.text), sources, diagnostics));
    return all;
  }

  SourceMap sources;
  std::vector<ast::File> files;
  EffectOrder order;
};

SpecMutator::SpecMutator(const std::vector<SpecText>& texts)
    : texts_(texts), parsed_(std::make_unique<Parsed>(texts)) {}
SpecMutator::~SpecMutator() = default;

std::vector<SpecMutant> SpecMutator::mutants() const {
  std::vector<SpecMutant> all;
  std::map<std::string, int> names;
  for (std::size_t i = 0; i < parsed_->files.size(); ++i) {
    ast::File file = parsed_->files[i];
    Walk walk(kNone, parsed_->order);
    walk.file(file);
    for (SpecMutant& mutant : walk.found()) {
      mutant.file = i;
      if (const int copies = ++names[mutant.name()]; copies > 1)
        mutant.what += " (" + std::to_string(copies) + ")";
      all.push_back(std::move(mutant));
    }
  }
  return all;
}

std::vector<SpecText> SpecMutator::mutated(const SpecMutant& mutant) const {
  ast::File file = parsed_->files[mutant.file];
  Walk walk(mutant.place, parsed_->order);
  walk.file(file);
  std::vector<SpecText> texts = texts_;
  texts[mutant.file].text = print_spec(file, parsed_->sources);
  return texts;
}

}  // namespace sigspec::test
