// Waits for the server of a FUSE mount. A request is waited for in three parts: interruptibly, then
// killably unless it is forced, then whatever comes.

/// It ends, and closes a file of a FUSE mount on the way. FLUSH is a forced request: it is waited
/// for until it is answered, whatever signal comes, and to a task that is ending no signal comes at
/// all. If its server is gone, or is itself, or is killed with it, it waits for ever. It shows S,
/// or D where a signal was left pending that will never be taken.
hold fuse.flush_at_exit
  in    "request_wait_answer", "fuse_flush", "filp_close" | "filp_flush", "do_exit"
  sleeps interruptible then uninterruptible
  when  is_exiting(shown)
  for   "the answer of a FUSE server to FLUSH"
  on    fuse_server
  by    abort_connection, force_unmount
  in scenario fuse_flush_at_exit
  cites kernel "fs/fuse/dev.c:request_wait_answer", kernel "fs/fuse/file.c:fuse_flush",
        paper "netflix-fuse-deadlock"

/// It closes a file of a FUSE mount. FLUSH is a forced request: after the first signal it is waited
/// for uninterruptibly until it is answered.
hold fuse.flush
  in    "request_wait_answer", "fuse_flush"
  sleeps interruptible then uninterruptible
  for   "the answer of a FUSE server to FLUSH"
  on    fuse_server
  by    abort_connection, force_unmount
  cites kernel "fs/fuse/dev.c:request_wait_answer", kernel "fs/fuse/file.c:fuse_flush"

/// It waits for the answer of a FUSE server. A request that the server has not taken yet is
/// withdrawn by SIGKILL; one that it has taken is waited for uninterruptibly after that.
hold fuse.request
  in    "request_wait_answer"
  sleeps interruptible then killable | uninterruptible
  for   "the answer of a FUSE server"
  on    fuse_server
  by    abort_connection, force_unmount
  cites kernel "fs/fuse/dev.c:request_wait_answer", live "fuse"

/// It waits for the server of a FUSE mount that has not said yet which version it speaks, or that
/// has as many requests as it may have.
hold fuse.room_for_request
  in    "fuse_get_req" | "fuse_request_alloc" | "fuse_simple_background"
  sleeps killable
  for   "the server to begin, or to answer others"
  on    fuse_server
  by    abort_connection
  cites kernel "fs/fuse/dev.c:fuse_get_req"

/// It writes back pages of a file of a FUSE mount and waits until the server has all of them.
hold fuse.writeback
  in    "fuse_sync_writes" | "fuse_set_nowrite" | "fuse_wait_on_folio_writeback"
        | "fuse_wait_on_page_writeback"
  sleeps uninterruptible
  for   "a FUSE server to take what was written"
  on    fuse_server
  by    abort_connection
  cites kernel "fs/fuse/file.c:fuse_sync_writes", kernel "fs/fuse/dir.c:fuse_set_nowrite"

/// It is a server of a FUSE mount that waits for a request: nothing is wrong with it.
hold fuse.server_waits
  in    "fuse_dev_do_read"
  sleeps interruptible
  for   "a request from somebody who uses the mount"
  cites kernel "fs/fuse/dev.c:fuse_dev_do_read"
