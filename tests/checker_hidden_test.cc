// What strace leaves out with other options is no reason to accuse what it shows.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "checker/check.h"
#include "tests/support/hide.h"
#include "tests/support/small_model.h"
#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

constexpr std::size_t kLinesMax = 1000;  // longer ones take their time, and show little more

TEST(Hidden, WhatIsLeftOfRecordingsConforms) {
  std::size_t judged = 0;
  for (const std::string& path : recordings_to_hide_from()) {
    const auto recording = read_recording(path, kLinesMax + 1);
    if (!recording || recording->lines.size() > kLinesMax) continue;
    for (const Hiding& hiding : hidings()) {
      const auto left = hide(*recording, hiding);
      if (!left) continue;
      ++judged;
      const FileReport report = judge(*left);
      EXPECT_TRUE(report.divergences.empty()) << path << " " << hiding.how << "\n" << told(report);
    }
  }
  EXPECT_GT(judged, 500U);
}

// With `strace -z` a handler that returns to a call that failed is not seen to: the child and its
// program have the mask of before.
TEST(Hidden, AProgramMayBeginWithTheMaskOfBeforeAHandler) {
  const std::string program = " execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n";
  const auto runs = [&](const std::string& fails) {
    return "7" + program + "7 set_tid_address(0x7f10) = 7\n" +
           "7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n" + kCatch + usr1("7") +
           "7 rt_sigreturn({mask=[]}) = 0\n" + fails + usr1("7") + "7 fork() = 8\n8" + program;
  };
  const std::string ask = "8 rt_sigprocmask(SIG_BLOCK, NULL, ";
  const std::string fails = "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n";
  expect_conforms(runs("") + ask + "[], 8) = 0\n");
  expect_conforms(runs(fails) + ask + "[USR1], 8) = 0\n");
  expect_diverges(runs(fails) + ask + "[], 8) = 0\n", 11, "rt_sigprocmask.changes_mask");
}

// A handler that `strace -e signal=` hides may be what ends a stop: SIGCONT waits behind its mask.
TEST(Hidden, AHandlerMayBeginWhereAStopEnds) {
  const std::string waits = "7 pause() = ? ERESTARTNOHAND (To be restarted if no handler)\n";
  const std::string back = "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n";
  const std::string stop = waits + signal_line("7", "SIGSTOP") + "7 --- stopped by SIGSTOP ---\n";
  const std::string next = "7 getuid() = 0\n";
  const std::string hides = kStart + kTrap + waits + back + waits + back;
  expect_conforms(hides + stop + back + next);
  expect_conforms(hides + stop + signal_line("7", "SIGCONT") + waits + next);
  expect_diverges(kStart + kTrap + stop + next, 5, "restart.unhandled");
}

// With `strace -e status=!unfinished` no process is seen to leave. Where one is, all are.
TEST(Hidden, AProcessMayLeaveUnseenWhereNoneIsSeenTo) {
  const std::string child =
      "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
      "7 fork() = 8\n8 getppid() = 7\n8 +++ exited with 3 +++\n";
  const auto waits = [](const std::string& status) {
    return "7 wait4(8, [{WIFEXITED(s) && WEXITSTATUS(s) == " + status + "}], 0, NULL) = 8\n";
  };
  expect_conforms(kStart + child + waits("3"));
  expect_diverges(kStart + child + waits("4"), 5, "exit.waited");
  expect_diverges(kStart + child + waits("3") + "7 exit_group(0) = ?\n7 +++ exited with 0 +++\n", 4,
                  "exit.exited");
}

// With `strace -z` a signal that comes when a call has failed seems to come in a handler that came
// before; the next one shows that it did not.
TEST(Hidden, AHandlerMayHaveReturnedBeforeTheNextSignal) {
  const std::string program = "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n";
  const auto runs = [&](const std::string& fails) {
    return program + "7 set_tid_address(0x7f10) = 7\n" + fails +
           "7 rt_sigprocmask(SIG_SETMASK, [USR1 USR2], NULL, 8) = 0\n" + kCatch + kTrap +
           signal_line("7", "SIGUSR2") + usr1() + signal_line("7", "SIGUSR2") +
           "7 rt_sigreturn({mask=[USR1]}) = 0\n";
  };
  expect_conforms(runs(""));
  expect_diverges(runs("7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n"), 7,
                  "deliver.taken");
}

// With `strace -e trace=!clone3` threads are there that nobody was seen to make.
TEST(Hidden, AThreadMayBeMadeUnseenWhereNoneIsSeenTo) {
  const std::string thread = "9 set_robust_list(0x7f10, 24) = 0\n9 exit_group(4) = ?\n";
  const std::string ends = "9 +++ exited with 4 +++\n7 +++ exited with 4 +++\n";
  expect_conforms(kStart + thread + ends);
  expect_diverges(kStart + "7 fork() = 8\n" + thread + ends, 5, "exit.exited_with_group");
}

// However late it shows that signals are left out.
TEST(Hidden, HandlersMayBeginUnseenLongBeforeThatShows) {
  std::string lasts = kStart;
  for (std::uint64_t i = 0; i < kEventsAhead; ++i) lasts += "7 getpid() = 7\n";
  const std::string returns = "7 rt_sigreturn({mask=[]}) = 0\n7 getpid() = 7\n";
  expect_conforms(lasts + returns + returns);
  expect_diverges(lasts + returns, kEventsAhead + 1, "rt_sigreturn.from_handler");
}

// With `strace -e trace=!%file` programs begin unseen: their libraries tell.
TEST(Hidden, AProgramMayBeginUnseenWhereNoneIsSeenTo) {
  const std::string starts = "7 set_tid_address(0x7f10) = 7\n" + kCatch;
  const std::string exec = "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n";
  const std::string asks =
      "8 rt_sigaction(SIGUSR1, NULL, {sa_handler=SIG_DFL, sa_mask=[], "
      "sa_flags=0}, 8) = 0\n";
  const std::string child = "7 fork() = 8\n8 getppid() = 7\n";
  expect_conforms(starts + child + "8 set_tid_address(0x7f10) = 8\n" + asks);
  expect_diverges(starts + child + asks, 5, "rt_sigaction.changes_action");
  expect_diverges(exec + starts + child + "8 set_tid_address(0x7f10) = 8\n" + asks, 7,
                  "rt_sigaction.changes_action");
}

// With `strace -e trace=!write` nobody sees what broke the pipe.
TEST(Hidden, AWriteMayHaveBrokenThePipe) {
  const std::string broken =
      "7 --- SIGPIPE {si_signo=SIGPIPE, si_code=SI_USER, si_pid=7, si_uid=0} ---\n";
  expect_conforms(kStart + broken);
  expect_conforms(kStart + "7 writev(1, [{iov_base=\"x\", iov_len=1}], 1) = 1\n" + broken);
  expect_diverges(kStart + "7 write(1, \"x\", 1) = 1\n" + broken, 2, "deliver.taken");
}

// With `strace -e trace=!kill` nobody sees who sends. One signal that nobody sent is a fault, and
// so are more where one is seen to be sent so.
TEST(Hidden, SignalsMayHaveBeenSentUnseenWhereNoneIsSeenToBeSentSo) {
  const std::string comes =
      "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0} ---\n"
      "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_conforms(kStart + kCatch + comes + comes);
  expect_conforms(kStart + kCatch + "7 tgkill(7, 7, 0) = 0\n" + comes + comes);
  expect_diverges(kStart + kCatch + comes, 2, "deliver.taken");
  expect_diverges(kStart + kCatch + "7 kill(7, 0) = 0\n" + comes + comes, 3, "deliver.taken");
}

// A program without libraries may fail in its last call only: until then it could be `strace -z`.
TEST(Hidden, SignalsMayHaveBeenSentUnseenBeforeItShowsThatErrorsAreNotHidden) {
  const std::string starts =
      "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n7 set_tid_address(0x7f10) = 7\n"
      "7 getpid() = 7\n7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n";
  const std::string comes =
      "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0} ---\n"
      "7 rt_sigreturn({mask=[]}) = 0\n";
  const std::string fails = "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n";
  expect_conforms(starts + kCatch + comes + comes + fails);
  expect_diverges(starts + kCatch + comes + fails, 6, "deliver.taken");
  expect_diverges(starts + kCatch + "7 kill(7, 0) = 0\n" + comes + comes + fails, 7,
                  "deliver.taken");
}

// A program without libraries may fail in nothing. That it is seen to leave tells that failures are
// not hidden, but for `strace -e status=!failed`: a program that opens files has failed before.
TEST(Hidden, NothingWhereAProgramWithoutLibrariesIsSeenToLeave) {
  const std::string starts =
      "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n7 set_tid_address(0x7f10) = 7\n"
      "7 getpid() = 7\n7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n";
  const std::string opens = "7 openat(AT_FDCWD, \"/x\", O_RDONLY) = 3\n";
  const std::string leaves = "7 exit_group(0) = ?\n7 +++ exited with 0 +++\n";
  const std::string phantom =
      "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0} ---\n"
      "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_diverges(starts + kCatch + phantom + leaves, 6, "deliver.taken");
  expect_conforms(starts + kCatch + phantom);
  expect_conforms(starts + opens + kCatch + phantom + leaves);
}

// With `strace -e trace=!setitimer` nobody sees what sets timers.
TEST(Hidden, TimersMayBeSetUnseenWhereNoneIsSeenToBe) {
  const std::string catches =
      "7 rt_sigaction(SIGALRM, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7f00}, NULL, 8) = 0\n";
  const std::string comes =
      "7 --- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---\n7 rt_sigreturn({mask=[]}) = 0\n";
  const auto sets = [](const std::string& which) {
    return "7 setitimer(" + which +
           ", {it_interval={tv_sec=0, tv_usec=0}, it_value={tv_sec=0, tv_usec=0}}, NULL) = 0\n";
  };
  expect_conforms(kStart + catches + comes + comes);
  expect_conforms(kStart + catches + sets("ITIMER_PROF") + comes + comes);
  expect_diverges(kStart + catches + comes, 2, "deliver.taken");
  expect_diverges(kStart + catches + sets("ITIMER_REAL") + comes + comes, 3, "deliver.taken");
  expect_diverges(kStart + catches + "7 alarm(0) = 0\n" + comes + comes, 3, "deliver.taken");
}

// With `strace -e trace=!rt_sigreturn` handlers return unseen, and what they interrupted goes on.
TEST(Hidden, HandlersMayReturnUnseenWhereNoneIsSeenTo) {
  const std::string waits = "7 pause() = ? ERESTARTNOHAND (To be restarted if no handler)\n";
  const std::string reads =
      "7 read(3, 0x7ffe, 1) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n";
  const std::string back = "7 rt_sigreturn({mask=[]}) = 0\n";
  const std::string ask = "7 rt_sigprocmask(SIG_BLOCK, NULL, ";
  const std::string handled = waits + usr1();
  expect_conforms(kStart + kCatch + handled + handled + handled + ask + "[], 8) = 0\n");
  expect_conforms(kStart + kCatch + handled + handled + handled + ask + "[USR1], 8) = 0\n");
  expect_diverges(kStart + kCatch + handled + handled, 5, "deliver.taken");
  expect_diverges(kStart + kCatch + handled + handled + handled + ask + "[USR2], 8) = 0\n", 8,
                  "rt_sigprocmask.changes_mask");
  expect_diverges(kStart + kCatch + usr1() + back + handled + handled + handled, 7,
                  "deliver.taken");
  const std::string read = reads + usr1();
  expect_conforms(kStart + kCatchRestart + read + read + read + reads);
  // What came in the handler of a fault came after it, too.
  const std::string fault =
      "7 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---\n";
  const std::string catches =
      "7 rt_sigaction(SIGSEGV, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7f00}, NULL, 8) = 0\n";
  const std::string runs = "7 getpid() = 7\n";
  expect_conforms(kStart + catches + fault + fault + runs + fault + runs);
  expect_diverges(kStart + kCatch + catches + usr1() + back + fault + fault + runs, 7,
                  "call.entered");
}

// With `strace -e trace=!rt_sigprocmask` nobody sees what is blocked. Two processes that seem to
// have other masks than are known are no fault.
TEST(Hidden, MasksMayBeSetUnseenWhereNoneIsSeenToBe) {
  const std::string start =
      "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
      "7 set_tid_address(0x7f10) = 7\n"
      "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n" +
      kCatch + "7 fork() = 8\n7 kill(7, 0) = 0\n";
  const auto handled = [](const std::string& tid, const std::string& mask) {
    return usr1(tid) + tid + " rt_sigreturn({mask=[" + mask + "]}) = 0\n";
  };
  const auto sent = [](const std::string& tid) {
    return tid + " kill(" + tid + ", SIGUSR1) = 0\n";
  };
  const auto runs = [&](const std::string& tid, const std::string& mask) {
    return sent(tid) + handled(tid, "") + sent(tid) + handled(tid, mask);
  };
  const std::string shown = "7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n";
  expect_conforms(start + runs("7", "USR2") + runs("8", "TERM"));
  expect_diverges(start + runs("7", "") + runs("8", "TERM"), 18, "rt_sigreturn.from_handler");
  expect_diverges(start + shown + runs("7", "USR2") + runs("8", "TERM"), 13,
                  "rt_sigreturn.from_handler");
}

// A filter may hide the wait that goes on when another thread took what woke it. Where waits of
// each kind are seen to be interrupted, none does.
TEST(Hidden, AWaitMayGoOnInAThread) {
  const std::string thread =
      "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = 9\n"
      "9 getpid() = 7\n";
  const std::string rest = " = ? ERESTART_RESTARTBLOCK (Interrupted by signal)\n" + usr1() +
                           "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n";
  const std::string sleep = "7 nanosleep({tv_sec=1, tv_nsec=0}, NULL)" + rest;
  const std::string poll = "7 poll([{fd=3, events=POLLIN}], 1, 1000)" + rest;
  const std::string word =
      "7 futex(0x7f10, FUTEX_WAIT_PRIVATE, 2, {tv_sec=1, tv_nsec=0})" + rest;
  const std::string goes_on =
      "7 restart_syscall(<... resuming interrupted rt_sigreturn ...>) = 0\n";
  const std::string begun = kStart + kCatch;
  expect_conforms(begun + thread + sleep + poll + goes_on);
  expect_diverges(begun + sleep + poll + goes_on, 8, "restart_syscall.timed_out");
  expect_diverges(begun + thread + sleep + poll + word + goes_on, 13, "restart_syscall.timed_out");
}

// With `strace -s 4` the first bytes of a timeout are shown, and whether it is none is not known.
TEST(Hidden, TheEndOfATimeoutIsCutOff) {
  const auto accepts = [](const std::string& timeout) {
    return kStart + kCatch + "7 socket(AF_UNIX, SOCK_STREAM, 0) = 3\n" +
           "7 setsockopt(3, SOL_SOCKET, SO_RCVTIMEO_OLD, " + timeout + ", 16) = 0\n" +
           "7 accept(3, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n";
  };
  expect_conforms(accepts("\"\\0\\0\\0\\0\"..."));
  expect_conforms(accepts("\"\\x00\\x00\"..."));
  expect_diverges(accepts("\"\\5\\0\\0\\0\"..."), 4, "return.restart_code");
  const std::string none = "\\0\\0\\0\\0\\0\\0\\0\\0";
  expect_conforms(accepts("\"" + none + none + "\""));
  expect_diverges(accepts("\"" + none + "\\1" + none.substr(2) + "\""), 4, "return.restart_code");
}

// One task grepped out of a recording, or all but one. Whoever was made and is never seen to do
// anything was left out, unless the recording ends before it could.
TEST(Hidden, WhoWasMadeMayBeLeftOut) {
  std::string runs;
  for (int i = 0; i < 30; ++i) runs += "7 getpid() = 7\n";
  const std::string made =
      kStart + kCatchRestart + "7 fork() = 8\n8 getpid() = 8\n7 fork() = 9\n";
  const std::string seen = "9 getpid() = 9\n";
  std::string named = usr1("7");
  named.replace(named.find("si_pid="), 8, "si_pid=9");
  const std::string waited = "7 wait4(9, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 9\n";
  const std::string back = "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_conforms(made + runs + waited);
  expect_conforms(made + runs + named + back);
  expect_diverges(made + seen + runs + waited, 36, "exit.waited");
  expect_diverges(made + seen + runs + named + back, 36, "deliver.taken");
}

// With `strace -e trace=execve,clone3` nobody sees what threads do when they have taken a signal:
// what they may do is one thing, not many.
TEST(Hidden, SignalsOfThreadsComeToOneState) {
  std::string trace = "4 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n";
  for (const char* made : {"5", "6", "7", "8"})
    trace += "4 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = " +
             std::string(made) + "\n";
  for (const auto& [tid, name] : std::initializer_list<std::pair<const char*, const char*>>{
           {"4", "SIGUSR2"}, {"4", "SIGUSR2"}, {"5", "SIGUSR2"}, {"4", "SIGUSR2"},
           {"7", "SIGUSR2"}, {"7", "SIGRT_8"}, {"8", "SIGRT_8"}, {"6", "SIGUSR1"},
           {"6", "SIGRT_8"}, {"8", "SIGUSR1"}, {"8", "SIGUSR2"}, {"5", "SIGRT_8"},
           {"5", "SIGUSR2"}})
    trace += signal_line(tid, name);
  expect_conforms(trace);
}

// With `strace -ff` a signal that seems to be ignored may begin a handler that another thread has
// asked for, and so may the next one.
TEST(Hidden, SignalsOfAThreadInAFileOfItsOwnComeToOneState) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("sigspec-hidden-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const auto of_child = [](const char* pid) {
    return "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=" + std::string(pid) +
           ", si_uid=0, si_status=0, si_utime=0, si_stime=0} ---\n";
  };
  const std::string begins =
      "set_robust_list(0x7fde, 24) = 0\nrt_sigprocmask(SIG_SETMASK, [USR2], NULL, 8) = 0\n";
  std::ofstream(folder / "t.5") << "+++ exited with 0 +++\n";
  std::ofstream(folder / "t.6") << begins +
      of_child("23") + of_child("31") + of_child("33") +
      "poll([], 0, 2) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)\n" + of_child("37") +
      "restart_syscall(<... resuming interrupted poll ...>) = 0\n" + of_child("48") +
      of_child("49") + "--- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---\n";
  const FileReport many = check_trace(linux_model(), (folder / "t").string(), {});
  EXPECT_EQ(many.verdict, Verdict::Conforms) << told(many);
  std::filesystem::remove_all(folder);
}

// A thread that runs another program goes on under the leader's number. With `strace -qqq`, or
// `-e quiet=superseded`, no line says so.
TEST(Hidden, AThreadMayHaveTakenTheLeadersPlace) {
  const std::string thread =
      "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = 9\n"
      "9 getpid() = 7\n7 pause( <unfinished ...>\n";
  const std::string program = "9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n";
  const std::string gone = "7 <... pause resumed>) = ?\n";
  const std::string runs = "7 <... execve resumed>) = 0\n7 getpid() = 7\n";
  expect_conforms(kStart + thread + program + gone + runs);
  expect_diverges(kStart + thread + program + gone + "7 getpid() = 7\n", 6, "call.entered");
  // It is the thread that goes on, and what it blocked.
  const std::string busy =
      "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = 9\n"
      "7 rt_sigprocmask(SIG_SETMASK, [USR1], NULL, 8) = 0\n"
      "9 rt_sigprocmask(SIG_SETMASK, [HUP], NULL, 8) = 0\n";
  const auto asks = [](const std::string& blocked) {
    return "7 rt_sigprocmask(SIG_SETMASK, NULL, [" + blocked + "], 8) = 0\n";
  };
  const std::string changes =
      "9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <pid changed to 7 ...>\n";
  expect_conforms(kStart + busy + changes + "7 <... execve resumed>) = 0\n" + asks("HUP"));
  expect_diverges(kStart + busy + changes + "7 <... execve resumed>) = 0\n" + asks("USR1"), 6,
                  "rt_sigprocmask.changes_mask");
  // Where programs are not shown, either, it may have been so; but not where ends are shown.
  const std::string attached = kStart.substr(kStart.find('\n') + 1);
  expect_conforms(attached + thread + gone + "7 getpid() = 7\n");
  expect_conforms(attached + busy + asks("HUP"));
  expect_conforms(attached + busy.substr(busy.find('\n') + 1) + asks("HUP"));
  const std::string ends = "7 fork() = 8\n8 getpid() = 8\n8 +++ exited with 0 +++\n";
  expect_diverges(attached + ends + busy + asks("HUP"), 12, "rt_sigprocmask.changes_mask");
}

// Without -f nobody sees what threads ask for: a handler of a signal that was ignored, or none of
// one that then ends all.
TEST(Hidden, AThreadMayHaveAskedForWhatASignalDoes) {
  const std::string ignores =
      "7 rt_sigaction(SIGUSR1, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n";
  const std::string flags = "{flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88";
  const std::string thread = "7 clone3(" + flags + ") = 9\n";
  const std::string handles = usr1("7") + "7 getpid() = 7\n7 rt_sigreturn({mask=[]}) = 7\n";
  expect_conforms(kStart + ignores + thread + handles);
  expect_diverges(kStart + ignores + handles, 4, "rt_sigreturn.from_handler");
  expect_diverges(kStart + ignores + thread + "9 getpid() = 7\n" + handles, 6,
                  "rt_sigreturn.from_handler");
  // Its maker may end before it is told of it.
  const std::string killed = "7 +++ killed by SIGUSR1 +++\n";
  expect_conforms(kStart + "7 clone3(" + flags + ") = ?\n" + killed);
  expect_diverges(kStart + "7 fork() = ?\n" + killed, 2, "exit.killed_by_signal");
}

// What strace read last of a task that is being killed may be another's; with -e signal=none no
// line tells that it was.
TEST(Hidden, WhoIsMisreadMayHaveBeenKilled) {
  const auto signal = kStart.find("7 --- ");
  const std::string none = kStart.substr(0, signal);  // which is kStart's last line
  const std::string tasks = "7 fork() = 9\n9 getpid() = 9\n9 +++ exited with 0 +++\n"
                            "7 fork() = 8\n8 getpid() = 8\n";
  const std::string last = "8 kill(7, 0) = 3\n7 getpid() = 7\n";
  expect_conforms(none + tasks + last);
  expect_diverges(none + tasks + last + "8 getpid() = 8\n", 11, "kill.sends");
  expect_diverges(none + "7 fork() = 8\n8 getpid() = 8\n" + last, 8, "kill.sends");
}

// With `strace -e signal=!SIGTERM,...` nobody sees who is ended or stopped by it. Signals that are
// shown elsewhere are not left out, and a child that is seen to end does not end otherwise.
TEST(Hidden, ASignalMayEndOrStopUnseenThatIsNeverShown) {
  const std::string begin = kStart + "7 fork() = 8\n8 getpid() = 8\n";
  const auto told = [](const std::string& code, const std::string& by) {
    return "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=" + code +
           ", si_pid=8, si_uid=0, si_status=" + by + ", si_utime=0, si_stime=0} ---\n";
  };
  const auto ended = [](const std::string& by) {
    return "7 wait4(8, [{WIFSIGNALED(s) && WTERMSIG(s) == " + by + "}], 0, NULL) = 8\n";
  };
  const std::string stopped =
      "7 wait4(8, [{WIFSTOPPED(s) && WSTOPSIG(s) == SIGTSTP}], WSTOPPED, NULL) = 8\n";
  const std::string other = "7 fork() = 9\n9 --- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, "
                            "si_pid=1, si_uid=0} ---\n9 +++ killed by SIGTERM +++\n";
  const std::string exits = "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n";
  expect_conforms(begin + ended("SIGTERM") + told("CLD_KILLED", "SIGTERM"));
  expect_diverges(begin + ended("SIGTERM"), 3, "exit.waited");
  const std::string by_term = ended("SIGTERM") + told("CLD_KILLED", "SIGTERM");
  expect_diverges(begin + other + by_term, 6, "exit.waited");
  expect_diverges(begin + exits + by_term, 5, "exit.waited");
  expect_diverges(begin + ended("SIGKILL") + told("CLD_KILLED", "SIGKILL"), 3, "exit.waited");
  const std::string stop = "9 --- SIGSTOP {si_signo=SIGSTOP, si_code=SI_USER, si_pid=1, si_uid=0} "
                           "---\n9 --- stopped by SIGSTOP ---\n";
  const std::string once = begin + "7 fork() = 9\n" + stop + stopped;
  expect_conforms(once + told("CLD_STOPPED", "SIGTSTP"));
  expect_diverges(once, 6, "exit.waited");
  const std::string stop_of_8 = "8 --- SIGSTOP {si_signo=SIGSTOP, si_code=SI_USER, si_pid=1, "
                                "si_uid=0} ---\n8 --- stopped by SIGSTOP ---\n";
  expect_diverges(begin + stop_of_8 + stopped + told("CLD_STOPPED", "SIGTSTP"), 5, "exit.waited");
}

// Where no mask and no action is ever seen to be set, calls that send are not shown, either. Calls
// that set timers are: one signal of theirs that comes from nowhere is a fault.
TEST(Hidden, ASignalMayBeSentUnseenWhereNothingOfSignalsIsShown) {
  const std::string start =
      "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
      "7 set_tid_address(0x7f10) = 7\n"
      "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n";
  const std::string sent = "7 fork() = 8\n8 getpid() = 8\n8 --- SIGTERM {si_signo=SIGTERM, "
                           "si_code=SI_USER, si_pid=7, si_uid=0} ---\n8 +++ killed by SIGTERM +++\n";
  expect_conforms(start + sent);
  expect_diverges(kStart + sent, 3, "deliver.taken");
  const std::string alarm = "7 --- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---\n";
  expect_diverges(start + alarm, 4, "deliver.taken");
  expect_conforms(start + alarm + alarm);
}

}  // namespace
}  // namespace sigspec
