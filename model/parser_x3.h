// The directives of the grammar: Spirit X3 parsers that fill the nodes of the syntax tree.
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

}  // namespace sigspec::parser
