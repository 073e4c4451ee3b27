// The words of the grammar as X3 parsers: keywords, signs, names, numbers, texts, docs.
//
// Keywords are reserved, but some of them are wanted as names of arguments and alternatives too
// (`call`, `by`, `size` ...): they are names wherever their own meaning is out of the question, and
// the Accept structs say where that is.
#pragma once

#include <string>

#include "model/parser_x3.h"

namespace sigspec::parser {

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
    case Kind::Variant:
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
      case Kind::FatArrow:
      case Kind::When: return true;
      default:
        return at[-1].kind == Kind::Is || at[-1].kind == Kind::Bar || at[-1].kind == Kind::Not;
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
      case Kind::Star:
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
