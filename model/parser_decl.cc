// The grammar's second half: clauses and declarations, one block of this file for each kind.
#include <charconv>
#include <limits>

#include "model/parser_grammar.h"

namespace sigspec::parser {
namespace {

using namespace ast;

// The nodes that have rules of their own in this file.
SIGSPEC_RULE(citation, Citation)
SIGSPEC_RULE(kernel_decl, KernelDecl)
SIGSPEC_RULE(member, Member)
SIGSPEC_RULE(enum_decl, EnumDecl)
SIGSPEC_RULE(field, Field)
SIGSPEC_RULE(record_decl, RecordDecl)
SIGSPEC_RULE(alternative_of_union, Alternative)
SIGSPEC_RULE(union_decl, UnionDecl)
SIGSPEC_RULE(entity_decl, EntityDecl)
SIGSPEC_RULE(object, EntityDecl)
SIGSPEC_RULE(const_decl, ConstDecl)
SIGSPEC_RULE(fn_decl, FnDecl)
SIGSPEC_RULE(table_row, TableRow)
SIGSPEC_RULE(table_decl, TableDecl)
SIGSPEC_RULE(observation_decl, ObservationDecl)
SIGSPEC_RULE(always_decl, AlwaysDecl)
SIGSPEC_RULE(begins_decl, BeginsDecl)
SIGSPEC_RULE(shows, Shows)
SIGSPEC_RULE(rule_decl, RuleDecl)
SIGSPEC_RULE(numbers, Numbers)
SIGSPEC_RULE(call_row, CallRow)
SIGSPEC_RULE(call_decl, CallDecl)
SIGSPEC_RULE(view_line, ViewLine)
SIGSPEC_RULE(view_decl, ViewDecl)
SIGSPEC_RULE(size, Size)
SIGSPEC_RULE(property, Property)
SIGSPEC_RULE(proof_part, Named)
SIGSPEC_RULE(scenario_decl, ScenarioDecl)
SIGSPEC_RULE(hold_decl, HoldDecl)
SIGSPEC_RULE(release_decl, ReleaseDecl)
SIGSPEC_RULE(claimed_rows, ClaimedRows)
SIGSPEC_RULE(claimed_test, ClaimedTest)
SIGSPEC_RULE(seen_test, ClaimedTest)
SIGSPEC_RULE(claimed_property, ClaimedProperty)
SIGSPEC_RULE(claim_decl, ClaimDecl)
const x3::rule<struct documented_rule_tag, std::pair<Doc, RuleDecl>> documented_rule("rule");
const x3::rule<struct documented_fn_tag, std::pair<Doc, FnDecl>> documented_fn("fn");

// ------------------------------------------------------------------------------ small parts

/// A text member that may be given once.
template <auto Part_, class Subject>
struct Once : Wrap<Subject, Once<Part_, Subject>> {
  using Wrap<Subject, Once<Part_, Subject>>::Wrap;
  template <class C, class Node, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, A&) const {
    State& state = state_of(context);
    if (!(node.*Part_).empty()) {
      const std::string word(state.text_of(first[-1]));
      state.complain(state.span(first - 1, first), "found a second '" + word + "', expected one");
    }
    return this->subject.parse(first, last, context, node, node.*Part_);
  }
};
template <auto Member, class Subject>
constexpr Once<Member, Subject> once(const Subject& subject) {
  return Once<Member, Subject>(subject);
}

/// A number of at most 63 bits, perhaps negative.
std::int64_t to_number(State& state, Iterator begin, Iterator end) {
  std::string_view digits = state.text_of(end[-1]);
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex) digits.remove_prefix(2);
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    state.complain(state.span(begin, end), "found '" + std::string(state.text_of(end[-1])) +
                                               "', expected a number of at most 63 bits");
    return 0;
  }
  const auto number = static_cast<std::int64_t>(value);
  return begin->kind == Kind::Minus ? -number : number;
}

struct Integer : Part<Integer> {
  template <class C, class R>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& node,
             std::int64_t& value) const {
    const Iterator begin = first;
    if (first->kind == Kind::Minus) ++first;
    if (!number.parse(first, last, context, node, x3::unused)) {
      first = begin;
      return false;
    }
    value = to_number(state_of(context), begin, first);
    return true;
  }
};

/// A member's number, which also keeps its text.
struct MemberNumber : Part<MemberNumber> {
  template <class C, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, Member& node, A&) const {
    State& state = state_of(context);
    const Iterator begin = first;
    if (first->kind == Kind::Minus) ++first;
    if (!number.parse(first, last, context, node, x3::unused)) {
      first = begin;
      return false;
    }
    node.number = to_number(state, begin, first);
    node.number_text = begin->kind == Kind::Minus ? "-" : "";
    node.number_text += state.text_of(first[-1]);
    return true;
  }
};

/// `forall PARAMS. E` gives its parameters to the node that holds it; E is what remains.
template <auto Params, auto Value>
struct Hoisted : Part<Hoisted<Params, Value>> {
  template <class C, class Node, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, A&) const {
    Expr& value = node.*Value;
    if (!expression.parse(first, last, context, x3::unused, value)) return false;
    if (value.kind == Expr::Kind::Quantified && value.text == "forall" && value.args.size() == 1) {
      node.*Params = std::move(value.params);
      Expr body = std::move(value.args[0]);
      value = std::move(body);
    }
    return true;
  }
};

template <auto Member>
constexpr auto names_of() {
  return commas(add<Member>(name));
}
template <auto Member>
constexpr auto params() {
  return lit(Kind::LeftParen) > -commas(add<Member>(param)) > lit(Kind::RightParen);
}
template <auto Member>
constexpr auto guards() {
  return commas(add<Member>(expression));
}
template <auto Member>
constexpr auto effects() {
  return lit(Kind::Do) > +(add<Member>(effect) >> -lit(Kind::Semicolon));
}
template <auto Member>
constexpr auto clauses() {
  return *to<Member>(clause);
}
constexpr auto comma_or_end = lit(Kind::Comma) | peek(Kind::RightBrace);

// --------------------------------------------------------------------------------- clauses

/// D6, T001: how the ids of rules and tables of the notes are spelt.
struct AcceptReference {
  static int tokens(const State& state, Iterator at) {
    if (at->kind != Kind::Name) return 0;
    const std::string_view id = state.text_of(*at);
    const std::size_t letters = id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const bool good = letters != std::string_view::npos && letters > 0 && letters <= 2 &&
                      id.find_first_not_of("0123456789", letters) == std::string_view::npos;
    return good ? 1 : 0;
  }
};
constexpr Kept<AcceptReference> reference(Kind::AReference);

const auto cited_text = add<&Citation::texts>(text);
const auto citation_def = labelled(
    Kind::ACitation,
    spanned((one_of<&Citation::kind>(Kind::Kernel, Kind::Man, Kind::Posix, Kind::Paper, Kind::Live,
                                     Kind::Strace)) > +cited_text |
            (one_of<&Citation::kind>(Kind::Rule, Kind::Table)) >
                +(add<&Citation::texts>(reference) | cited_text)));

}  // namespace

const auto clause_def = labelled(
    Kind::AClause, lit(Kind::Cites) > commas(add<&Clauses::cites>(citation)) |
                       lit(Kind::Refutes) > commas(add<&Clauses::refutes>(citation)) |
                       lit(Kind::Since) > once<&Clauses::since>(version) |
                       lit(Kind::Until) > once<&Clauses::until>(version) |
                       lit(Kind::Verified) > once<&Clauses::verified>(text) |
                       lit(Kind::Untested) > once<&Clauses::untested>(text) |
                       lit(Kind::Unobservable) > once<&Clauses::unobservable>(text) |
                       lit(Kind::Finding) > once<&Clauses::finding>(text));

namespace {

// ----------------------------------------------------------------------------------- types

const auto kernel_decl_def = lit(Kind::Kernel) > to<&KernelDecl::low>(version) > lit(Kind::Range) >
                             to<&KernelDecl::high>(version);

const auto member_def = spanned(
    to<&Member::doc>(docs) >> to<&Member::name>(new_name) > -(lit(Kind::Equal) > MemberNumber()) >
    *add<&Member::texts>(text) > -(lit(Kind::Otherwise) >> put<&Member::otherwise>(true)));
const auto enum_decl_def =
    lit(Kind::Enum) > to<&EnumDecl::name>(name) >
    -(lit(Kind::Prefix) > to<&EnumDecl::prefix>(text)) > lit(Kind::LeftBrace) >
    block(Resume::AfterComma, add<&EnumDecl::members>(member) > comma_or_end);

const auto field_def = spanned(to<&Field::doc>(docs) >> to<&Field::name>(any_word) >
                               lit(Kind::Colon) > to<&Field::type>(type) >
                               -(lit(Kind::As) > to<&Field::printed>(text)) >
                               -(lit(Kind::Equal) > fill<&Field::initial>(expression)));
const auto record_decl_def =
    lit(Kind::Record) > to<&RecordDecl::name>(name) > lit(Kind::LeftBrace) >
    block(Resume::AfterComma, add<&RecordDecl::fields>(field) > comma_or_end);

const auto alternative_of_union_def =
    spanned(to<&Alternative::doc>(docs) >> to<&Alternative::name>(new_name) >
            -(lit(Kind::LeftParen) > -commas(add<&Alternative::payload>(type)) >
              lit(Kind::RightParen)) > *add<&Alternative::texts>(text) >
            -(lit(Kind::Otherwise) >> put<&Alternative::otherwise>(true)));
const auto union_decl_def = lit(Kind::Union) > to<&UnionDecl::name>(name) > lit(Kind::LeftBrace) >
                            block(Resume::AfterComma, add<&UnionDecl::alternatives>(
                                                          alternative_of_union) > comma_or_end);

const auto entity_rest =
    to<&EntityDecl::name>(name) > -(lit(Kind::In) > fill<&EntityDecl::parent>(name)) >
    lit(Kind::LeftBrace) >
    block(Resume::AfterComma, add<&EntityDecl::fields>(field) > comma_or_end);
const auto entity_decl_def = spanned(lit(Kind::Entity) > entity_rest);
const auto object_def = spanned(to<&EntityDecl::doc>(docs) >> lit(Kind::Object) > entity_rest);

// ------------------------------------------------------------------ constants and functions

const auto const_decl_def =
    lit(Kind::Const) > to<&ConstDecl::name>(name) >
    -(lit(Kind::Colon) > fill<&ConstDecl::type>(type)) > lit(Kind::Equal) >
    to<&ConstDecl::value>(expression) > clauses<&ConstDecl::clauses>();

const auto fn_decl_def = spanned(lit(Kind::Fn) > to<&FnDecl::name>(name) >
                                 params<&FnDecl::params>() > lit(Kind::Arrow) >
                                 to<&FnDecl::result>(type) > clauses<&FnDecl::clauses>() >
                                 lit(Kind::Equal) > to<&FnDecl::value>(expression));
const auto documented_fn_def =
    to<&std::pair<Doc, FnDecl>::first>(docs) >> to<&std::pair<Doc, FnDecl>::second>(fn_decl);

const auto row_head = lit(Kind::Otherwise) >> put<&TableRow::otherwise>(true) |
                      add<&TableRow::patterns>(patterns) >>
                          *(lit(Kind::Comma) >> add<&TableRow::patterns>(patterns)) |
                      x3::eps;
const auto table_row_def =
    spanned(to<&TableRow::doc>(docs) >> row_head >> -(lit(Kind::When) > guards<&TableRow::when>()) >
            lit(Kind::Arrow) > to<&TableRow::value>(expression) > clauses<&TableRow::clauses>());
const auto table_decl_def = lit(Kind::Table) > to<&TableDecl::name>(name) >
                            params<&TableDecl::params>() > lit(Kind::Arrow) >
                            to<&TableDecl::result>(type) > clauses<&TableDecl::clauses>() >
                            lit(Kind::LeftBrace) >
                            block(Resume::AtLine, add<&TableDecl::rows>(table_row));

// ---------------------------------------------------------------------- rules and the like

const auto observation_decl_def = lit(Kind::Observation) > to<&ObservationDecl::name>(name) >
                                  params<&ObservationDecl::params>();

const auto always_decl_def = lit(Kind::Always) >
                             Hoisted<&AlwaysDecl::params, &AlwaysDecl::value>() >
                             clauses<&AlwaysDecl::clauses>();

const auto begins_decl_def = lit(Kind::Begins) > to<&BeginsDecl::name>(name) >
                             params<&BeginsDecl::params>() > clauses<&BeginsDecl::clauses>() >
                             effects<&BeginsDecl::effects>() > clauses<&BeginsDecl::clauses>();

const auto shows_def = spanned(to<&Shows::observation>(name) > lit(Kind::LeftParen) >
                               -commas(add<&Shows::arguments>(patterns)) > lit(Kind::RightParen));

/// The class after `fair`, if there is one.
struct FairClass : Part<FairClass> {
  template <class C, class R>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& node,
             std::string& text) const {
    static_cast<void>(name.parse(first, last, context, node, text));
    return true;
  }
};

const auto rule_clause =
    lit(Kind::When) > guards<&RuleDecl::when>() | effects<&RuleDecl::effects>() |
    lit(Kind::Shows) > fill<&RuleDecl::shows>(shows) |
    lit(Kind::With) > guards<&RuleDecl::with>() |
    lit(Kind::Internal) >> put<&RuleDecl::internal>(true) |
    lit(Kind::Fair) >> fill<&RuleDecl::fair>(FairClass()) | to<&RuleDecl::clauses>(clause);
const auto rule_decl_def =
    spanned(lit(Kind::Rule) > to<&RuleDecl::name>(dotted) > -params<&RuleDecl::params>() >
            *labelled(Kind::AClause, rule_clause));
const auto documented_rule_def =
    to<&std::pair<Doc, RuleDecl>::first>(docs) >> to<&std::pair<Doc, RuleDecl>::second>(rule_decl);

// ----------------------------------------------------------------------------------- calls

const auto numbers_def =
    lit(Kind::Nr) > to<&Numbers::abi>(name) > +add<&Numbers::numbers>(Integer());

/// Fails unless the row has said what an interrupting signal makes of the call.
struct HasOutcome : Part<HasOutcome> {
  template <class C, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, CallRow& node, A&) const {
    if (!node.interrupted.text.empty()) return true;
    state_of(context).missed(first, Kind::Interrupted);
    return false;
  }
};

const auto sleeps_in =
    to<&CallRow::sleeps>(name) > *(lit(Kind::Then) > add<&CallRow::sleeps_then>(name));
const auto row_clause =
    lit(Kind::Of) > names_of<&CallRow::of>() |
    lit(Kind::On) > add<&CallRow::on>(new_name) > *(lit(Kind::Bar) > add<&CallRow::on>(new_name)) |
    lit(Kind::When) > guards<&CallRow::when>() |
    lit(Kind::After) > lit(Kind::Transfer) > put<&CallRow::after_transfer>(true) |
    lit(Kind::Library) > add<&CallRow::library>(text) | lit(Kind::Sleeps) > sleeps_in |
    lit(Kind::Interrupted) > to<&CallRow::interrupted>(name) |
    lit(Kind::Handled) > fill<&CallRow::handled>(expression) |
    lit(Kind::Restarted) > fill<&CallRow::restarted>(expression) |
    lit(Kind::Unhandled) > fill<&CallRow::unhandled>(expression) | to<&CallRow::clauses>(clause);
const auto call_row_def =
    spanned(to<&CallRow::doc>(docs) >> lit(Kind::Row) > to<&CallRow::name>(dotted) >
            *labelled(Kind::AClause, row_clause) > HasOutcome());

const auto call_name = add<&CallDecl::names>(name) | add<&CallDecl::names>(lit(Kind::Any));
const auto ellipsis = lit(Kind::Ellipsis) >> put<&CallDecl::variadic>(true);
const auto call_params = add<&CallDecl::params>(param) >>
                             *(lit(Kind::Comma) >> add<&CallDecl::params>(param)) >>
                             -(lit(Kind::Comma) >> ellipsis) >> -lit(Kind::Comma) |
                         ellipsis;
/// After a comma a keyword may begin the next clause.
struct AcceptArgument {
  static int tokens(const State& state, Iterator at) {
    const bool ends = at[1].kind == Kind::Comma || is_keyword(at[1].kind) ||
                      at[1].kind == Kind::LeftBrace || at[1].kind == Kind::End;
    return at->kind == Kind::Name || ends && AcceptNewName::tokens(state, at) > 0 ? 1 : 0;
  }
};
constexpr Kept<AcceptArgument> same_argument(Kind::AName);

const auto call_clause = add<&CallDecl::numbers>(numbers) |
                         lit(Kind::By) > fill<&CallDecl::by>(expression) |
                         lit(Kind::Same) > commas(add<&CallDecl::same>(same_argument)) |
                         lit(Kind::Makes) > to<&CallDecl::makes_kind>(name) |
                         lit(Kind::As) > to<&CallDecl::printed>(text) |
                         lit(Kind::Abstract) >> put<&CallDecl::abstract>(true) |
                         to<&CallDecl::clauses>(clause);
const auto call_item = item(Kind::Row, add<&CallDecl::rows>(call_row)) |
                       item(Kind::Rule, add<&CallDecl::rules>(documented_rule));
const auto call_decl_def =
    lit(Kind::Call) > call_name > *(lit(Kind::Comma) > call_name) >
    -(lit(Kind::LeftParen) > -call_params > lit(Kind::RightParen)) >
    *labelled(Kind::AClause, call_clause) >
    -(lit(Kind::LeftBrace) >> block(Resume::AtKeyword, call_item));

// ----------------------------------------------------------------------------------- views

const auto view_line_def =
    spanned(to<&ViewLine::doc>(docs) >> lit(Kind::Line) > to<&ViewLine::line>(name) >
            to<&ViewLine::example>(text) > lit(Kind::Shows) > to<&ViewLine::shows>(name));
const auto view_item = item(Kind::Line, add<&ViewDecl::lines>(view_line)) |
                       item(Kind::Rule, add<&ViewDecl::rules>(documented_rule));
const auto view_decl_def = lit(Kind::View) > to<&ViewDecl::name>(name) >
                           clauses<&ViewDecl::clauses>() > lit(Kind::LeftBrace) >
                           block(Resume::AtKeyword, view_item);

// ------------------------------------------------------------------------------- scenarios

const auto size_def =
    spanned(lit(Kind::Size) > to<&Size::of>(name) > to<&Size::low>(bound) > lit(Kind::Range) >
            (to<&Size::high>(bound) | to<&Size::high>(lit(Kind::Any))));

const auto put_property = [](const char* kind) { return put<&Property::kind>(kind); };
const auto left = to<&Property::left>(expression);
const auto right = fill<&Property::right>(expression);
const auto property_def = spanned(
    to<&Property::doc>(docs) >> lit(Kind::Property) > to<&Property::name>(dotted) >
    lit(Kind::Colon) >
    -(lit(Kind::Forall) > commas(add<&Property::params>(param)) > lit(Kind::Dot)) >
    (lit(Kind::Always) >> put_property("always") > left |
     lit(Kind::Never) >> put_property("never") > left |
     lit(Kind::Eventually) >> put_property("eventually") > left |
     left > (lit(Kind::Leads) > lit(Kind::To) > put_property("leads_to") > right |
             lit(Kind::Until) > put_property("until") > right)) > clauses<&Property::clauses>());

const auto proof_part_def =
    spanned(to<&Named::doc>(docs) >>
            (one_of<&Named::kind>(Kind::Invariant, Kind::Rank, Kind::Helpful)) >
            to<&Named::name>(dotted) >
            -(lit(Kind::For) > commas(add<&Named::properties>(dotted))) > lit(Kind::Colon) >
            Hoisted<&Named::params, &Named::value>());

/// `expect a, b for p, q: proved` as it is written; the tree has one Expect for each of a, b.
struct Expectation {
  std::vector<Name> values;
  Expect common;
};
const x3::rule<struct expectation_tag, Expectation> expectation("expect");
const x3::rule<struct common_tag, Expect> expect_common("expect");
const auto expect_common_def =
    -(lit(Kind::For) > commas(add<&Expect::properties>(dotted))) > lit(Kind::Colon) >
    (one_of<&Expect::verdict>(Kind::Proved, Kind::WordRefuted, Kind::HoldsToBound));
const auto expectation_def =
    lit(Kind::Expect) > commas(add<&Expectation::values>(dotted)) >
    to<&Expectation::common>(expect_common);

struct Expects : Part<Expects> {
  template <class C, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, ScenarioDecl& node,
             A&) const {
    Expectation read;
    const Iterator begin = first;
    if (!expectation.parse(first, last, context, x3::unused, read)) return false;
    read.common.span = state_of(context).span(begin, first);
    for (Name& value : read.values) {
      node.expects.push_back(read.common);
      node.expects.back().value = std::move(value);
    }
    return true;
  }
};

const auto scenario_uses =
    commas(add<&ScenarioDecl::uses>(dotted)) >
    -(lit(Kind::With) > lit(Kind::Signals) > lit(Kind::LeftBrace) >
      -names_of<&ScenarioDecl::with_signals>() > lit(Kind::RightBrace));
const auto scenario_item =
    lit(Kind::Variant) > lit(Kind::LeftBrace) > -names_of<&ScenarioDecl::variants>() >
        lit(Kind::RightBrace) |
    lit(Kind::Uses) > scenario_uses |
    lit(Kind::Signals) > lit(Kind::LeftBrace) > names_of<&ScenarioDecl::with_signals>() >
        lit(Kind::RightBrace) | item(Kind::Size, add<&ScenarioDecl::sizes>(size)) |
    item(Kind::Object, add<&ScenarioDecl::objects>(object)) |
    lit(Kind::Initially) > effects<&ScenarioDecl::initially>() |
    item(Kind::Fn, add<&ScenarioDecl::functions>(documented_fn)) |
    item(Kind::Rule, add<&ScenarioDecl::rules>(documented_rule)) |
    item(Kind::Property, add<&ScenarioDecl::properties>(property)) |
    item(Kind::Invariant, add<&ScenarioDecl::proofs>(proof_part)) |
    item(Kind::Rank, add<&ScenarioDecl::proofs>(proof_part)) |
    item(Kind::Helpful, add<&ScenarioDecl::proofs>(proof_part)) | item(Kind::Expect, Expects());
const auto scenario_decl_def = lit(Kind::Scenario) > to<&ScenarioDecl::name>(dotted) >
                               clauses<&ScenarioDecl::clauses>() > lit(Kind::LeftBrace) >
                               block(Resume::AtKeyword, scenario_item);

// ----------------------------------------------------------------------------------- holds

/// `a | b`, kept as one: functions or states between which it is not told.
template <class Subject>
struct Alternatives : Wrap<Subject, Alternatives<Subject>> {
  using Wrap<Subject, Alternatives<Subject>>::Wrap;
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& node, A& joined) const {
    if (!this->subject.parse(first, last, context, node, joined)) return false;
    while (first->kind == Kind::Bar) {
      A another;
      if (!this->subject.parse(++first, last, context, node, another)) return false;
      append(joined, another);
    }
    return true;
  }
  static void append(std::string& joined, const std::string& another) { joined += "|" + another; }
  static void append(Name& joined, const Name& another) { append(joined.text, another.text); }
};
template <class Subject>
constexpr Alternatives<Subject> alternatives(const Subject& subject) {
  return Alternatives<Subject>(subject);
}

const auto hold_clause =
    lit(Kind::In) > (lit(Kind::Scenario) > to<&HoldDecl::scenario>(name) |
                     commas(add<&HoldDecl::frames>(alternatives(text)))) |
    lit(Kind::Otherwise) >> put<&HoldDecl::otherwise>(true) |
    lit(Kind::Sleeps) > add<&HoldDecl::sleeps>(alternatives(name)) >
        *(lit(Kind::Then) > add<&HoldDecl::sleeps>(alternatives(name))) |
    lit(Kind::When) > guards<&HoldDecl::when>() | lit(Kind::For) > to<&HoldDecl::awaited>(text) |
    lit(Kind::On) > to<&HoldDecl::on>(new_name) |
    lit(Kind::By) > names_of<&HoldDecl::releases>() | to<&HoldDecl::clauses>(clause);
const auto hold_decl_def = lit(Kind::Hold) > to<&HoldDecl::name>(dotted) >
                           *labelled(Kind::AClause, hold_clause);

const auto release_decl_def =
    lit(Kind::Release) > to<&ReleaseDecl::name>(name) > lit(Kind::Says) >
    to<&ReleaseDecl::command>(text) > lit(Kind::Price) > to<&ReleaseDecl::price>(text) >
    clauses<&ReleaseDecl::clauses>();

// ---------------------------------------------------------------------------------- claims

/// Texts that are one, with a blank in between: a long sentence takes several lines.
struct Sentence : Part<Sentence> {
  template <class C, class R>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& node,
             std::string& sentence) const {
    if (!text.parse(first, last, context, node, sentence)) return false;
    for (std::string more; first->kind == Kind::Text; sentence += " " + more)
      text.parse(first, last, context, node, more);
    return true;
  }
};

/// Words for one of which an outcome stands: `reissue | go_on`.
template <auto Member>
constexpr auto outcomes() {
  return add<Member>(new_name) > *(lit(Kind::Bar) > add<Member>(new_name));
}

const auto claimed_rows_def = spanned(
    lit(Kind::Interrupted) > names_of<&ClaimedRows::calls>() >
    *(lit(Kind::On) > outcomes<&ClaimedRows::on>() |
      lit(Kind::Row) > add<&ClaimedRows::only>(dotted) >
          *(lit(Kind::Bar) > add<&ClaimedRows::only>(dotted)) |
      lit(Kind::When) > guards<&ClaimedRows::when>() |
      lit(Kind::After) > lit(Kind::Transfer) > put<&ClaimedRows::after_transfer>(true) |
      lit(Kind::Handled) > outcomes<&ClaimedRows::handled>() |
      lit(Kind::Restarted) > outcomes<&ClaimedRows::restarted>() |
      lit(Kind::Unhandled) > outcomes<&ClaimedRows::unhandled>()));
const auto claimed_test_def = spanned(
    lit(Kind::Litmus) > to<&ClaimedTest::name>(name) >
    (one_of<&ClaimedTest::kind>(Kind::Always, Kind::Never, Kind::Sometimes)) >
    to<&ClaimedTest::outcome>(text));
const auto seen_test_def = spanned(lit(Kind::Seen) > lit(Kind::In) > to<&ClaimedTest::name>(name) >
                                   to<&ClaimedTest::outcome>(text));
const auto claimed_property_def =
    spanned(lit(Kind::Property) > to<&ClaimedProperty::property>(dotted) > lit(Kind::Of) >
            to<&ClaimedProperty::variant>(name));

const auto claim_says = lit(Kind::Is) > guards<&ClaimDecl::is>() |
                        add<&ClaimDecl::rows>(claimed_rows) |
                        add<&ClaimDecl::tests>(claimed_test) |
                        add<&ClaimDecl::properties>(claimed_property);
const auto claim_decl_def =
    lit(Kind::Claim) > to<&ClaimDecl::name>(dotted) > lit(Kind::Page) > to<&ClaimDecl::page>(text) >
    lit(Kind::Section) > to<&ClaimDecl::section>(text) > lit(Kind::Says) >
    to<&ClaimDecl::says>(Sentence()) > *claim_says > lit(Kind::Expect) >
    ((one_of<&ClaimDecl::expect>(Kind::Holds, Kind::WordRefuted, Kind::Conditional)) |
     to<&ClaimDecl::expect>(lit(Kind::Beyond)) > to<&ClaimDecl::beyond>(Sentence())) >
    *(add<&ClaimDecl::seen_in>(seen_test) |
      lit(Kind::Unseen) > once<&ClaimDecl::unseen>(Sentence())) > clauses<&ClaimDecl::clauses>();

// ---------------------------------------------------------------------------- declarations

template <class T, class Rule>
constexpr auto decl(Kind kind, const Rule& rule) {
  return item(kind, choice<&Decl::node, T>(rule));
}

const auto any_declaration = decl<EnumDecl>(Kind::Enum, enum_decl) |
                             decl<RecordDecl>(Kind::Record, record_decl) |
                             decl<UnionDecl>(Kind::Union, union_decl) |
                             decl<EntityDecl>(Kind::Entity, entity_decl) |
                             decl<ConstDecl>(Kind::Const, const_decl) |
                             decl<FnDecl>(Kind::Fn, fn_decl) |
                             decl<TableDecl>(Kind::Table, table_decl) |
                             decl<ObservationDecl>(Kind::Observation, observation_decl) |
                             decl<CallDecl>(Kind::Call, call_decl) |
                             decl<RuleDecl>(Kind::Rule, rule_decl) |
                             decl<AlwaysDecl>(Kind::Always, always_decl) |
                             decl<BeginsDecl>(Kind::Begins, begins_decl) |
                             decl<ViewDecl>(Kind::View, view_decl) |
                             decl<ScenarioDecl>(Kind::Scenario, scenario_decl) |
                             decl<HoldDecl>(Kind::Hold, hold_decl) |
                             decl<ReleaseDecl>(Kind::Release, release_decl) |
                             decl<ClaimDecl>(Kind::Claim, claim_decl) |
                             decl<KernelDecl>(Kind::Kernel, kernel_decl);

BOOST_SPIRIT_DEFINE(citation, kernel_decl, member, enum_decl, field, record_decl,
                    alternative_of_union, union_decl, entity_decl, object, const_decl, fn_decl,
                    documented_fn, table_row, table_decl, observation_decl, always_decl,
                    begins_decl, shows, rule_decl, documented_rule)
BOOST_SPIRIT_DEFINE(numbers, call_row, call_decl, view_line, view_decl, size, property, proof_part,
                    expect_common, expectation, scenario_decl, hold_decl, release_decl,
                    claimed_rows, claimed_test, seen_test, claimed_property, claim_decl)

}  // namespace

const auto declaration_def =
    spanned(to<&ast::Decl::doc>(docs) >> labelled(Kind::ADeclaration, any_declaration));

BOOST_SPIRIT_DEFINE(clause, declaration)
BOOST_SPIRIT_INSTANTIATE(decltype(clause), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(declaration), Iterator, Context)

}  // namespace sigspec::parser
