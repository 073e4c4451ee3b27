// Prints a spec file: its declarations in order, and the small ones among them.
#include "model/print.h"

#include <algorithm>

#include "model/print_decl.h"

namespace sigspec::print {

using layout::align;
using layout::flat;
using layout::group;
using layout::join;
using layout::line;
using layout::nest;
using layout::text;

namespace {

/// Declarations of one line may stand without blank lines between them.
bool may_stand_close(const ast::Decl& a, const ast::Decl& b) {
  return a.node.index() == b.node.index() &&
         (std::holds_alternative<ast::ObservationDecl>(a.node) ||
          std::holds_alternative<ast::ConstDecl>(a.node) ||
          std::holds_alternative<ast::AlwaysDecl>(a.node));
}

std::string texts_of(const std::vector<std::string>& texts, bool otherwise) {
  std::string out;
  for (const std::string& text : texts) out += ' ' + quoted(text);
  return otherwise ? out + " otherwise" : out;
}

std::string field_text(const ast::Field& node) {
  std::string out = node.name.text + ": " + flat(type(node.type));
  if (!node.printed.empty()) out += " as " + quoted(node.printed);
  if (node.initial) out += " = " + flat(expr(*node.initial));
  return out;
}

}  // namespace

std::string DeclPrinter::print() {
  const ast::Decl* last = nullptr;
  for (const ast::Decl& node : file_.decls) {
    const bool close = last != nullptr && may_stand_close(*last, node);
    out_.item(node.span, close ? Writer::Gap::AsSource : Writer::Gap::One);
    decl(node);
    last = &node;
  }
  return out_.finish();
}

void DeclPrinter::decl(const ast::Decl& node) {
  decl_span_ = node.span;
  out_.doc(node.doc);
  std::visit([this](const auto& which) { print(which); }, node.node);
  // Comments inside what was written in one piece follow it.
  out_.close(node.span.end);
}

void DeclPrinter::print(const ast::KernelDecl& node) {
  out_.line("kernel " + node.low + " .. " + node.high);
}

void DeclPrinter::print(const ast::EnumDecl& node) {
  std::vector<MemberText> texts;
  for (const ast::Member& member : node.members) {
    std::string content = member.name.text;
    if (member.number) content += " = " + member.number_text;
    texts.push_back({member.span, &member.doc, content + texts_of(member.texts, member.otherwise)});
  }
  const std::string prefix = node.prefix.empty() ? "" : " prefix " + quoted(node.prefix);
  members("enum " + node.name.text + prefix, node.name.span, texts);
}

void DeclPrinter::print(const ast::RecordDecl& node) {
  std::vector<MemberText> texts;
  for (const ast::Field& field : node.fields) {
    texts.push_back({field.span, &field.doc, field_text(field)});
  }
  members("record " + node.name.text, node.name.span, texts);
}

void DeclPrinter::print(const ast::UnionDecl& node) {
  std::vector<MemberText> texts;
  for (const ast::Alternative& alternative : node.alternatives) {
    std::string content = alternative.name.text;
    for (std::size_t i = 0; i < alternative.payload.size(); ++i) {
      content += (i == 0 ? "(" : ", ") + flat(type(alternative.payload[i]));
    }
    if (!alternative.payload.empty()) content += ')';
    content += texts_of(alternative.texts, alternative.otherwise);
    texts.push_back({alternative.span, &alternative.doc, content});
  }
  members("union " + node.name.text, node.name.span, texts);
}

void DeclPrinter::entity(const std::string& word, const ast::EntityDecl& node) {
  std::vector<MemberText> texts;
  for (const ast::Field& field : node.fields) {
    texts.push_back({field.span, &field.doc, field_text(field)});
  }
  const std::string parent = node.parent ? " in " + node.parent->text : "";
  const Span outer = decl_span_;
  decl_span_ = node.span;
  members(word + " " + node.name.text + parent, node.name.span, texts);
  decl_span_ = outer;
}

void DeclPrinter::print(const ast::EntityDecl& node) { entity("entity", node); }

void DeclPrinter::print(const ast::ConstDecl& node) {
  std::vector<Piece> pieces{text("const " + node.name.text)};
  if (node.type) {
    pieces.push_back(text(": "));
    pieces.push_back(type(*node.type));
  }
  pieces.push_back(text(" = "));
  pieces.push_back(align(expr(node.value)));
  put(join(std::move(pieces)));
  clauses(node.clauses);
}

/// The body stands on lines of its own, below the clauses if there are any.
void DeclPrinter::print(const ast::FnDecl& node) {
  const bool bare = print::clauses(node.clauses).empty();
  put(join({text("fn " + node.name.text), params(node.params), text(" -> "), type(node.result),
            text(bare ? " =" : "")}));
  clauses(node.clauses);
  if (!bare) out_.line("=");
  out_.indent();
  out_.leaf(node.value.span);
  put(expr(node.value));
  out_.dedent();
}

void DeclPrinter::print(const ast::ObservationDecl& node) {
  put(join({text("observation " + node.name.text), params(node.params)}));
}

void DeclPrinter::print(const ast::AlwaysDecl& node) {
  std::vector<Piece> pieces{text("always ")};
  if (!node.params.empty()) {
    pieces.push_back(join({text("forall "), bound_names(node.params), text(".")}));
    pieces.push_back(nest(2, join({line(), expr(node.value)})));
  } else {
    pieces.push_back(expr(node.value));
  }
  put(group(join(std::move(pieces))));
  clauses(node.clauses);
}

void DeclPrinter::print(const ast::BeginsDecl& node) {
  put(join({text("begins " + node.name.text), params(node.params)}));
  clauses(node.clauses);
  out_.line("do");
  out_.indent();
  effects("", node.effects);
  out_.dedent();
}

}  // namespace sigspec::print

namespace sigspec {

std::string print_spec(const ast::File& file, const SourceMap& sources) {
  return print::DeclPrinter(file, sources).print();
}

}  // namespace sigspec
