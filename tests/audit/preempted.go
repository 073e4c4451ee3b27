// Direct system calls of a Go program while its runtime preempts goroutines with SIGURG. It prints
// what came of each, one line a call: `NAME ok` or `NAME EINTR`.
//
// The raw forms do not tell the scheduler that they block: it takes the goroutine for a busy one,
// and sends its thread SIGURG after 10 ms. The runtime's handler has SA_RESTART.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

const wait = 60 * time.Millisecond

// A call that lasts longer than a goroutine may run, and what ends it.
type blocked struct {
	name    string
	call    func() syscall.Errno
	release func()
}

func raw(number uintptr, arguments ...uintptr) syscall.Errno {
	var a [6]uintptr
	copy(a[:], arguments)
	_, _, errno := syscall.RawSyscall6(number, a[0], a[1], a[2], a[3], a[4], a[5])
	return errno
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func calls(folder string) []blocked {
	var pipe [2]int
	must(syscall.Pipe(pipe[:]))
	buffer := make([]byte, 8)
	timeout := syscall.NsecToTimespec(wait.Nanoseconds())
	epoll, err := syscall.EpollCreate1(0)
	must(err)
	events := make([]syscall.EpollEvent, 1)
	fifo := filepath.Join(folder, "fifo")
	must(syscall.Mkfifo(fifo, 0o600))
	name, err := syscall.BytePtrFromString(fifo)
	must(err)
	held, err := os.Create(filepath.Join(folder, "lock"))
	must(err)
	wanted, err := os.Open(held.Name())
	must(err)
	must(syscall.Flock(int(held.Fd()), syscall.LOCK_EX))
	word := new(uint32)
	return []blocked{
		{"read", func() syscall.Errno {
			return raw(syscall.SYS_READ, uintptr(pipe[0]), uintptr(unsafe.Pointer(&buffer[0])), 8)
		}, func() { syscall.Write(pipe[1], []byte("x")) }},
		{"openat", func() syscall.Errno {
			at := -100 // AT_FDCWD
			return raw(syscall.SYS_OPENAT, uintptr(at), uintptr(unsafe.Pointer(name)), syscall.O_RDONLY)
		}, func() { syscall.Open(fifo, syscall.O_WRONLY, 0) }},
		{"flock", func() syscall.Errno {
			return raw(syscall.SYS_FLOCK, wanted.Fd(), syscall.LOCK_EX)
		}, func() { syscall.Flock(int(held.Fd()), syscall.LOCK_UN) }},
		{"epoll_wait", func() syscall.Errno {
			return raw(syscall.SYS_EPOLL_WAIT, uintptr(epoll), uintptr(unsafe.Pointer(&events[0])), 1,
				uintptr(wait.Milliseconds()))
		}, nil},
		{"poll", func() syscall.Errno {
			return raw(syscall.SYS_POLL, 0, 0, uintptr(wait.Milliseconds()))
		}, nil},
		{"nanosleep", func() syscall.Errno {
			return raw(syscall.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&timeout)), 0)
		}, nil},
		{"futex", func() syscall.Errno { // FUTEX_WAIT with a timeout
			return raw(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(word)), 0, 0, uintptr(unsafe.Pointer(&timeout)))
		}, nil},
	}
}

func main() {
	runtime.GOMAXPROCS(4)
	folder, err := os.MkdirTemp("", "preempted")
	must(err)
	defer os.RemoveAll(folder)
	for _, b := range calls(folder) {
		done := make(chan syscall.Errno)
		go func() { done <- b.call() }()
		if b.release != nil {
			time.Sleep(wait)
			b.release()
		}
		// A call that was not preempted ends all the same; one that fails otherwise is no answer.
		switch errno := <-done; errno {
		case syscall.EINTR:
			fmt.Println(b.name, "EINTR")
		case 0, syscall.ETIMEDOUT:
			fmt.Println(b.name, "ok")
		default:
			fmt.Println(b.name, errno.Error())
		}
	}
}
