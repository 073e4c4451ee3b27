// A BPF program that is run for a long time: any signal ends it with EINTR. Table T283.
// Expect: bpf EINTR; plain EINTR; restart EINTR; stop EINTR
#include <linux/bpf.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  const struct bpf_insn program[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0},
                                     {.code = BPF_JMP | BPF_EXIT}};
  union bpf_attr load = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
                         .insn_cnt = 2,
                         .insns = (uintptr_t)program,
                         .license = (uintptr_t) "GPL"};
  const int fd = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load);
  must(fd >= 0, "BPF_PROG_LOAD");
  static char packet[64];
  union bpf_attr run = {0};
  run.test.prog_fd = (uint32_t)fd;
  run.test.data_in = (uintptr_t)packet;
  run.test.data_size_in = sizeof packet;
  run.test.repeat = 2000000000;
  soon(NULL);
  tell(syscall(SYS_bpf, BPF_PROG_TEST_RUN, &run, sizeof run));
}
