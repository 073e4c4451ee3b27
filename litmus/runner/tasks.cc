// Tasks that make the calls of a test, and the supervisor that looks after them.
#include "litmus/runner/tasks.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "litmus/runner/proc.h"
#include "litmus/runner/system.h"

namespace runner {

namespace {

constexpr std::size_t kStackBytes = 256 << 10;
constexpr int kRunMaxMs = 5000;
constexpr int kGone = -1;                // the number of who has it no more
constexpr std::size_t kTextMax = 4096;  // of a path

Shared* shared;  // the mapping of this run
int init = -1;   // the task that this process is, where its number is not what the others see

void pause_a_moment() {
  timespec moment{0, shared->recorded ? 500'000 : 20'000};
  call(SYS_nanosleep, reinterpret_cast<std::int64_t>(&moment), 0);
}

std::int64_t now_ms() {
  timespec now{};
  call(SYS_clock_gettime, CLOCK_MONOTONIC, reinterpret_cast<std::int64_t>(&now));
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

Numbers numbers_of(const Thread& thread) {
  return {shared->threads[thread.process].tid, thread.tid};
}

char state_of(const Thread& thread) { return state_of(numbers_of(thread)); }

long switches_of(const Thread& thread) { return switches_of(numbers_of(thread)); }

/// Stopped by a signal, or held by a tracer of the test. For a recorder a task also stops at each
/// call, but not for long: who looks is held up by the same recorder, which lets all go in turn.
bool is_stopped(const Thread& thread) {
  constexpr int kLooks = 10;
  const char state = state_of(thread);
  if (state != 't' || !shared->recorded) return state == 'T' || state == 't';
  const long switches = switches_of(thread);
  for (int i = 0; i < kLooks; ++i) {
    pause_a_moment();
    if (state_of(thread) != 't' || switches_of(thread) != switches) return false;
  }
  return true;
}

/// Does the task sleep in its call, as far as one look can tell?
bool is_asleep_in_call(const Thread& thread) {
  const int at = thread.in_call;
  if (at < 0) return false;
  // Who makes a child has not come to wait for it before it has begun.
  const Instruction& call_at = shared->ops[at];
  if (call_at.op == Op::Make && shared->threads[call_at.who].tid == 0) return false;
  const char state = state_of(thread);
  if (state != 'S' && state != 'D') return false;
  if (shared->emulated) return thread.in_call == at;
  char text[256];
  const int count = read_proc(numbers_of(thread), "syscall", text, sizeof text);
  // In the call that it told of, or in the one that the call goes on by.
  if (count > 0 && text[0] >= '0' && text[0] <= '9') {
    const std::int64_t number = std::atoll(text);
    if (number != shared->ops[at].number && number != SYS_restart_syscall) return false;
  } else if (count > 0) {
    return false;  // it runs, or sleeps outside of calls, such as for a page
  }
  return thread.in_call == at;
}

/// Where /proc does not tell calls, only a second look shows that it stays asleep.
bool sleeps(const Thread& thread) {
  if (!is_asleep_in_call(thread)) return false;
  const unsigned progress = shared->progress;
  char text[8];
  if (shared->emulated || read_proc(numbers_of(thread), "syscall", text, sizeof text) <= 0)
    for (int i = 0; i < 50; ++i) pause_a_moment();
  return shared->progress == progress && is_asleep_in_call(thread);
}

/// And whoever is told of it has been, and nobody finds it who should not. A task is seen to have
/// ended a moment before that, while the kernel holds its list of tasks, which it also needs to
/// look for a group (kernel/exit.c:exit_notify, kernel/signal.c:kill_something_info). Who is not
/// waited for is found by its number until it is taken off the list (kernel/exit.c:release_task),
/// and a thread that is recorded until the recorder has waited for it. A thread that runs the
/// program anew loses its number, and has that of the first one from this moment on.
bool has_ended(const Thread& thread) {
  if (thread.made && thread.tid == 0) return false;  // it has not begun
  if (!is_over(state_of(thread))) return false;
  if (thread.execs && !is_over(state_of(shared->threads[thread.process]))) return false;
  call(SYS_kill, 0, 0);
  const char state = state_of(thread);
  const bool is_first = &shared->threads[thread.process] == &thread;
  return state == kNoTask || (state == 'Z' && (is_first || !shared->recorded));
}

/// With all of its steps behind it, and no signal to handle.
bool rests_at_its_end(const Thread& thread) {
  if (!thread.done) return false;
  const char state = state_of(thread);
  return state == 't' ? is_stopped(thread) : state != 'R' && state != 'D';
}

bool holds(const Instruction& when) {
  switch (when.op) {
    case Op::Sleeps: {
      const Thread& who = shared->threads[when.who];
      const int at = who.in_call;
      return at >= 0 && (when.number < 0 || shared->ops[at].number == when.number) && sleeps(who);
    }
    case Op::Stopped: return is_stopped(shared->threads[when.who]);
    case Op::Ended: return has_ended(shared->threads[when.who]);
    case Op::Did: return shared->slot_set[when.slot] != 0;
    case Op::Rests: {
      const Thread& who = shared->threads[when.who];
      return rests_at_its_end(who) || has_ended(who) || is_stopped(who) || sleeps(who);
    }
    default: return true;
  }
}

int index_of_caller() {
  if (init >= 0) return init;
  const auto tid = static_cast<int>(call(SYS_gettid));
  for (int i = 0; i < shared->threads_count; ++i)
    if (shared->threads[i].tid == tid) return i;
  return 0;
}

void progress() { __atomic_fetch_add(&shared->progress, 1, __ATOMIC_SEQ_CST); }

void make_later(int thread, int number);
void make_by(int thread, std::int64_t number);

std::int64_t value_of(const Arg& arg) {
  std::int64_t content = 0;
  switch (arg.kind) {
    case 's': return shared->slots[arg.value];
    case 'm': return reinterpret_cast<std::int64_t>(shared->memory + arg.value);
    case 'c': std::memcpy(&content, shared->memory + arg.value, sizeof content); return content;
    default: return arg.value;
  }
}

/// The program anew, for this task, from this instruction on. It finds the mapping by its
/// descriptor and puts it where it was, for there are places in it that others know by their
/// addresses.
void exec(const Instruction& at, int next, Thread* self) {
  char fd[16], thread[16], from[16];
  std::snprintf(fd, sizeof fd, "%d", shared->memory_fd);
  std::snprintf(thread, sizeof thread, "%d", static_cast<int>(self - shared->threads));
  std::snprintf(from, sizeof from, "%d", next);
  const char path[] = "/proc/self/exe";
  const char* const words[] = {"litmus-runner", kGoesOn, fd, thread, from, nullptr};
  const char* const environment[] = {nullptr};
  self->execs = 1;
  progress();
  call(at.number, reinterpret_cast<std::int64_t>(path), reinterpret_cast<std::int64_t>(words),
       reinterpret_cast<std::int64_t>(environment));
  call(SYS_exit_group, 3);
}

/// Not so if a handler is left that came in between. By itself, for what is kept in registers where
/// a jump arrives is not what it was.
[[gnu::noinline]] bool comes_back(jmp_buf& place, std::int64_t number, const std::int64_t* args,
                                  std::int64_t& result) {
  if (_setjmp(place) != 0) return false;
  result = call(number, args[0], args[1], args[2], args[3], args[4], args[5]);
  return true;
}

/// If a handler is left that came in between of it, there is no result.
void make_call(int which, Thread* self) {
  const Instruction& at = shared->ops[which];
  std::int64_t args[kArgsMax] = {};
  for (int k = 0; k < at.args_count; ++k) args[k] = value_of(at.args[k]);
  const int outer = self ? self->in_call : -1;
  void* const outer_place = self ? self->place : nullptr;
  void* const outer_frame = self ? self->frame : nullptr;
  jmp_buf place;
  progress();
  if (self) self->place = &place;
  if (self) self->in_call = which;
  std::int64_t result = 0;
  const bool is_left = !comes_back(place, at.number, args, result);
  if (self) {
    self->in_call = outer;
    self->place = outer_place;
    self->frame = outer_frame;
  }
  if (at.result >= 0 && !is_left) {
    shared->slots[at.result] = result;
    shared->slot_set[at.result] = 1;
  } else if (!self && result < 0) {
    call(SYS_exit_group, 3);
  }
  progress();
}

void execute(int first, int count, Thread* self) {
  for (int i = first; i < first + count; ++i) {
    const Instruction& at = shared->ops[i];
    switch (at.op) {
      case Op::Call: make_call(i, self); break;
      case Op::Leave:
        if (!self->place) call(SYS_exit_group, 3);
        longjmp(*static_cast<jmp_buf*>(self->place), 1);
      case Op::Edit:
        std::memcpy(&static_cast<ucontext_t*>(self->frame)->uc_sigmask, &at.number,
                    sizeof at.number);
        break;
      case Op::Exec: exec(at, i + 1, self); break;
      case Op::Patch:
        std::memcpy(shared->memory + at.offset, const_cast<std::int64_t*>(&shared->slots[at.slot]),
                    4);
        break;
      case Op::Address: {
        const unsigned char* place = shared->memory + at.from;
        std::memcpy(shared->memory + at.offset, &place, sizeof place);
        break;
      }
      case Op::Make: {
        const int outer = self->in_call;
        if (at.number >= 0) self->in_call = i;  // it may wait there
        progress();
        if (at.number >= 0) make_by(at.who, at.number);
        else make_later(at.who, at.slot < 0 ? 0 : static_cast<int>(shared->slots[at.slot]));
        self->in_call = outer;
        progress();
        break;
      }
      case Op::Number: {
        const char* text = reinterpret_cast<const char*>(shared->memory + at.from);
        std::snprintf(reinterpret_cast<char*>(shared->memory + at.offset), kTextMax, "%.*s%lld%s",
                      static_cast<int>(at.at), text, static_cast<long long>(shared->slots[at.slot]),
                      text + at.at);
        break;
      }
      case Op::Load: {
        int value = 0;
        std::memcpy(&value, shared->memory + at.offset, 4);
        shared->slots[at.slot] = value;
        shared->slot_set[at.slot] = 1;
        break;
      }
      default: {
        const int outer = self->in_call;
        self->in_call = -1;
        self->waits = i + 1;
        while (!holds(at)) pause_a_moment();
        self->waits = 0;
        self->in_call = outer;
        progress();
      }
    }
  }
}

/// The handler of a process, or the one that it began with.
const Handler* handler_of(int process, int signal) {
  for (int i = 0; i < shared->handlers_count; ++i) {
    const Handler& handler = shared->handlers[i];
    if (handler.signal == signal && handler.thread == process) return &handler;
  }
  const Thread& made = shared->threads[process];
  return made.is_child ? handler_of(shared->threads[made.of].process, signal) : nullptr;
}

extern "C" void runner_handle(int signal, std::uint64_t stack, void* frame) {
  Thread& self = shared->threads[index_of_caller()];
  if (stack % 16 != kStackAtEntry) shared->misaligned = 1;
  const int outer_waits = self.waits, outer_call = self.in_call;
  void* const outer_frame = self.frame;
  self.waits = 0;
  self.frame = frame;
  if (self.handled_count < kHandledMax) {
    self.handled[self.handled_count] = signal;
    self.handled_count = self.handled_count + 1;
  }
  progress();
  if (const Handler* handler = handler_of(self.process, signal))
    execute(handler->first, handler->count, &self);
  self.in_call = outer_call;
  self.waits = outer_waits;
  self.frame = outer_frame;
}

void set_handlers(int thread) {
  for (int i = 0; i < shared->handlers_count; ++i) {
    const Handler& handler = shared->handlers[i];
    if (handler.thread != thread) continue;
    KernelAction action{};
    action.handler = handler.ignored ? reinterpret_cast<void (*)(int)>(1) : runner_on_signal;
    action.flags = handler.flags;
    action.mask = handler.mask;
#if !defined(__riscv)
    action.restorer = runner_way_back;
#endif
    call(shared->handler_call, handler.signal, reinterpret_cast<std::int64_t>(&action), 0, 8);
  }
}

void wait_for(volatile int& word, int value) {
  while (word < value) pause_a_moment();
}

void make_others(int thread);

[[noreturn]] void run_to_the_end(int from, Thread& self) {
  execute(from, self.first + self.count - from, &self);
  self.done = 1;
  progress();
  for (;;) call(SYS_futex, reinterpret_cast<std::int64_t>(&shared->go), FUTEX_WAIT, 1, 0);
}

/// The life of a task of the test.
int live(void* which) {
  const auto thread = static_cast<int>(reinterpret_cast<std::intptr_t>(which));
  Thread& self = shared->threads[thread];
  if (self.number_of >= 0) shared->threads[self.number_of].tid = kGone;
  // Who has a number can be looked for, in its process.
  self.process = self.of < 0 || self.is_child ? thread : shared->threads[self.of].process;
  if (self.is_init) {
    init = thread;
    while (self.tid == 0) pause_a_moment();  // who has made it knows
  } else {
    self.tid = static_cast<int>(call(SYS_gettid));
  }
  shared->slots[self.slot] = self.tid;
  shared->slot_set[self.slot] = 1;
  if (self.process == thread) set_handlers(thread);
  make_others(thread);
  __atomic_fetch_add(&shared->ready, 1, __ATOMIC_SEQ_CST);
  wait_for(shared->go, 1);
  run_to_the_end(self.first, self);
}

void live_as_child(int thread) {
  call(SYS_prctl, PR_SET_PDEATHSIG, kFinalSignal);
  live(reinterpret_cast<void*>(static_cast<std::intptr_t>(thread)));
}

/// What a call that makes a child comes to: the child lives, its maker knows that there is one.
void part(int thread, std::int64_t pid) {
  if (pid == 0) live_as_child(thread);
  if (pid > 0) shared->threads[thread].made = 1;
}

void make(int thread) {
  Thread& made = shared->threads[thread];
  if (made.of < 0 || made.is_child) {
    const std::int64_t pid = call(SYS_clone, made.birth);  // not every machine has fork
    part(thread, pid);
    if (pid < 0) shared->failed = 1;
    if (pid > 0 && made.is_init) made.tid = static_cast<int>(pid);
    return;
  }
  void* stack = mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  clone(live, static_cast<char*>(stack) + kStackBytes,
        CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM,
        reinterpret_cast<void*>(static_cast<std::intptr_t>(thread)));
}

/// A child that begins now; 0: with any number.
void make_later(int thread, int number) {
  if (number == 0) return make(thread);
  clone_args args{};
  args.exit_signal = SIGCHLD;
  args.set_tid = reinterpret_cast<std::uint64_t>(&number);
  args.set_tid_size = 1;
  part(thread, call(SYS_clone3, reinterpret_cast<std::int64_t>(&args), sizeof args));
}

/// A child that begins now, by a call that is told nothing else. One that borrows the memory of its
/// maker has the maker's stack as well, and never comes back here.
void make_by(int thread, std::int64_t number) {
  part(thread, call(number));
}

/// Its threads and children; those of nobody, for the supervisor.
void make_others(int thread) {
  for (int i = 0; i < shared->threads_count; ++i)
    if (shared->threads[i].of == thread && !shared->threads[i].comes_later) make(i);
}

/// Is there nothing that this task will do of itself? `over`: for good.
bool is_settled(const Thread& thread, bool& over) {
  if (has_ended(thread)) return true;
  if (thread.done) return rests_at_its_end(thread);
  over = false;
  const int waits = thread.waits;
  return is_stopped(thread) || (waits > 0 && !holds(shared->ops[waits - 1])) ||
         is_asleep_in_call(thread);
}

/// One look is not enough: who was looked at first may be told by the last. And an emulator has
/// signals in its own memory, where a task that sleeps for a moment may still have to take one.
bool wait_until_settled() {
  const int looks_at_end = shared->emulated ? 100 : 2;
  const std::int64_t start = now_ms();
  std::int64_t since = start;
  unsigned progress = shared->progress;
  for (int looks = 0;;) {
    bool settled = true, over = true;
    for (int i = 0; i < shared->threads_count; ++i)
      settled = is_settled(shared->threads[i], over) && settled;
    const std::int64_t now = now_ms();
    if (!settled || shared->progress != progress) {
      progress = shared->progress;
      since = now;
      looks = 0;
    } else if (over ? ++looks >= looks_at_end : now - since >= shared->settle_ms) {
      return true;
    }
    if (now - start > kRunMaxMs) return false;
    pause_a_moment();
  }
}

/// The status of a child that has ended, or is about to. Returns: whether it came.
bool wait_for_status(const Thread& thread, int& status) {
  const std::int64_t start = now_ms();
  while (call(SYS_wait4, thread.tid, reinterpret_cast<std::int64_t>(&status), WNOHANG, 0) <= 0) {
    if (now_ms() - start > kRunMaxMs) return false;
    pause_a_moment();
  }
  return true;
}

/// Has another thread of its process not ended yet? Then nobody is told how that ended.
bool has_others(const Thread& leader) {
  for (int i = 0; i < shared->threads_count; ++i) {
    const Thread& other = shared->threads[i];
    const char state = &other == &leader || other.tid <= 0 ||
                               &shared->threads[other.process] != &leader
                           ? kNoTask
                           : state_of(other);
    if (!is_over(state)) return true;
  }
  return false;
}

/// How a process ended: E with a status, K by a signal, S stopped, C in a call, W, D.
void tell_end(const Thread& thread) {
  int status = 0;
  const bool mine = thread.of < 0;
  const char state = state_of(thread);
  if (thread.tid == 0) {
    std::printf(" N0");
  } else if (is_over(state) && mine && !has_others(thread) && thread.tid != kGone &&
             wait_for_status(thread, status)) {
    if (WIFEXITED(status)) std::printf(" E%d", WEXITSTATUS(status));
    else std::printf(" K%d", WTERMSIG(status));
  } else if (is_over(state)) {
    std::printf(" X0");
  } else if (is_stopped(thread)) {
    std::printf(" S0");
  } else if (thread.done) {
    std::printf(" D0");
  } else if (thread.in_call >= 0) {
    std::printf(" C%d", thread.in_call);
  } else {
    std::printf(" W0");
  }
}

void tell(bool settled) {
  std::printf("run %d", settled ? 1 : 0);
  for (int i = 0; i < shared->threads_count; ++i) {
    const Thread& thread = shared->threads[i];
    std::printf(" | ");
    tell_end(thread);
    for (int k = 0; k < thread.handled_count; ++k) std::printf(" %d", thread.handled[k]);
  }
  std::printf(" |");
  for (int i = 0; i < shared->slots_count; ++i) {
    if (shared->slot_set[i]) std::printf(" %lld", static_cast<long long>(shared->slots[i]));
    else std::printf(" -");
  }
  if (shared->misaligned) std::printf(" | stack misaligned");
  std::printf("\n");
  std::fflush(stdout);
}

/// Where a program that is run anew finds it again, on any machine; 32 bits can tell it.
void* const kPlace = reinterpret_cast<void*>(std::uintptr_t{1} << 31);

template <class Condition>
bool any_instruction(const Shared& program, Condition condition) {
  return std::any_of(program.ops, program.ops + program.ops_count, condition);
}

/// The mapping of a run. Returns: whether it could be made.
bool share(const Shared& program) {
  const bool runs_programs =
      any_instruction(program, [](const Instruction& at) { return at.op == Op::Exec; });
  const bool has_place = runs_programs || any_instruction(program, [](const Instruction& at) {
                           return at.op == Op::Call && at.number >= kOlderCalls;
                         });
  const int fd = runs_programs ? memfd_create("litmus", 0) : -1;
  if (fd >= 0 && ftruncate(fd, sizeof program) != 0) return false;
  shared = static_cast<Shared*>(mmap(
      has_place ? kPlace : nullptr, sizeof program, PROT_READ | PROT_WRITE,
      MAP_SHARED | (has_place ? MAP_FIXED : 0) | (fd < 0 ? MAP_ANONYMOUS : 0), fd, 0));
  if (shared == MAP_FAILED) return false;
  std::memcpy(shared, &program, sizeof program);
  shared->memory_fd = fd;
  return true;
}

}  // namespace

int go_on(int fd, int thread, int from) {
  shared = static_cast<Shared*>(
      mmap(kPlace, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0));
  if (shared == MAP_FAILED) return 3;
  Thread& self = shared->threads[thread];
  const int process = self.process;
  if (self.is_init) init = thread;
  // Whoever looks for it finds it at every moment, or all would seem to have ended. So it has the
  // number of the first one before that is gone.
  self.tid = shared->threads[process].tid;
  self.process = thread;
  self.execs = 0;
  for (int i = 0; i < shared->threads_count; ++i)
    if (shared->threads[i].process == process && i != thread && shared->threads[i].tid > 0)
      shared->threads[i].tid = kGone;
  self.in_call = -1;
  self.frame = self.place = nullptr;
  progress();
  run_to_the_end(from, self);
}

int supervise(const Shared& program) {
  if (!share(program)) return 1;
  call(SYS_setpgid, 0, 0);  // the group of the test
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  execute(0, shared->setup_count, nullptr);
  make_others(-1);
  call(SYS_setpgid, 0, getppid());  // what is sent to the group does not reach who looks on
  execute(shared->closing_first, shared->closing_count, nullptr);
  int at_first = 0;
  for (int i = 0; i < shared->threads_count; ++i) at_first += !shared->threads[i].comes_later;
  const std::int64_t start = now_ms();
  while (shared->ready < at_first && !shared->failed && now_ms() - start < kRunMaxMs)
    pause_a_moment();
  // Whoever has not begun would be taken for one that has ended: such a run comes to nothing, and
  // nobody outlives the supervisor.
  if (shared->ready < at_first) return 1;
  shared->go = 1;
  const bool settled = wait_until_settled();
  tell(settled);
  for (int i = 0; i < shared->threads_count; ++i)
    if (shared->threads[i].tid > 0 && state_of(shared->threads[i]) != kNoTask)
      call(SYS_kill, shared->threads[i].tid, kFinalSignal);
  while (call(SYS_wait4, -1, 0, __WALL, 0) > 0) {
  }
  return 0;
}

}  // namespace runner
