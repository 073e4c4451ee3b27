// The words of the spec language, and the reader that cuts a text into them.
//
// The grammar (parser_expr.cc, parser_decl.cc) is written over tokens and not over characters: a
// keyword test is one comparison, every node's span is the span of its tokens, and "found X" is
// always a whole word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/ast.h"
#include "model/diagnostic.h"

namespace sigspec::parser {

// X(enumerator, spelling). The keywords are in one block: words that are reserved.
#define SIGSPEC_PUNCTUATION(X)                                                              \
  X(LeftBrace, "{") X(RightBrace, "}") X(LeftParen, "(") X(RightParen, ")")                 \
  X(LeftBracket, "[") X(RightBracket, "]") X(Comma, ",") X(Semicolon, ";") X(Colon, ":")    \
  X(Assign, ":=") X(Equal, "=") X(NotEqual, "!=") X(Less, "<") X(LessEqual, "<=")           \
  X(Greater, ">") X(GreaterEqual, ">=") X(Plus, "+") X(Minus, "-") X(Ampersand, "&")        \
  X(Star, "*") X(Tilde, "~") X(Bar, "|") X(Arrow, "->") X(FatArrow, "=>") X(Dot, ".")       \
  X(Range, "..") X(Ellipsis, "...") X(Underscore, "_")

#define SIGSPEC_KEYWORDS(X)                                                                 \
  X(Kernel, "kernel") X(Enum, "enum") X(Record, "record") X(Union, "union")                 \
  X(Entity, "entity") X(Const, "const") X(Fn, "fn") X(Table, "table")                       \
  X(Observation, "observation") X(Call, "call") X(Rule, "rule") X(Always, "always")         \
  X(Begins, "begins") X(View, "view") X(Scenario, "scenario") X(Hold, "hold")               \
  X(Release, "release") X(Claim, "claim")                                                   \
  X(Prefix, "prefix") X(Otherwise, "otherwise") X(In, "in") X(Out, "out") X(Not, "not")     \
  X(And, "and") X(Or, "or") X(Implies, "implies") X(Is, "is") X(If, "if") X(Then, "then")   \
  X(Else, "else") X(Match, "match") X(Either, "either") X(When, "when")                     \
  X(Forall, "forall") X(Exists, "exists") X(Count, "count") X(Where, "where")               \
  X(Let, "let") X(With, "with") X(Set, "set") X(Option, "option") X(Array, "array")         \
  X(Of, "of") X(Stack, "stack") X(Queue, "queue") X(Cites, "cites") X(Refutes, "refutes")   \
  X(Since, "since") X(Until, "until") X(Verified, "verified") X(Untested, "untested")       \
  X(Unobservable, "unobservable") X(Finding, "finding")                                     \
  X(Shows, "shows") X(Do, "do") X(Internal, "internal") X(Fair, "fair") X(Push, "push")     \
  X(Pop, "pop") X(For, "for") X(Choose, "choose") X(Tell, "tell") X(Row, "row")             \
  X(On, "on") X(By, "by")                                                                   \
  X(Same, "same") X(Nr, "nr") X(After, "after") X(Transfer, "transfer")                     \
  X(Library, "library") X(Sleeps, "sleeps") X(Interrupted, "interrupted")                   \
  X(Handled, "handled") X(Restarted, "restarted") X(Unhandled, "unhandled")                 \
  X(Line, "line") X(Variant, "variant") X(Uses, "uses") X(Signals, "signals")               \
  X(Size, "size") X(Object, "object") X(Initially, "initially") X(Property, "property")     \
  X(Invariant, "invariant") X(Rank, "rank") X(Helpful, "helpful") X(Expect, "expect")       \
  X(Page, "page") X(Section, "section") X(Says, "says") X(Any, "any") X(Except, "except")   \
  X(Abstract, "abstract") X(True, "true") X(False, "false") X(None, "none")                 \
  X(Unknown, "unknown") X(Some, "some") X(As, "as") X(Makes, "makes")

// Words with a meaning in one place only, and ordinary names everywhere else.
#define SIGSPEC_SOFT_WORDS(X)                                                               \
  X(InOut, "inout") X(Leads, "leads") X(To, "to") X(Never, "never")                         \
  X(Eventually, "eventually") X(Man, "man") X(Posix, "posix") X(Paper, "paper")             \
  X(Live, "live") X(Strace, "strace") X(Proved, "proved") X(WordRefuted, "refuted")         \
  X(HoldsToBound, "holds_to_bound") X(Holds, "holds") X(Beyond, "beyond")                   \
  X(Conditional, "conditional") X(Sometimes, "sometimes") X(Seen, "seen")                   \
  X(Unseen, "unseen") X(Price, "price")                                                     \
  X(Litmus, "litmus") X(Thing, "thing") X(Effects, "effect") X(Process, "process")          \
  X(Thread, "thread") X(Required, "required") X(Allowed, "allowed")                         \
  X(Forbidden, "forbidden") X(Room, "room") X(Stopped, "stopped") X(Has, "has")             \
  X(Ended, "ended") X(Did, "did") X(Send, "send") X(At, "at") X(Once, "once")               \
  X(Ignored, "ignored") X(Blocking, "blocking") X(Rests, "rests") X(Layout, "layout")       \
  X(Machine, "machine") X(Make, "make") X(Treatment, "treatment")                             \
  X(Situation, "situation") X(First, "first") X(Blocks, "blocks") X(Ends, "ends")             \
  X(Exercises, "exercises") X(Without, "without") X(Leave, "leave") X(Init, "init")           \
  X(Exec, "exec") X(Child, "child")

// What a message may say instead of a list of words.
#define SIGSPEC_LABELS(X)                                                                   \
  X(AName, "a name") X(AText, "a text in double quotes") X(ANumber, "a number")             \
  X(AVersion, "a version") X(AType, "a type") X(AnExpression, "an expression")              \
  X(APattern, "a pattern") X(AnEffect, "an effect") X(AClause, "a clause")                  \
  X(ADeclaration, "a declaration") X(ACitation, "a kind of citation")                       \
  X(AReference, "a reference such as D6 or T001") X(TheEnd, "the end of the file")          \
  X(AUnit, "a unit of time (ns, us, ms, s)") X(AProcess, "a process")                       \
  X(AnExpectation, "an expectation")                                                        \
  X(AValue, "a value") X(AStep, "a step") X(ACondition, "a condition")

#define SIGSPEC_ENUMERATOR(name, spelling) name,
enum class Kind : std::uint8_t {
  End,
  Bad,   // characters that are no word; the reader has reported them
  Doc,   // a run of `///` lines
  Name,
  Text,
  Number,
  Version,
  SIGSPEC_PUNCTUATION(SIGSPEC_ENUMERATOR) SIGSPEC_KEYWORDS(SIGSPEC_ENUMERATOR)
      SIGSPEC_SOFT_WORDS(SIGSPEC_ENUMERATOR) SIGSPEC_LABELS(SIGSPEC_ENUMERATOR) kCount
};
#undef SIGSPEC_ENUMERATOR

constexpr bool is_keyword(Kind kind) { return kind >= Kind::Kernel && kind <= Kind::Makes; }
constexpr bool is_soft_word(Kind kind) { return kind >= Kind::InOut && kind <= Kind::Child; }
constexpr bool is_label(Kind kind) { return kind >= Kind::AName && kind <= Kind::ACondition; }
constexpr bool is_word(Kind kind) { return kind == Kind::Name || is_keyword(kind); }

/// The word itself, or a label's text.
std::string_view spelling(Kind kind);

/// The keyword that `text` is, or Kind::Name.
Kind keyword(std::string_view text);

struct Token {
  Kind kind = Kind::End;
  bool starts_line = false;   // nothing but blanks before it on its line
  bool first_column = false;  // not even blanks
  std::uint32_t begin = 0, end = 0;
};

/// Cuts `text` into tokens; the last is always End.
/// Errors: text that is no UTF-8, NUL bytes, too much text, unknown characters, open quotes.
/// Cost: linear.
std::vector<Token> read_tokens(FileId id, std::string_view text,
                               std::vector<ast::Comment>& comments, Diagnostics& out);

/// `token`'s text between its quotes, with \" and \\ taken out.
std::string unquote(std::string_view quoted);

/// The lines of a Doc token without their slashes.
std::string doc_text(std::string_view raw);

}  // namespace sigspec::parser
