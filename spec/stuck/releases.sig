// What somebody can do about a task that is held. Words in braces are filled in where /proc shows
// them. Nothing of this is ever done by the program.

release send_kill
  says  "kill -KILL {pid}"
  price "the process ends at once, without a chance to put its things in order"
  cites man "kill(2)"

release send_continue
  says  "kill -CONT {pid}"
  price "the process runs on from where it was stopped; its parent may stop it again"
  cites kernel "kernel/signal.c:prepare_signal", rule G8

release continue_tracer
  says  "kill -CONT {tracer}"
  price "none, if the tracer itself was stopped; else nothing happens"
  cites kernel "kernel/signal.c:prepare_signal"

release end_tracer
  says  "kill -KILL {tracer}"
  price "the debugger ends; the task goes on untraced, or ends if PTRACE_O_EXITKILL was set"
  cites kernel "kernel/ptrace.c:exit_ptrace", man "ptrace(2)"

release wake_parent
  says  "kill -CHLD {parent}"
  price "none; it helps only a parent that missed a SIGCHLD and waits in its handler"
  cites man "wait(2)"

release end_parent
  says  "kill -KILL {parent}"
  price "the parent ends; its children are taken over by init or a subreaper, which waits for them"
  cites kernel "kernel/exit.c:forget_original_parent", man "wait(2)"

release end_children
  says  "kill -KILL {children}"
  price "the children end; their parent goes on when they are gone"
  cites kernel "kernel/exit.c:do_wait"

release end_others
  says  "kill -KILL {pid}"
  price "all threads of the process end"
  cites kernel "kernel/signal.c:complete_signal"

release thaw
  says  "echo {thaw} >{freezer}"
  price "every task of the control group runs on, not this one alone"
  cites kernel "kernel/cgroup/freezer.c:cgroup_do_freeze",
        kernel "kernel/cgroup/legacy_freezer.c:freezer_change_state"

release abort_connection
  says  "echo 1 >/sys/fs/fuse/connections/{connection:fuse|fuseblk}/abort"
  price "{place:fuse|fuseblk} is dead for good: requests fail (ENOTCONN), unwritten data is lost"
  cites kernel "fs/fuse/control.c:fuse_conn_abort_write", live "fuse"

release force_unmount
  says  "nsenter --target {thread} --mount umount -f {place:fuse|fuseblk}"
  price "as to abort the connection; it may say EBUSY, and has aborted it all the same"
  cites kernel "fs/fuse/inode.c:fuse_umount_begin"

release end_server
  says  "kill -KILL {server}"
  price "the server ends, and with its last descriptor of the device every file of the mount"
  cites kernel "fs/fuse/dev.c:fuse_dev_release"

release force_unmount_network
  says  "umount -f {place:nfs|nfs4|cifs|smb3}"
  price "requests that wait fail with EIO: programs that wrote there lose data"
  cites man "umount(8)"

release bring_nfs_server_back
  says  "bring the server of {place:nfs|nfs4} back, or the network to it"
  price "none"
  cites man "nfs(5)"

release bring_server_back
  says  "bring the server of {place} back, or the network to it"
  price "none"
  cites man "nfs(5)"

release look_at_device
  says  "dmesg | tail"
  price "none; a device that does not answer is reset by its driver after its timeout, or never"
  cites kernel "block/blk-mq.c:blk_mq_timeout_work"

release thaw_file_system
  says  "fsfreeze --unfreeze {place}"
  price "whoever froze it, for a snapshot say, finds it changed"
  cites man "fsfreeze(8)"

release find_holder
  says  "echo d >/proc/sysrq-trigger; dmesg | tail -n 100"
  price "none, on a kernel that keeps track of locks; others do not tell who holds one"
  cites kernel "kernel/locking/lockdep.c:debug_show_all_locks"

release end_handler_of_faults
  says  "kill -KILL {server}"
  price "the handler ends, and the page is empty, as it would be without one"
  cites kernel "fs/userfaultfd.c:userfaultfd_release"

release free_a_listener
  says  "kill -KILL {server}"
  price "the supervisor ends; calls that wait for its answer fail with ENOSYS"
  cites kernel "kernel/seccomp.c:seccomp_notify_release"
