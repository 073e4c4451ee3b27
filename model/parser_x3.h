// The Spirit X3 parsers that the grammar is built of: tokens, and directives that fill the nodes.
//
// A rule's attribute is a node of the syntax tree. Inside the rule's definition X3 hands the node
// down as its `rcontext`, and the directives here write into it: `to<&Field::type>(type)` parses a
// type into the field's member. Nothing is copied, nothing is adapted to Fusion, and X3's attribute
// algebra has nothing to compute, which keeps both the parser and its compilation fast.
//
// Invariants: all parsers return with the iterator unmoved when they fail; a node's members are
// touched only after the grammar is sure which node it is.
#pragma once

#include <algorithm>
#include <boost/spirit/home/x3.hpp>
#include <string>

#include "model/parser_state.h"

// `a >> b > c | d` is how grammars are written; GCC would have parentheses in it.
#pragma GCC diagnostic ignored "-Wparentheses"

namespace sigspec::parser {

namespace x3 = boost::spirit::x3;

struct StateTag;
using Iterator = const Token*;
using Context = x3::context<StateTag, State>;

template <class C>
State& state_of(const C& context) {
  return x3::get<StateTag>(context);
}

// ------------------------------------------------------------------------------- tokens

/// What the parsers here have in common: no attribute for X3 to compute, and an "action", which
/// makes X3's rules leave their nodes to us.
template <class Derived>
struct Part : x3::parser<Derived> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  static constexpr bool has_action = true;
};
template <class Subject, class Derived>
struct Wrap : x3::unary_parser<Subject, Derived> {
  using x3::unary_parser<Subject, Derived>::unary_parser;
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  static constexpr bool has_action = true;
  static constexpr bool handles_container = false;
};

inline void store(const State& state, Iterator at, Iterator end, ast::Name& name) {
  name.span = state.span(at, end);
  name.text = state.text.substr(name.span.begin, name.span.end - name.span.begin);
}
inline void store(const State& state, Iterator at, Iterator end, std::string& text) {
  text = state.text.substr(at->begin, (end - 1)->end - at->begin);
}
template <class A>
void store(const State&, Iterator, Iterator, const A&) {}

/// Is `at` this word or sign? A soft word is known by its text.
inline bool is(const State& state, Iterator at, Kind kind) {
  return at->kind == kind || (is_soft_word(kind) && at->kind == Kind::Name &&
                              state.text_of(*at) == spelling(kind));
}

struct Lit : Part<Lit> {
  constexpr explicit Lit(Kind kind) : kind(kind) {}
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    State& state = state_of(context);
    if (!is(state, first, kind)) {
      state.missed(first, kind);
      return false;
    }
    store(state, first, first + 1, attribute);
    ++first;
    return true;
  }
  Kind kind;
};

/// Tokens whose text is kept: `Accept::tokens` says how many belong to it, 0 for none.
template <class Accept>
struct Kept : Part<Kept<Accept>> {
  constexpr explicit Kept(Kind label) : label(label) {}
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A& attribute) const {
    State& state = state_of(context);
    const int count = Accept::tokens(state, first);
    if (count == 0) {
      state.missed(first, label);
      return false;
    }
    store(state, first, first + count, attribute);
    first += count;
    return true;
  }
  Kind label;
};

/// A text in double quotes; without them in the node.
struct Text : Part<Text> {
  template <class C, class R>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, std::string& text) const {
    State& state = state_of(context);
    if (first->kind != Kind::Text) {
      state.missed(first, Kind::AText);
      return false;
    }
    text = unquote(state.text_of(*first));
    ++first;
    return true;
  }
};

/// `/// ...` lines, if there are any.
struct Docs : Part<Docs> {
  template <class C, class R>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, std::string& doc) const {
    if (first->kind == Kind::Doc) {
      doc = doc_text(state_of(context).text_of(*first));
      ++first;
    }
    return true;
  }
};

// --------------------------------------------------------------------------- directives

/// Parses into a member of the node.
template <auto Member, class Subject>
struct To : Wrap<Subject, To<Member, Subject>> {
  using Wrap<Subject, To<Member, Subject>>::Wrap;
  template <class C, class Node, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, A&) const {
    return this->subject.parse(first, last, context, node, node.*Member);
  }
};
template <auto Member, class Subject>
constexpr To<Member, Subject> to(const Subject& subject) {
  return To<Member, Subject>(subject);
}

/// Parses into a new last element of a member of the node; takes it back when that fails.
template <auto Member, class Subject>
struct Add : Wrap<Subject, Add<Member, Subject>> {
  using Wrap<Subject, Add<Member, Subject>>::Wrap;
  template <class C, class Node, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, A&) const {
    auto& list = node.*Member;
    struct Rollback {
      decltype(list) target;
      bool done = false;
      ~Rollback() {
        if (!done) target.pop_back();
      }
    };
    list.emplace_back();
    Rollback rollback{list};
    return rollback.done = this->subject.parse(first, last, context, node, list.back());
  }
};
template <auto Member, class Subject>
constexpr Add<Member, Subject> add(const Subject& subject) {
  return Add<Member, Subject>(subject);
}

/// Parses into an optional member of the node.
template <auto Member, class Subject>
struct Fill : Wrap<Subject, Fill<Member, Subject>> {
  using Wrap<Subject, Fill<Member, Subject>>::Wrap;
  template <class C, class Node, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, A&) const {
    auto& member = node.*Member;
    if (!member) member.emplace();
    return this->subject.parse(first, last, context, node, *member);
  }
};
template <auto Member, class Subject>
constexpr Fill<Member, Subject> fill(const Subject& subject) {
  return Fill<Member, Subject>(subject);
}

/// Parses a variant member's alternative `T` of the node.
template <auto Member, class T, class Subject>
struct Choice : Wrap<Subject, Choice<Member, T, Subject>> {
  using Wrap<Subject, Choice<Member, T, Subject>>::Wrap;
  template <class C, class Node, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, A&) const {
    T& value = (node.*Member).template emplace<T>();
    return this->subject.parse(first, last, context, node, value);
  }
};
template <auto Member, class T, class Subject>
constexpr Choice<Member, T, Subject> choice(const Subject& subject) {
  return Choice<Member, T, Subject>(subject);
}

/// Parses into the node itself.
template <class Subject>
struct Self : Wrap<Subject, Self<Subject>> {
  using Wrap<Subject, Self<Subject>>::Wrap;
  template <class C, class Node, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, A&) const {
    return this->subject.parse(first, last, context, node, node);
  }
};
template <class Subject>
constexpr Self<Subject> self(const Subject& subject) {
  return Self<Subject>(subject);
}

/// Sets a member of the node; takes no token.
template <auto Member, class Value>
struct Put : Part<Put<Member, Value>> {
  constexpr explicit Put(Value value) : value(value) {}
  template <class C, class Node, class A>
  bool parse(Iterator&, const Iterator&, const C&, Node& node, A&) const {
    node.*Member = value;
    return true;
  }
  Value value;
};
template <auto Member, class Value>
constexpr Put<Member, Value> put(Value value) {
  return Put<Member, Value>(value);
}

/// Gives the node the span of its tokens, without the doc before it.
template <class Subject>
struct Spanned : Wrap<Subject, Spanned<Subject>> {
  using Wrap<Subject, Spanned<Subject>>::Wrap;
  template <class C, class Node, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, A& a) const {
    const Iterator begin = first->kind == Kind::Doc ? first + 1 : first;
    if (!this->subject.parse(first, last, context, node, a)) return false;
    node.span = state_of(context).span(begin, first);
    return true;
  }
};
template <class Subject>
constexpr Spanned<typename x3::extension::as_parser<Subject>::value_type> spanned(
    const Subject& subject) {
  return {x3::as_parser(subject)};
}

[[noreturn]] inline void too_deep(State& state, Iterator at) {
  state.abandon(at, "found nesting deeper than " + std::to_string(kNestingMax),
                "give the inner parts names of their own, with `fn` or `let`");
}

/// Puts one more node on top of two that are finished: `left` high the one, the other as noted.
inline void grow(State& state, Iterator at, unsigned left) {
  state.height = std::max(left, state.height) + 1;
  if (state.height > kNestingMax) too_deep(state, at);
}

/// Counts one level of nesting for as long as it lives; gives up beyond the bound.
class Nested {
 public:
  Nested(State& state, Iterator at) : state_(state), siblings_(state.height) {
    if (state.depth >= kNestingMax) too_deep(state, at);
    ++state.depth;
    state.height = 0;
  }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;
  ~Nested() {
    --state_.depth;
    state_.height = std::max(siblings_, state_.height + 1);
  }

 private:
  State& state_;
  unsigned siblings_;
};

template <class Subject>
struct NestedIn : Wrap<Subject, NestedIn<Subject>> {
  using Wrap<Subject, NestedIn<Subject>>::Wrap;
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& node, A& a) const {
    const Nested guard(state_of(context), first);
    return this->subject.parse(first, last, context, node, a);
  }
};
template <class Subject>
constexpr NestedIn<typename x3::extension::as_parser<Subject>::value_type> nested(
    const Subject& subject) {
  return {x3::as_parser(subject)};
}

/// Names what is parsed: when it fails at its first token, messages speak of `label`.
template <class Subject>
struct Labelled : Wrap<Subject, Labelled<Subject>> {
  constexpr Labelled(const Subject& subject, Kind label)
      : Wrap<Subject, Labelled<Subject>>(subject), label(label) {}
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& node, A& a) const {
    State& state = state_of(context);
    const Iterator begin = first;
    const Kinds before = state.furthest == begin ? state.expected : Kinds();
    if (this->subject.parse(first, last, context, node, a)) return true;
    if (state.furthest == begin) {
      state.meant.add(state.expected);
      state.expected = before;
      state.expected.add(label);
    }
    return false;
  }
  Kind label;
};
template <class Subject>
constexpr auto labelled(Kind label, const Subject& subject) {
  return Labelled<typename x3::extension::as_parser<Subject>::value_type>(x3::as_parser(subject),
                                                                          label);
}

/// Looks ahead without a word about it in messages.
struct Ahead : Part<Ahead> {
  using Test = bool (*)(const State&, Iterator);
  constexpr explicit Ahead(Test test) : test(test) {}
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A&) const {
    return test(state_of(context), first);
  }
  Test test;
};

/// Passes where `kind` stands, without taking it.
struct Peek : Part<Peek> {
  constexpr explicit Peek(Kind kind) : kind(kind) {}
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator&, const C& context, R&, A&) const {
    if (is(state_of(context), first, kind)) return true;
    state_of(context).missed(first, kind);
    return false;
  }
  Kind kind;
};

/// An item that begins with `kind`, after its doc if it has one.
template <class Subject>
struct Item : Wrap<Subject, Item<Subject>> {
  constexpr Item(const Subject& subject, Kind kind)
      : Wrap<Subject, Item<Subject>>(subject), kind(kind) {}
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& node, A& a) const {
    const Iterator begin = first->kind == Kind::Doc ? first + 1 : first;
    if (begin->kind != kind) {
      state_of(context).missed(begin, kind);
      return false;
    }
    return this->subject.parse(first, last, context, node, a);
  }
  Kind kind;
};
template <class Subject>
constexpr auto item(Kind kind, const Subject& subject) {
  return Item<typename x3::extension::as_parser<Subject>::value_type>(x3::as_parser(subject), kind);
}

/// Items up to the closing brace, which is taken. A broken item is reported and left out, and the
/// next one is parsed. Pre: the opening brace was just taken.
template <class Subject>
struct Block : Wrap<Subject, Block<Subject>> {
  constexpr Block(const Subject& subject, Resume resume)
      : Wrap<Subject, Block<Subject>>(subject), resume(resume) {}
  template <class C, class R, class A>
  bool parse(Iterator& first, const Iterator& last, const C& context, R& node, A&) const {
    State& state = state_of(context);
    const Iterator open = first - 1;
    while (first->kind != Kind::RightBrace) {
      const Iterator begin = first;
      try {
        if (this->subject.parse(first, last, context, node, x3::unused)) continue;
        state.missed(begin, Kind::RightBrace);
        state.report(open);
      } catch (const x3::expectation_failure<Iterator>&) {
        state.missed(begin, Kind::RightBrace);
        state.report(open);
      } catch (const Abandoned&) {
      }
      first = next_item(state, begin, resume);
    }
    ++first;
    return true;
  }
  Resume resume;
};
template <class Subject>
constexpr auto block(Resume resume, const Subject& subject) {
  return Block<typename x3::extension::as_parser<Subject>::value_type>(x3::as_parser(subject),
                                                                       resume);
}

// ------------------------------------------------------------------------- common words

struct AcceptName {
  static int tokens(const State&, Iterator at) { return at->kind == Kind::Name ? 1 : 0; }
};
struct AcceptWord {
  static int tokens(const State&, Iterator at) { return is_word(at->kind) ? 1 : 0; }
};
struct AcceptNumber {
  static int tokens(const State&, Iterator at) { return at->kind == Kind::Number ? 1 : 0; }
};
struct AcceptVersion {
  static int tokens(const State&, Iterator at) {
    return at->kind == Kind::Version || at->kind == Kind::Number ? 1 : 0;
  }
};
/// `deliver.handler`: words joined by dots, without blanks.
struct AcceptDotted {
  static int tokens(const State&, Iterator at) {
    if (at->kind != Kind::Name && !(is_keyword(at->kind) && joined(at))) return 0;
    int count = 1;
    while (joined(at + count - 1)) count += 2;
    return count;
  }
  static bool joined(Iterator at) {
    return at[1].kind == Kind::Dot && at[1].begin == at->end && is_word(at[2].kind) &&
           at[2].begin == at[1].end;
  }
};
/// Keywords that are also wanted as names of arguments and alternatives: `call`, `by`, `size` ...
constexpr bool may_be_name(Kind kind) {
  switch (kind) {
    case Kind::Array:
    case Kind::By:
    case Kind::Call:
    case Kind::Count:
    case Kind::Handled:
    case Kind::Interrupted:
    case Kind::Library:
    case Kind::Line:
    case Kind::Nr:
    case Kind::Object:
    case Kind::On:
    case Kind::Option:
    case Kind::Page:
    case Kind::Prefix:
    case Kind::Queue:
    case Kind::Restarted:
    case Kind::Row:
    case Kind::Same:
    case Kind::Section:
    case Kind::Set:
    case Kind::Signals:
    case Kind::Size:
    case Kind::Stack: return true;
    default: return false;
  }
}

/// A name, or one of these keywords where its own meaning is out of the question.
struct AcceptNewName {
  static int tokens(const State&, Iterator at) {
    return at->kind == Kind::Name || may_be_name(at->kind) ? 1 : 0;
  }
};
/// The same in a pattern, where what follows must look like more of a pattern.
struct AcceptPatternName {
  static int tokens(const State&, Iterator at) {
    if (at->kind == Kind::Name) return 1;
    return may_be_name(at->kind) && goes_on(at) ? 1 : 0;
  }
  static bool goes_on(Iterator at) {
    switch (at[1].kind) {
      case Kind::LeftParen: return at[1].begin == at->end;
      case Kind::Comma:
      case Kind::RightParen:
      case Kind::Bar:
      case Kind::Arrow:
      case Kind::FatArrow: return true;
      default: return at[-1].kind == Kind::Is || at[-1].kind == Kind::Bar;
    }
  }
};
/// The same in an expression. After a comma, which may be the last of its list, the keyword may
/// begin the next clause; elsewhere nothing but an expression can follow.
struct AcceptVariable {
  static int tokens(const State&, Iterator at) {
    if (at->kind == Kind::Name) return 1;
    if (!may_be_name(at->kind)) return 0;
    if (at->kind == Kind::Count && is_word(at[1].kind) && at[2].kind == Kind::Colon) return 0;
    return at[-1].kind != Kind::Comma || goes_on(at) ? 1 : 0;
  }
  static bool goes_on(Iterator at) {
    switch (at[1].kind) {
      case Kind::LeftParen:
      case Kind::LeftBracket:
      case Kind::Dot: return at[1].begin == at->end;
      case Kind::Minus: return at[2].begin != at[1].end;  // `a - b`, but `by -b`
      case Kind::Not: return at[2].kind == Kind::In;
      case Kind::RightParen:
      case Kind::RightBracket:
      case Kind::RightBrace:
      case Kind::Comma:
      case Kind::Equal:
      case Kind::NotEqual:
      case Kind::Less:
      case Kind::LessEqual:
      case Kind::Greater:
      case Kind::GreaterEqual:
      case Kind::Plus:
      case Kind::Ampersand:
      case Kind::In:
      case Kind::Is:
      case Kind::And:
      case Kind::Or:
      case Kind::Implies:
      case Kind::Otherwise:
      case Kind::With: return true;
      default: return false;
    }
  }
};
/// The same where an assignment begins.
struct AcceptTarget {
  static int tokens(const State&, Iterator at) {
    if (at->kind == Kind::Name) return 1;
    if (!may_be_name(at->kind)) return 0;
    const bool joined = at[1].begin == at->end;
    const bool path = joined && (at[1].kind == Kind::Dot || at[1].kind == Kind::LeftBracket);
    return path || at[1].kind == Kind::Assign ? 1 : 0;
  }
};
/// A bound: a number, perhaps negative, or a constant's name.
struct AcceptBound {
  static int tokens(const State&, Iterator at) {
    if (at->kind == Kind::Number || at->kind == Kind::Name) return 1;
    return at->kind == Kind::Minus && at[1].kind == Kind::Number && at[1].begin == at->end ? 2 : 0;
  }
};

constexpr Kept<AcceptName> name(Kind::AName);
constexpr Kept<AcceptWord> any_word(Kind::AName);
constexpr Kept<AcceptNewName> new_name(Kind::AName);
constexpr Kept<AcceptPatternName> pattern_name(Kind::AName);
constexpr Kept<AcceptVariable> variable(Kind::AName);
constexpr Kept<AcceptDotted> dotted(Kind::AName);
constexpr Kept<AcceptNumber> number(Kind::ANumber);
constexpr Kept<AcceptVersion> version(Kind::AVersion);
constexpr Kept<AcceptBound> bound(Kind::ANumber);
constexpr Text text{};
constexpr Docs docs{};

constexpr Lit lit(Kind kind) { return Lit(kind); }
constexpr Peek peek(Kind kind) { return Peek(kind); }
constexpr Ahead ahead(Ahead::Test test) { return Ahead(test); }

/// One of some words, its text kept in the node.
template <auto Member>
constexpr auto one_of(Kind a, Kind b) {
  return to<Member>(lit(a)) | to<Member>(lit(b));
}
template <auto Member, class... More>
constexpr auto one_of(Kind a, Kind b, Kind c, More... more) {
  return to<Member>(lit(a)) | one_of<Member>(b, c, more...);
}

/// p, p, p with an optional comma at the end.
template <class Subject>
constexpr auto commas(const Subject& subject) {
  return subject >> *(lit(Kind::Comma) >> subject) >> -lit(Kind::Comma);
}

}  // namespace sigspec::parser
