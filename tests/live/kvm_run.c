// A virtual processor that loops: any signal ends KVM_RUN with EINTR. Table T238.
// Expect: ioctl EINTR; plain EINTR; restart EINTR; stop EINTR
#include <linux/kvm.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  const int kvm = open("/dev/kvm", O_RDWR);
  must(kvm >= 0, "/dev/kvm");
  const int vm = ioctl(kvm, KVM_CREATE_VM, 0);
  must(vm >= 0, "KVM_CREATE_VM");
  char* memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  memcpy(memory, "\xeb\xfe", 2);  // jmp .
  struct kvm_userspace_memory_region region = {
      .guest_phys_addr = 0x1000, .memory_size = 4096, .userspace_addr = (uintptr_t)memory};
  must(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region) == 0, "memory");
  const int cpu = ioctl(vm, KVM_CREATE_VCPU, 0);
  must(cpu >= 0, "KVM_CREATE_VCPU");
  mmap(NULL, (size_t)ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), PROT_READ | PROT_WRITE, MAP_SHARED, cpu,
       0);
  struct kvm_sregs special;
  ioctl(cpu, KVM_GET_SREGS, &special);
  special.cs.base = 0;
  special.cs.selector = 0;
  ioctl(cpu, KVM_SET_SREGS, &special);
  struct kvm_regs registers = {.rip = 0x1000, .rflags = 2};
  ioctl(cpu, KVM_SET_REGS, &registers);
  soon(NULL);
  tell(ioctl(cpu, KVM_RUN, 0));
}
