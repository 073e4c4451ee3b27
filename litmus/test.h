// The syntax tree of litmus tests: small programs, and what is expected of them.
//
// A test says who makes which calls, what handlers there are, when a step may be taken, and which
// outcomes there are. `thing` and `effect` declarations (spec/litmus) say how the things are made
// that calls work on, and what calls do to them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/ast.h"

namespace sigspec::litmus {

using ast::Name;

/// An argument, or what a result is compared with.
struct Value {
  enum class Kind : std::uint8_t {
    Number,  // text, with `unit` a time: 3, 0x10, 50 ms
    Text,    // text: bytes of memory
    Names,   // names: p.out, A, O_RDONLY | O_NONBLOCK
    Room,    // text: so many bytes of memory to be written to
    Set,     // names: {SIGUSR1, SIGUSR2}
    None,    // none
    Out,     // memory for a result nobody looks at: out
    Record,  // text: the type; names and parts: its fields
    List,    // parts, one behind the other: [a, b]
  };
  Kind kind = Kind::Number;
  std::string text, unit;
  std::vector<Name> names;
  std::vector<Value> parts;
  Span span;
};

struct Step {
  enum class Kind : std::uint8_t {
    Call,  // [result =] name(args)
    When,  // when who ...: waits until it is so
    Send,  // send {signals} to who: several are pending before any is taken
    Make,  // make who [as name | by how]: a child begins now, with the number that another had, or
           // by this call
    Leave,  // leave: a handler is left by a jump
    Edit,   // after blocking {signals}: a handler changes the mask that comes back
    Exec,   // exec: the task runs the program anew, which goes on with the steps behind
  };
  enum class Until : std::uint8_t { Sleeps, Stopped, Ended, Did, Rests };
  Kind kind = Kind::Call;
  Name result, name, how;
  std::vector<Value> args;
  Until until = Until::Sleeps;
  Name who;
  std::vector<Name> signals;
  Span span;
};

/// `on SIGUSR1 with SA_RESTART blocking {SIGUSR2} { steps }`, or `on SIGUSR1 ignored`; `without` is
/// for the flags that handlers have unasked.
struct Handler {
  std::vector<Name> signals, flags, lacks, mask;
  bool ignored = false;
  std::vector<Step> body;
  Span span;
};

struct Thread {
  Name name;
  Name of;                // a thread of that process; empty: a process of its own
  bool is_child = false;  // a child of `of`, which is a process of its own
  bool is_init = false;   // which is the init of a pid namespace
  std::vector<Handler> handlers;
  std::vector<Step> steps;
  Span span;
};

/// `pipe p`: makes a thing.
struct Object {
  Name kind, name;
  Span span;
};

struct Condition {
  Name what;
  std::string op;
  Value value;
};

/// All of the conditions: of every outcome, of some, of none.
struct Expectation {
  enum class Kind : std::uint8_t { Required, Allowed, Forbidden };
  Kind kind = Kind::Required;
  std::vector<Condition> conditions;
  Span span;
};

struct Test {
  ast::Doc doc;
  Name name;
  ast::Clauses clauses;
  std::vector<Object> objects;
  std::vector<Thread> threads;
  std::vector<Expectation> expectations;
  std::vector<Name> exercises;  // rules and rows
  Span span;
};

/// `thing pipe(out, in: pipe) { ... }`: what has these ends and is made by these calls.
/// `thing full_pipe of pipe { ... }`: that, when these calls have been made, too.
struct ThingDecl {
  ast::Doc doc;
  Name name, of;
  std::vector<ast::Param> ends;  // and the kind of each
  std::vector<Step> steps;
  Span span;
};

/// `stack.size < 2048`: of a number or a name that a call is given, or of a field of a record.
struct Guard {
  Name param, field;
  std::string op;
  Value value;
};

/// `effect read(fd, buf, count) on PIPES takes count from fd`: what a call does to things.
struct EffectDecl {
  ast::Doc doc;
  std::vector<Name> calls;
  std::vector<Name> params;
  std::vector<Name> on;  // kinds of object, constants that are sets of them, ends of things
  Name as;               // the parameter that is one of these; empty: the first one that is a thing
  std::vector<Guard> guards;  // all of them are to be so
  Name verb;
  std::vector<Name> operands;  // parameters and words
  Name timeout;                // a parameter: so long it waits, or until then
  bool until_then = false;
  Name error;  // what it fails with when its time is over; empty: it comes back with 0
  ast::Clauses clauses;
  Span span;
};

/// `layout pollfd { fd: i32, events: i16 }`: how a record lies in memory.
struct LayoutDecl {
  ast::Doc doc;
  Name name;
  std::vector<Name> fields, widths;  // i8, i16, i32, i64, timespec
  Span span;
};

/// `machine aarch64 { read: 63 }`: the numbers of the calls that such a machine has.
struct MachineDecl {
  ast::Doc doc;
  std::vector<Name> names;  // of machines that have the same
  std::vector<Name> calls;
  std::vector<Value> numbers;
  ast::Clauses clauses;
  Span span;
};

/// A call that waits, and what ends its wait: what tests are generated from.
struct SituationDecl {
  ast::Doc doc;
  Name name;
  std::vector<Object> objects;
  std::vector<Step> child;                // of a child of the one that waits
  std::vector<Step> first, waits, ends;  // of whoever ends the wait, of the one that waits
  Span span;
};

/// `treatment restart(s) in alone { on s with SA_RESTART { } }`: how a process of generated tests
/// treats signals, or what it does about them.
struct TreatmentDecl {
  ast::Doc doc;
  Name name;
  std::vector<Name> params;  // stand for signals
  std::vector<Name> of;      // the only signals that it is for; none: for any
  std::vector<Name> in;      // the kinds of tests that it is for
  std::vector<Handler> handlers;
  std::vector<Step> steps;
  Span span;
};

struct File {
  std::vector<Test> tests;
  std::vector<ThingDecl> things;
  std::vector<EffectDecl> effects;
  std::vector<LayoutDecl> layouts;
  std::vector<MachineDecl> machines;
  std::vector<SituationDecl> situations;
  std::vector<TreatmentDecl> treatments;
};

}  // namespace sigspec::litmus
