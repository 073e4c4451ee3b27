// Compares syntax trees without their spans: the judge of "parse, print, parse is the identity".
//
// Each node lists its members once, in `parts`; the rest is one template over tuples, lists,
// options and variants. A member that is forgotten here is not compared, so add it with the node.
#include <tuple>
#include <type_traits>

#include "model/print.h"

namespace sigspec {
namespace {

using namespace ast;

auto parts(const Name& n) { return std::tie(n.text); }
auto parts(const Type& n) { return std::tie(n.kind, n.text, n.low, n.high, n.bound, n.args); }
auto parts(const Pattern& n) { return std::tie(n.kind, n.text, n.args, n.names); }
auto parts(const Param& n) { return std::tie(n.name, n.direction, n.type, n.printed); }
auto parts(const Arm& n) { return std::tie(n.pattern, n.value); }
auto parts(const Expr& n) {
  return std::tie(n.kind, n.text, n.args, n.names, n.patterns, n.arms, n.params);
}
auto parts(const Effect& n) {
  return std::tie(n.kind, n.target, n.value, n.message, n.param, n.name, n.has_value, n.body,
                  n.otherwise);
}
auto parts(const Citation& n) { return std::tie(n.kind, n.texts); }
auto parts(const Clauses& n) {
  return std::tie(n.cites, n.since, n.until, n.verified, n.untested, n.unobservable, n.finding,
                  n.refutes);
}
auto parts(const KernelDecl& n) { return std::tie(n.low, n.high); }
auto parts(const Member& n) {
  return std::tie(n.doc, n.name, n.number, n.number_text, n.texts, n.otherwise);
}
auto parts(const EnumDecl& n) { return std::tie(n.name, n.prefix, n.members); }
auto parts(const Field& n) { return std::tie(n.doc, n.name, n.type, n.printed, n.initial); }
auto parts(const RecordDecl& n) { return std::tie(n.name, n.fields); }
auto parts(const Alternative& n) {
  return std::tie(n.doc, n.name, n.payload, n.texts, n.otherwise);
}
auto parts(const UnionDecl& n) { return std::tie(n.name, n.alternatives); }
auto parts(const EntityDecl& n) { return std::tie(n.doc, n.name, n.parent, n.fields); }
auto parts(const ConstDecl& n) { return std::tie(n.name, n.type, n.value, n.clauses); }
auto parts(const FnDecl& n) {
  return std::tie(n.name, n.params, n.result, n.clauses, n.value);
}
auto parts(const TableRow& n) {
  return std::tie(n.doc, n.patterns, n.otherwise, n.when, n.value, n.clauses);
}
auto parts(const TableDecl& n) {
  return std::tie(n.name, n.params, n.result, n.clauses, n.rows);
}
auto parts(const ObservationDecl& n) { return std::tie(n.name, n.params); }
auto parts(const Shows& n) { return std::tie(n.observation, n.arguments); }
auto parts(const RuleDecl& n) {
  return std::tie(n.name, n.params, n.shows, n.internal, n.fair, n.with, n.when, n.effects,
                  n.clauses);
}
auto parts(const CallRow& n) {
  return std::tie(n.doc, n.name, n.of, n.on, n.when, n.after_transfer, n.library, n.sleeps,
                  n.sleeps_then, n.interrupted, n.handled, n.restarted, n.unhandled, n.clauses);
}
auto parts(const Numbers& n) { return std::tie(n.abi, n.numbers); }
auto parts(const CallDecl& n) {
  return std::tie(n.names, n.params, n.variadic, n.abstract, n.numbers, n.by, n.same,
                  n.makes_kind, n.printed, n.clauses, n.rows, n.rules);
}
auto parts(const AlwaysDecl& n) { return std::tie(n.params, n.value, n.clauses); }
auto parts(const BeginsDecl& n) { return std::tie(n.name, n.params, n.effects, n.clauses); }
auto parts(const ViewLine& n) { return std::tie(n.doc, n.line, n.example, n.shows); }
auto parts(const ViewDecl& n) { return std::tie(n.name, n.clauses, n.lines, n.rules); }
auto parts(const Expect& n) { return std::tie(n.value, n.verdict, n.properties); }
auto parts(const Property& n) {
  return std::tie(n.doc, n.name, n.kind, n.params, n.left, n.right, n.clauses);
}
auto parts(const Named& n) { return std::tie(n.doc, n.kind, n.name, n.params, n.value); }
auto parts(const Size& n) { return std::tie(n.of, n.low, n.high); }
auto parts(const ScenarioDecl& n) {
  return std::tie(n.name, n.clauses, n.variants, n.uses, n.with_signals, n.sizes, n.objects,
                  n.initially, n.functions, n.rules, n.properties, n.proofs, n.expects);
}
auto parts(const ClaimedRows& n) {
  return std::tie(n.calls, n.on, n.only, n.when, n.after_transfer, n.handled, n.restarted,
                  n.unhandled);
}
auto parts(const ClaimedTest& n) { return std::tie(n.name, n.kind, n.outcome); }
auto parts(const ClaimedProperty& n) { return std::tie(n.property, n.variant); }
auto parts(const HoldDecl& n) {
  return std::tie(n.name, n.frames, n.otherwise, n.sleeps, n.when, n.awaited, n.on, n.releases,
                  n.scenario, n.clauses);
}
auto parts(const ReleaseDecl& n) { return std::tie(n.name, n.command, n.price, n.clauses); }
auto parts(const ClaimDecl& n) {
  return std::tie(n.name, n.page, n.section, n.says, n.is, n.rows, n.tests, n.properties, n.expect,
                  n.beyond, n.seen_in, n.unseen, n.clauses);
}
auto parts(const Decl& n) { return std::tie(n.doc, n.node); }
auto parts(const Comment& n) { return std::tie(n.text); }

template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string>;

template <Plain T>
bool equal(const T& a, const T& b) {
  return a == b;
}
template <class T>
bool equal(const std::vector<T>& a, const std::vector<T>& b);
template <class T>
bool equal(const std::optional<T>& a, const std::optional<T>& b);
template <class T>
bool equal(const Maybe<T>& a, const Maybe<T>& b);
template <class A, class B>
bool equal(const std::pair<A, B>& a, const std::pair<A, B>& b);
template <class... T>
bool equal(const std::variant<T...>& a, const std::variant<T...>& b);

template <class T>
  requires requires(const T& node) { parts(node); }
bool equal(const T& a, const T& b) {
  const auto left = parts(a), right = parts(b);
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (equal(std::get<I>(left), std::get<I>(right)) && ...);
  }(std::make_index_sequence<std::tuple_size_v<decltype(left)>>());
}

template <class T>
bool equal(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!equal(a[i], b[i])) return false;
  }
  return true;
}
template <class T>
bool equal(const std::optional<T>& a, const std::optional<T>& b) {
  return a.has_value() == b.has_value() && (!a || equal(*a, *b));
}
template <class T>
bool equal(const Maybe<T>& a, const Maybe<T>& b) {
  return a.has_value() == b.has_value() && (!a || equal(*a, *b));
}
template <class A, class B>
bool equal(const std::pair<A, B>& a, const std::pair<A, B>& b) {
  return equal(a.first, b.first) && equal(a.second, b.second);
}
template <class... T>
bool equal(const std::variant<T...>& a, const std::variant<T...>& b) {
  return a.index() == b.index() &&
         std::visit(
             [&](const auto& left) {
               return equal(left, std::get<std::decay_t<decltype(left)>>(b));
             },
             a);
}

}  // namespace

bool same(const ast::File& a, const ast::File& b) {
  return equal(a.decls, b.decls) && equal(a.comments, b.comments);
}
bool same(const ast::Expr& a, const ast::Expr& b) { return equal(a, b); }

}  // namespace sigspec
