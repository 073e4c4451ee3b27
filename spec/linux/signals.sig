/// The versions of Linux that this specification covers; what a row says holds for all of them
/// unless `since` or `until` says otherwise.
kernel 2.6.22 .. 6.18

/// The signals of x86-64. Numbers 32 and up are real-time: strace counts them from the kernel's
/// SIGRTMIN, which is 32 (the C library keeps 32 and 33 for itself).
enum Signal prefix "SIG" {
  /// The controlling terminal or its process went away.
  SIGHUP = 1,
  SIGINT = 2,
  SIGQUIT = 3,
  SIGILL = 4,
  SIGTRAP = 5,
  SIGABRT = 6 "SIGABRT" "SIGIOT",
  SIGBUS = 7,
  SIGFPE = 8,
  SIGKILL = 9,
  SIGUSR1 = 10,
  SIGSEGV = 11,
  SIGUSR2 = 12,
  SIGPIPE = 13,
  SIGALRM = 14,
  SIGTERM = 15,
  SIGSTKFLT = 16,
  SIGCHLD = 17 "SIGCHLD" "SIGCLD",
  SIGCONT = 18,
  SIGSTOP = 19,
  SIGTSTP = 20,
  SIGTTIN = 21,
  SIGTTOU = 22,
  SIGURG = 23,
  SIGXCPU = 24,
  SIGXFSZ = 25,
  SIGVTALRM = 26,
  SIGPROF = 27,
  SIGWINCH = 28,
  SIGIO = 29 "SIGIO" "SIGPOLL",
  SIGPWR = 30,
  SIGSYS = 31,
  SIGRTMIN = 32,
  SIGRT_1 = 33,
  SIGRT_2 = 34,
  SIGRT_3 = 35,
  SIGRT_4 = 36,
  SIGRT_5 = 37,
  SIGRT_6 = 38,
  SIGRT_7 = 39,
  SIGRT_8 = 40,
  SIGRT_9 = 41,
  SIGRT_10 = 42,
  SIGRT_11 = 43,
  SIGRT_12 = 44,
  SIGRT_13 = 45,
  SIGRT_14 = 46,
  SIGRT_15 = 47,
  SIGRT_16 = 48,
  SIGRT_17 = 49,
  SIGRT_18 = 50,
  SIGRT_19 = 51,
  SIGRT_20 = 52,
  SIGRT_21 = 53,
  SIGRT_22 = 54,
  SIGRT_23 = 55,
  SIGRT_24 = 56,
  SIGRT_25 = 57,
  SIGRT_26 = 58,
  SIGRT_27 = 59,
  SIGRT_28 = 60,
  SIGRT_29 = 61,
  SIGRT_30 = 62,
  SIGRT_31 = 63,
  SIGRT_32 = 64,
}

/// What happens when nobody has said otherwise.
enum DefaultAction { terminate, dump_core, ignore, stop, continue_ }

/// The default action of each signal.
table default_action(s: Signal) -> DefaultAction
  cites kernel "include/linux/signal.h:SIG_KERNEL_COREDUMP_MASK", man "signal(7) Standard signals"
{
  SIGQUIT | SIGILL | SIGTRAP | SIGABRT | SIGFPE | SIGSEGV | SIGBUS | SIGSYS | SIGXCPU
    | SIGXFSZ -> dump_core
  SIGCHLD | SIGWINCH | SIGURG           -> ignore
  SIGCONT                               -> continue_
  SIGSTOP | SIGTSTP | SIGTTIN | SIGTTOU -> stop
  SIGHUP | SIGINT | SIGKILL | SIGUSR1 | SIGUSR2 | SIGPIPE | SIGALRM | SIGTERM | SIGSTKFLT
    | SIGVTALRM | SIGPROF | SIGIO | SIGPWR -> terminate
  SIGRTMIN | SIGRT_1 | SIGRT_2 | SIGRT_3 | SIGRT_4 | SIGRT_5 | SIGRT_6 | SIGRT_7 | SIGRT_8
    | SIGRT_9 | SIGRT_10 | SIGRT_11 | SIGRT_12 | SIGRT_13 | SIGRT_14 | SIGRT_15 | SIGRT_16
    | SIGRT_17 | SIGRT_18 | SIGRT_19 | SIGRT_20 | SIGRT_21 | SIGRT_22 | SIGRT_23 | SIGRT_24
    | SIGRT_25 | SIGRT_26 | SIGRT_27 | SIGRT_28 | SIGRT_29 | SIGRT_30 | SIGRT_31
    | SIGRT_32 -> terminate
}

/// SIGKILL and SIGSTOP can be neither caught, blocked nor ignored.
const KERNEL_ONLY = {SIGKILL, SIGSTOP}
  cites kernel "include/linux/signal.h:SIG_KERNEL_ONLY_MASK"

/// Signals that faults of the program raise: they are taken before all others.
const SYNCHRONOUS = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGSYS}
  cites kernel "kernel/signal.c:SYNCHRONOUS_MASK"

/// Does the default action of this signal leave the process as it is?
fn ignored_by_default(s: Signal) -> bool =
  default_action(s) is ignore | continue_
