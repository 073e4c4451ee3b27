# Python's signal module: handlers, a wakeup descriptor, itimers, sigwait, EINTR retries of PEP 475.
import os, select, signal, subprocess, sys, threading, time

log = []
signal.signal(signal.SIGALRM, lambda signo, frame: log.append(signo))
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.03)
time.sleep(0.3)
reader, writer = os.pipe()
os.set_blocking(writer, False)
old = signal.set_wakeup_fd(writer)
select.select([reader], [], [], 1)
print("woken by", os.read(reader, 100))
signal.set_wakeup_fd(old)
signal.setitimer(signal.ITIMER_REAL, 0)
signal.siginterrupt(signal.SIGALRM, False)

try:
    def leave(signo, frame):
        raise InterruptedError(signo)
    signal.signal(signal.SIGUSR1, leave)
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    os.read(reader, 1)
except InterruptedError as error:
    print("left read:", error)

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2, signal.SIGRTMIN})
os.kill(os.getpid(), signal.SIGUSR2)
print(signal.sigpending(), signal.sigwait({signal.SIGUSR2}))
threading.Timer(0.1, signal.pthread_kill, (threading.main_thread().ident, signal.SIGRTMIN)).start()
print(signal.sigwaitinfo({signal.SIGRTMIN}), signal.sigtimedwait({signal.SIGRTMIN}, 0.05))
child = subprocess.Popen(["sleep", "10"])
child.send_signal(signal.SIGTERM)
print(child.wait(), len(log) > 3)
sys.stdout.flush()
signal.raise_signal(signal.SIGINT)
