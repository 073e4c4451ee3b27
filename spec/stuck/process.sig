// Waits of tasks for other tasks, and on the way in and out of life.

/// Its vfork child has neither run another program nor ended. The maker sleeps killably: ps shows
/// D.
hold process.vfork
  in    "wait_for_vfork_done" | "kernel_clone" | "_do_fork" | "do_fork",
        "__do_sys_vfork" | "__x64_sys_vfork" | "__do_sys_clone" | "__x64_sys_clone"
        | "__do_sys_clone3" | "__x64_sys_clone3" | "__ia32_sys_vfork"
  sleeps killable
  for   "its vfork child to run another program, or to end"
  on    children
  by    end_children
  cites kernel "kernel/fork.c:wait_for_vfork_done", rule F3

/// The init of a pid namespace is ending. It has killed all that live in the namespace and waits
/// for the last of them; nothing wakes it before. Who keeps it waiting may be held by something
/// else.
hold process.namespace_teardown
  in    "do_wait" | "zap_pid_ns_processes", "zap_pid_ns_processes" | "do_exit"
  sleeps interruptible | idle
  when  is_exiting(shown)
  for   "every task of its pid namespace to be gone"
  on    namespace_
  in scenario fuse_flush_at_exit
  cites kernel "kernel/pid_namespace.c:zap_pid_ns_processes", paper "netflix-fuse-deadlock"

/// It waits for a child to end or to stop.
hold process.waits_for_child
  in    "do_wait",
        "kernel_wait4" | "do_wait4" | "__do_sys_waitid" | "kernel_waitid" | "__x64_sys_wait4"
        | "__x64_sys_waitid" | "__do_sys_wait4"
  sleeps interruptible
  for   "a child to end, or to stop"
  on    children
  by    end_children
  cites kernel "kernel/exit.c:do_wait", rule C1

/// It runs another program, and waits for the other threads of its process to be gone.
hold process.exec_waits_for_threads
  in    "de_thread"
  sleeps killable
  for   "the other threads of its process to end"
  on    threads
  cites kernel "fs/exec.c:de_thread", rule F5

/// Another thread of its process dumps a core, and it waits until that is written.
hold process.dump_of_another
  in    "coredump_task_exit"
  sleeps idle
  for   "the core of its process to be written"
  on    threads
  cites kernel "kernel/exit.c:coredump_task_exit"

/// It dumps a core, and waits for its threads to stand still or for the program that takes the
/// core.
hold process.dumps
  in    "*", "do_coredump" | "vfs_coredump"
  sleeps uninterruptible | killable | interruptible
  for   "its core to be written; SIGKILL cuts it short"
  on    threads
  cites kernel "fs/coredump.c:do_coredump"

/// It looks at a task that runs another program or is traced, and whose credentials must not
/// change.
hold process.credentials
  in    "mutex_lock_killable" | "__mutex_lock_killable_slowpath"
        | "__mutex_lock_interruptible_slowpath" | "down_read_killable",
        "ptrace_attach" | "mm_access" | "lock_trace" | "do_io_accounting" | "proc_pid_syscall"
  sleeps killable
  for   "a task that runs another program"
  cites kernel "kernel/ptrace.c:ptrace_attach"

/// The control group that it is in is frozen. SIGKILL ends it there.
hold process.frozen_group
  in    "do_freezer_trap" | "leave_frozen" | "get_signal"
  sleeps interruptible
  when  shown.letter is letter_S,
        shown.frozen,
        not is_exiting(shown)
  for   "its control group to be thawed"
  by    thaw
  cites kernel "kernel/signal.c:do_freezer_trap", rule W8

/// The freezer of the system or of a control group of the first version has it. Not even SIGKILL
/// ends it before it is thawed.
hold process.frozen
  in    "__refrigerator"
  sleeps frozen
  for   "the end of the freeze"
  by    thaw
  cites kernel "kernel/freezer.c:__refrigerator", rule J14

/// It ends, and cancels what it asked of io_uring. What cannot be cancelled has to end first.
hold process.uring_at_exit
  in    "io_uring_cancel_generic" | "io_uring_try_cancel_requests"
  sleeps interruptible then uninterruptible
  for   "its io_uring requests to end"
  cites kernel "io_uring/io_uring.c:io_uring_cancel_generic"

/// It ends, and waits for its asynchronous input and output to be over.
hold process.aio_at_exit
  in    "wait_for_completion", "exit_aio" | "__x64_sys_io_destroy" | "__do_sys_io_destroy"
  sleeps uninterruptible
  for   "its asynchronous input and output to be over"
  by    look_at_device
  cites kernel "fs/aio.c:exit_aio"

/// A thread that made the namespace's net, mount or ipc namespace waits for it to be cleaned up.
hold process.namespace_made
  in    "setup_net" | "copy_net_ns" | "down_read_killable",
        "create_new_namespaces" | "copy_net_ns" | "unshare_nsproxy_namespaces"
  sleeps killable
  for   "older network namespaces to be cleaned up"
  cites kernel "net/core/net_namespace.c:copy_net_ns"
