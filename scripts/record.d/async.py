# asyncio with signal handlers, subprocesses and timers; multiprocessing with a worker that is ended.
import asyncio, multiprocessing, os, signal

async def main():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, done.set)
    loop.add_signal_handler(signal.SIGTERM, done.set)
    loop.call_later(0.1, os.kill, os.getpid(), signal.SIGUSR1)
    await done.wait()
    child = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE,
                                                 stdout=asyncio.subprocess.PIPE)
    print(await child.communicate(b"hello\n"))
    child = await asyncio.create_subprocess_shell("sleep 5")
    await asyncio.sleep(0.05)
    child.terminate()
    print(await child.wait())

def work(queue):
    queue.put(os.getpid() > 0)
    signal.pause()

if __name__ == "__main__":
    asyncio.run(main())
    context = multiprocessing.get_context("forkserver")
    queue = context.Queue()
    worker = context.Process(target=work, args=(queue,))
    worker.start()
    print(queue.get())
    worker.terminate()
    worker.join()
    print(worker.exitcode)
