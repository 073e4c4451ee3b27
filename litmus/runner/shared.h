// What the tasks of one run share: the program, where each of them stands, and what came of it.
//
// It lies in one shared mapping, made before the first task of the run, so that a task that stops,
// sleeps or dies leaves its part for the others to read.
#pragma once

#include <cstdint>

namespace runner {

constexpr int kThreadsMax = 16, kSlotsMax = 128, kOpsMax = 512, kHandlersMax = 64;
constexpr int kHandledMax = 64, kMemoryMax = 1 << 19, kArgsMax = 6;

enum class Op : std::uint8_t {
  Call,    // number(args), its result into a slot
  Patch,   // a slot's 32 bits into memory
  Address, // of a place in memory, into memory
  Load,    // 32 bits of memory into a slot
  Make,    // a child, with the number that a slot has; or by a call of this number
  Leave,   // a handler, by a jump behind the call that it came in between of
  Edit,    // the mask in the frame of a handler
  Exec,    // by a call of this number: what is behind, another program does
  Number,  // a text with a slot's digits in it
  Sleeps,  // wait until who sleeps in a call
  Stopped,
  Ended,
  Did,    // until a slot has its value
  Rests,  // until who does nothing more of itself
};

struct Arg {
  char kind;  // w: word, s: slot, m: memory, c: the 64 bits that stand there
  std::int64_t value;
};

struct Instruction {
  Op op;
  int result;           // a slot, or -1
  std::int64_t number;  // of the call
  int args_count;
  Arg args[kArgsMax];
  int who;  // a thread
  int slot;
  std::int64_t offset;  // in memory
  std::int64_t from, at;  // of a text without digits, and where in it they belong; of a place
};

struct Handler {
  int signal, thread;
  std::uint64_t flags, mask;
  bool ignored;
  int first, count;  // instructions
};

struct Thread {
  int of;  // -1: a process; else whose thread, or whose child
  bool is_child;
  bool is_init;  // it sees another number of itself than the others
  std::int64_t birth;  // flags of clone
  bool comes_later;  // an instruction makes it
  int number_of;     // whose number it gets, or -1
  int slot;
  int first, count;
  // What it is doing, for the others to see.
  volatile int tid, process;
  volatile int made;     // there is such a task, which may not have told its number yet
  volatile int in_call;  // the instruction it is in, or -1
  volatile int waits;    // for a condition: the instruction, counted from 1
  volatile int done;
  volatile int execs;  // it runs the program anew: nothing of it tells what it does
  void* frame;  // of the handler that runs
  void* place;  // where one goes on that is left
  volatile int handled_count;
  volatile int handled[kHandledMax];
};

struct Shared {
  int slots_count, threads_count, handlers_count, ops_count, setup_count;
  int closing_first, closing_count;  // what whoever made the things closes, for tasks do
  int handler_call;  // the number of the call that sets handlers
  bool emulated;     // calls may have other numbers than the program makes
  bool recorded;     // a tracer holds tasks up, and they stop in its arms
  int memory_fd;     // what this is the mapping of, if programs are run anew
  int settle_ms;     // so long nothing happens in a run that is over
  Thread threads[kThreadsMax];
  Handler handlers[kHandlersMax];
  Instruction ops[kOpsMax];
  volatile std::int64_t slots[kSlotsMax];
  volatile int slot_set[kSlotsMax];
  volatile int ready, go;
  volatile int failed;  // a task could not be made that the run begins with
  volatile int misaligned;  // a handler began with a stack that no function may begin with
  volatile unsigned progress;  // counts what has happened
  unsigned char memory[kMemoryMax];
};

}  // namespace runner
