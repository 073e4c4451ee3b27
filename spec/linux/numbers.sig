// Numbers that programs hand to the kernel, and that no rule speaks of: litmus tests name them.

const O_RDONLY = 0
  cites man "open(2)"

const O_WRONLY = 1
  cites man "open(2)"

const O_RDWR = 2
  cites man "open(2)"

const O_CREAT = 0x40
  cites man "open(2)"

const O_NOCTTY = 0x100
  cites man "open(2)"

const AT_FDCWD = -100
  cites man "openat(2)"

const AF_INET = 2
  cites man "socket(2)"

const AF_NETLINK = 16
  cites man "socket(2)"

const AF_UNIX = 1
  cites man "socket(2)"

const SOCK_DGRAM = 2
  cites man "socket(2)"

const SOCK_RAW = 3
  cites man "socket(2)"

const SOCK_SEQPACKET = 5
  cites man "socket(2)"

const SOL_SOCKET = 1
  cites man "socket(7)"

const POLLIN = 1
  cites man "poll(2)"

const EPOLLIN = 1
  cites man "epoll_ctl(2)"

const EPOLL_CTL_ADD = 1
  cites man "epoll_ctl(2)"

const IPC_PRIVATE = 0
  cites man "msgget(2)"

const IPC_CREAT = 0x200
  cites man "msgget(2)"

const F_RDLCK = 0
  cites man "fcntl(2)"

const F_WRLCK = 1
  cites man "fcntl(2)"

const F_UNLCK = 2
  cites man "fcntl(2)"

const TIOCSPTLCK = 0x40045431
  cites man "ioctl_tty(2)"

const TIOCGPTPEER = 0x5441
  cites man "ioctl_tty(2)"

/// How much a new pipe holds.
const PIPE_ROOM = 65536
  cites man "pipe(7)", kernel "include/linux/pipe_fs_i.h:PIPE_DEF_BUFFERS"
