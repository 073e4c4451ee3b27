// What the explorer of litmus tests asks for by name: signals, errors, options, answers.

/// What stops a process for good, and what lets it go on: `send {...} to` has them sent around the
/// signals that are to be pending all at once.
const HALT = {SIGSTOP}
  cites man "signal(7)"

const GO_ON = {SIGCONT}
  cites man "signal(7)"

/// It ends whoever gets it, whatever that does.
const UNSTOPPABLE = {SIGKILL}
  cites man "signal(7)"

/// What tells a process of its child.
const TELLS_OF_CHILD = {SIGCHLD}
  cites man "signal(7)"

/// A wait that comes back at once; that is told of children that stop, or go on; that leaves the
/// child to be waited for once more. What it fails with when there is no child.
const DO_NOT_WAIT = {WNOHANG}
  cites man "wait(2)"

const STOPS_TOO = {WUNTRACED}
  cites man "wait(2)"

const GOES_ON_TOO = {WCONTINUED}
  cites man "wait(2)"

const KEEPS = {WNOWAIT}
  cites man "wait(2)"

/// What a tracer asks ptrace for: to trace; to trace and to stop; to stop; to let go on, with a
/// signal or without; to go on to stand still, but to tell what comes.
const SEIZES = {PTRACE_SEIZE}
  cites man "ptrace(2)"

const ATTACHES = {PTRACE_ATTACH}
  cites man "ptrace(2)"

const ASKS_TO_STOP = {PTRACE_INTERRUPT}
  cites man "ptrace(2)"

const LETS_GO_ON = {PTRACE_CONT}
  cites man "ptrace(2)"

const LISTENS = {PTRACE_LISTEN}
  cites man "ptrace(2)"

/// What tracing fails with whom somebody traces, and what a request that its stop does not allow.
const IS_TRACED = {EPERM}
  cites kernel "kernel/ptrace.c:ptrace_attach"

const NOT_IN_THIS_STOP = {EIO}
  cites kernel "kernel/ptrace.c:ptrace_request"

/// Only waitid has to ask for this.
const ENDS_TOO = {WEXITED}
  cites man "waitid(2)"

/// How it tells that a child has exited, was killed, has stopped.
const TOLD_EXIT = {CLD_EXITED}
  cites man "waitid(2)"

const TOLD_KILL = {CLD_KILLED, CLD_DUMPED}
  cites man "waitid(2)"

const TOLD_STOP = {CLD_STOPPED, CLD_TRAPPED}
  cites man "waitid(2)"

const NO_CHILD = {ECHILD}
  cites man "wait(2)"

/// What a signal fails with that is sent to who has been waited for.
const NO_PROCESS = {ESRCH}
  cites man "kill(2)"

/// What moving a process to a group fails with, or beginning a session: nobody may; or nobody may
/// any more, for it has run a program (EACCES).
const IS_NOT_PERMITTED = {EPERM}
  cites man "setpgid(2)"

const RUNS_A_PROGRAM = {other_error}
  cites man "setpgid(2)"

/// What opening a file of a process fails with when that has been waited for.
const NO_FILE = {ENOENT}
  cites kernel "fs/proc/base.c:proc_pid_lookup"

/// The map of a namespace is written once, at the beginning of the file. The first namespace has
/// its map already.
const HAS_A_MAP = {EPERM}
  cites kernel "kernel/user_namespace.c:map_write", man "user_namespaces(7)"

const NOT_ITS_BEGINNING = {EINVAL}
  cites kernel "kernel/user_namespace.c:map_write", man "user_namespaces(7)"

/// With it a process gets a user namespace of its own.
const OWN_USERS = {CLONE_NEWUSER}
  cites man "unshare(2)"

/// What a wait fails with that a signal ended.
const CUT_SHORT = {EINTR}
  cites man "signal(7)"

/// The C library, and whoever calls rt_sigaction(2) by himself, says how handlers return.
const WAY_BACK = {SA_RESTORER}
  cites man "sigreturn(2)"

/// Operations that wake who waits at a word of memory.
const WAKES = {FUTEX_WAKE, FUTEX_WAKE_BITSET}
  cites man "futex(2)"

/// What a recvmmsg that was cut short leaves in its socket.
const LEFT_IN_SOCKET = {ERESTARTSYS}
  cites kernel "net/socket.c:do_recvmmsg", rule E1

/// What a wait fails with whose time is over; of the older ones.
const TIME_IS_OVER = {ETIMEDOUT}
  cites man "futex(2)"

const NOTHING_CAME = {EAGAIN}
  cites man "semop(2)", man "sigtimedwait(2)"

/// What a call fails with whose arguments nobody can mean, have no place in memory, or ask for what
/// is too small.
const MAKES_NO_SENSE = {EINVAL}
  cites man "errno(3)"

/// What writing fails with where nobody reads any more, and what tells of it.
const IS_BROKEN = {EPIPE}
  cites man "pipe(7)"

const TELLS_OF_BROKEN = {SIGPIPE}
  cites man "pipe(7)"

/// What the instructions of a filter of calls do, as far as tests use them: to load the call's
/// number, to go on somewhere else if it is that one, to answer.
const FILTER_LOADS = 0x20
  cites man "seccomp(2) Filters", kernel "include/uapi/linux/bpf_common.h"

const FILTER_BRANCHES = 0x15
  cites man "seccomp(2) Filters", kernel "include/uapi/linux/bpf_common.h"

const FILTER_ANSWERS = 0x06
  cites man "seccomp(2) Filters", kernel "include/uapi/linux/bpf_common.h"

/// In an answer these bits say what becomes of the call; with an error, which one the others say.
const FILTER_ACTION = 0xffff0000
  cites kernel "include/uapi/linux/seccomp.h"

const CALL_FAILS = 0x50000
  cites man "seccomp(2) SECCOMP_RET_ERRNO"

const CALL_IS_TRAPPED = 0x30000
  cites man "seccomp(2) SECCOMP_RET_TRAP"

const CALL_KILLS = 0x80000000
  cites man "seccomp(2) SECCOMP_RET_KILL_PROCESS"

/// Who has the descriptor that the filter came with answers; a test does not.
const CALL_IS_SUPERVISED = 0x7fc00000
  cites man "seccomp_unotify(2)"

const CALL_IS_MADE = 0x7fff0000
  cites man "seccomp(2) SECCOMP_RET_ALLOW"

const TELLS_OF_FILTER = {SIGSYS}
  cites man "seccomp(2)"

/// What a timer sends that was not asked to send something else.
const RINGS = {SIGALRM}
  cites man "alarm(2)", man "timer_create(2)"

/// So many bytes tell of one signal that is read from a descriptor.
const SIGNAL_READ = 128
  cites kernel "include/uapi/linux/signalfd.h:signalfd_siginfo"

const ONE = 1
  cites man "select(2)"

/// So many messages the POSIX queues of litmus tests hold.
const QUEUE_ROOM = 2
  cites man "mq_overview(7)"

const LIES_NOWHERE = {EFAULT}
  cites man "errno(3)"

/// What asking for an alternate stack fails with while the task is on the one that it has.
const IS_ON_IT = {EPERM}
  cites man "sigaltstack(2)"

/// Flags: of a handler that runs on the alternate stack; of a stack that is none, and of one that
/// is taken away while a handler runs.
const RUNS_ON_IT = {SA_ONSTACK}
  cites man "sigaltstack(2)"

const TAKES_AWAY = {SS_DISABLE}
  cites man "sigaltstack(2)"

const DISARMS = {SS_AUTODISARM}
  cites man "sigaltstack(2)"

const TOO_LITTLE = {ENOMEM}
  cites man "sigaltstack(2)"

/// Why a signal was sent to a process, and why to a thread.
const BY_KILL = {SI_USER}
  cites man "sigaction(2) The si_code field"

const BY_TKILL = {SI_TKILL}
  cites man "sigaction(2) The si_code field"

/// What comes where the frame of a handler cannot be built.
const FAULT_OF_FRAME = {SIGSEGV}
  cites kernel "kernel/signal.c:force_sigsegv"

const BY_FAULT = {SI_KERNEL}
  cites kernel "kernel/signal.c:force_sig"

/// What a thread of a litmus test shares with its maker.
const THREAD_SHARES = {CLONE_VM, CLONE_SIGHAND, CLONE_THREAD}
  cites man "pthreads(7)"

/// How a process is made, and one that is the first of a pid namespace.
const CHILD_TELLS = {ends_with_SIGCHLD}
  cites man "clone(2)"

const OWN_NUMBERS = {CLONE_NEWPID}
  cites man "pid_namespaces(7)"

/// The signals that generated tests send: alone, in pairs, three at once; and what stops.
const TRIED_ALONE = {SIGUSR1, SIGALRM, SIGCHLD, SIGTSTP, SIGRTMIN}
  cites man "signal(7) Standard signals"

const TRIED_BEFORE_AND_TWICE = {SIGUSR1, SIGRTMIN}
  cites man "signal(7) Real-time signals"

const TRIED_AS_PAIR_1 = {SIGUSR1, SIGUSR2}
  cites man "signal(7)"

const TRIED_AS_PAIR_2 = {SIGHUP, SIGRTMIN}
  cites man "signal(7)"

const TRIED_AS_PAIR_3 = {SIGTERM, SIGCHLD}
  cites man "signal(7)"

const TRIED_AT_ONCE_1 = {SIGUSR1, SIGUSR2, SIGTERM}
  cites man "signal(7)"

const TRIED_AT_ONCE_2 = {SIGHUP, SIGRTMIN, SIGRT_1}
  cites man "signal(7)"

const TRIED_AT_ONCE_3 = {SIGCHLD, SIGURG, SIGRT_2}
  cites man "signal(7)"

const TRIED_AS_STOPS = {SIGSTOP, SIGTTIN}
  cites man "signal(7)"
