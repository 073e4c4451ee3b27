// One line an instruction; words and numbers, nothing to be looked up.
#include "litmus/runner/program.h"

#include <cinttypes>
#include <cstring>

namespace runner {

namespace {

bool read_arg(std::FILE* file, Arg& arg) {
  return std::fscanf(file, " %c%" SCNd64, &arg.kind, &arg.value) == 2;
}

bool read_instruction(std::FILE* file, Instruction& made) {
  char what = 0;
  if (std::fscanf(file, " %c", &what) != 1) return false;
  made = {};
  made.result = made.slot = made.who = -1;
  switch (what) {
    case 'C':
      made.op = Op::Call;
      if (std::fscanf(file, "%d %" SCNd64 " %d", &made.result, &made.number, &made.args_count) !=
              3 ||
          made.args_count > kArgsMax)
        return false;
      for (int i = 0; i < made.args_count; ++i)
        if (!read_arg(file, made.args[i])) return false;
      return true;
    case 'P':
    case 'L':
      made.op = what == 'P' ? Op::Patch : Op::Load;
      return std::fscanf(file, "%d %" SCNd64, &made.slot, &made.offset) == 2;
    case 'A':
      made.op = Op::Address;
      return std::fscanf(file, "%" SCNd64 " %" SCNd64, &made.offset, &made.from) == 2;
    case 'M':
      made.op = Op::Make;
      return std::fscanf(file, "%d %d %" SCNd64, &made.who, &made.slot, &made.number) == 3;
    case 'J': made.op = Op::Leave; return true;
    case 'X':
      made.op = Op::Exec;
      return std::fscanf(file, "%" SCNd64, &made.number) == 1;
    case 'E':
      made.op = Op::Edit;
      return std::fscanf(file, "%" SCNd64, &made.number) == 1;
    case 'N':
      made.op = Op::Number;
      return std::fscanf(file, "%d %" SCNd64 " %" SCNd64 " %" SCNd64, &made.slot, &made.from,
                         &made.at, &made.offset) == 4;
    case 'W': {
      char until = 0;
      if (std::fscanf(file, " %c %d %" SCNd64 " %d", &until, &made.who, &made.number, &made.slot) !=
          4)
        return false;
      switch (until) {
        case 's': made.op = Op::Sleeps; break;
        case 't': made.op = Op::Stopped; break;
        case 'e': made.op = Op::Ended; break;
        case 'r': made.op = Op::Rests; break;
        default: made.op = Op::Did; break;
      }
      return true;
    }
    default: return false;
  }
}

bool read_memory(std::FILE* file, Shared& program) {
  std::int64_t offset = 0, size = 0, told = 0;
  if (std::fscanf(file, "%" SCNd64 " %" SCNd64 " %" SCNd64, &offset, &size, &told) != 3 ||
      offset < 0 || size < 0 || offset + size > kMemoryMax || told > size)
    return false;
  for (std::int64_t i = 0; i < told; ++i) {
    unsigned byte = 0;
    if (std::fscanf(file, "%2x", &byte) != 1) return false;
    program.memory[offset + i] = static_cast<unsigned char>(byte);
  }
  return true;
}

}  // namespace

bool read_program(std::FILE* file, Shared& program) {
  std::memset(&program, 0, sizeof program);
  char word[32];
  while (std::fscanf(file, "%31s", word) == 1) {
    if (std::strcmp(word, "test") == 0) {
      if (std::fscanf(file, "%d %d %d", &program.slots_count, &program.handler_call,
                      &program.settle_ms) != 3 ||
          program.slots_count > kSlotsMax)
        return false;
    } else if (std::strcmp(word, "memory") == 0) {
      if (!read_memory(file, program)) return false;
    } else if (std::strcmp(word, "setup") == 0) {
      if (std::fscanf(file, "%d", &program.setup_count) != 1) return false;
    } else if (std::strcmp(word, "closing") == 0) {
      if (std::fscanf(file, "%d %d", &program.closing_first, &program.closing_count) != 2)
        return false;
    } else if (std::strcmp(word, "thread") == 0) {
      if (program.threads_count >= kThreadsMax) return false;
      Thread& thread = program.threads[program.threads_count++];
      int child = 0, init = 0, later = 0;
      if (std::fscanf(file, "%d %d %d %" SCNd64 " %d %d %d %d %d", &thread.of, &child, &init,
                      &thread.birth, &later, &thread.number_of, &thread.slot, &thread.first,
                      &thread.count) != 9)
        return false;
      thread.is_child = child != 0;
      thread.is_init = init != 0;
      thread.comes_later = later != 0;
      thread.in_call = -1;
    } else if (std::strcmp(word, "handler") == 0) {
      if (program.handlers_count >= kHandlersMax) return false;
      Handler& handler = program.handlers[program.handlers_count++];
      int ignored = 0;
      if (std::fscanf(file, "%d %d %" SCNu64 " %" SCNu64 " %d %d %d", &handler.thread,
                      &handler.signal, &handler.flags, &handler.mask, &ignored, &handler.first,
                      &handler.count) != 7)
        return false;
      handler.ignored = ignored != 0;
    } else if (std::strcmp(word, "do") == 0) {
      if (program.ops_count >= kOpsMax || !read_instruction(file, program.ops[program.ops_count++]))
        return false;
    } else {
      return std::strcmp(word, "run") == 0;
    }
  }
  return false;
}

}  // namespace runner
