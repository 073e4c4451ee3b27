// System calls as they are: no wrapper that retries, translates or remembers. And all else that
// differs from machine to machine: where handlers begin, and how they go back.
#pragma once

#include <cstdint>

namespace runner {

/// From here on numbers are those of i386, so much higher (litmus/prepare.h).
constexpr std::int64_t kOlderCalls = 1 << 20;

#if defined(__x86_64__)
/// By the gate that programs of i386 have: it takes 32 bits, and five arguments here.
inline std::int64_t older_call(std::int64_t number, std::int64_t a, std::int64_t b, std::int64_t c,
                               std::int64_t d, std::int64_t e) {
  std::int64_t result;
  asm volatile("int $0x80"
               : "=a"(result)
               : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
               : "r8", "r9", "r10", "r11", "memory");
  return static_cast<std::int32_t>(result);
}
#endif

/// Returns what the kernel returns: a negative number is an error.
inline std::int64_t call(std::int64_t number, std::int64_t a = 0, std::int64_t b = 0,
                         std::int64_t c = 0, std::int64_t d = 0, std::int64_t e = 0,
                         std::int64_t f = 0) {
#if defined(__x86_64__)
  if (number >= kOlderCalls) return older_call(number - kOlderCalls, a, b, c, d, e);
  register std::int64_t r10 asm("r10") = d;
  register std::int64_t r8 asm("r8") = e;
  register std::int64_t r9 asm("r9") = f;
  std::int64_t result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register std::int64_t x8 asm("x8") = number;
  register std::int64_t x0 asm("x0") = a;
  register std::int64_t x1 asm("x1") = b;
  register std::int64_t x2 asm("x2") = c;
  register std::int64_t x3 asm("x3") = d;
  register std::int64_t x4 asm("x4") = e;
  register std::int64_t x5 asm("x5") = f;
  asm volatile("svc #0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
               : "memory");
  return x0;
#elif defined(__riscv)
  register std::int64_t a7 asm("a7") = number;
  register std::int64_t a0 asm("a0") = a;
  register std::int64_t a1 asm("a1") = b;
  register std::int64_t a2 asm("a2") = c;
  register std::int64_t a3 asm("a3") = d;
  register std::int64_t a4 asm("a4") = e;
  register std::int64_t a5 asm("a5") = f;
  asm volatile("ecall"
               : "+r"(a0)
               : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
               : "memory");
  return a0;
#else
#error "the runner knows the system calls of x86-64, aarch64 and riscv64"
#endif
}

/// What the kernel takes for an action.
struct KernelAction {
  void (*handler)(int);
  std::uint64_t flags;
#if !defined(__riscv)
  void (*restorer)();
#endif
  std::uint64_t mask;
  std::uint64_t behind;  // what is read by an emulator that has the parts lie elsewhere: nothing
};

/// The stack pointer of a function's first instruction, modulo 16, by the calling convention.
#if defined(__x86_64__)
constexpr std::uint64_t kStackAtEntry = 8;
#else
constexpr std::uint64_t kStackAtEntry = 0;
#endif

extern "C" {
/// Where handlers begin: it keeps the stack pointer that it was given, and goes on with one that
/// compiled code can live with, whatever that was.
void runner_on_signal(int signal);
/// Where they return to: rt_sigreturn.
void runner_way_back();
}

}  // namespace runner
