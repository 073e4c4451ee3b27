// What the printers of declarations have in common: blocks, guards, effects, members.
#include <algorithm>

#include "model/print_decl.h"

namespace sigspec::print {

void DeclPrinter::put(const Piece& piece, std::size_t hang) {
  out_.line(layout::render(piece, out_.indentation(), out_.indentation() + hang));
}

void DeclPrinter::clauses(const ast::Clauses& node) {
  out_.indent();
  for (const Piece& clause : print::clauses(node)) put(clause);
  out_.dedent();
}

/// The comments before a guard or effect stand in its column.
void DeclPrinter::announce(Span span, std::size_t column) {
  out_.indent(column);
  out_.leaf(span);
  out_.dedent(column);
}

/// `when  a,` and the others below it.
void DeclPrinter::guards(const std::string& word, const std::vector<ast::Expr>& nodes) {
  constexpr std::size_t kColumn = 6;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    announce(nodes[i].span, i == 0 ? 0 : kColumn);
    const bool last = i + 1 == nodes.size();
    const std::size_t column = out_.indentation() + kColumn;
    std::string content = layout::render(guard(nodes[i], i == 0), column, column, last ? 0 : 1);
    // `with {` would go on with the expression before it.
    if (i == 0 && word == "with" && content.starts_with('{')) content = '(' + content + ')';
    std::string head = i == 0 ? word : "";
    head.resize(kColumn, ' ');
    out_.line(head + content + (last ? "" : ","));
  }
}

/// `do    a` and the others below it.
void DeclPrinter::effects(const std::string& word, const std::vector<ast::Effect>& nodes) {
  constexpr std::size_t kColumn = 6;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    announce(nodes[i].span, i == 0 || word.empty() ? 0 : kColumn);
    const std::size_t column = out_.indentation() + (word.empty() ? 0 : kColumn);
    std::string head = i == 0 ? word : "";
    if (!word.empty()) head.resize(kColumn, ' ');
    out_.line(head + layout::render(effect(nodes[i]), column, column));
  }
}

void DeclPrinter::block(std::vector<Item> items) {
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.begin < b.begin; });
  out_.line("{");
  out_.indent();
  for (const Item& item : items) item.print();
  out_.close(decl_span_.end);
  out_.dedent();
  out_.line("}");
}

void DeclPrinter::members(const std::string& head, Span name,
                          const std::vector<MemberText>& nodes) {
  if (nodes.empty()) {
    out_.line(head + " {}");
    return;
  }
  std::string all;
  bool documented = false;
  for (const MemberText& node : nodes) {
    all += (all.empty() ? "" : ", ") + node.content;
    documented = documented || !node.doc->empty();
  }
  const std::uint32_t end = nodes.back().span.end;
  const bool together = !documented && !out_.breaks(name.end, end) &&
                        !out_.has_comment(name.end, decl_span_.end) &&
                        out_.indentation() + layout::columns(head + all) + 5 <= layout::kColumnsMax;
  if (together) {
    out_.line(head + " { " + all + " }");
    return;
  }
  out_.line(head + " {");
  out_.indent();
  std::string current;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const MemberText& node = nodes[i];
    const std::size_t need = out_.indentation() + layout::columns(current + node.content) + 3;
    const bool joins = i > 0 && node.doc->empty() &&
                       !out_.breaks(nodes[i - 1].span.end, node.span.begin) &&
                       need <= layout::kColumnsMax;
    if (joins) {
      current += ", " + node.content;
      continue;
    }
    if (i > 0) member_line(nodes[i - 1].content, current);
    out_.leaf(node.span);
    out_.doc(*node.doc);
    current = node.content;
  }
  member_line(nodes.back().content, current);
  out_.close(decl_span_.end);
  out_.dedent();
  out_.line("}");
}

/// A line of members; a single one that is too long breaks between its texts.
void DeclPrinter::member_line(const std::string& last, const std::string& all) {
  if (last != all) return out_.line(all + ",");
  std::vector<Piece> words;
  std::string word;
  bool quoted = false;
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (quoted && all[at] == '\\') word += all[at++];
    if (all[at] == '"') quoted = !quoted;
    if (quoted || all[at] != ' ') {
      word += all[at];
      continue;
    }
    words.push_back(layout::text(word));
    word.clear();
  }
  words.push_back(layout::text(word + ","));
  put(layout::fill(std::move(words), " "), 4);
}

}  // namespace sigspec::print
