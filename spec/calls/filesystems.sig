/// Any file call: those that find a file by its name, look at it or change it. On a local disk no
/// signal ends them. signal(7) does not name them; but the file may lie anywhere.
call access, faccessat, faccessat2, stat, lstat, newfstatat, statx, stat64, lstat64, fstatat64,
     oldstat, oldlstat, statfs, statfs64, readlink, readlinkat, chdir, chroot, pivot_root, mkdir,
     mkdirat, rmdir, mknod, mknodat, unlink, unlinkat, rename, renameat, renameat2, link, linkat,
     symlink, symlinkat, chmod, fchmodat, fchmodat2, chown, lchown, fchownat, chown32, lchown32,
     utime, utimes, utimensat, utimensat_time64, futimesat, truncate, truncate64, name_to_handle_at,
     getxattr, lgetxattr, setxattr, lsetxattr, listxattr, llistxattr, removexattr, lremovexattr,
     inotify_add_watch, fanotify_mark, acct, swapon, quotactl(...)
  nr x86_64 21 269 439 4 6 262 332 -1 -1 -1 -1 -1 137 -1 89 267 80 161 155 83 258 84 133 259 87 263
            82 264 316 86 265 88 266 90 268 452 92 94 260 -1 -1 132 235 280 -1 261 76 -1 303 191
            192 188 189 194 195 197 198 254 301 163 167 179
  nr i386 33 307 439 106 107 -1 383 195 196 300 18 84 99 268 85 305 12 61 217 39 296 40 14 297 10
          301 38 302 353 9 303 83 304 15 306 452 182 16 298 212 198 30 271 320 412 299 92 193 341
          229 230 226 227 232 233 235 236 292 339 51 87 131
  cites kernel "fs/namei.c:path_lookupat", man "path_resolution(7)"
{
  /// The lock of a directory, or a block of a local disk.
  row local_file
    sleeps uninterruptible interrupted completes
    cites kernel "fs/namei.c:lookup_slow", table T255
    unobservable "nothing in a recording tells that it waited here"

  row frozen_file_system
    sleeps uninterruptible interrupted completes
    cites kernel "include/linux/fs.h:sb_start_write", table T258
    unobservable "nothing in a recording tells that it waited here"

  /// truncate, unlink, rename, link, chmod and their like: somebody has a lease or a delegation
  /// that must be given up first.
  row leased
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/locks.c:__break_lease", rule N11, table T134, live "lease_truncate"
    verified "6.18"

  /// The automounter is at work.
  row automount
    sleeps killable interrupted completes
    cites kernel "fs/autofs/waitq.c:autofs_wait", table T275
    verified "6.1"

  /// Others are asking the automounter too, and its lock is busy.
  row automount_lock
    sleeps interruptible interrupted EINTR
    cites kernel "fs/autofs/waitq.c:validate_request", table T275
    untested "needs an automounter"

  /// NFS: only a signal that ends the task ends the wait; the mount option `intr` has meant nothing
  /// since 2.6.25.
  row nfs
    sleeps killable interrupted completes
    cites kernel "net/sunrpc/sched.c:rpc_wait_bit_killable", man "nfs(5)", table T268
    verified "6.1"

  /// NFS version 4, waiting for a server that recovers.
  row nfs_recovery
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269
    untested "needs a file server on the network"

  row smb
    sleeps killable interrupted completes
    cites kernel "fs/smb/client/transport.c:wait_for_response", table T270
    verified "6.1"

  /// SMB while it connects anew.
  row smb_connecting
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/smb/client/connect.c:cifs_wait_for_server_reconnect", table T270
    verified "6.1"

  row plan9
    sleeps killable interrupted completes
    cites kernel "net/9p/client.c:p9_client_rpc", table T271
    verified "6.1"

  /// A FUSE server is told of any signal by an INTERRUPT request. The call fails with EINTR only if
  /// the server answers so; otherwise it waits on, and then only for a signal that ends the task.
  row fuse
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", rule Q2, table T272, live "fuse"
    verified "6.18"

  /// Too many requests are under way, or the server has not begun yet.
  row fuse_gate
    sleeps killable interrupted completes
    cites kernel "fs/fuse/dev.c:fuse_get_req", table T273
    verified "6.18"
}

/// The same of files that are open.
call fstat, fstat64, oldfstat, fstatfs, fstatfs64, fchdir, fchmod, fchown, fchown32, ftruncate,
     ftruncate64, fallocate, fadvise64, fadvise64_64, readahead, lseek, _llseek, fgetxattr,
     fsetxattr, flistxattr, fremovexattr, getdents, getdents64, fsync, fdatasync, syncfs,
     sync_file_range(fd: Fd, ...)
  nr x86_64 5 -1 -1 138 -1 81 91 93 -1 77 -1 285 221 -1 187 8 -1 193 190 196 199 78 217 74 75 306
            277
  nr i386 108 197 28 100 269 133 94 95 207 93 194 324 250 272 225 19 140 231 228 234 237 141 220
          118 148 344 314
  by fd.object
  same fd
  cites kernel "fs/open.c:do_sys_ftruncate", man "fsync(2)"
{
  /// Writeback to a disk: nothing ends the wait.
  row writing_back of fsync, fdatasync, syncfs, sync_file_range
    sleeps uninterruptible interrupted completes
    cites kernel "mm/filemap.c:__filemap_fdatawait_range", table T254

  row directory_lock of getdents, getdents64
    sleeps killable interrupted completes
    cites kernel "fs/readdir.c:iterate_dir", table T256
    unobservable "nothing in a recording tells that it waited here"

  /// ext4 looks for signals that end the task while it reads.
  row directory_scan of getdents, getdents64
    sleeps running interrupted completes
    cites kernel "fs/ext4/dir.c:ext4_readdir", rule L5, table T257
    unobservable "nothing in a recording tells that it waited here"

  row frozen_file_system of ftruncate, ftruncate64, fallocate, fchmod, fchown
    sleeps uninterruptible interrupted completes
    cites kernel "include/linux/fs.h:sb_start_write", table T258
    unobservable "nothing in a recording tells that it waited here"

  /// In memory, up to 6.1 at least, any pending signal made it fail and undo its work; 6.12 stops
  /// for a signal that ends the task only. fallocate(2): EINTR when a signal was caught.
  row allocating_before_6_12 of fallocate on FILES
    sleeps running interrupted EINTR
    cites kernel "mm/shmem.c:shmem_fallocate", rule M17, table T260
    until 6.12

  row allocating of fallocate on FILES
    sleeps running interrupted completes
    cites kernel "mm/shmem.c:shmem_fallocate", rule M17 L5, table T260
    refutes man "fallocate(2) EINTR: a signal was caught"
    since 6.12 verified "6.18"

  row leased of ftruncate, ftruncate64, fchmod, fchown, fchown32 on FILES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/locks.c:__break_lease", table T134
    verified "6.1"

  /// A file on a network: see the rows of `any file call` above.
  row remote_file on FILES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269 T270
    verified "6.1"

  row fuse_file on FILES | DEVICES
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", table T272 T284
    verified "6.18"
}

/// Writeback of memory, or of everything.
call sync, msync(...)
  nr x86_64 162 26
  nr i386 36 144
  cites kernel "fs/sync.c:ksys_sync", man "sync(2)"
{
  row writing_back
    sleeps uninterruptible interrupted completes
    cites kernel "fs/fs-writeback.c:sync_inodes_sb", rule L1, table T254

  row remote_file of msync
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269
    verified "6.1"

  row fuse_file of msync
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/file.c:fuse_fsync", table T272
    verified "6.18"
}

/// Mounts and unmounts.
call mount, umount2, umount, move_mount, open_tree, mount_setattr, fsopen, fsconfig, fsmount,
     fspick(...)
  nr x86_64 165 166 -1 429 428 442 430 431 432 433
  nr i386 21 52 22 429 428 442 430 431 432 433
  cites kernel "fs/namespace.c:path_mount", man "mount(2)"
{
  row locks
    sleeps uninterruptible interrupted completes
    cites kernel "fs/namespace.c:namespace_lock", table T276
    unobservable "nothing in a recording tells that it waited here"

  /// A hierarchy of control groups, version 1, that is going away: the kernel has the
  /// call made again.
  row dying_hierarchy of mount, fsconfig
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "kernel/cgroup/cgroup-v1.c:cgroup1_get_tree", table T114
    verified "6.1"

  /// Another task uses the same context.
  row context of fsconfig, fsmount
    sleeps interruptible interrupted EINTR
    cites kernel "fs/fsopen.c:fsconfig", kernel "fs/namespace.c:fsmount", table T277
    verified "6.1"

  row remote_file
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/smb/client/connect.c:cifs_wait_for_server_reconnect", table T269 T270
    verified "6.1"

  row fuse_file
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", table T272
    verified "6.1"
}
