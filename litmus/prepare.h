// A litmus test with every name resolved against the specification, ready to be explored or run.
//
// Arguments have two readings. For the kernel they are words and memory; for the model they are
// values of the types that the call's declaration gives its arguments. What is only known when the
// test runs (descriptors, process ids) is a slot.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "litmus/test.h"
#include "model/model.h"

namespace sigspec::litmus {

struct PreparedStep;
struct Slot;

/// What spec/litmus says: how things are made, and what calls do.
struct Library {
  std::shared_ptr<SourceMap> sources;
  File file;
  const ThingDecl* thing(std::string_view name) const;
  /// What has the ends of a thing, and is made first: itself, or the thing that it is one of.
  const ThingDecl& base(const ThingDecl& thing) const;
  const LayoutDecl* layout(std::string_view name) const;
  /// Where a field lies in a record.
  std::size_t offset(std::string_view record, std::string_view field) const;
  /// nullptr: the specification has no numbers for such a machine.
  const MachineDecl* machine(std::string_view name) const;
  /// The first effect of a call on such an end that it is given what it asks for, or nullptr.
  const EffectDecl* effect(const Model& model, const PreparedStep& step,
                           const std::vector<Slot>& slots) const;
  /// The call that does this, by its effect's verb.
  const EffectDecl* with_verb(std::string_view verb) const;
};

/// What effects call an end of a thing: pipe.r; the only one by the name of the thing.
std::string name_of_end(const ThingDecl& thing, std::size_t end);

/// Is there all that effects speak of? Errors: appended to `out`.
void check_library(const Model& model, const File& file, Diagnostics& out);

/// Reports a name that is not among those known, and the one of them that it may stand for.
/// Returns: is it among them?
bool expect_one_of(const Name& name, const std::vector<std::string_view>& known,
                   const std::string& what, Diagnostics& out);

/// Of a field as wide as that: i32.
std::size_t bytes_of(const std::string& width);

/// What an end of a thing, a process or a result stands for at run time.
struct Slot {
  // Word: of memory. Content: what a call has put into such a word, 64 bits of it. Status: what a
  // wait said of the child that its result names; or that, the number of the child, and what the
  // status is about, each by itself: Part, Child, Code. File: of any process, as its path goes on
  // behind the number.
  enum class Kind : std::uint8_t {
    End, Word, Content, Task, Result, Status, Part, Child, Code, File
  };
  Kind kind = Kind::End;
  std::string name;  // p.out, A, A.got
  int object = -1;   // of an end: the kind, a member of the enum of objects
  int peer = -1;     // of an end: the slot of what is written to it arrives at; of what a path
                     // was opened as: its file
  int task = -1;     // of a process or a result: whose
  int process = -1;  // of a result that is the number of a process, or a descriptor: of which
  std::string thing = {};  // of an end: what spec/litmus calls it, such as pipe.r
};

/// Where a slot's value goes, or comes from: 32 bits; the address of a word, 64 bits; in a text,
/// its digits, which what stands there makes room for.
struct Patch {
  std::size_t offset;
  int slot;
  bool is_told = false;  // the call puts it there
};

/// Where in an argument's memory the address of another place in it stands.
struct Pointer {
  std::size_t offset, to;
};

struct Argument {
  enum class Kind : std::uint8_t { Word, Slot, Memory };
  Kind kind = Kind::Word;
  std::int64_t word = 0;
  int slot = -1;
  std::string memory;          // what lies behind the pointer
  std::vector<Patch> patches;  // slots in it
  std::vector<Pointer> pointers;
  bool written = false;        // the kernel writes to it
  const Value* value = nullptr;
  bool is_text() const { return value && value->kind == Value::Kind::Text; }
};

struct PreparedStep {
  Step::Kind kind = Step::Kind::Call;
  const CallInfo* call = nullptr;  // nullptr: nobody declared it
  int call_id = -1;
  std::string name;
  std::vector<Argument> args;
  int result = -1;  // a slot
  int status = -1;  // a slot, of a wait: how the child is
  const EffectDecl* effect = nullptr;
  Step::Until until = Step::Until::Sleeps;
  int who = -1;      // a thread
  std::uint64_t mask = 0;  // Edit: members
  int awaited = -1;  // Did: a slot; Make: the slot of whose number it gets
  Span span;
  /// The argument that the effect's operand `i` names, or nullptr.
  const Argument* operand(std::size_t i) const;
  /// The argument that an effect of the call has a name for, or nullptr.
  const Argument* given(const EffectDecl& of, std::string_view parameter) const;
  /// Does it wait for a child?
  bool is_wait() const;
  /// The error of a wait that cannot write what it is to tell, or nullptr; and does it also fail so
  /// where it has nothing to tell?
  const Name* cannot_tell() const;
  bool never_tells() const;
};

struct PreparedHandler {
  std::vector<int> signals;           // members of the enum of signals
  std::uint64_t flags = 0, mask = 0;  // members
  bool ignored = false;
  std::vector<PreparedStep> body;
};

struct PreparedThread {
  std::string name;
  int of = -1;  // the thread whose process this is one of, or whose child
  bool is_child = false;
  bool is_init = false;      // of a pid namespace
  std::uint64_t birth = 0;   // members: the flags of the call that makes it
  bool comes_later = false;  // a step makes it
  int number_of = -1;        // the thread whose number it gets, when that is gone
  int slot = -1;
  std::vector<PreparedHandler> handlers;
  std::vector<PreparedStep> steps;
};

struct PreparedTest {
  const Test* test = nullptr;
  std::vector<Slot> slots;
  std::vector<PreparedStep> setup;
  std::vector<PreparedThread> threads;
  std::vector<std::unique_ptr<Value>> made;  // values that stand in no text
  /// The first thread of the process that a thread is one of.
  int process_of(int thread) const;
  /// Is the call given where the slot of its argument `i` lies, rather than its value?
  bool passes_place(const PreparedStep& step, std::size_t i) const;
  /// Is it a word of shared memory, which is given as its address?
  bool is_word(int slot) const {
    return slots[static_cast<std::size_t>(slot)].kind == Slot::Kind::Word;
  }
};

/// Errors: appended to `out`; the result is then not to be used.
PreparedTest prepare(const Model& model, const Library& library, const Test& test,
                     Diagnostics& out);

/// The longest time in nanoseconds that passes in a test, of those that it waits for.
std::int64_t longest_wait(const PreparedTest& test);

/// What whoever made the things has to close for it to count that others do: as they do, each once.
std::vector<PreparedStep> closing_steps(const PreparedTest& test);

/// No call takes more.
inline constexpr std::size_t kArgumentsMax = 6;

/// Can the explorer and the runner follow what the threads do? Errors: appended to `out`.
void check_threads(const PreparedTest& test, Diagnostics& out);

/// Does an outcome have what the test says of it, and are there the rules that it exercises?
/// Errors: appended to `out`.
void check_claims(const Model& model, const PreparedTest& test, Diagnostics& out);

/// The machine that litmus tests run on, if no other is named.
inline constexpr std::string_view kLitmusMachine = "x86_64";
/// Its programs may make the calls of this one as well: their numbers are then so much higher.
inline constexpr std::string_view kOlderMachine = "i386";
inline constexpr std::int64_t kOlderCalls = 1 << 20;

/// The number of a call in an ABI of the specification; -1: there is none.
std::int64_t call_number(const Model& model, std::string_view abi, int call);
/// As that, for any machine that litmus tests run on.
std::int64_t call_number(const Model& model, const Library& library, std::string_view machine,
                         int call);

/// A step that makes a call which that machine does not have, or nullptr.
const PreparedStep* lacking_step(const Model& model, const Library& library,
                                 std::string_view machine, const PreparedTest& test);

inline constexpr std::int64_t kSecondNs = 1'000'000'000, kMillisecondNs = 1'000'000;

/// Longer than a run: a time that is not waited for.
inline constexpr std::int64_t kForever = 10 * kSecondNs;

/// Of a record in memory; nullptr: it is not given.
const Value* field_of(const Value& record, std::string_view name);
/// By =, !=, <, <=, > or >=.
bool compares(std::int64_t a, std::string_view op, std::int64_t b);

/// Nanoseconds of a number with a unit.
std::int64_t nanoseconds(const Value& value);
std::int64_t to_number(const Value& value);

}  // namespace sigspec::litmus
