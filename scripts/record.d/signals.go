// Goroutines that must be preempted, signal.Notify, a killed child, a recovered nil dereference, and an
// end by the runtime's own SIGQUIT dump.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

func spin(done *sync.WaitGroup, rounds int) {
	defer done.Done()
	x := 0
	for i := 0; i < rounds; i++ {
		x += i * x
	}
	_ = x
}

func dereference() {
	defer func() { fmt.Println("recovered:", recover() != nil) }()
	var nothing *[4]int
	fmt.Println(nothing[2])
}

func main() {
	runtime.GOMAXPROCS(3)
	signals := make(chan os.Signal, 10)
	signal.Notify(signals, syscall.SIGUSR1, syscall.SIGTERM)
	var done sync.WaitGroup
	for i := 0; i < 6; i++ {
		done.Add(1)
		go spin(&done, 150_000_000)
	}
	for i := 0; i < 20; i++ {
		syscall.Kill(os.Getpid(), syscall.SIGUSR1)
		fmt.Println(<-signals)
		runtime.GC()
	}
	done.Wait()
	dereference()
	child := exec.Command("sleep", "10")
	child.Start()
	time.Sleep(20 * time.Millisecond)
	child.Process.Kill()
	fmt.Println(child.Wait())
	signal.Ignore(syscall.SIGHUP)
	syscall.Kill(os.Getpid(), syscall.SIGHUP)
	syscall.Kill(os.Getpid(), syscall.SIGQUIT)
	time.Sleep(time.Second)
}
