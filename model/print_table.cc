// Prints tables: arrows stand below one another as far as the rows are short.
#include <algorithm>

#include "model/print_decl.h"

namespace sigspec::print {

using layout::align;
using layout::fill;
using layout::flat;
using layout::join;
using layout::nest;
using layout::text;

namespace {

constexpr std::size_t kAlignedMax = 60;  // columns of a head that others are aligned with

Piece row_head(const ast::TableRow& node) {
  std::vector<Piece> parts;
  if (node.otherwise) parts.push_back(text("otherwise"));
  std::vector<Piece> patterns;
  for (const ast::Pattern& pattern : node.patterns) patterns.push_back(print::pattern(pattern));
  if (!patterns.empty()) parts.push_back(fill(std::move(patterns), ", "));
  if (!node.when.empty()) {
    const std::string word = parts.empty() ? "when " : " when ";
    parts.push_back(join({text(word), guard_list(node.when)}));
  }
  return nest(2, join(std::move(parts)));
}

}  // namespace

void DeclPrinter::print(const ast::TableDecl& node) {
  put(join({text("table " + node.name.text), params(node.params), text(" -> "),
            type(node.result)}));
  clauses(node.clauses);
  std::size_t arrow = 0;
  for (const ast::TableRow& row : node.rows) {
    const std::size_t wide = layout::width(row_head(row));
    if (wide <= kAlignedMax) arrow = std::max(arrow, wide);
  }
  std::vector<Item> items;
  for (std::size_t i = 0; i < node.rows.size(); ++i) {
    const bool last = i + 1 == node.rows.size();
    const bool when_follows = !last && node.rows[i + 1].patterns.empty() &&
                              !node.rows[i + 1].otherwise && !node.rows[i + 1].when.empty();
    items.push_back({node.rows[i].span.begin,
                     [this, &node, i, arrow, when_follows] {
                       row(node.rows[i], arrow, when_follows);
                     }});
  }
  block(std::move(items));
}

void DeclPrinter::row(const ast::TableRow& node, std::size_t arrow, bool when_follows) {
  out_.leaf(node.span);
  out_.doc(node.doc);
  const Piece head = row_head(node);
  const Piece value = when_follows ? before_when(node.value) : expr(node.value);
  const std::size_t indent = out_.indentation();
  const std::size_t wide = layout::width(head);
  std::string content;
  if (wide == 0) {
    content = "-> ";
  } else if (wide <= arrow && indent + arrow + 4 + layout::width(value) <= layout::kColumnsMax) {
    content = flat(head);
    content.append(arrow - wide, ' ');
    content += " -> ";
  } else {
    const std::size_t after = layout::must_break(value) ? 1 : layout::width(value);
    content = layout::render(head, indent, indent, 4 + std::min(after, kAlignedMax)) + " -> ";
  }
  const std::size_t line_begin = content.rfind('\n');
  const std::size_t column = line_begin == std::string::npos
                                 ? indent + layout::columns(content)
                                 : layout::columns(content.substr(line_begin + 1));
  content += layout::render(align(value), column, indent);

  std::string words;
  const std::vector<Piece> parts = print::clauses(node.clauses);
  for (const Piece& clause : parts) words += "  " + flat(clause);
  const bool one_line = content.find('\n') == std::string::npos &&
                        indent + layout::columns(content + words) <= layout::kColumnsMax;
  out_.line(one_line ? content + words : content);
  if (one_line) return;
  out_.indent();
  out_.indent();
  for (const Piece& clause : parts) put(clause);
  out_.dedent();
  out_.dedent();
}

}  // namespace sigspec::print
