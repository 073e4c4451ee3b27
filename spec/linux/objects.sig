/// What a file descriptor can stand for. The texts are what strace -y and -yy print behind the
/// number, `*` being any characters; of several that fit, the longest counts. What a decoration
/// leaves open stays open: a FIFO shows as a plain path, and with -y all sockets look alike.
enum Object {
  pipe "pipe:[*",
  /// A named pipe. Once it is open it behaves as a pipe does.
  fifo "/*",
  regular_file "/*" "/memfd:*" "/proc/*" "/sys/*" "*/proc/*" "*/sys/*" "*/cgroup/*" "/dev/*"
      "/dev/shm/*",
  directory "/*" "/proc/*" "/sys/*" "*/proc/*" "*/sys/*" "*/cgroup/*" "/dev/*" "/dev/shm/*",
  /// A terminal: the program's side of a pseudo-terminal, a console, a serial line.
  tty "/dev/pts/*" "/dev/tty*" "/dev/console*" "/*<char 4:*>" "/*<char 5:0>" "/*<char 5:1>"
      "/*<char 136:*>" "/*<char 137:*>" "/*<char 138:*>" "/*<char 139:*>" "/*<char 140:*>"
      "/*<char 141:*>" "/*<char 142:*>" "/*<char 143:*>",
  /// The emulator's side of a pseudo-terminal.
  pty_master "/dev/ptmx*" "/dev/pts/ptmx*" "/*<char 5:2>",
  socket_unix_stream "UNIX-STREAM:[*" "UNIX:[*" "socket:[*",
  /// Datagrams and sequenced packets.
  socket_unix_dgram "UNIX:[*" "UNIX-DGRAM:[*" "UNIX-SEQPACKET:[*" "socket:[*",
  socket_tcp "TCP:[*" "TCPv6:[*" "socket:[*",
  socket_udp "UDP:[*" "UDPv6:[*" "UDP-Lite:[*" "UDPLITE:[*" "UDPLITEv6:[*" "socket:[*",
  socket_netlink "NETLINK:[*" "socket:[*",
  socket_raw "RAW:[*" "RAWv6:[*" "PING:[*" "PINGv6:[*" "socket:[*",
  socket_packet "PACKET:[*" "socket:[*",
  socket_vsock "AF_VSOCK:[*" "VSOCK:[*" "socket:[*",
  /// All other families: SCTP, MPTCP, TIPC, SMC, Bluetooth, RxRPC, AF_ALG ...
  socket_other "socket:[*" "*:[*",
  eventfd "anon_inode:[eventfd]" "{eventfd-count=*",
  timerfd "anon_inode:[timerfd]",
  signalfd "anon_inode:[signalfd]" "signalfd:[*" "signalfd:~[*",
  epoll "anon_inode:[eventpoll]",
  inotify "anon_inode:inotify*",
  fanotify "anon_inode:[fanotify]",
  userfaultfd "anon_inode:[userfaultfd]",
  pidfd "anon_inode:[pidfd]" "pidfd:[*" "pid:*",
  io_uring "anon_inode:[io_uring]",
  /// What the supervisor of a seccomp filter listens on.
  seccomp_notify "anon_inode:seccomp notify*",
  char_null "/dev/null" "/dev/full" "/*<char 1:3>" "/*<char 1:7>",
  char_zero "/dev/zero" "/*<char 1:5>",
  char_random "/dev/random" "/dev/urandom" "/*<char 1:8>" "/*<char 1:9>",
  kmsg "/dev/kmsg" "/*<char 1:11>",
  /// What a FUSE server reads its requests from.
  fuse_dev "/dev/fuse" "/*<char 10:229>",
  tun "/dev/net/tun*" "/*<char 10:200>",
  /// Any other character device: sound, input, graphics, clocks, KVM ...
  device_char "/*<char *>" "/*" "/dev/*" "/dev/tty*",
  device_block "/*<block *>" "/*" "/dev/*",
  /// A file that the kernel makes up: proc, sysfs, cgroups, tracing.
  kernel_file "/proc/*" "/sys/*" "*/proc/*" "*/sys/*" "*/cgroup/*",
  /// A POSIX message queue.
  mqueue "/*" "/dev/mqueue/*",
  /// Performance events, BPF objects, KVM, namespaces, and whatever else there may be.
  other "anon_inode:*" "mnt:[*" "net:[*" "pid:[*" "user:[*" "uts:[*" "ipc:[*" "time:[*" "cgroup:[*"
      otherwise,
}

const PIPES = {pipe, fifo}
  cites man "pipe(7)"

const TERMINALS = {tty, pty_master}
  cites man "pty(7)"

const UNIX_SOCKETS = {socket_unix_stream, socket_unix_dgram}
  cites man "unix(7)"

/// Whoever writes to them when nobody reads any more gets SIGPIPE.
const STREAM_SOCKETS = {socket_unix_stream, socket_tcp}
  cites kernel "net/core/stream.c:sk_stream_error", kernel "net/unix/af_unix.c:unix_stream_sendmsg"

/// Sockets of datagrams that share one way of waiting for the next one.
const DATAGRAM_SOCKETS = {socket_unix_dgram, socket_udp, socket_netlink, socket_raw, socket_packet}
  cites kernel "net/core/datagram.c:__skb_wait_for_more_packets"

const SOCKETS = {socket_unix_stream, socket_unix_dgram, socket_tcp, socket_udp, socket_netlink,
                 socket_raw, socket_packet, socket_vsock, socket_other}
  cites man "socket(7)"

/// What may lie on a file system whose answers come from elsewhere: a network server or a FUSE
/// server. Nothing in a decoration tells; /proc/meminfo in a container may well be FUSE.
const FILES = {regular_file, directory, kernel_file, other}
  cites man "filesystems(5)"

/// Devices whose driver decides how their calls are interrupted.
const DEVICES = {device_char, device_block, fuse_dev, tun, kmsg, other}
  cites kernel "drivers"

/// A file descriptor, as an argument of a call.
record Fd {
  number: int as "#",
  object: Object as "<>",
  /// SO_RCVTIMEO is set: input calls on the socket wait for a limited time.
  receive_timeout: bool,
  /// SO_SNDTIMEO is set: output calls on the socket, and connect(2), wait for a limited time.
  send_timeout: bool,
  /// It has another number, or another process has it, through which these may be set.
  shared: bool,
  /// The process that it stands for.
  pid: int as "<pid:*>",
}

/// A temporary signal mask, where it is handed over with its size.
record MaskArgument { mask: option set Signal as "sigmask", size: int as "sigsetsize" }
