// Waits for locks of the kernel. Who holds one is not shown; what its holder waits for often is, in
// another task's stack. Nor are the functions that lock, on most kernels: /proc/PID/stack leaves
// out those of the scheduler's kind (stack_trace_consume_entry_nosched). Then the function that
// wanted the lock is innermost, and tells which lock that is.

/// It waits for a mutex. Those that can be interrupted have other functions.
hold lock.mutex
  in    "__mutex_lock_slowpath" | "mutex_lock" | "__mutex_lock" | "__mutex_lock.constprop"
        | "__mutex_lock_common" | "ww_mutex_lock" | "__ww_mutex_lock"
  sleeps uninterruptible
  for   "the holder of a mutex of the kernel"
  by    find_holder
  cites kernel "kernel/locking/mutex.c:__mutex_lock_common"

hold lock.mutex_killable
  in    "__mutex_lock_killable_slowpath" | "mutex_lock_killable"
  sleeps killable
  for   "the holder of a mutex of the kernel"
  by    find_holder
  cites kernel "kernel/locking/mutex.c:__mutex_lock_common"

hold lock.mutex_interruptible
  in    "__mutex_lock_interruptible_slowpath" | "mutex_lock_interruptible"
  sleeps interruptible
  for   "the holder of a mutex of the kernel"
  cites kernel "kernel/locking/mutex.c:__mutex_lock_common"

/// It waits for a lock of readers and writers: often that of a directory, or of its memory.
hold lock.readers_and_writers
  in    "rwsem_down_read_slowpath" | "rwsem_down_write_slowpath" | "down_read" | "down_write"
        | "__down_read" | "__down_write" | "call_rwsem_down_*"
  sleeps uninterruptible | killable
  for   "the holder of a lock of readers and writers"
  by    find_holder
  cites kernel "kernel/locking/rwsem.c:rwsem_down_write_slowpath"

hold lock.readers_and_writers_killable
  in    "down_write_killable" | "down_read_killable" | "rwsem_down_read_slowpath"
        | "rwsem_down_write_slowpath",
        "down_write_killable" | "down_read_killable" | "mmap_read_lock_killable"
        | "mmap_write_lock_killable" | "vm_mmap_pgoff" | "__vm_munmap" | "do_mprotect_pkey"
        | "__do_sys_brk" | "iterate_dir"
  sleeps killable
  for   "the holder of a lock of readers and writers"
  by    find_holder
  cites kernel "kernel/locking/rwsem.c:down_write_killable"

hold lock.semaphore
  in    "__down" | "___down_common" | "__down_common" | "down"
  sleeps uninterruptible
  for   "the holder of a semaphore of the kernel"
  by    find_holder
  cites kernel "kernel/locking/semaphore.c:__down"

/// A lock of the file system that keeps writers out while it is frozen, for a snapshot.
hold lock.frozen_file_system
  in    "percpu_rwsem_wait" | "__percpu_down_read" | "__sb_start_write" | "percpu_down_read",
        "sb_start_write" | "__sb_start_write" | "mnt_want_write" | "mnt_want_write_file"
        | "file_start_write" | "vfs_write" | "ext4_*" | "xfs_*" | "btrfs_*" | "do_truncate"
        | "open_last_lookups" | "path_openat" | "filename_create"
  sleeps uninterruptible
  for   "the file system to be thawed"
  by    thaw_file_system
  cites kernel "fs/super.c:sb_start_write"

/// Somebody else uses the socket.
hold lock.socket
  in    "__lock_sock" | "lock_sock_nested"
  sleeps uninterruptible
  for   "another task that uses the same socket"
  by    find_holder
  cites kernel "net/core/sock.c:__lock_sock"

hold lock.seat_of_a_file
  in    "__fdget_pos" | "fdget_pos"
  sleeps uninterruptible
  for   "another task that reads or writes the same open file"
  by    find_holder
  cites kernel "fs/file.c:__fdget_pos"

/// It waits for a grace period: every processor has to pass through a quiet state.
hold lock.grace_period
  in    "synchronize_rcu*" | "__wait_rcu_gp" | "wait_rcu_gp" | "__synchronize_srcu"
        | "synchronize_srcu*" | "exp_funnel_lock" | "rcu_barrier"
  sleeps uninterruptible
  for   "a grace period, which a processor that never rests keeps from ending"
  by    find_holder
  cites kernel "kernel/rcu/update.c:__wait_rcu_gp"

/// It waits for a word of memory to be changed and the change told to it.
hold lock.futex
  in    "futex_wait_queue" | "futex_wait_queue_me" | "__futex_wait" | "futex_wait"
        | "futex_wait_multiple"
  sleeps interruptible
  for   "another thread to wake it from a futex"
  cites kernel "kernel/futex/waitwake.c:__futex_wait", man "futex(2)"

hold lock.futex_with_inheritance
  in    "rt_mutex_schedule" | "futex_lock_pi*" | "rt_mutex_slowlock*" | "__rt_mutex_slowlock*"
        | "rt_mutex_wait_proxy_lock" | "rt_mutex_slowlock_block"
  sleeps interruptible then uninterruptible
  for   "the owner of a lock"
  cites kernel "kernel/locking/rtmutex.c:rt_mutex_slowlock_block"

/// Another process has a lock on the file.
hold lock.of_a_file
  in    "posix_lock_inode_wait" | "locks_lock_inode_wait" | "flock_lock_inode_wait" | "fcntl_setlk"
        | "do_lock_file_wait" | "__do_sys_flock"
  sleeps interruptible
  for   "the owner of a lock on the file"
  on    lock_owner
  cites kernel "fs/locks.c:locks_lock_inode_wait", man "fcntl_locking(2)"

/// Another process has a lease on the file, and is asked to give it back.
hold lock.lease
  in    "__break_lease"
  sleeps interruptible
  for   "the owner of a lease on the file; after /proc/sys/fs/lease-break-time it is taken"
  cites kernel "fs/locks.c:__break_lease"

// ----------------------------------------------------- by who wanted it, where no more shows

/// It wants to change a directory or a file, or to look into a directory, and another task has it
/// locked. What that one waits for is in its own stack: look for one in the same directory.
hold lock.of_a_directory
  in    "^filename_create" | "^open_last_lookups" | "^path_openat" | "^do_unlinkat" | "^do_rmdir"
        | "^lock_rename" | "^do_renameat2" | "^lookup_slow" | "^walk_component" | "^do_truncate"
        | "^chmod_common" | "^chown_common" | "^vfs_utimes" | "^vfs_setxattr" | "^vfs_removexattr"
        | "^vfs_fallocate" | "^generic_file_write_iter" | "^ext4_buffered_write_iter"
        | "^ext4_file_write_iter" | "^ext4_dio_write_iter" | "^xfs_ilock" | "^btrfs_inode_lock"
        | "^fuse_cache_write_iter" | "^fuse_file_write_iter" | "^nfs_start_io_*"
  sleeps uninterruptible
  for   "another task that works in the same directory or on the same file"
  by    find_holder
  cites kernel "fs/namei.c:filename_create", kernel "kernel/locking/rwsem.c:down_write"

hold lock.of_a_directory_killable
  in    "^iterate_dir"
  sleeps killable
  for   "another task that works in the same directory"
  by    find_holder
  cites kernel "fs/readdir.c:iterate_dir"

/// A page fault, or its end, needs the map of its memory, which another thread or who looks at it
/// through /proc has locked.
hold lock.of_memory
  in    "^do_user_addr_fault" | "^lock_mm_and_find_vma" | "^exit_mm" | "^mmap_read_lock*"
        | "^mmap_write_lock*"
  sleeps uninterruptible | killable
  for   "another user of the map of its memory"
  by    find_holder
  cites kernel "arch/x86/mm/fault.c:do_user_addr_fault", kernel "kernel/exit.c:exit_mm"

hold lock.of_memory_killable
  in    "^vm_mmap_pgoff" | "^__vm_munmap" | "^do_mprotect_pkey" | "^__do_sys_brk" | "^do_madvise"
        | "^__access_remote_vm" | "^m_start"
  sleeps killable
  for   "another user of the map of the memory"
  by    find_holder
  cites kernel "mm/util.c:vm_mmap_pgoff", kernel "mm/memory.c:__access_remote_vm"

hold lock.of_mounts
  in    "^lock_mount" | "^do_lock_mount" | "^namespace_lock" | "^do_umount" | "^path_mount"
        | "^copy_mnt_ns" | "^iterate_supers" | "^grab_super"
  sleeps uninterruptible
  for   "another task that mounts or unmounts"
  by    find_holder
  cites kernel "fs/namespace.c:lock_mount"

hold lock.of_network
  in    "^rtnl_lock" | "^rtnetlink_rcv_msg" | "^netdev_run_todo" | "^devinet_ioctl" | "^dev_ioctl"
        | "^rtnl_dumpit"
  sleeps uninterruptible
  for   "another task that changes the configuration of the network"
  by    find_holder
  cites kernel "net/core/rtnetlink.c:rtnl_lock"

hold lock.of_device
  in    "^blkdev_get*" | "^bdev_open*" | "^bdev_release" | "^blkdev_put*" | "^tty_lock*"
        | "^tty_open*"
  sleeps uninterruptible
  for   "another task that opens or closes the same device"
  by    find_holder
  cites kernel "block/bdev.c:blkdev_get_by_dev"
