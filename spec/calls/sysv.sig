// Programs of i386 may come to these calls through ipc(2), whose number is another one: no numbers
// for i386 here.

/// Operations on a set of System V semaphores. signal(7): never restarted, and EINTR after a stop
/// too: it returns a plain EINTR. No operation of the call is done.
call semop(id: int, operations: data, count: int)
  nr x86_64 65
  same id, count
  cites kernel "ipc/sem.c:semop", man "semop(2)"
{
  row blocked
    sleeps interruptible interrupted EINTR
    cites kernel "ipc/sem.c:__do_semtimedop", rule M21, table T196 T197
    verified "6.18"
}

/// Does one of the operations refuse to wait?
enum SemOperations { waiting "[{*", not_waiting "*IPC_NOWAIT*", other_operations otherwise }

call semtimedop, semtimedop_time64(id: int, operations: SemOperations, count: int,
                                   timeout: option Timespec)
  nr x86_64 220 -1
  same id, count
  cites kernel "ipc/sem.c:semtimedop", man "semop(2)"
{
  row blocked
    sleeps interruptible interrupted EINTR
    cites kernel "ipc/sem.c:__do_semtimedop", table T196 T197 T198
    verified "6.18"

  /// The time was over, unless it was not to wait at all.
  rule timed_out
    cites kernel "ipc/sem.c:__do_semtimedop", rule U2
    since 5.17
    shows returned(t, _, error(EAGAIN))
    with  operations is waiting and timeout is some(asked) implies span(asked) <= spent
}

/// Takes a System V message. signal(7): never restarted. Before 2.6.9 it failed after a stop too.
call msgrcv(id: int, message: out data, size: int, kind: data, flags: data)
  nr x86_64 70
  same id, size, kind, flags
  cites kernel "ipc/msg.c:do_msgrcv", man "msgop(2)"
{
  row empty
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "ipc/msg.c:do_msgrcv", table T199 T200
    verified "6.18"

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "ipc/msg.c:do_msgrcv", rule U7
    shows returned(t, _, value(_))
    with  fits(amount, size)
}

call msgsnd(id: int, message: data, size: int, flags: data)
  nr x86_64 69
  same id, size, flags
  cites kernel "ipc/msg.c:do_msgsnd", man "msgop(2)"
{
  row full
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "ipc/msg.c:do_msgsnd", table T201
    verified "6.18"
}

/// Maps a System V segment, or lets it go: only a signal that ends the task ends the wait.
call shmat, shmdt(...)
  nr x86_64 30 67
  cites kernel "ipc/shm.c:do_shmat", man "shmop(2)"
{
  row contended
    sleeps killable interrupted completes
    cites kernel "ipc/shm.c:do_shmat", table T202
    unobservable "nothing in a recording tells that it waited here"
}

/// Makes and controls; they never wait for anybody.
call semget, semctl, msgget, msgctl, shmget, shmctl(...)
  nr x86_64 64 66 68 71 29 31
  cites kernel "ipc/util.c:ipcget", man "sysvipc(7)"
