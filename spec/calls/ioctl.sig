/// The requests of ioctl(2) whose waits are known. Where two drivers use one number strace prints
/// both names.
enum IoctlRequest {
  TCGETS = 0x5401 "TCGETS" "TCGETS2" "*TCGETS*",
  TCSETS = 0x5402 "TCSETS" "TCSETS2" "TCSETA" "* TCSETS" "* TCSETS or *" "TCSETS or *",
  /// tcsetattr(3) with TCSADRAIN or TCSAFLUSH.
  TCSETSW = 0x5403 "TCSETSW" "TCSETSF" "TCSETAW" "TCSETAF" "TCSETSW2" "TCSETSF2" "*TCSETSW*"
      "*TCSETSF*" "*TCSETAW*" "*TCSETAF*",
  /// tcdrain(3), tcsendbreak(3).
  TCSBRK = 0x5409 "TCSBRK" "TCSBRKP" "*TCSBRK*",
  TCXONC = 0x540a, TCFLSH = 0x540b "TCFLSH" "*TCFLSH*",
  TIOCSCTTY = 0x540e, TIOCGPGRP = 0x540f, TIOCSPGRP = 0x5410, TIOCGWINSZ = 0x5413,
  TIOCSWINSZ = 0x5414,
  TIOCMGET = 0x5415, FIONREAD = 0x541b "FIONREAD" "TIOCINQ", FIONBIO = 0x5421, TIOCNOTTY = 0x5422,
  TIOCGSID = 0x5429,
  TIOCGPTN = 0x80045430, TIOCSPTLCK = 0x40045431, TIOCGPTPEER = 0x5441,
  TIOCSERCONFIG = 0x5453, TIOCMIWAIT = 0x545c,
  FIOCLEX = 0x5451, FIONCLEX = 0x5450, FIOASYNC = 0x5452,
  KDSIGACCEPT = 0x4b4e, VT_SETMODE = 0x5602, VT_WAITACTIVE = 0x5607, VT_WAITEVENT = 0x560e,
  SECCOMP_IOCTL_NOTIF_RECV = 0xc0502100, SECCOMP_IOCTL_NOTIF_SEND = 0xc0182101,
  SECCOMP_IOCTL_NOTIF_ID_VALID = 0x40082102, SECCOMP_IOCTL_NOTIF_ADDFD = 0x40182103,
  KVM_RUN = 0xae80, VHOST_SET_OWNER = 0xaf01, VHOST_NEW_WORKER = 0x8004af08,
  USBDEVFS_REAPURB = 0x4008550c, NBD_DO_IT = 0xab03,
  FIFREEZE = 0xc0045877, FITHAW = 0xc0045878, FITRIM = 0xc0185879,
  other_request otherwise,
}

/// Requests that ask or say something about the descriptor alone.
const QUIET_REQUESTS = {FIOCLEX, FIONCLEX, FIONBIO, FIOASYNC}
  cites kernel "fs/ioctl.c:do_vfs_ioctl"

/// Requests that change a terminal, which a background process group may not do freely.
const TERMINAL_CHANGES = {TCSETS, TCSETSW, TCSBRK, TCXONC, TCFLSH, TIOCSPGRP, TIOCSWINSZ,
                          other_request}
  cites man "tcsetpgrp(3)"

// TIOCGPTPEER makes a tty, NS_GET_PARENT and KVM_CREATE_VM something else.
/// What a seccomp listener may show as.
const LISTENERS = {seccomp_notify, other}
  cites man "seccomp_unotify(2)"

/// Whatever a device is asked to do. signal(7): on a slow device it is restarted with SA_RESTART.
/// It depends on the driver and the request: several fail with a plain EINTR.
call ioctl(fd: Fd, request: IoctlRequest, ...)
  nr x86_64 16
  nr i386 54
  by request
  same fd, request
  cites kernel "fs/ioctl.c:ioctl", man "ioctl(2)"
{
  /// A background process group changes its terminal: SIGTTOU for the whole group. Where SIGTTOU is
  /// ignored or blocked it may; an orphaned group gets EIO.
  row background on TERMINAL_CHANGES when fd.object in TERMINALS
    sleeps running interrupted ERESTARTSYS
    cites kernel "drivers/tty/tty_jobctrl.c:tty_check_change", rule S7, table T038,
          live "tty_background_change"
    verified "6.18"

  /// Output has to go out first. A pseudo-terminal never waits.
  row draining on TCSBRK | other_request when fd.object in TERMINALS
    sleeps interruptible interrupted EINTR
    cites kernel "drivers/tty/tty_io.c:tty_ioctl", rule M5 M6, table T039
    refutes man "signal(7) ioctl on a slow device restarts"
    verified "6.1"

  row setting_after_drain on TCSETSW | other_request when fd.object in TERMINALS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/tty/tty_ioctl.c:set_termios", table T040
    verified "6.1"

  /// A change of the modem's lines.
  row modem_lines on TIOCMIWAIT | other_request when fd.object in TERMINALS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/tty/serial/serial_core.c:uart_wait_modem_status", table T041
    verified "6.1"

  /// A virtual console.
  row console on VT_WAITACTIVE | VT_WAITEVENT | other_request when fd.object in TERMINALS
    sleeps interruptible interrupted EINTR
    cites kernel "drivers/tty/vt/vt_ioctl.c:vt_waitactive", rule M5, table T042, live "console_wait"
    refutes man "signal(7) ioctl on a slow device restarts"
    verified "6.18"

  row serial_configuration on TIOCSERCONFIG | other_request when fd.object in TERMINALS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/tty/serial/serial_core.c:uart_do_autoconfig", table T043
    untested "needs somebody who holds the lock of that configuration"

  row virtual_machine on KVM_RUN | other_request when fd.object in DEVICES
    sleeps interruptible interrupted EINTR
    cites kernel "arch/x86/kvm/x86.c:kvm_arch_vcpu_ioctl_run", rule M5, table T238, live "kvm_run"
    refutes man "signal(7) ioctl on a slow device restarts"
    verified "6.18"

  /// The first run of a machine, and its helpers, make a thread of the kernel's own like a child:
  /// not while a signal is pending.
  row making_thread on KVM_RUN | VHOST_SET_OWNER | VHOST_NEW_WORKER when fd.object in DEVICES
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "kernel/vhost_task.c:vhost_task_create",
          kernel "arch/x86/kvm/mmu/mmu.c:kvm_mmu_post_init_vm", kernel "kernel/fork.c:copy_process",
          rule F2
    since 6.14 verified "6.18"

  row usb_request on USBDEVFS_REAPURB | other_request when fd.object in DEVICES
    sleeps interruptible interrupted EINTR
    cites kernel "drivers/usb/core/devio.c:proc_reapurb", rule M5, table T239
    refutes man "signal(7) ioctl on a slow device restarts"
    verified "6.1"

  row graphics on other_request when fd.object in DEVICES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/dma-buf/dma-fence.c:dma_fence_default_wait", table T240
    verified "6.1"

  row network_block_device on NBD_DO_IT | other_request when fd.object in DEVICES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/block/nbd.c:nbd_start_device_ioctl", table T241
    verified "6.1"

  row sound on other_request when fd.object in DEVICES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "sound/core/pcm_lib.c:wait_for_avail", table T242
    verified "6.1"

  /// No notification.
  row notification on SECCOMP_IOCTL_NOTIF_RECV | other_request when fd.object in LISTENERS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/seccomp.c:recv_wait_event", rule N19, table T247
    since 6.6 verified "6.18"

  row notification_before_6_6 on SECCOMP_IOCTL_NOTIF_RECV | other_request when fd.object
                                                                                 in LISTENERS
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/seccomp.c:seccomp_notify_recv", rule N19, table T247
    until 6.6

  /// The supervised task has not taken the descriptor yet.
  row added_descriptor on SECCOMP_IOCTL_NOTIF_ADDFD | other_request when fd.object in LISTENERS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/seccomp.c:seccomp_notify_addfd", table T248
    verified "6.18"

  /// Another task uses the same listener.
  row notification_lock on SECCOMP_IOCTL_NOTIF_SEND | SECCOMP_IOCTL_NOTIF_ID_VALID
                           | SECCOMP_IOCTL_NOTIF_RECV | SECCOMP_IOCTL_NOTIF_ADDFD | other_request
      when fd.object in LISTENERS
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/seccomp.c:seccomp_notify_send", table T249
    verified "6.1"

  row freezing on FIFREEZE | FITHAW
    sleeps killable interrupted completes
    cites kernel "fs/super.c:wait_for_partially_frozen", table T259
    unobservable "nothing in a recording tells that it waited here"

  row trimming on FITRIM
    sleeps running interrupted completes
    cites kernel "fs/ext4/mballoc.c:ext4_trim_interrupted", table T261
    unobservable "nothing in a recording tells that it waited here"

  /// Anything else asked of a device: nearly all drivers restart.
  row device when fd.object in DEVICES, request not in QUIET_REQUESTS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers", table T284
    verified "6.1"

  row device_with_eintr when fd.object in DEVICES, request not in QUIET_REQUESTS
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/locking/mutex.c:mutex_lock_interruptible", table T284
    verified "6.1"

  /// Bluetooth waits for its controller to answer commands, and turns the code into a plain EINTR.
  row bluetooth on other_request when fd.object in SOCKETS
    sleeps interruptible interrupted EINTR
    cites kernel "net/bluetooth/hci_sync.c:__hci_cmd_sync_sk", table T284
    verified "6.1"

  /// A file on a network, or on FUSE.
  row remote_file when fd.object in FILES, request not in QUIET_REQUESTS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269 T270
    untested "needs a file server on the network"

  row fuse_file when fd.object in FILES, request not in QUIET_REQUESTS
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/ioctl.c:fuse_do_ioctl", table T272
    verified "6.18"

  /// The leader of a session that gives its terminal up sends SIGHUP and SIGCONT to the group in
  /// the foreground, in its own name; when it ends the kernel does. Who asks a console for signals,
  /// when it is switched or a key is pressed, chooses which.
  rule lets_signals_come
    cites kernel "drivers/tty/tty_jobctrl.c:disassociate_ctty",
          kernel "drivers/tty/vt/vt_ioctl.c:vt_setmode",
          kernel "drivers/tty/vt/keyboard.c:fn_spawn_con", rule G16
    shows entered(t, _, _)
    do    if request is TIOCNOTTY then {
            t.sent := t.sent + {SIGHUP, SIGCONT}
            observer.broadcast := observer.broadcast + {SIGHUP, SIGCONT}
          }
          if request is VT_SETMODE | KDSIGACCEPT then observer.forged := ~{}
}
