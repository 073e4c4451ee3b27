/// Advice that can take long.
enum Advice {
  MADV_REMOVE = 9, MADV_UNMERGEABLE = 13, MADV_GUARD_INSTALL = 102,
  other_advice otherwise,
}

/// Maps memory or a file.
call mmap, mmap2(addr: address, len: int, protection: data, flags: set MapFlag, fd: Fd, ...)
  nr x86_64 9 -1
  nr i386 90 192
  same addr, len, protection, flags, fd
  cites kernel "mm/mmap.c:ksys_mmap_pgoff", man "mmap(2)"
{
  row contended
    sleeps killable interrupted completes
    cites kernel "mm/util.c:vm_mmap_pgoff", rule L2, table T262, live "memory_lock"
    verified "6.18"

  /// A file or a device has a say in how it is mapped.
  row remote_file when MAP_ANONYMOUS not in flags
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269 T284
    untested "needs a file server on the network"

  row fuse_file when MAP_ANONYMOUS not in flags
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", table T272 T284
    untested "needs a FUSE server that answers this call late"
}

enum MapFlag {
  MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_FIXED = 0x10, MAP_ANONYMOUS = 0x20, MAP_POPULATE = 0x8000,
  other_map_flag otherwise,
}

/// They wait for the lock of the address space only, and only a signal that ends the task ends
/// that.
call munmap, mprotect, mremap, brk, mlock, mlock2, munlock, mlockall, munlockall, mincore,
     pkey_mprotect(...)
  nr x86_64 11 10 25 12 149 325 150 151 152 27 329
  nr i386 91 125 163 45 150 376 151 152 153 218 380
  cites kernel "mm/mmap.c:__vm_munmap", man "mmap(2)"
{
  row contended
    sleeps killable interrupted completes
    cites kernel "mm/mmap.c:__vm_munmap", table T262, live "memory_lock"
    verified "6.18"
}

call madvise(addr: address, len: int, advice: Advice)
  nr x86_64 28
  nr i386 219
  by advice
  same addr, len, advice
  cites kernel "mm/madvise.c:do_madvise", man "madvise(2)"
{
  row contended
    sleeps killable interrupted completes
    cites kernel "mm/madvise.c:do_madvise", table T262, live "memory_lock"
    verified "6.18"

  /// Merged pages are made single again one by one, and signals looked for in between.
  row unmerging on MADV_UNMERGEABLE | other_advice
    sleeps running interrupted ERESTARTSYS
    cites kernel "mm/ksm.c:unmerge_ksm_pages", table T263, live "unmerge"
    verified "6.18"

  /// A hole is punched: as fallocate.
  row punching on MADV_REMOVE | other_advice
    sleeps running interrupted EINTR
    cites kernel "mm/madvise.c:madvise_remove", table T260 T272
    verified "6.1"

  /// Page faults of other threads came in between too often: the kernel has the call made again.
  row guarding on MADV_GUARD_INSTALL | other_advice
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "mm/madvise.c:madvise_guard_install"
    since 6.13 verified "6.18"
}

/// Takes a swap area out of use. Any signal ends it.
call swapoff(path: data)
  nr x86_64 168
  nr i386 115
  cites kernel "mm/swapfile.c:swapoff", man "swapon(2)"
{
  row emptying
    sleeps running interrupted EINTR
    cites kernel "mm/swapfile.c:try_to_unuse", rule L4, table T264
    verified "6.1"

  row remote_file
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269
    verified "6.1"
}

/// Looks into another task, behind the lock of its address space or of its exec.
call process_vm_readv, process_vm_writev, pidfd_getfd, kcmp, get_robust_list(...)
  nr x86_64 310 311 438 312 274
  nr i386 347 348 438 349 312
  cites kernel "mm/process_vm_access.c:process_vm_rw", man "process_vm_readv(2)"
{
  row contended
    sleeps killable interrupted completes
    cites kernel "kernel/kcmp.c:kcmp_lock", table T266
    unobservable "nothing in a recording tells that it waited here"
}

/// What prctl(2) is asked.
enum PrctlOption {
  PR_SET_PDEATHSIG = 1, PR_GET_PDEATHSIG = 2, PR_SET_SECCOMP = 22,
  other_option otherwise,
}

/// The signal that tells a task of its maker's end: none, or as it is set, or as it is told.
union DeathSignal { no_death_signal "0" "[0]", told(Signal) "[*]", signal_set(Signal) otherwise }

/// Is this what it was set to? A child begins without one.
fn may_be_death_signal(t: Task, sig: DeathSignal) -> bool
  cites kernel "kernel/sys.c:prctl", kernel "kernel/fork.c:copy_process",
        man "prctl(2) PR_SET_PDEATHSIG"
=
  match sig {
    told(s)         => s in t.death_signal
    no_death_signal => t.death_signal = {}
    _               => true
  }

/// This and that about the calling process.
call prctl(option_: PrctlOption, sig: inout DeathSignal, ...)
  nr x86_64 157
  nr i386 172
  same option_
  cites kernel "kernel/sys.c:prctl", man "prctl(2)"
{
  /// PR_SET_MM and its like.
  row contended
    sleeps killable interrupted completes
    cites kernel "kernel/sys.c:prctl_set_mm_map", table T266

  /// PR_SET_MEMORY_MERGE taken back: as MADV_UNMERGEABLE.
  row unmerging
    sleeps running interrupted ERESTARTSYS
    cites kernel "mm/ksm.c:ksm_disable", table T263
    since 6.4 verified "6.18"

  /// The signal comes when the thread ends that made the process, in the name of that thread.
  rule asks_for_signal
    cites kernel "kernel/exit.c:reparent_leader", kernel "kernel/sys.c:prctl", rule F8
    shows entered(t, _, _)
    do    if option_ is PR_SET_PDEATHSIG and sig is signal_set(s) then {
            observer.broadcast := observer.broadcast + {s}
            observer.forged := observer.forged + {s}
          }

  /// The signal is told as it was set. And as seccomp(2).
  rule filters_calls
    cites kernel "kernel/sys.c:prctl", kernel "kernel/seccomp.c:prctl_set_seccomp", rule F8 M24
    shows returned(t, _, value(_))
    with  option_ is PR_GET_PDEATHSIG implies may_be_death_signal(t, sig)
    do    t.sandboxed := t.sandboxed or option_ is PR_SET_SECCOMP
          t.death_signal := if option_ is not PR_SET_PDEATHSIG then t.death_signal
                            else match sig {
                                   no_death_signal => {},
                                   signal_set(s)   => {s},
                                   told(s)         => unknown
                                 }
}

call perf_event_open(...)
  nr x86_64 298
  nr i386 336
  cites kernel "kernel/events/core.c:perf_event_open", man "perf_event_open(2)"
{
  /// The other task is running another program.
  row credentials
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/events/core.c:perf_event_open", table T267
    verified "6.18"
}

/// Not a call: the program touches a page that is not there.
call page_fault()
  abstract
  cites kernel "arch/x86/mm/fault.c:do_user_addr_fault", man "userfaultfd(2)"
{
  /// The page is looked after by userfaultfd: a handler runs, and the instruction faults again.
  row userfaultfd
    sleeps interruptible interrupted completes handled reissue restarted reissue unhandled reissue
    cites kernel "fs/userfaultfd.c:handle_userfault", rule N18, table T224
    verified "6.18"
    unobservable "no call: recordings of calls do not show it"

  /// The page comes from a file.
  row file
    sleeps killable interrupted completes
    cites kernel "mm/filemap.c:__folio_lock_or_retry", table T265
    unobservable "no call: recordings of calls do not show it"
}
