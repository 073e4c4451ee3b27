/// Asks for a key, and waits until somebody has made it.
call request_key, keyctl(...)
  nr x86_64 249 250
  nr i386 287 288
  cites kernel "security/keys/request_key.c:wait_for_key_construction", man "request_key(2)"
{
  row under_construction
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "security/keys/request_key.c:wait_for_key_construction", rule N16, table T278
    verified "6.1"

  /// A key kept by something slow, such as a TPM.
  row type_of_key
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/locking/mutex.c:mutex_lock_interruptible", table T284
    untested "needs a key under construction"
}

/// Loads a module of the kernel; its own beginnings may do anything.
call init_module, finit_module(...)
  nr x86_64 175 313
  nr i386 128 350
  cites kernel "kernel/module/main.c:load_module", man "init_module(2)"
{
  /// One of the same name is being loaded.
  row same_name
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/module/main.c:add_unformed_module", rule N22, table T281
    verified "6.1"

  row file_or_beginning
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/module/main.c:do_init_module", table T272 T284
    verified "6.1"
}

call delete_module(name: data, flags: data)
  nr x86_64 176
  nr i386 129
  cites kernel "kernel/module/main.c:delete_module", man "delete_module(2)"
{
  row busy
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/module/main.c:delete_module", table T282
    verified "6.1"
}

/// The commands of bpf(2) that look for signals.
enum BpfCommand {
  BPF_MAP_CREATE = 0, BPF_MAP_LOOKUP_ELEM = 1, BPF_MAP_UPDATE_ELEM = 2, BPF_MAP_DELETE_ELEM = 3,
  BPF_MAP_GET_NEXT_KEY = 4, BPF_PROG_LOAD = 5, BPF_OBJ_GET_INFO_BY_FD = 15, BPF_BTF_LOAD = 18,
  BPF_PROG_TEST_RUN = 10 "BPF_PROG_TEST_RUN" "BPF_PROG_RUN",
  BPF_MAP_LOOKUP_BATCH = 24, BPF_MAP_LOOKUP_AND_DELETE_BATCH = 25,
  other_bpf_command otherwise,
}

call bpf(command: BpfCommand, attributes: out data, size: int)
  nr x86_64 321
  nr i386 357
  by command
  same command, size
  cites kernel "kernel/bpf/syscall.c:__sys_bpf", man "bpf(2)"
{
  /// A program run again and again: any signal ends it.
  row test_run on BPF_PROG_TEST_RUN | other_bpf_command
    sleeps running interrupted EINTR
    cites kernel "net/bpf/test_run.c:bpf_test_timer_continue", table T283, live "bpf_test_run"
    verified "6.18"

  /// An entry kept changing while it was looked at. No signal has to do with it.
  row batch on BPF_MAP_LOOKUP_BATCH | BPF_MAP_LOOKUP_AND_DELETE_BATCH | other_bpf_command
    interrupted EINTR
    cites kernel "kernel/bpf/syscall.c:generic_map_lookup_batch"
    until 6.14
}

/// Reads and controls the kernel's log.
call syslog(action: data, buf: out data, len: int)
  nr x86_64 103
  nr i386 103
  same action, len
  cites kernel "kernel/printk/printk.c:do_syslog", man "syslog(2)"
{
  /// SYSLOG_ACTION_READ, and nothing new.
  row empty
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/printk/printk.c:syslog_print", rule N3, table T228
    verified "6.18"
}
