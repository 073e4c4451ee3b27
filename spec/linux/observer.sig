// What a recording shows of how it was made, which is learned while it is judged.

/// What calls wait for that go on where they were interrupted, through restart_syscall(2).
enum Wait { for_time, for_descriptors, for_word }

/// What the recording has shown so far, of any task. It begins with nothing.
entity Observer {
  /// A call that belongs to no class: a filter by class would have hidden it.
  complete: bool,
  /// A call that failed, a signal that was taken, an action asked for: filters of `strace -z`,
  /// `-e signal=` and `-e trace=!...` hide them.
  shows_errors: bool,
  shows_signals: bool,
  shows_actions: bool,
  /// Calls are shown when they have ended: what they made others do may come before.
  holds_back: bool,
  /// So are those that make tasks, and tasks are seen before.
  holds_births: bool,
  /// Calls are missing for certain: what was seen cannot be explained otherwise.
  filtered: bool,
  /// Lines of a task wait until it is known who made it: what it has done is not seen yet.
  waiting: bool,
  /// Each task has a file of its own: what others did at the time, nobody knows.
  unordered: bool,
  /// A task was made that is not seen to do anything: it was left out.
  mute: bool,
  /// The recording was read before, from its beginning.
  read: bool,
  /// A program was run, the first one by the task of this number.
  shows_exec: bool,
  first_id: int,
  /// The exit of a task: `strace -qqq` leaves it out.
  shows_exits: bool,
  /// Tasks that have ended. Not all of many are remembered.
  ended: int,
  /// Children are followed to their ends.
  follows: bool,
  /// A task that another made does something.
  follows_children: bool,
  /// The number of the first such task.
  first_child: int,
  /// A task that another made begins to run another program, and does: with `strace -b execve`
  /// nobody sees that, nor what comes of it.
  begins_programs: bool,
  follows_programs: bool,
  /// A write, a sendto and a sendmsg that put something into a stream, a read, a recvfrom and a
  /// recvmsg that took something out: each may be left out of a recording.
  shows_writing: bool,
  shows_sending: bool,
  shows_sent_messages: bool,
  shows_reading: bool,
  shows_receiving: bool,
  shows_received_messages: bool,
  /// A file was opened, as the libraries of a program are.
  shows_opening: bool,
  /// A call that ends its process, one that makes a task.
  shows_leaving: bool,
  shows_births: bool,
  /// A call that made a timer, one that set one, one that asked for the signal of a queue, one that
  /// writes.
  shows_timers: bool,
  shows_arming: bool,
  shows_notices: bool,
  shows_writes: bool,
  /// A handler that returned, a mask that was set or read.
  shows_returns: bool,
  shows_masks: bool,
  /// The codes of signals that the calls sent that commonly do, and the interval timers that calls
  /// set: filters may hide the calls that send others, and set others.
  sends: set SiCode,
  sets: set Itimer,
  /// Another call than rt_sigqueueinfo may have queued a signal.
  queues_otherwise: bool,
  /// A signal was taken that is ignored: the observer traces tasks, which get all signals then.
  keeps_ignored: bool,
  /// Signals that were shown when they were taken: `strace -e signal=` hides the others.
  shown: set Signal,
  /// Signals sent to more than one process, or to one that is not named by its number.
  broadcast: set Signal,
  /// Signals whose sender said something else of them than who queued them; that a device sends,
  /// where others do not come from the kernel; or that come in the name of who sent nothing.
  forged: set Signal,
  /// Signals that somebody may read from a descriptor.
  by_descriptor: set Signal,
  /// There may be descriptors that stand for a thread.
  sends_to_threads: bool,
  /// Somebody may have set how many signals can be queued.
  limits_signals: bool,
  /// A process was moved to another group, one began a session.
  shows_moves: bool,
  shows_sessions: bool,
  /// The number of the group that the first program began in.
  first_group: option int,
  /// Somebody may be kept from signalling others of the same user.
  boxes: bool,
  /// There are tasks that may count processes, or users, otherwise than the observer does.
  foreign: bool,
  /// More than one task was met in the middle of its life.
  meets_several: bool,
  /// How often a recvmmsg received less than it asked for. If a signal cut it short, its restart
  /// code lies in the socket until a call finds it.
  codes_left: int,
  /// Every signal is shown when it is sent, whoever sends it.
  shows_sends: bool,
  /// A tracer may make up signals for others, and keep some from them.
  traces: bool,
  /// The observer puts results and signals into the recording.
  injects: bool,
  /// Handlers leave their frames as they are.
  keeps_frames: bool,
  /// Who takes a signal is seen to take it, whether by a handler or by a call.
  shows_taking: bool,
  /// The user that all are.
  uid: int,
  /// This is not judged: it is to show how the recording was made.
  ahead: bool,
  /// A process seems to have left unseen.
  hidden_leaving: bool,
  /// A handler seems to have begun unseen, more than one has, one is returning; a child seems to
  /// have been killed unseen, and more than one.
  hidden_handler: bool,
  hidden_handlers: bool,
  hidden_handler_returns: bool,
  hidden_death: option identity,
  hidden_deaths: bool,
  /// Stops that nobody was seen to come to, and signals that are said to have ended or stopped
  /// somebody, but were never seen.
  hidden_stops: bool,
  untold: set Signal,
  /// Calls that go on where they were interrupted, of which one was seen to be.
  goes_on: set Wait,
  /// How often a call that sends a signal or sets a timer seems to be hidden, or a handler that
  /// begins in place of a call, or one that returns.
  hidden_causes: int,
  hidden_begun: int,
  hidden_returns: int,
  /// Masks that seem to have been set unseen, and the process that was the last to.
  hidden_masks: int,
  hidden_mask: option identity,
  /// Bytes may go through pipes by requests that show in no call, or by tasks that are not followed
  /// and were given a descriptor.
  moves_unseen: bool,
}
