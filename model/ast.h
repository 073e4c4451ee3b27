// The syntax tree of the spec language: what the parser builds and the printer prints.
//
// After `resolve` nobody but the printer sees it. Every node carries its span, so that every
// diagnostic can show the text it speaks of. Expressions, patterns and types are one struct each
// with a kind and children: the walks over them are switches, not visitor classes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/source.h"

namespace sigspec::ast {

/// An identifier, possibly dotted (`deliver.handler`), and where it stands.
struct Name {
  std::string text;
  Span span;
};

/// A large part that most nodes do without: as std::optional, but of one word where there is none.
/// The tree of the whole specification is made each time that something is judged.
template <class T>
class Maybe {
 public:
  Maybe() = default;
  Maybe(const Maybe& other) : part_(other ? std::make_unique<T>(*other) : nullptr) {}
  Maybe(Maybe&&) noexcept = default;
  Maybe& operator=(Maybe other) noexcept {
    part_ = std::move(other.part_);
    return *this;
  }
  T& emplace() { return *(part_ = std::make_unique<T>()); }
  bool has_value() const { return part_ != nullptr; }
  explicit operator bool() const { return has_value(); }
  T& operator*() { return *part_; }
  const T& operator*() const { return *part_; }
  const T* operator->() const { return part_.get(); }

 private:
  std::unique_ptr<T> part_;
};

/// `/// ...` lines before a node, without the slashes, joined by line feeds. Empty: none.
using Doc = std::string;

// ---------------------------------------------------------------------------------- types

struct Type {
  enum class Kind : std::uint8_t {
    Named,   // text: Signal, Action, Task, bool, int, opaque, Call ...
    Range,   // 0 .. 64: bounds holds two constant expressions' texts
    Set,     // set T
    Option,  // option T
    Array,   // array I of T        args: I, T
    Stack,   // stack N of T        args: T; bound: N
    Queue,   // queue N of T        args: T; bound: N (a number or a name)
  };
  Kind kind = Kind::Named;
  std::string text;                 // Named: the name
  std::string low, high;            // Range: a number or a constant's name
  std::string bound;                // Stack, Queue
  std::vector<Type> args;
  Span span;
};

// ------------------------------------------------------------------------------- patterns

/// What `is`, `match`, table rows and `shows` compare with.
struct Pattern {
  enum class Kind : std::uint8_t {
    Any,        // _
    Name,       // SIGCONT, none, or a variable to be bound: resolve decides
    Construct,  // code(c), some(x), value(_): text is the alternative, args the payload
    OneOf,      // SIGSEGV | SIGBUS: args
    AnyCall,    // any, any except a, b: names are the exceptions   (calls only)
    Int,        // 0
  };
  Kind kind = Kind::Any;
  std::string text;
  std::vector<Pattern> args;
  std::vector<Name> names;
  Span span;
};

// ---------------------------------------------------------------------------- expressions

struct Expr;

/// One arm of `match`: PATTERN {| PATTERN} => EXPR.
struct Arm;

/// `x: T` in a quantifier, a parameter list, a rule head.
struct Param {
  enum class Direction : std::uint8_t { None, In, Out, InOut };
  Name name;
  Direction direction = Direction::None;  // of a call's argument: read at entry, at return, both
  Type type;
  std::string printed;                    // as "text": the name strace prints before the value
  Span span;
};

struct Expr {
  enum class Kind : std::uint8_t {
    Int,         // text: 42, 0x800
    String,      // text, without quotes
    Name,        // text: variable, constant, enumerator, true, false, none, unknown
    Field,       // args[0] . text
    Index,       // args[0] [ args[1] ]
    Apply,       // text ( args )        function, table, constructor `code(c)`, `some x` = some(x)
    Unary,       // text: not, -, ~      args[0]
    Binary,      // text: or and implies = != < <= > >= in, not in, + - & , otherwise    args[0..1]
    Is,          // args[0] is [not] pattern            text: "is" or "is not"
    If,          // if args[0] then args[1] else args[2]
    Match,       // match args[0] { arms }
    Set,         // { args }             also the empty set {}
    Record,      // { names: args }      or  args.back() with { names: args }  (update)
    Either,      // either args[0] or args[1] [when args[2]]
    Quantified,  // text: forall, exists    params   args: [where,] body
                 // text: count             params   args: where
    Let,         // let names[0] = args[0] in args[1]
  };
  Kind kind = Kind::Int;
  std::string text;
  std::vector<Expr> args;
  std::vector<Name> names;
  std::vector<Pattern> patterns;  // Is: one; Match: see arms
  std::vector<Arm> arms;
  std::vector<Param> params;      // Quantified
  Span span;
};

struct Arm {
  Pattern pattern;
  Expr value;
};

// -------------------------------------------------------------------------------- effects

struct Effect {
  enum class Kind : std::uint8_t {
    Assign,   // target := value
    Push,     // push target value
    Pop,      // pop target
    If,       // if value then { body } else { otherwise }
    ForEach,  // for param [where value] do { body }
    Choose,   // choose param [where value] in { body }      (nondeterminism, scenarios)
    Let,      // let name = value       visible in the effects after it
    Tell,     // tell target message [when value]             (message: an observation applied)
  };
  Kind kind = Kind::Assign;
  Expr target, value;
  Maybe<Expr> message;
  Maybe<Param> param;
  Name name;
  bool has_value = false;  // ForEach, Choose: a `where`; Tell: a `when`
  std::vector<Effect> body, otherwise;
  Span span;
};

// ------------------------------------------------------------------- clauses many nodes have

/// `cites kernel "kernel/signal.c:get_signal"`, `cites rule D6 D9`: where a fact comes from.
struct Citation {
  std::string kind;                // kernel, man, rule, table, paper, posix, live, strace
  std::vector<std::string> texts;  // quoted strings, or bare ids for rule and table
  Span span;
};

/// What rows, rules, clauses and tables can carry besides their own content.
struct Clauses {
  std::vector<Citation> cites;
  std::string since, until;  // kernel versions: true from `since` on, and before `until`
  std::string verified;      // the kernel on which it was seen live; empty: never
  std::string untested;      // why no recording exercises it; empty: one does
  std::string unobservable;  // why no recording can show it; empty: one can
  std::string finding;       // what Linux does wrong here; empty: nothing
  std::vector<Citation> refutes;  // man pages that say otherwise
};

// --------------------------------------------------------------------------- declarations

/// kernel 2.6.22 .. 6.18 : the versions this specification covers.
struct KernelDecl {
  std::string low, high;
};

struct Member {
  Doc doc;
  Name name;
  std::optional<std::int64_t> number;  // SIGHUP = 1
  std::string number_text;             // as it is written: 0x04000000
  std::vector<std::string> texts;      // how strace spells it, where not as the name; `*` in one
                                       // stands for any characters: "pipe:[*"
  bool otherwise = false;              // any other text
  Span span;
};

/// enum Signal prefix "SIG" { SIGHUP = 1, ... }
struct EnumDecl {
  Name name;
  std::string prefix;   // may be left out of a member's text
  std::vector<Member> members;
};

struct Field {
  Doc doc;
  Name name;
  Type type;
  std::string printed;             // as "sa_mask"
  Maybe<Expr> initial;     // entities: the value at `begins` time unless a rule says more
  Span span;
};

/// record Action { handler: Handler as "sa_handler", ... }
struct RecordDecl {
  Name name;
  std::vector<Field> fields;
};

struct Alternative {
  Doc doc;
  Name name;
  std::vector<Type> payload;       // caught(opaque)
  std::vector<std::string> texts;  // "SIG_DFL"
  bool otherwise = false;
  Span span;
};

/// union Handler { default "SIG_DFL", ignore "SIG_IGN", caught(opaque) otherwise }
struct UnionDecl {
  Name name;
  std::vector<Alternative> alternatives;
};

/// entity Task in Process { ... }
struct EntityDecl {
  Doc doc;  // of a scenario's object; a declaration's doc stands in Decl
  Name name;
  std::optional<Name> parent;
  std::vector<Field> fields;
  Span span;
};

/// const KERNEL_ONLY = {SIGKILL, SIGSTOP}
struct ConstDecl {
  Name name;
  std::optional<Type> type;
  Expr value;
  Clauses clauses;
};

/// fn after(r: Result, a: Action) -> Result = EXPR
struct FnDecl {
  Name name;
  std::vector<Param> params;
  Type result;
  Clauses clauses;
  Expr value;
  Span span;
};

struct TableRow {
  Doc doc;
  std::vector<Pattern> patterns;  // one for each of the first parameters; missing: any
  bool otherwise = false;         // `otherwise -> x`
  std::vector<Expr> when;
  Expr value;
  Clauses clauses;
  Span span;
};

/// table default_action(s: Signal) -> DefaultAction cites ... { SIGHUP | SIGINT -> terminate }
struct TableDecl {
  Name name;
  std::vector<Param> params;
  Type result;
  Clauses clauses;
  std::vector<TableRow> rows;
};

/// observation delivered(t: Task, s: Signal, info: Siginfo)
struct ObservationDecl {
  Name name;
  std::vector<Param> params;
};

/// What a rule shows: observation and patterns for its arguments, then conditions on them.
struct Shows {
  Name observation;
  std::vector<Pattern> arguments;
  Span span;
};

/// A guarded rule; at top level, in a view, a scenario or a call's block.
struct RuleDecl {
  Name name;
  std::vector<Param> params;
  std::optional<Shows> shows;   // none: internal
  bool internal = false;        // `internal`: a step nobody sees
  std::optional<std::string> fair;  // `fair` or `fair CLASS`
  std::vector<Expr> with;       // what the observation must agree with
  std::vector<Expr> when;       // what the state must be
  std::vector<Effect> effects;  // do
  Clauses clauses;
  Span span;
};

/// One context of one call: what it sleeps in and what a signal makes of it.
struct CallRow {
  Doc doc;
  Name name;
  std::vector<Name> of;        // `of readv`: only these of the block's calls
  std::vector<Name> on;        // `on pipe | fifo`: the block's `by` expression is one of these
  std::vector<Expr> when;
  bool after_transfer = false; // `after transfer`: some bytes or items were moved already
  std::vector<std::string> library;  // `library "sem_wait(3)"`: callers that show as this call
  std::string sleeps;          // a TaskState, or empty: does not sleep
  std::vector<Name> sleeps_then;     // `sleeps interruptible then killable`
  Name interrupted;            // restart code, errno, or: partial, completes, succeeds, never
  Maybe<Expr> handled, restarted, unhandled;  // outcomes that differ from the code's table
  Clauses clauses;
  Span span;
};

struct Numbers {
  std::string abi;                 // x86_64, i386
  std::vector<std::int64_t> numbers;  // one for each name of the block; -1: not in this ABI
};

/// call read, readv(fd: File, ...) nr x86_64 0 19 by fd.object same fd { rows and rules }
struct CallDecl {
  std::vector<Name> names;         // `any`: rows and rules for every call
  std::vector<Param> params;
  bool variadic = false;           // `...` at the end
  bool abstract = false;           // not a system call: page fault, io_uring request
  std::vector<Numbers> numbers;
  Maybe<Expr> by;          // what the rows' `on` looks at
  std::vector<Name> same;          // arguments that identify a call issued again
  Name makes_kind;                 // makes pipe: the kind of descriptor it returns
  std::string printed;             // how a trace prints its name, if otherwise
  Clauses clauses;
  std::vector<CallRow> rows;
  std::vector<std::pair<Doc, RuleDecl>> rules;
};

/// always EXPR: true of every state, assumed where a task begins unknown.
struct AlwaysDecl {
  std::vector<Param> params;
  Expr value;
  Clauses clauses;
};

/// begins started(t: Task) do ... : the state of a task at its first line.
struct BeginsDecl {
  Name name;                    // started, attached
  std::vector<Param> params;
  std::vector<Effect> effects;
  Clauses clauses;
};

/// line call_returned "NAME(ARGS) = RESULT" shows returned
struct ViewLine {
  Doc doc;
  Name line;
  std::string example;
  Name shows;
  Span span;
};

/// view strace { lines, rules of what the observer disturbs }
struct ViewDecl {
  Name name;
  Clauses clauses;
  std::vector<ViewLine> lines;
  std::vector<std::pair<Doc, RuleDecl>> rules;
};

struct Expect {
  Name value;                   // of the variant, or a property's name
  std::string verdict;          // proved, refuted, holds_to_bound
  std::vector<Name> properties; // empty: all
  Span span;
};

struct Property {
  Doc doc;
  Name name;
  std::string kind;             // always, never, eventually, leads_to, until
  std::vector<Param> params;    // forall
  Expr left;
  Maybe<Expr> right;    // leads to, until
  Clauses clauses;
  Span span;
};

struct Named {                  // invariant, rank, helpful
  Doc doc;
  std::string kind;
  Name name;
  std::vector<Name> properties;  // rank, helpful: for these; none: for all it can be for
  std::vector<Param> params;
  Expr value;
  Span span;
};

struct Size {                   // size Task 3 .. any
  Name of;
  std::string low, high;
  Span span;
};

/// scenario NAME { variant, uses, size, object, rule, property, invariant, rank, expect }
struct ScenarioDecl {
  Name name;
  Clauses clauses;
  std::vector<Name> variants;
  std::vector<Name> uses;             // linux.delivery ...
  std::vector<Name> with_signals;
  std::vector<Size> sizes;
  std::vector<EntityDecl> objects;
  std::vector<Effect> initially;
  std::vector<std::pair<Doc, FnDecl>> functions;
  std::vector<std::pair<Doc, RuleDecl>> rules;
  std::vector<Property> properties;
  std::vector<Named> proofs;
  std::vector<Expect> expects;
};

/// `interrupted read, readv on PIPES restarted reissue`: what a claim says of rows of the restart
/// table.
struct ClaimedRows {
  std::vector<Name> calls, on;
  std::vector<Name> only;  // `row open.fifo`: of these rows; none: of all whose context may be so
  std::vector<Expr> when;
  bool after_transfer = false;
  std::vector<Name> handled, restarted, unhandled;  // any one of these; none: nothing is said of it
  Span span;
};

/// `litmus NAME always "A.got = EINTR"`: what a claim says of a litmus test.
struct ClaimedTest {
  Name name;
  std::string kind;      // always, never, sometimes
  std::string outcome;   // conditions in the language of litmus tests
  Span span;
};

/// `property sleep_deadline.no_early_return of linux`: that a scenario's property holds.
struct ClaimedProperty {
  Name property, variant;
  Span span;
};

/// claim signal7.futex_wait_restarts page "signal(7)" section "..." says "..." is EXPR expect ...
struct ClaimDecl {
  Name name;
  std::string page, section, says;
  std::vector<Expr> is;
  std::vector<ClaimedRows> rows;
  std::vector<ClaimedTest> tests;
  std::vector<ClaimedProperty> properties;
  std::string expect;               // holds, refuted, conditional, beyond
  std::string beyond;               // why the model cannot tell
  std::vector<ClaimedTest> seen_in; // real runs of these come out otherwise than the page says
  std::string unseen;               // why no test shows it
  Clauses clauses;
};

/// What keeps a task from ending: `in` functions of the kernel that it waits in, or a state that
/// conditions tell. `for` what it waits, whose move that is (`on`), and what lets it go (`by`).
struct HoldDecl {
  Name name;
  std::vector<std::string> frames;  // on its stack, innermost first: "a|b", `*` any characters
  bool otherwise = false;           // where it waits, and no other hold says in what
  std::vector<Name> sleeps;         // the states it waits in, one after the other
  std::vector<Expr> when;
  std::string awaited;              // for "the answer of the server"
  Name on;
  std::vector<Name> releases;
  Name scenario;                    // in scenario fuse_flush_at_exit: where it is proved
  Clauses clauses;
};

/// What somebody can do about a hold: the command, with places such as {pid}, and what it costs.
struct ReleaseDecl {
  Name name;
  std::string command, price;
  Clauses clauses;
};

struct Decl {
  Doc doc;
  std::variant<KernelDecl, EnumDecl, RecordDecl, UnionDecl, EntityDecl, ConstDecl, FnDecl,
               TableDecl, ObservationDecl, CallDecl, RuleDecl, AlwaysDecl, BeginsDecl, ViewDecl,
               ScenarioDecl, HoldDecl, ReleaseDecl, ClaimDecl>
      node;
  Span span;
};

/// A `//` comment, printed before the next node that follows it; a trailing one stays at its line.
struct Comment {
  std::string text;  // without the slashes
  Span span;
  bool trailing = false;  // something stands before it on its line
};

struct File {
  FileId id{};
  std::vector<Decl> decls;
  std::vector<Comment> comments;
};

}  // namespace sigspec::ast
