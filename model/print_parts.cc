// Prints what declarations are made of: types, patterns, parameters, effects, clauses.
#include "model/print_parts.h"

#include "model/parser_tokens.h"
#include "model/print.h"

namespace sigspec::print {

using ast::Effect;
using ast::Param;
using ast::Pattern;
using ast::Type;
using layout::align;
using layout::fill;
using layout::group;
using layout::join;
using layout::line;
using layout::nest;
using layout::text;

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// ------------------------------------------------------------------------ types, patterns

Piece type(const Type& node) {
  switch (node.kind) {
    case Type::Kind::Named: return text(node.text);
    case Type::Kind::Range: return text(node.low + " .. " + node.high);
    case Type::Kind::Set: return join({text("set "), type(node.args[0])});
    case Type::Kind::Option: return join({text("option "), type(node.args[0])});
    case Type::Kind::Array:
      return join({text("array "), type(node.args[0]), text(" of "), type(node.args[1])});
    case Type::Kind::Stack:
      return join({text("stack " + node.bound + " of "), type(node.args[0])});
    case Type::Kind::Queue:
      return join({text("queue " + node.bound + " of "), type(node.args[0])});
  }
  return text("");
}

Piece names(const std::vector<ast::Name>& list, const std::string& separator) {
  std::vector<Piece> items;
  for (const ast::Name& name : list) items.push_back(text(name.text));
  return fill(std::move(items), separator);
}

Piece pattern(const Pattern& node) {
  std::vector<Piece> args;
  for (const Pattern& arg : node.args) args.push_back(pattern(arg));
  switch (node.kind) {
    case Pattern::Kind::Any: return text("_");
    case Pattern::Kind::Name:
    case Pattern::Kind::Int: return text(node.text);
    case Pattern::Kind::Construct:
      return join({text(node.text + "("), align(fill(std::move(args), ", ")), text(")")});
    case Pattern::Kind::OneOf: return fill(std::move(args), " | ");
    case Pattern::Kind::AnyCall:
      if (node.names.empty()) return text(std::string(parser::spelling(parser::Kind::Any)));
      return join({text("any except "), names(node.names, ", ")});
  }
  return text("");
}

Piece param(const Param& node) {
  std::string direction;
  if (node.direction == Param::Direction::In) direction = "in ";
  if (node.direction == Param::Direction::Out) direction = "out ";
  if (node.direction == Param::Direction::InOut) direction = "inout ";
  return join({text(node.name.text + ": " + direction), type(node.type),
               text(node.printed.empty() ? "" : " as " + quoted(node.printed))});
}

Piece params(const std::vector<Param>& list, bool variadic) {
  std::vector<Piece> items;
  for (const Param& node : list) items.push_back(param(node));
  if (variadic) items.push_back(text("..."));
  return join({text("("), align(fill(std::move(items), ", ")), text(")")});
}

Piece bound_names(const std::vector<Param>& list) {
  std::vector<Piece> items;
  for (const Param& node : list) items.push_back(param(node));
  return align(fill(std::move(items), ", "));
}

// -------------------------------------------------------------------------------- effects

namespace {

/// One simple effect needs no braces.
bool is_simple(const std::vector<Effect>& body) {
  if (body.size() != 1) return false;
  const Effect::Kind kind = body[0].kind;
  return kind == Effect::Kind::Assign || kind == Effect::Kind::Push || kind == Effect::Kind::Pop;
}

Piece braces(const std::vector<Effect>& body) {
  if (body.empty()) return text("{}");
  std::vector<Piece> lines;
  for (std::size_t i = 0; i < body.size(); ++i) {
    lines.push_back(layout::hard_line(i == 0 ? " " : "; "));
    lines.push_back(effect(body[i]));
  }
  return join({text("{"), nest(2, join(std::move(lines))), layout::hard_line(" "), text("}")});
}

Piece conditional(const Effect& node) {
  const Piece head = join({text("if "), align(expr(node.value)), text(" then ")});
  const std::vector<Effect>& other = node.otherwise;
  const bool ladder = other.size() == 1 && other[0].kind == Effect::Kind::If;
  if (is_simple(node.body) && (other.empty() || is_simple(other))) {
    std::vector<Piece> pieces{head, effect(node.body[0])};
    if (!other.empty()) {
      pieces.push_back(text(" else "));
      pieces.push_back(effect(other[0]));
    }
    const Piece bare = join(std::move(pieces));
    if (!layout::must_break(bare) && layout::width(bare) <= 80) return bare;
  }
  std::vector<Piece> pieces{head, braces(node.body)};
  if (!other.empty()) {
    pieces.push_back(text(" else "));
    pieces.push_back(ladder ? effect(other[0]) : braces(other));
  }
  return join(std::move(pieces));
}

Piece drawn(const std::string& word, const Effect& node) {
  std::vector<Piece> pieces{text(word + " "), param(*node.param)};
  if (node.has_value) {
    pieces.push_back(text(" where "));
    pieces.push_back(align(expr(node.value)));
  }
  pieces.push_back(text(" do "));
  if (is_simple(node.body)) {
    const Piece bare = join({join(pieces), effect(node.body[0])});
    if (!layout::must_break(bare) && layout::width(bare) <= 80) return bare;
  }
  pieces.push_back(braces(node.body));
  return join(std::move(pieces));
}

}  // namespace

Piece effect(const Effect& node) {
  switch (node.kind) {
    case Effect::Kind::Assign:
      return join({expr(node.target), text(" := "), expr(node.value)});
    case Effect::Kind::Push:
      return join({text("push "), expr(node.target), text(" "), expr(node.value)});
    case Effect::Kind::Pop: return join({text("pop "), expr(node.target)});
    case Effect::Kind::If: return conditional(node);
    case Effect::Kind::ForEach: return drawn("for", node);
    case Effect::Kind::Choose: return drawn("choose", node);
    case Effect::Kind::Let:
      return join({text("let " + node.name.text + " = "), expr(node.value)});
    case Effect::Kind::Tell: {
      std::vector<Piece> pieces{text("tell "), expr(node.target), text(" "), expr(*node.message)};
      if (!node.has_value) return join(std::move(pieces));
      const Piece when = join({text("when "), align(expr(node.value))});
      return layout::group(layout::nest(
          2, join({join(std::move(pieces)), layout::line(), when})));
    }
  }
  return text("");
}

// -------------------------------------------------------------------------------- clauses

namespace {

/// Ids of the notes stand bare: D6, T001.
bool is_reference(const std::string& text) {
  const std::size_t letters = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  return letters != std::string::npos && letters > 0 && letters <= 2 &&
         text.find_first_not_of("0123456789", letters) == std::string::npos;
}

Piece citations(const std::string& word, const std::vector<ast::Citation>& list) {
  std::vector<Piece> items;
  for (const ast::Citation& node : list) {
    const bool bare = node.kind == "rule" || node.kind == "table";
    std::string item = node.kind;
    for (const std::string& id : node.texts) {
      item += ' ' + (bare && is_reference(id) ? id : quoted(id));
    }
    items.push_back(text(item));
  }
  return join({text(word + " "), align(fill(std::move(items), ", "))});
}

}  // namespace

std::vector<Piece> clauses(const ast::Clauses& node) {
  std::vector<Piece> lines;
  if (!node.cites.empty()) lines.push_back(citations("cites", node.cites));
  if (!node.refutes.empty()) lines.push_back(citations("refutes", node.refutes));
  std::string words;
  const auto add = [&](const std::string& word, const std::string& value) {
    if (value.empty()) return;
    if (!words.empty()) words += ' ';
    words += word + ' ' + value;
  };
  add("since", node.since);
  add("until", node.until);
  if (!node.verified.empty()) add("verified", quoted(node.verified));
  if (!words.empty()) lines.push_back(text(words));
  if (!node.untested.empty()) lines.push_back(text("untested " + quoted(node.untested)));
  if (!node.unobservable.empty())
    lines.push_back(text("unobservable " + quoted(node.unobservable)));
  if (!node.finding.empty()) lines.push_back(text("finding " + quoted(node.finding)));
  return lines;
}

}  // namespace sigspec::print

namespace sigspec {

std::string print_pattern(const ast::Pattern& pattern) {
  return layout::flat(print::pattern(pattern));
}
std::string print_expr(const ast::Expr& expr) { return layout::flat(print::expr(expr)); }
std::string print_effect(const ast::Effect& effect) {
  return layout::flat(print::effect(effect));
}

}  // namespace sigspec
