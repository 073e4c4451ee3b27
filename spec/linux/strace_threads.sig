// What other threads do where strace does not tell when they do it, or does not tell at all.

/// Where each thread has a file of its own nobody sees when another asked for a handler. So a
/// signal that seems to be ignored may begin one that never returns: what has become of the task
/// nobody knows when the next one comes.
fn loses_track(t: Task) -> bool
  cites strace "strace(1) -ff"
=
  observer.unordered and t.threaded and not empty(t.frames)

view strace
  cites strace "strace(1) -f, -ff"
{
  /// Without -f threads do what they like, and nobody sees it; with -ff nobody sees when.
  rule hidden_threads (t: Task)
    internal
    cites strace "strace(1) -f, -ff"
    when  t.threaded,
          not observer.follows_children or observer.unordered
    do    t.due := t.due & {SIGKILL}
          t.due_alone := {}
          t.asked := unknown
          t.alarm := unknown
          t.armed := unknown
          t.most_left := unknown
          t.comes_every := unknown
          t.counting := unknown
          t.sent_to_all := unknown
          t.sent_alone := unknown
          for s: Signal where s not in KERNEL_ONLY do t.actions[s] := unknown

  /// One of them may have changed what the handler says of the call that it interrupted.
  rule hidden_flags (t: Task)
    internal
    cites strace "strace(1) -ff"
    when  observer.unordered,
          t.threaded,
          not empty(t.frames),
          top(t.frames).resume is reissue | fail
    do    let frame = top(t.frames)
          pop t.frames
          push t.frames {
            signal: frame.signal,
            mask: frame.mask,
            resume: unknown,
            last: frame.last,
            editable: unknown,
            stack: frame.stack
          }

  /// One of them may have asked for the signal to be ignored whose handler seemed to begin.
  rule hidden_ignoring (t: Task)
    internal
    cites strace "strace(1) -ff"
    when  observer.unordered,
          t.threaded,
          t.life is alive,
          not empty(t.frames)
    do    t.blocked := top(t.frames).mask - KERNEL_ONLY
          t.altstack := top(t.frames).stack
          t.last := top(t.frames).last
          t.resume := unknown
          t.passed := unknown
          pop t.frames

  /// One of them may have asked for a handler of the signal that seemed to be ignored.
  rule hidden_handler_returns (t: Task)
    internal
    cites strace "strace(1) -f"
    when  t.threaded,
          not observer.follows_children or observer.unordered,
          observer.keeps_ignored,
          t.life is alive,
          empty(t.frames),
          not t.strays
    do    t.strays := true

  /// One of them may have asked for a handler of the signal that seemed to end all.
  rule hidden_handler_of_thread (t: Task)
    internal
    cites strace "strace(1) -f"
    when  t.threaded,
          not observer.follows_children or observer.unordered,
          t.life is doomed(s),
          s not in KERNEL_ONLY
    do    t.life := alive
          t.strays := unknown
          t.frames := unknown
          t.blocked := unknown - KERNEL_ONLY
          t.restore := none
          t.altstack := unknown
          t.resume := unknown
          t.last := unknown
          t.passed := unknown
}
