// System calls as they are: no wrapper that retries, translates or remembers.
#pragma once

#include <cstdint>

namespace runner {

/// Returns what the kernel returns: a negative number is an error.
inline std::int64_t call(std::int64_t number, std::int64_t a = 0, std::int64_t b = 0,
                         std::int64_t c = 0, std::int64_t d = 0, std::int64_t e = 0,
                         std::int64_t f = 0) {
#if defined(__x86_64__)
  register std::int64_t r10 asm("r10") = d;
  register std::int64_t r8 asm("r8") = e;
  register std::int64_t r9 asm("r9") = f;
  std::int64_t result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
#else
#error "the runner knows the system calls of x86-64"
#endif
}

}  // namespace runner
