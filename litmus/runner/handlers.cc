// The first and the last instructions of handlers. No compiler writes them: it would take for
// granted what is to be found out.
#include "litmus/runner/system.h"

#if defined(__x86_64__)
asm(".text\n.globl runner_way_back\nrunner_way_back:\n"
    "  mov $15, %eax\n  syscall\n"
    ".globl runner_on_signal\nrunner_on_signal:\n"
    "  mov %rsp, %rsi\n  push %rbp\n  mov %rsp, %rbp\n  and $-16, %rsp\n"
    "  call runner_handle\n  leave\n  ret\n");
#elif defined(__aarch64__)
asm(".text\n.globl runner_way_back\nrunner_way_back:\n"
    "  mov x8, #139\n  svc #0\n"
    ".globl runner_on_signal\nrunner_on_signal:\n"
    "  mov x1, sp\n  stp x29, x30, [sp, #-16]!\n  mov x29, sp\n"
    "  and x9, x1, #-16\n  sub x9, x9, #16\n  mov sp, x9\n"
    "  bl runner_handle\n  mov sp, x29\n  ldp x29, x30, [sp], #16\n  ret\n");
#elif defined(__riscv)
asm(".text\n.globl runner_way_back\nrunner_way_back:\n"
    "  li a7, 139\n  ecall\n"
    ".globl runner_on_signal\nrunner_on_signal:\n"
    "  mv a1, sp\n  addi sp, sp, -16\n  sd ra, 8(sp)\n  sd s0, 0(sp)\n  mv s0, sp\n"
    "  andi sp, sp, -16\n  call runner_handle\n"
    "  mv sp, s0\n  ld ra, 8(sp)\n  ld s0, 0(sp)\n  addi sp, sp, 16\n  ret\n");
#endif
