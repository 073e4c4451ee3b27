// Prints holds and releases.
#include "model/holds.h"
#include "model/print_decl.h"

namespace sigspec::print {

using layout::align;
using layout::fill;
using layout::join;
using layout::text;

namespace {

/// `"a" | "b"`
Piece functions(std::string_view joined) {
  std::vector<Piece> items;
  for (const std::string& function : alternatives(joined)) items.push_back(text(quoted(function)));
  return align(fill(std::move(items), " | "));
}

/// `a | b then c`
std::string states(const std::vector<ast::Name>& nodes) {
  std::string out;
  for (const ast::Name& node : nodes) {
    std::string joined;
    for (const std::string& state : alternatives(node.text))
      joined += (joined.empty() ? "" : " | ") + state;
    out += (out.empty() ? "" : " then ") + joined;
  }
  return out;
}

}  // namespace

void DeclPrinter::print(const ast::HoldDecl& node) {
  out_.line("hold " + node.name.text);
  out_.indent();
  if (!node.frames.empty()) {
    std::vector<Piece> frames;
    for (const std::string& frame : node.frames) frames.push_back(functions(frame));
    put(join({text("in    "), align(fill(std::move(frames), ", "))}));
  }
  if (node.otherwise) out_.line("otherwise");
  if (!node.sleeps.empty()) out_.line("sleeps " + states(node.sleeps));
  if (!node.when.empty()) guards("when", node.when);
  if (!node.awaited.empty()) out_.line("for   " + quoted(node.awaited));
  if (!node.on.text.empty()) out_.line("on    " + node.on.text);
  if (!node.releases.empty()) put(join({text("by    "), align(names(node.releases, ", "))}));
  if (!node.scenario.text.empty()) out_.line("in scenario " + node.scenario.text);
  out_.dedent();
  clauses(node.clauses);
}

void DeclPrinter::print(const ast::ReleaseDecl& node) {
  out_.line("release " + node.name.text);
  out_.indent();
  out_.line("says  " + quoted(node.command));
  out_.line("price " + quoted(node.price));
  out_.dedent();
  clauses(node.clauses);
}

}  // namespace sigspec::print
