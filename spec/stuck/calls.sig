// What programs wait for in their calls, mostly interruptibly: nothing is wrong with them.

hold call.pipe_read
  in    "pipe_read" | "anon_pipe_read" | "fifo_pipe_read" | "wait_for_partner" | "ipipe_prep"
        | "pipe_wait_readable"
  sleeps interruptible
  for   "somebody to write into a pipe, or to close it"
  on    writers
  cites kernel "fs/pipe.c:pipe_read", man "pipe(7)"

hold call.pipe_write
  in    "pipe_write" | "anon_pipe_write" | "fifo_pipe_write" | "opipe_prep" | "pipe_wait_writable"
  sleeps interruptible
  for   "somebody to read from a pipe"
  on    readers
  cites kernel "fs/pipe.c:pipe_write", man "pipe(7)"

hold call.poll
  in    "poll_schedule_timeout*" | "do_poll" | "do_sys_poll" | "do_select" | "core_sys_select"
  sleeps interruptible
  for   "one of several descriptors to be ready, or for its time to be over"
  cites kernel "fs/select.c:do_poll", man "poll(2)"

hold call.epoll
  in    "ep_poll" | "do_epoll_wait"
  sleeps interruptible
  for   "an event of an epoll instance"
  cites kernel "fs/eventpoll.c:ep_poll", man "epoll_wait(2)"

hold call.sleep
  in    "hrtimer_nanosleep" | "do_nanosleep" | "common_nsleep*" | "alarm_timer_nsleep"
        | "alarmtimer_do_nsleep"
  sleeps interruptible
  for   "its time to be over"
  cites kernel "kernel/time/hrtimer.c:do_nanosleep", man "nanosleep(2)"

hold call.waits_for_signal
  in    "sigsuspend" | "do_sigtimedwait*" | "__do_sys_pause" | "__x64_sys_pause"
        | "__do_sys_rt_sigsuspend"
  sleeps interruptible
  for   "a signal"
  cites kernel "kernel/signal.c:sigsuspend", man "sigsuspend(2)"

hold call.eventfd
  in    "eventfd_read" | "eventfd_write" | "timerfd_read*" | "signalfd_read*" | "signalfd_dequeue"
        | "inotify_read" | "fanotify_read" | "userfaultfd_ctx_read" | "userfaultfd_read*"
  sleeps interruptible
  for   "an event of a descriptor"
  cites kernel "fs/eventfd.c:eventfd_read"

hold call.message_queue
  in    "do_msgrcv" | "do_msgsnd" | "wq_sleep" | "do_mq_timedreceive" | "do_mq_timedsend"
  sleeps interruptible
  for   "a message, or room for one"
  cites kernel "ipc/msg.c:do_msgrcv"

hold call.semaphore
  in    "__do_semtimedop" | "do_semtimedop"
  sleeps interruptible
  for   "a semaphore to have the value that it needs"
  cites kernel "ipc/sem.c:__do_semtimedop"

hold call.terminal_read
  in    "n_tty_read" | "wait_woken",
        "tty_read" | "n_tty_read" | "iterate_tty_read" | "file_tty_read"
  sleeps interruptible
  for   "somebody to type"
  cites kernel "drivers/tty/n_tty.c:n_tty_read"

/// It closes a terminal, or ends with one open, and what was written goes out first. The wait has a
/// time that the line sets (setserial closing_wait), or none.
hold call.terminal_drains
  in    "tty_wait_until_sent" | "uart_wait_until_sent" | "tty_port_close_start" | "n_tty_write"
        | "tty_port_drain_delay"
  sleeps interruptible
  for   "what was written to a terminal to go out"
  cites kernel "drivers/tty/tty_ioctl.c:tty_wait_until_sent"

hold call.uring
  in    "io_cqring_wait*" | "io_cqring_schedule_timeout"
  sleeps interruptible
  for   "an io_uring request to be done"
  cites kernel "io_uring/io_uring.c:io_cqring_wait"

hold call.aio
  in    "read_events" | "do_io_getevents"
  sleeps interruptible
  for   "asynchronous input or output to be done"
  cites kernel "fs/aio.c:read_events"

/// It touched memory whose faults another program handles, and that has not done so.
hold call.userfault
  in    "handle_userfault"
  sleeps interruptible then killable
  for   "the handler of a userfaultfd to put a page there"
  on    fault_handler
  by    end_handler_of_faults
  cites kernel "fs/userfaultfd.c:handle_userfault", rule N18

/// A supervisor is to decide about its call. The supervisor may have asked for it to be killable
/// only once it has the call.
hold call.supervised
  in    "seccomp_do_user_notification"
  sleeps interruptible then killable
  for   "its supervisor (seccomp) to answer"
  on    supervisor
  by    free_a_listener
  cites kernel "kernel/seccomp.c:seccomp_do_user_notification", rule M24 R13

/// A watcher is to decide whether it may use a file.
hold call.fanotify_permission
  in    "fanotify_get_response" | "fanotify_handle_event"
  sleeps killable
  for   "a watcher of files (fanotify) to answer"
  on    watcher
  by    end_server
  cites kernel "fs/notify/fanotify/fanotify.c:fanotify_get_response"

/// A program of user space is run by the kernel, to load a module or get a key for it.
hold call.helper_program
  in    "wait_for_completion_state" | "wait_for_completion_killable" | "__wait_for_common",
        "call_usermodehelper_exec" | "call_usermodehelper" | "__request_module"
  sleeps killable
  for   "a helper program that the kernel runs"
  cites kernel "kernel/umh.c:call_usermodehelper_exec"

/// It waits for something that is counted as done when it is; only more of the stack tells what.
hold call.completion
  in    "wait_for_completion" | "wait_for_completion_io" | "__wait_for_common"
        | "wait_for_completion_timeout" | "__flush_work" | "__flush_workqueue" | "flush_work"
        | "kthread_stop" | "cancel_work_sync"
  sleeps uninterruptible | killable | interruptible
  for   "a part of the kernel to report that it is done"
  cites kernel "kernel/sched/completion.c:wait_for_completion"

/// It sleeps in D, and /proc does not tell in what, or in something that this table does not have.
/// It may sleep killably, uninterruptibly or frozen: whether SIGKILL ends that is not known.
hold wait.not_known
  otherwise
  when  shown.letter is not letter_S,
        is_asleep(shown),
        not PF_KTHREAD in shown.flags
  for   "something that is not known"
  cites kernel "fs/proc/array.c:get_task_state", man "proc_pid_stack(5)"

/// It sleeps in S, and /proc does not tell in what, or in something that this table does not have.
/// Signals wake whoever sleeps so; whether the wait goes on after that is not told.
hold wait.not_known_interruptible
  otherwise
  sleeps interruptible
  when  shown.letter is letter_S,
        shown.place,
        not PF_KTHREAD in shown.flags
  for   "something that is not known"
  cites kernel "fs/proc/array.c:get_task_state", man "proc_pid_stack(5)"

/// It sleeps in S, and nothing that could be read tells in what. A signal wakes it; but waits like
/// that for a FUSE server go on in D, and end with the answer alone.
hold wait.not_shown
  otherwise
  sleeps interruptible then interruptible | uninterruptible
  when  shown.letter is letter_S,
        not shown.place,
        not PF_KTHREAD in shown.flags
  for   "something that is not known"
  cites kernel "fs/proc/base.c:proc_pid_stack", man "proc_pid_stack(5)"
