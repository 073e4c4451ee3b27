// Prints expressions, with no more parentheses than they need.
//
// The levels here are those of the grammar (parser_expr.cc): an operand is put in parentheses when
// it binds less tightly than its place demands. What has no closing word (if, either, let,
// forall ...) goes on as far as it can, so it stands bare only where nothing follows.
#include <algorithm>

#include "model/parser_tokens.h"
#include "model/print.h"
#include "model/print_parts.h"

namespace sigspec::print {
namespace {

using ast::Expr;
using ast::Pattern;
using layout::align;
using layout::fill;
using layout::group;
using layout::join;
using layout::line;
using layout::nest;
using layout::text;

enum Level {
  kOpen = 0,
  kImplies,
  kOr,
  kAnd,
  kNot,
  kCompare,
  kOtherwise,
  kSum,
  kMask,
  kWith,
  kUnary,
  kPrimary
};

/// Does an expression with this place have anything after it that it could swallow?
enum class Tail { Open, Closed };

int binary_level(const std::string& op) {
  if (op == "implies") return kImplies;
  if (op == "or") return kOr;
  if (op == "and") return kAnd;
  if (op == "otherwise") return kOtherwise;
  if (op == "+" || op == "-") return kSum;
  if (op == "&" || op == "*") return kMask;
  return kCompare;
}

/// `any except a, b` goes on over commas: what ends with it always stands in parentheses.
bool excepts(const Pattern& node) {
  return !node.names.empty() || std::any_of(node.args.begin(), node.args.end(), excepts);
}

int level_of(const Expr& node) {
  switch (node.kind) {
    case Expr::Kind::Binary: return binary_level(node.text);
    case Expr::Kind::Is: return excepts(node.patterns[0]) ? kPrimary : kCompare;
    case Expr::Kind::Unary: return node.text == "not" ? kNot : kUnary;
    case Expr::Kind::If:
    case Expr::Kind::Either:
    case Expr::Kind::Let:
    case Expr::Kind::Quantified: return kOpen;
    case Expr::Kind::Record: return node.args.size() > node.names.size() ? kWith : kPrimary;
    default: return kPrimary;
  }
}

Piece build(const Expr& node, Tail tail);
Piece match(const Expr& node, bool folds);

/// Inside another expression a short `match` stays on its line.
Piece inner(const Expr& node, Tail tail) {
  return node.kind == Expr::Kind::Match ? match(node, true) : build(node, tail);
}

Piece parenthesized(const Expr& node) {
  return join({text("("), align(inner(node, Tail::Open)), text(")")});
}

/// An operand at a place that demands `least`.
Piece operand(const Expr& node, int least, Tail tail) {
  return level_of(node) < least ? parenthesized(node) : build(node, tail);
}

/// The right side of a logical operator: forall, if ... may stand there bare, as the last thing.
Piece last_operand(const Expr& node, int least, Tail tail) {
  const bool bare = level_of(node) == kOpen && tail == Tail::Open;
  return bare ? build(node, tail) : operand(node, least, tail);
}

/// Operators of one level that group to the left, in one row: a and b and c.
/// Returns: the first operand; the others with their operators go to `pieces`.
Piece add_chain(const Expr& node, int level, Tail tail, std::vector<Piece>& pieces) {
  const Expr& left = node.args[0];
  const bool longer = left.kind == Expr::Kind::Binary && binary_level(left.text) == level;
  Piece first = longer ? add_chain(left, level, Tail::Closed, pieces)
                       : operand(left, level, Tail::Closed);
  const Expr& right = node.args[1];
  pieces.push_back(left.kind == Expr::Kind::Match ? text(" ") : line());
  pieces.push_back(text(node.text + " "));
  pieces.push_back(level <= kAnd ? last_operand(right, level + 1, tail)
                                 : operand(right, level + 1, tail));
  return first;
}

Piece binary(const Expr& node, Tail tail) {
  const int level = binary_level(node.text);
  if (level == kSum || level == kMask || level == kAnd || level == kOr) {
    std::vector<Piece> pieces;
    Piece first = add_chain(node, level, tail, pieces);
    Piece others = nest(2, join(std::move(pieces)));
    if (node.args[0].kind == Expr::Kind::Match) return join({first, others});
    return group(join({first, others}));
  }
  const bool right = level == kImplies || level == kOtherwise;
  Piece first = operand(node.args[0], level + 1, Tail::Closed);
  Piece second = level == kImplies ? last_operand(node.args[1], level, tail)
                                   : operand(node.args[1], right ? level : level + 1, tail);
  return group(nest(2, join({first, line(), text(node.text + " "), second})));
}

Piece list(const std::string& open, const std::vector<Piece>& items, const std::string& close) {
  return join({text(open), align(fill(items, ", ")), text(close)});
}

std::vector<Piece> items_of(const std::vector<Expr>& nodes) {
  std::vector<Piece> items;
  for (const Expr& node : nodes) items.push_back(inner(node, Tail::Open));
  return items;
}

Piece record(const Expr& node) {
  const bool update = node.args.size() > node.names.size();
  std::vector<Piece> pieces;
  if (update) {
    pieces.push_back(operand(node.args.back(), kWith, Tail::Closed));
    pieces.push_back(text(" with "));
  }
  if (node.names.empty()) {
    pieces.push_back(text("{}"));
    return join(std::move(pieces));
  }
  std::vector<Piece> fields;
  for (std::size_t i = 0; i < node.names.size(); ++i) {
    fields.push_back(i > 0 ? join({text(","), line()}) : line());
    fields.push_back(join({text(node.names[i].text + ": "), build(node.args[i], Tail::Open)}));
  }
  pieces.push_back(
      group(join({text("{"), nest(2, join(std::move(fields))), line(), text("}")})));
  return join(std::move(pieces));
}

/// Does the value begin with what can stand behind the arrow, whatever comes below it?
bool hangs(const Expr& value) {
  return value.kind == Expr::Kind::Match || value.kind == Expr::Kind::Record ||
         value.kind == Expr::Kind::Set || value.kind == Expr::Kind::Apply;
}

/// Arms on lines of their own; `folds`: on one line where they fit.
Piece match(const Expr& node, bool folds) {
  constexpr std::size_t kAlignedMax = 40;  // columns of patterns and of values that are aligned
  std::vector<Piece> heads, values;
  std::size_t widest = 0;
  for (const ast::Arm& arm : node.arms) {
    heads.push_back(pattern(arm.pattern));
    values.push_back(build(arm.value, Tail::Open));
    const std::size_t wide = layout::width(heads.back());
    const bool is_short = !layout::must_break(values.back()) &&
                          layout::width(values.back()) <= kAlignedMax && wide <= kAlignedMax;
    if (is_short) widest = std::max(widest, wide);
  }
  const auto feed = [&](const std::string& sign) {
    return folds ? join({text(sign == ", " ? "," : ""), line()}) : layout::hard_line(sign);
  };
  std::vector<Piece> arms;
  for (std::size_t i = 0; i < node.arms.size(); ++i) {
    const std::size_t wide = layout::width(heads[i]);
    arms.push_back(feed(i == 0 ? " " : ", "));
    arms.push_back(heads[i]);
    arms.push_back(layout::pad(wide < widest ? widest - wide : 0));
    arms.push_back(text(" =>"));
    arms.push_back(hangs(node.arms[i].value) ? join({text(" "), values[i]})
                                             : group(nest(2, join({line(), values[i]}))));
  }
  Piece whole = join({text("match "), inner(node.args[0], Tail::Open), text(" {"),
                      nest(2, join(std::move(arms))), feed(" "), text("}")});
  return folds ? group(whole) : whole;
}

/// if a then b else if c then d else e: one group, so that all its parts break or none.
Piece choice(const Expr& node, Tail tail) {
  std::vector<Piece> pieces;
  const Expr* at = &node;
  for (;; at = &at->args[2]) {
    pieces.push_back(text("if "));
    pieces.push_back(align(inner(at->args[0], Tail::Open)));
    pieces.push_back(text(" then "));
    pieces.push_back(align(inner(at->args[1], Tail::Open)));
    pieces.push_back(line());
    pieces.push_back(text("else "));
    if (at->args[2].kind != Expr::Kind::If) break;
  }
  pieces.push_back(align(inner(at->args[2], tail)));
  return group(align(join(std::move(pieces))));
}

Piece either(const Expr& node) {
  const auto side = [](const Expr& which) {
    const bool bare = which.kind == Expr::Kind::Match;
    return align(bare ? match(which, true) : operand(which, kAnd, Tail::Closed));
  };
  std::vector<Piece> pieces{text("either "), side(node.args[0]), line(), text("or"),
                            layout::pad(4),  text(" "),          side(node.args[1])};
  if (node.args.size() > 2) {
    pieces.push_back(line());
    pieces.push_back(join({text("when"), layout::pad(2), text(" ")}));
    pieces.push_back(align(build(node.args[2], Tail::Open)));
  }
  return group(align(join(std::move(pieces))));
}

Piece quantified(const Expr& node, Tail tail) {
  std::vector<Piece> pieces{text(node.text + " "), bound_names(node.params)};
  const bool counts = node.text == "count";
  const bool narrowed = node.args.size() > 1;
  if (counts || narrowed) {
    pieces.push_back(text(" where "));
    pieces.push_back(align(build(node.args[0], counts ? tail : Tail::Open)));
  }
  if (counts) return join(std::move(pieces));
  pieces.push_back(text("."));
  pieces.push_back(nest(2, join({line(), build(node.args.back(), tail)})));
  return group(join(std::move(pieces)));
}

Piece build(const Expr& node, Tail tail) {
  switch (node.kind) {
    case Expr::Kind::Int:
    case Expr::Kind::Name: return text(node.text);
    case Expr::Kind::String: return text(quoted(node.text));
    case Expr::Kind::Field:
      return join({operand(node.args[0], kPrimary, Tail::Closed), text("." + node.text)});
    case Expr::Kind::Index:
      return join({operand(node.args[0], kPrimary, Tail::Closed), text("["),
                   align(build(node.args[1], Tail::Open)), text("]")});
    case Expr::Kind::Apply: return list(node.text + "(", items_of(node.args), ")");
    case Expr::Kind::Unary:
      if (node.text != "not") {
        return join({text(node.text), operand(node.args[0], kUnary, tail)});
      }
      return join({text("not "), last_operand(node.args[0], kNot, tail)});
    case Expr::Kind::Binary: return binary(node, tail);
    case Expr::Kind::Is: {
      Piece is = group(nest(2, join({operand(node.args[0], kOtherwise, Tail::Closed),
                                     text(" " + node.text + " "), pattern(node.patterns[0])})));
      return excepts(node.patterns[0]) ? join({text("("), is, text(")")}) : is;
    }
    case Expr::Kind::If: return choice(node, tail);
    case Expr::Kind::Match: return match(node, false);
    case Expr::Kind::Set: return list("{", items_of(node.args), "}");
    case Expr::Kind::Record: return record(node);
    case Expr::Kind::Either: return either(node);
    case Expr::Kind::Quantified: return quantified(node, tail);
    case Expr::Kind::Let:
      return group(join({text("let " + node.names[0].text + " = "),
                         operand(node.args[0], kOtherwise, Tail::Closed), text(" in"),
                         nest(2, join({line(), build(node.args[1], tail)}))}));
  }
  return text("");
}

/// Does the last thing of the expression wait for a `when`?
bool waits_for_when(const Expr& node) {
  switch (node.kind) {
    case Expr::Kind::Either: return node.args.size() == 2 || waits_for_when(node.args[2]);
    case Expr::Kind::Unary:
    case Expr::Kind::Binary:
    case Expr::Kind::If:
    case Expr::Kind::Let:
    case Expr::Kind::Quantified: return waits_for_when(node.args.back());
    default: return false;
  }
}

}  // namespace

Piece expr(const Expr& node) { return build(node, Tail::Open); }

Piece guard(const Expr& node, bool first) {
  // After a comma, a lone keyword would begin the next clause.
  const bool keyword =
      node.kind == Expr::Kind::Name && parser::is_keyword(parser::keyword(node.text)) &&
      node.text != "true" && node.text != "false" && node.text != "none" && node.text != "unknown";
  if (!first && keyword) return parenthesized(node);
  return expr(node);
}

Piece guard_list(const std::vector<Expr>& nodes) {
  std::vector<Piece> guards;
  for (std::size_t i = 0; i < nodes.size(); ++i) guards.push_back(guard(nodes[i], i == 0));
  return align(fill(std::move(guards), ", "));
}

Piece before_when(const Expr& node) {
  return waits_for_when(node) ? parenthesized(node) : expr(node);
}

}  // namespace sigspec::print
