// Prints scenarios and claims.
#include "model/print_decl.h"

namespace sigspec::print {

using layout::align;
using layout::group;
using layout::join;
using layout::line;
using layout::nest;
using layout::text;

namespace {

/// `forall t: Task.` and what it holds for.
Piece for_all(const std::vector<ast::Param>& params, const Piece& body) {
  if (params.empty()) return body;
  return join({text("forall "), bound_names(params), text("."), nest(2, join({line(), body}))});
}

/// The left side of `leads to` and `until`, which must not read as the head of another property.
Piece left_side(const ast::Property& node) {
  const std::string content = layout::flat(expr(node.left));
  const auto begins = [&](const std::string& word) {
    return content == word || content.starts_with(word + " ") ||
           content.starts_with(word + ".") || content.starts_with(word + "[") ||
           content.starts_with(word + "(");
  };
  const bool quantified = node.params.empty() && begins("forall");
  const bool word = begins("never") || begins("eventually");
  if (!quantified && !word) return expr(node.left);
  return join({text("("), align(expr(node.left)), text(")")});
}

}  // namespace

void DeclPrinter::property(const ast::Property& node) {
  out_.leaf(node.span);
  out_.doc(node.doc);
  Piece body;
  if (node.right) {
    const std::string word = node.kind == "leads_to" ? "leads to " : "until ";
    body = group(join({left_side(node), line(), text(word), align(expr(*node.right))}));
  } else {
    body = join({text(node.kind + " "), align(expr(node.left))});
  }
  put(group(nest(2, join({text("property " + node.name.text + ":"), line(),
                          for_all(node.params, body)}))));
  clauses(node.clauses);
}

void DeclPrinter::proof_part(const ast::Named& node) {
  out_.leaf(node.span);
  out_.doc(node.doc);
  std::string head = node.kind + " " + node.name.text;
  std::string separator = " for ";
  for (const ast::Name& name : node.properties) {
    head += separator + name.text;
    separator = ", ";
  }
  put(group(nest(2, join({text(head + ":"), line(),
                          for_all(node.params, expr(node.value))}))));
}

/// All that one `expect` of the source says, whose first is at `first`.
void DeclPrinter::expect(const std::vector<ast::Expect>& nodes, std::size_t first) {
  const ast::Expect& node = nodes[first];
  out_.leaf(node.span);
  std::vector<ast::Name> values;
  for (std::size_t i = first; i < nodes.size() && nodes[i].span.begin == node.span.begin; ++i) {
    values.push_back(nodes[i].value);
  }
  std::vector<Piece> pieces{text("expect "), align(names(values, ", "))};
  if (!node.properties.empty()) {
    pieces.push_back(text(" for "));
    pieces.push_back(align(names(node.properties, ", ")));
  }
  pieces.push_back(text(": " + node.verdict));
  put(join(std::move(pieces)));
}

void DeclPrinter::print(const ast::ScenarioDecl& node) {
  out_.line("scenario " + node.name.text);
  clauses(node.clauses);
  std::vector<Item> items;
  const auto add = [&](Span span, auto print_it) {
    items.push_back({span.begin, [print_it] { print_it(); }});
  };
  if (!node.variants.empty()) {
    add(node.variants[0].span, [this, &node] {
      out_.item(node.variants[0].span);
      put(join({text("variant { "), align(names(node.variants, ", ")), text(" }")}));
    });
  }
  if (!node.uses.empty()) {
    add(node.uses[0].span, [this, &node] {
      out_.item(node.uses[0].span);
      std::vector<Piece> pieces{text("uses "), align(names(node.uses, ", "))};
      if (!node.with_signals.empty()) {
        pieces.push_back(text(" with signals {"));
        pieces.push_back(align(names(node.with_signals, ", ")));
        pieces.push_back(text("}"));
      }
      put(join(std::move(pieces)));
    });
  }
  if (node.uses.empty() && !node.with_signals.empty()) {
    add(node.with_signals[0].span, [this, &node] {
      out_.item(node.with_signals[0].span);
      put(join({text("signals {"), align(names(node.with_signals, ", ")), text("}")}));
    });
  }
  for (const ast::Size& size : node.sizes) {
    add(size.span, [this, &size] {
      out_.leaf(size.span);
      out_.line("size " + size.of.text + " " + size.low + " .. " + size.high);
    });
  }
  for (const ast::EntityDecl& object : node.objects) {
    add(object.span, [this, &object] {
      out_.item(object.span);
      out_.doc(object.doc);
      entity("object", object);
      out_.close(object.span.end);
    });
  }
  if (!node.initially.empty()) {
    add(node.initially[0].span, [this, &node] {
      out_.item(node.initially[0].span);
      out_.line("initially do");
      out_.indent();
      effects("", node.initially);
      out_.dedent();
    });
  }
  for (const auto& fn : node.functions) {
    add(fn.second.span, [this, &fn] {
      out_.item(fn.second.span);
      out_.doc(fn.first);
      print(fn.second);
      out_.close(fn.second.span.end);
    });
  }
  for (const auto& rule : node.rules) {
    add(rule.second.span, [this, &rule] { documented(rule.first, rule.second); });
  }
  for (const ast::Property& part : node.properties) {
    add(part.span, [this, &part] { property(part); });
  }
  for (const ast::Named& part : node.proofs) {
    add(part.span, [this, &part] { proof_part(part); });
  }
  for (std::size_t i = 0; i < node.expects.size(); ++i) {
    if (i > 0 && node.expects[i].span.begin == node.expects[i - 1].span.begin) continue;
    add(node.expects[i].span, [this, &node, i] { expect(node.expects, i); });
  }
  block(std::move(items));
}

namespace {

/// Words that are joined by `|`.
void add_outcomes(std::vector<Piece>& parts, const std::string& word,
                  const std::vector<ast::Name>& outcomes) {
  if (outcomes.empty()) return;
  parts.push_back(group(line()));
  parts.push_back(join({text(word + " "), align(names(outcomes, " | "))}));
}

Piece claimed_rows(const ast::ClaimedRows& node) {
  std::vector<Piece> parts{text("interrupted "), align(names(node.calls, ", "))};
  add_outcomes(parts, "on", node.on);
  add_outcomes(parts, "row", node.only);
  if (!node.when.empty()) {
    parts.push_back(group(line()));
    parts.push_back(join({text("when "), guard_list(node.when)}));
  }
  if (node.after_transfer) {
    parts.push_back(group(line()));
    parts.push_back(text("after transfer"));
  }
  add_outcomes(parts, "handled", node.handled);
  add_outcomes(parts, "restarted", node.restarted);
  add_outcomes(parts, "unhandled", node.unhandled);
  return nest(2, join(std::move(parts)));
}

Piece claimed_test(const std::string& head, const ast::ClaimedTest& node) {
  return join({text(head), nest(2, group(line())), text(quoted(node.outcome))});
}

}  // namespace

/// A text in as many as it takes, one below the other.
void DeclPrinter::sentence(const std::string& word, std::string rest) {
  const std::size_t width = layout::kColumnsMax - out_.indentation() - word.size();
  std::string head = word;
  while (layout::columns(quoted(rest)) > width) {
    std::size_t cut = rest.rfind(' ', width);
    while (cut != rest.npos && cut > 0 && layout::columns(quoted(rest.substr(0, cut))) > width)
      cut = rest.rfind(' ', cut - 1);
    if (cut == rest.npos || cut == 0) break;  // one long word
    out_.line(head + quoted(rest.substr(0, cut)));
    rest.erase(0, cut + 1);
    head.assign(word.size(), ' ');
  }
  out_.line(head + quoted(rest));
}

void DeclPrinter::print(const ast::ClaimDecl& node) {
  out_.line("claim " + node.name.text);
  out_.indent();
  put(join({text("page " + quoted(node.page)), nest(2, group(line())),
            text("section " + quoted(node.section))}));
  sentence("says ", node.says);
  std::vector<Item> items;
  if (!node.is.empty())
    items.push_back({node.is[0].span.begin, [this, &node] {
                       out_.leaf(node.is[0].span);
                       put(join({text("is "), guard_list(node.is)}));
                     }});
  for (const ast::ClaimedRows& rows : node.rows)
    items.push_back({rows.span.begin, [this, &rows] {
                       out_.leaf(rows.span);
                       put(claimed_rows(rows));
                     }});
  for (const ast::ClaimedTest& test : node.tests)
    items.push_back({test.span.begin, [this, &test] {
                       out_.leaf(test.span);
                       put(claimed_test("litmus " + test.name.text + " " + test.kind, test));
                     }});
  for (const ast::ClaimedProperty& property : node.properties)
    items.push_back({property.span.begin, [this, &property] {
                       out_.leaf(property.span);
                       out_.line("property " + property.property.text + " of " +
                                 property.variant.text);
                     }});
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.begin < b.begin; });
  for (const Item& item : items) item.print();
  if (node.beyond.empty()) out_.line("expect " + node.expect);
  else sentence("expect beyond ", node.beyond);
  for (const ast::ClaimedTest& test : node.seen_in) {
    out_.leaf(test.span);
    put(claimed_test("seen in " + test.name.text, test));
  }
  if (!node.unseen.empty()) sentence("unseen ", node.unseen);
  out_.dedent();
  clauses(node.clauses);
}

}  // namespace sigspec::print
