// Threads, a child that is killed, an ignored SIGPIPE, a caught panic, a stack overflow that aborts.
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::{mpsc, Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

fn overflow(depth: u64) -> u64 {
    let frame = [depth; 512];
    let first = unsafe { std::ptr::read_volatile(&frame[0]) };
    overflow(first + 1) + frame[(depth % 512) as usize]
}

fn main() {
    let (sender, receiver) = mpsc::channel();
    let threads: Vec<_> = (0..4)
        .map(|index| {
            let sender = sender.clone();
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(5 * index));
                sender.send(index).unwrap();
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    println!("{:?}", receiver.try_iter().collect::<Vec<_>>());
    let pair = Arc::new((Mutex::new(()), Condvar::new()));
    let guard = pair.0.lock().unwrap();
    drop(pair.1.wait_timeout(guard, Duration::from_millis(20)).unwrap());
    let mut child = Command::new("sleep").arg("9").stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    child.kill().unwrap();
    println!("{}", child.wait().unwrap());
    println!("{:?}", input.write(b"x").map_err(|error| error.kind()));
    println!("{}", thread::spawn(|| panic!("caught")).join().is_err());
    thread::Builder::new().stack_size(65536).spawn(|| overflow(0)).unwrap().join().unwrap();
}
