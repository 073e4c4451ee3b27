<?php // pcntl handlers, alarm, fork and wait.
pcntl_async_signals(true);
$seen = [];
foreach ([SIGALRM, SIGUSR1, SIGCHLD] as $signo)
    pcntl_signal($signo, function ($signo) use (&$seen) { $seen[] = $signo; });
pcntl_alarm(1);
sleep(5);
$child = pcntl_fork();
if ($child === 0) { usleep(50000); posix_kill(posix_getppid(), SIGUSR1); usleep(50000); exit(3); }
pcntl_waitpid($child, $status);
pcntl_sigprocmask(SIG_BLOCK, [SIGUSR2]);
posix_kill(getmypid(), SIGUSR2);
pcntl_sigwaitinfo([SIGUSR2], $info);
echo implode(' ', $seen), ' ', pcntl_wexitstatus($status), ' ', $info['signo'], "\n";
echo shell_exec('echo from a shell');
pcntl_signal(SIGTERM, SIG_DFL);
posix_kill(getmypid(), SIGTERM);
