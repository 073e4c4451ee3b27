// The grammar's first half: types, patterns, expressions and effects.
//
// Binary operators are climbed by precedence in one loop (Operators) and not by a rule for each
// level: a nested expression then costs a dozen frames of the stack less, and the tree is built
// left to right without copying.
#include <boost/throw_exception.hpp>
#include <optional>

#include "model/parser_grammar.h"

namespace sigspec::parser {
namespace {

using ast::Arm;
using ast::Effect;
using ast::Expr;
using ast::Param;
using ast::Pattern;
using ast::Type;

[[noreturn]] void expected(Iterator at) {
  boost::throw_exception(x3::expectation_failure<Iterator>(at, {}));
}

/// Parses `rule` into `node` or gives up with the message about what was expected.
template <class Rule, class C, class Node>
void demand(const Rule& rule, Iterator& first, const Iterator& last, const C& context, Node& node) {
  if (!rule.parse(first, last, context, x3::unused, node)) expected(first);
}

// ------------------------------------------------------------------------------- types

bool begins_range(const State& state, Iterator at) {
  const int tokens = AcceptBound::tokens(state, at);
  return tokens > 0 && (at[tokens].kind == Kind::Range || at->kind != Kind::Name);
}

const auto put_type = [](Type::Kind kind) { return put<&Type::kind>(kind); };

const auto container = lit(Kind::Set) >> put_type(Type::Kind::Set) > add<&Type::args>(type);
const auto optional_type =
    lit(Kind::Option) >> put_type(Type::Kind::Option) > add<&Type::args>(type);
const auto array_type = lit(Kind::Array) >> put_type(Type::Kind::Array) > add<&Type::args>(type) >
                        lit(Kind::Of) > add<&Type::args>(type);
const auto bounded = (lit(Kind::Stack) >> put_type(Type::Kind::Stack) |
                      lit(Kind::Queue) >> put_type(Type::Kind::Queue)) >
                     to<&Type::bound>(bound) > lit(Kind::Of) > add<&Type::args>(type);
const auto range_type = ahead(begins_range) >> put_type(Type::Kind::Range) >>
                        to<&Type::low>(bound) > lit(Kind::Range) > to<&Type::high>(bound);
const auto named_type = to<&Type::text>(name) >> put_type(Type::Kind::Named);

const auto type_def = nested(labelled(
    Kind::AType,
    spanned(range_type | named_type | container | optional_type | array_type | bounded)));

bool begins_type(Kind kind) {
  return kind == Kind::Name || kind == Kind::Number || kind == Kind::Set || kind == Kind::Option ||
         kind == Kind::Array || kind == Kind::Stack || kind == Kind::Queue;
}

bool is_inout(const State& state, Iterator at) {
  return is(state, at, Kind::InOut) && begins_type(at[1].kind);
}

const auto put_direction = [](Param::Direction d) { return put<&Param::direction>(d); };
const auto direction =
    lit(Kind::In) >> put_direction(Param::Direction::In) |
    lit(Kind::Out) >> put_direction(Param::Direction::Out) |
    ahead(is_inout) >> lit(Kind::InOut) >> put_direction(Param::Direction::InOut);
const auto param_def =
    spanned(to<&Param::name>(new_name) > lit(Kind::Colon) > -direction > to<&Param::type>(type) >
            -(lit(Kind::As) > to<&Param::printed>(text)));

// ---------------------------------------------------------------------------- patterns

/// In `any except a, b` a further name belongs to the list unless it begins an expression.
struct AcceptExcepted {
  static int tokens(const State&, Iterator at) {
    if (at->kind != Kind::Name) return 0;
    switch (at[1].kind) {
      case Kind::Comma:
      case Kind::RightParen:
      case Kind::RightBrace:
      case Kind::Arrow:
      case Kind::FatArrow:
      case Kind::Bar:
      case Kind::End:
      case Kind::Doc:
      case Kind::Name: return 1;
      case Kind::In:
      case Kind::Is:
      case Kind::Not:
      case Kind::And:
      case Kind::Or:
      case Kind::Implies:
      case Kind::Otherwise: return 0;
      default: return is_keyword(at[1].kind) && at[1].kind != Kind::With ? 1 : 0;
    }
  }
};
constexpr Kept<AcceptExcepted> excepted(Kind::AName);

const auto put_pattern = [](Pattern::Kind kind) { return put<&Pattern::kind>(kind); };

bool opens_parenthesis(const State&, Iterator at) { return at->kind == Kind::LeftParen; }

const auto payload = ahead(opens_parenthesis) >> lit(Kind::LeftParen) >>
                     put_pattern(Pattern::Kind::Construct) >
                     -commas(add<&Pattern::args>(patterns)) > lit(Kind::RightParen);
const auto pattern_def = nested(labelled(
    Kind::APattern,
    spanned(to<&Pattern::text>(pattern_name) >> put_pattern(Pattern::Kind::Name) >> -payload |
            lit(Kind::Underscore) >> put_pattern(Pattern::Kind::Any) |
            (one_of<&Pattern::text>(Kind::None, Kind::True, Kind::False)) >>
                put_pattern(Pattern::Kind::Name) |
            to<&Pattern::text>(lit(Kind::Some)) > peek(Kind::LeftParen) > payload |
            lit(Kind::Any) >> put_pattern(Pattern::Kind::AnyCall) >>
                -(lit(Kind::Except) > add<&Pattern::names>(name) >
                  *(lit(Kind::Comma) >> add<&Pattern::names>(excepted))) |
            to<&Pattern::text>(number) >> put_pattern(Pattern::Kind::Int))));

/// One pattern, or several with `|` between them.
struct OneOf : Part<OneOf> {
  template <class C, class R>
  bool parse(Iterator& first, const Iterator& last, const C& context, R&, Pattern& node) const {
    const Iterator begin = first;
    if (!pattern.parse(first, last, context, x3::unused, node)) return false;
    if (first->kind != Kind::Bar) return true;
    Pattern all;
    all.kind = Pattern::Kind::OneOf;
    all.args.push_back(std::move(node));
    while (first->kind == Kind::Bar) {
      ++first;
      demand(pattern, first, last, context, all.args.emplace_back());
    }
    node = std::move(all);
    node.span = state_of(context).span(begin, first);
    return true;
  }
};
const auto patterns_def = self(OneOf());

// ------------------------------------------------------------------- the parts of expressions

/// How tight an operator binds; a larger level binds tighter.
enum Level { kImplies = 1, kOr, kAnd, kNot, kCompare, kOtherwise, kSum, kMask, kWith, kUnary };

/// An expression of operators of at least one level.
struct Operators : Part<Operators> {
  constexpr explicit Operators(Level least) : least(least) {}
  template <class C, class R>
  bool parse(Iterator& first, const Iterator& last, const C& context, R&, Expr& node) const;
  Level least;
};

const x3::rule<struct primary_tag, Expr> primary("primary");
const x3::rule<struct update_tag, Expr> update("update");
const x3::rule<struct arm_tag, Arm> arm("arm");

const auto put_kind = [](Expr::Kind kind) { return put<&Expr::kind>(kind); };
const auto argument = add<&Expr::args>(expression);

bool begins_field(const State&, Iterator at) {
  return is_word(at->kind) && at[1].kind == Kind::Colon;
}

const auto field = add<&Expr::names>(any_word) > lit(Kind::Colon) > argument;
const auto fields = put_kind(Expr::Kind::Record) >> commas(field);

const auto name_or_call = to<&Expr::text>(variable) >> put_kind(Expr::Kind::Name) >>
                          -(ahead(opens_parenthesis) >> lit(Kind::LeftParen) >>
                                put_kind(Expr::Kind::Apply) >
                            -commas(argument) > lit(Kind::RightParen));
const auto literal =
    to<&Expr::text>(number) >> put_kind(Expr::Kind::Int) |
    to<&Expr::text>(text) >> put_kind(Expr::Kind::String) |
    (one_of<&Expr::text>(Kind::None, Kind::True, Kind::False, Kind::Unknown)) >>
        put_kind(Expr::Kind::Name);
const auto parenthesized = lit(Kind::LeftParen) > self(expression) > lit(Kind::RightParen);
const auto braces = lit(Kind::LeftBrace) >>
                    (ahead(begins_field) >> fields |
                     put_kind(Expr::Kind::Set) >> -commas(argument)) > lit(Kind::RightBrace);
const auto some = to<&Expr::text>(lit(Kind::Some)) >> put_kind(Expr::Kind::Apply) >
                  (lit(Kind::LeftParen) > argument > lit(Kind::RightParen) |
                   add<&Expr::args>(Operators(kUnary)));
const auto choice = lit(Kind::If) >> put_kind(Expr::Kind::If) > argument > lit(Kind::Then) >
                    argument > lit(Kind::Else) > argument;
const auto match = lit(Kind::Match) >> put_kind(Expr::Kind::Match) > argument >
                   lit(Kind::LeftBrace) > +(add<&Expr::arms>(arm) >> -lit(Kind::Comma)) >
                   lit(Kind::RightBrace);
const auto either = lit(Kind::Either) >> put_kind(Expr::Kind::Either) >
                    add<&Expr::args>(Operators(kAnd)) > lit(Kind::Or) >
                    add<&Expr::args>(Operators(kAnd)) > -(lit(Kind::When) > argument);
const auto let = lit(Kind::Let) >> put_kind(Expr::Kind::Let) > add<&Expr::names>(new_name) >
                 lit(Kind::Equal) > add<&Expr::args>(Operators(kOtherwise)) > lit(Kind::In) >
                 argument;
const auto quantified =
    (one_of<&Expr::text>(Kind::Forall, Kind::Exists)) >> put_kind(Expr::Kind::Quantified) >
    commas(add<&Expr::params>(param)) > -(lit(Kind::Where) > argument) > lit(Kind::Dot) > argument;
const auto count = to<&Expr::text>(lit(Kind::Count)) >> put_kind(Expr::Kind::Quantified) >
                   commas(add<&Expr::params>(param)) > lit(Kind::Where) > argument;

const auto primary_def = labelled(
    Kind::AnExpression, spanned(name_or_call | parenthesized | literal | braces | some | choice |
                                match | either | let | quantified | count));
const auto update_def = lit(Kind::LeftBrace) > -fields > lit(Kind::RightBrace);
const auto arm_def =
    to<&Arm::pattern>(patterns) > lit(Kind::FatArrow) > to<&Arm::value>(expression);
const auto expression_def = self(Operators(kImplies));

/// `.field` and `[index]` after `node`, which began at `begin`. Pre: the node is a primary.
template <class C>
void parse_suffixes(Iterator begin, Iterator& first, const Iterator& last, const C& context,
                    Expr& node) {
  State& state = state_of(context);
  for (;;) {
    // `. ` with a blank after it ends the head of a quantifier.
    const bool dot = first->kind == Kind::Dot && first[1].begin == first->end;
    if (!dot && first->kind != Kind::LeftBracket) return;
    const unsigned left = state.height;
    Expr base = std::move(node);
    node = Expr();
    node.args.push_back(std::move(base));
    ++first;
    state.height = 0;
    if (dot) {
      node.kind = Expr::Kind::Field;
      if (!any_word.parse(first, last, context, x3::unused, node.text)) expected(first);
    } else {
      node.kind = Expr::Kind::Index;
      demand(expression, first, last, context, node.args.emplace_back());
      if (!lit(Kind::RightBracket).parse(first, last, context, x3::unused, x3::unused)) {
        expected(first);
      }
    }
    node.span = state.span(begin, first);
    grow(state, begin, left);
  }
}

// ------------------------------------------------------------------------------ operators

struct Operator {
  int level = 0;  // 0: none
  int tokens = 1;
  const char* text = "";
  bool right = false;  // groups to the right
};

Operator operator_at(Iterator at) {
  switch (at->kind) {
    case Kind::Implies: return {kImplies, 1, "implies", true};
    case Kind::Or: return {kOr, 1, "or"};
    case Kind::And: return {kAnd, 1, "and"};
    case Kind::Equal: return {kCompare, 1, "="};
    case Kind::NotEqual: return {kCompare, 1, "!="};
    case Kind::Less: return {kCompare, 1, "<"};
    case Kind::LessEqual: return {kCompare, 1, "<="};
    case Kind::Greater: return {kCompare, 1, ">"};
    case Kind::GreaterEqual: return {kCompare, 1, ">="};
    case Kind::In: return {kCompare, 1, "in"};
    case Kind::Not:
      if (at[1].kind == Kind::In) return {kCompare, 2, "not in"};
      return {};
    case Kind::Is:
      if (at[1].kind == Kind::Not) return {kCompare, 2, "is not"};
      return {kCompare, 1, "is"};
    case Kind::Otherwise:  // `otherwise -> x` is the next row of a table
      if (at[1].kind == Kind::Arrow || at[1].kind == Kind::When) return {};
      return {kOtherwise, 1, "otherwise", true};
    case Kind::Plus: return {kSum, 1, "+"};
    case Kind::Minus: return {kSum, 1, "-"};
    case Kind::Ampersand: return {kMask, 1, "&"};
    case Kind::Star: return {kMask, 1, "*"};
    case Kind::With:
      if (at[1].kind == Kind::LeftBrace) return {kWith, 1, "with"};
      return {};
    default: return {};
  }
}

/// Where an operator could stand but a name does: it may be a misspelt operator.
void guess_operators(State& state, Iterator at) {
  if (at->kind != Kind::Name) return;
  for (const Kind kind : {Kind::Implies, Kind::Or, Kind::And, Kind::In, Kind::Not, Kind::Is,
                          Kind::Otherwise, Kind::With}) {
    state.missed_quietly(at, kind);
  }
}

template <class C>
bool parse_level(Iterator& first, const Iterator& last, const C& context, Expr& node, int least);

/// `not`, `-` or `~` and what follows, or a primary with its suffixes.
template <class C>
bool parse_operand(Iterator& first, const Iterator& last, const C& context, Expr& node) {
  State& state = state_of(context);
  const Iterator begin = first;
  const Kind kind = first->kind;
  if (kind == Kind::Not || kind == Kind::Minus || kind == Kind::Tilde) {
    const Nested guard(state, begin);
    node.kind = Expr::Kind::Unary;
    node.text = spelling(kind);
    ++first;
    const int least = kind == Kind::Not ? kCompare : kUnary;
    if (!parse_level(first, last, context, node.args.emplace_back(), least)) expected(first);
    node.span = state.span(begin, first);
    return true;
  }
  if (!primary.parse(first, last, context, x3::unused, node)) return false;
  parse_suffixes(begin, first, last, context, node);
  return true;
}

/// What stands to the right of `op`, which is taken already. Pre: node.args holds the left side.
template <class C>
void parse_right(Iterator& first, const Iterator& last, const C& context, Expr& node,
                 const Operator& op, Kind kind) {
  if (kind == Kind::Is) {
    node.kind = Expr::Kind::Is;
    node.text = op.text;
    demand(patterns, first, last, context, node.patterns.emplace_back());
  } else if (kind == Kind::With) {
    Expr left = std::move(node.args.back());
    node.args.clear();
    demand(update, first, last, context, node);
    node.kind = Expr::Kind::Record;
    node.args.push_back(std::move(left));
  } else {
    node.kind = Expr::Kind::Binary;
    node.text = op.text;
    Expr& right = node.args.emplace_back();
    std::optional<Nested> guard;
    if (op.right) guard.emplace(state_of(context), first);
    if (!parse_level(first, last, context, right, op.right ? op.level : op.level + 1)) {
      expected(first);
    }
  }
}

template <class C>
bool parse_level(Iterator& first, const Iterator& last, const C& context, Expr& node, int least) {
  State& state = state_of(context);
  const Iterator begin = first;
  const unsigned siblings = state.height;
  state.height = 0;
  if (!parse_operand(first, last, context, node)) {
    state.height = siblings;
    return false;
  }
  bool compared = false;
  for (;;) {
    const Operator op = operator_at(first);
    if (op.level < least || op.level == 0) break;
    if (op.level == kCompare && compared) {
      state.abandon(first, "found '" + std::string(op.text) + "', expected 'and' or 'or'",
                    "comparisons do not chain");
    }
    compared = op.level == kCompare;
    const unsigned left = state.height;
    state.height = 0;
    Expr base = std::move(node);
    node = Expr();
    node.args.reserve(2);
    node.args.push_back(std::move(base));
    const Kind kind = first->kind;
    first += op.tokens;
    parse_right(first, last, context, node, op, kind);
    node.span = state.span(begin, first);
    grow(state, begin, left);
  }
  guess_operators(state, first);
  state.height = std::max(siblings, state.height);
  return true;
}

template <class C, class R>
bool Operators::parse(Iterator& first, const Iterator& last, const C& context, R&,
                      Expr& node) const {
  const Nested guard(state_of(context), first);
  return parse_level(first, last, context, node, least);
}

// -------------------------------------------------------------------------------- effects

/// What can be assigned to: a name with fields and indices.
struct Path : Part<Path> {
  template <class C, class R>
  bool parse(Iterator& first, const Iterator& last, const C& context, R&, Expr& node) const {
    const Iterator begin = first;
    if (!variable.parse(first, last, context, x3::unused, node.text)) return false;
    node.kind = Expr::Kind::Name;
    node.span = state_of(context).span(begin, first);
    parse_suffixes(begin, first, last, context, node);
    return true;
  }
};

bool begins_assignment(const State& state, Iterator at) {
  return AcceptTarget::tokens(state, at) > 0;
}

const auto put_effect = [](Effect::Kind kind) { return put<&Effect::kind>(kind); };
const auto value = to<&Effect::value>(expression);
const auto target = to<&Effect::target>(Path());

/// `{ EFFECTS }`, or one effect.
template <auto Member>
constexpr auto body() {
  return lit(Kind::LeftBrace) > *(add<Member>(effect) >> -lit(Kind::Semicolon)) >
             lit(Kind::RightBrace) |
         add<Member>(effect);
}
const auto drawn = fill<&Effect::param>(param) >
                   -(lit(Kind::Where) >> put<&Effect::has_value>(true) > value) > lit(Kind::Do) >
                   body<&Effect::body>();

const auto effect_def = nested(labelled(
    Kind::AnEffect,
    spanned(lit(Kind::Push) >> put_effect(Effect::Kind::Push) > target > value |
            lit(Kind::Pop) >> put_effect(Effect::Kind::Pop) > target |
            lit(Kind::If) >> put_effect(Effect::Kind::If) > value > lit(Kind::Then) >
                body<&Effect::body>() > -(lit(Kind::Else) > body<&Effect::otherwise>()) |
            lit(Kind::For) >> put_effect(Effect::Kind::ForEach) > drawn |
            lit(Kind::Choose) >> put_effect(Effect::Kind::Choose) > drawn |
            lit(Kind::Let) >> put_effect(Effect::Kind::Let) > to<&Effect::name>(new_name) >
                lit(Kind::Equal) > value |
            lit(Kind::Tell) >> put_effect(Effect::Kind::Tell) > to<&Effect::target>(expression) >
                fill<&Effect::message>(expression) >
                -(lit(Kind::When) >> put<&Effect::has_value>(true) > value) |
            ahead(begins_assignment) >> put_effect(Effect::Kind::Assign) >> target >
                lit(Kind::Assign) > value)));

BOOST_SPIRIT_DEFINE(primary, update, arm)

}  // namespace

BOOST_SPIRIT_DEFINE(type, pattern, patterns, param, expression, effect)
BOOST_SPIRIT_INSTANTIATE(decltype(type), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(pattern), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(patterns), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(param), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(expression), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(effect), Iterator, Context)

}  // namespace sigspec::parser
