// Prints rules, calls with their rows, and views.
#include <algorithm>

#include "model/print_decl.h"

namespace sigspec::print {

using layout::align;
using layout::fill;
using layout::join;
using layout::nest;
using layout::text;

namespace {

Piece shows(const ast::Shows& node) {
  std::vector<Piece> arguments;
  for (const ast::Pattern& pattern : node.arguments) arguments.push_back(print::pattern(pattern));
  return join({text("shows " + node.observation.text + "("),
               align(fill(std::move(arguments), ", ")), text(")")});
}

}  // namespace

// ----------------------------------------------------------------------------------- rules

void DeclPrinter::print(const ast::RuleDecl& node) {
  Piece head = text("rule " + node.name.text);
  if (!node.params.empty()) head = join({head, text(" "), params(node.params)});
  put(head);
  out_.indent();
  if (node.internal) out_.line("internal");
  if (node.fair) out_.line(node.fair->empty() ? "fair" : "fair " + *node.fair);
  out_.dedent();
  clauses(node.clauses);
  out_.indent();
  if (node.shows) {
    out_.leaf(node.shows->span);
    put(shows(*node.shows));
  }
  guards("when", node.when);
  guards("with", node.with);
  effects("do", node.effects);
  out_.dedent();
}

void DeclPrinter::documented(const ast::Doc& doc, const ast::RuleDecl& node) {
  out_.item(node.span);
  out_.doc(doc);
  print(node);
  out_.close(node.span.end);
}

// ----------------------------------------------------------------------------------- calls

void DeclPrinter::print(const ast::CallDecl& node) {
  put(join({text("call "), align(names(node.names, ", ")), params(node.params, node.variadic)}));
  out_.indent();
  for (const ast::Numbers& numbers : node.numbers) {
    std::vector<Piece> items;
    for (const std::int64_t number : numbers.numbers) items.push_back(text(std::to_string(number)));
    put(join({text("nr " + numbers.abi + " "), align(fill(std::move(items), " "))}));
  }
  if (node.by) put(join({text("by "), align(expr(*node.by))}));
  if (!node.same.empty()) put(join({text("same "), align(names(node.same, ", "))}));
  if (!node.makes_kind.text.empty()) out_.line("makes " + node.makes_kind.text);
  if (!node.printed.empty()) out_.line("as " + quoted(node.printed));
  if (node.abstract) out_.line("abstract");
  out_.dedent();
  clauses(node.clauses);
  std::vector<Item> items;
  for (const ast::CallRow& row : node.rows) {
    items.push_back({row.span.begin, [this, &row] { this->row(row); }});
  }
  for (const auto& rule : node.rules) {
    items.push_back({rule.second.span.begin,
                     [this, &rule] { documented(rule.first, rule.second); }});
  }
  if (!items.empty()) block(std::move(items));
}

namespace {

/// Which context the row is about.
Piece row_context(const ast::CallRow& node) {
  std::vector<Piece> parts{text("row " + node.name.text)};
  const auto add = [&](const std::string& word, const Piece& what) {
    parts.push_back(layout::group(layout::line()));
    parts.push_back(text(word));
    parts.push_back(what);
  };
  if (!node.of.empty()) add("of ", align(names(node.of, ", ")));
  if (!node.on.empty()) add("on ", align(names(node.on, " | ")));
  if (!node.when.empty()) add("when ", guard_list(node.when));
  if (node.after_transfer) add("after transfer", text(""));
  for (const std::string& caller : node.library) add("library ", text(quoted(caller)));
  return nest(4, join(std::move(parts)));
}

/// What a signal makes of the call there.
Piece row_outcome(const ast::CallRow& node) {
  std::vector<Piece> parts;
  if (!node.sleeps.empty()) {
    std::string sleeps = "sleeps " + node.sleeps;
    for (const ast::Name& then : node.sleeps_then) sleeps += " then " + then.text;
    parts.push_back(text(sleeps));
    parts.push_back(layout::group(layout::line()));
  }
  parts.push_back(text("interrupted " + node.interrupted.text));
  const auto add = [&](const std::string& word, const ast::Maybe<ast::Expr>& outcome) {
    if (!outcome) return;
    parts.push_back(layout::group(layout::line()));
    parts.push_back(join({text(word + " "), align(expr(*outcome))}));
  };
  add("handled", node.handled);
  add("restarted", node.restarted);
  add("unhandled", node.unhandled);
  return nest(2, join(std::move(parts)));
}

}  // namespace

void DeclPrinter::row(const ast::CallRow& node) {
  out_.leaf(node.span);
  out_.doc(node.doc);
  put(row_context(node));
  out_.indent();
  put(row_outcome(node));
  out_.dedent();
  clauses(node.clauses);
}

// ----------------------------------------------------------------------------------- views

/// The lines of a view in columns.
void DeclPrinter::lines(const std::vector<ast::ViewLine>& nodes,
                        std::vector<std::string>& contents) {
  constexpr std::size_t kExampleMax = 60;
  std::size_t name = 0, example = 0;
  for (const ast::ViewLine& node : nodes) {
    name = std::max(name, layout::columns(node.line.text));
    const std::size_t wide = layout::columns(quoted(node.example));
    if (wide <= kExampleMax) example = std::max(example, wide);
  }
  const auto padded = [](std::string content, std::size_t to) {
    const std::size_t wide = layout::columns(content);
    return content.append(wide < to ? to - wide : 0, ' ');
  };
  for (const ast::ViewLine& node : nodes) {
    contents.push_back("line " + padded(node.line.text, name) + "  " +
                       padded(quoted(node.example), example) + "  shows " + node.shows.text);
  }
}

void DeclPrinter::print(const ast::ViewDecl& node) {
  out_.line("view " + node.name.text);
  clauses(node.clauses);
  std::vector<std::string> contents;
  lines(node.lines, contents);
  std::vector<Item> items;
  for (std::size_t i = 0; i < node.lines.size(); ++i) {
    const ast::ViewLine& line = node.lines[i];
    items.push_back({line.span.begin, [this, &line, &contents, i] {
                       out_.leaf(line.span);
                       out_.doc(line.doc);
                       out_.line(contents[i]);
                     }});
  }
  for (const auto& rule : node.rules) {
    items.push_back({rule.second.span.begin,
                     [this, &rule] { documented(rule.first, rule.second); }});
  }
  block(std::move(items));
}

}  // namespace sigspec::print
