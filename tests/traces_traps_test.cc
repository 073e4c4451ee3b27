// Each trap of strace's grammar, by its number in the notes, through the whole reader.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "traces/arguments.h"
#include "traces/signal_text.h"
#include "traces/strace_reader.h"

namespace sigspec::traces {
namespace {

// An event whose texts outlive the reader.
struct Seen {
  Event event;
  std::string name, args, comm, code, aux, decoration;
  int tid() const { return static_cast<int>(event.tid); }
  int other() const { return static_cast<int>(event.other); }
  std::uint64_t line() const { return static_cast<std::uint64_t>(event.line); }
  std::uint64_t entry() const { return static_cast<std::uint64_t>(event.entry_line); }
};

struct EventList {
  std::vector<Seen> events;
  ReaderStats stats;
  const Seen& operator[](std::size_t n) const { return events.at(n); }
};

EventList read(std::string text, ReaderOptions options = {}) {
  Input input(make_text_source(std::move(text)));
  StraceReader reader(input, options);
  EventList run;
  for (Event e; reader.next(e);)
    run.events.push_back({e, std::string(e.name), std::string(e.args), std::string(e.comm),
                          std::string(e.result.name), std::string(e.result.aux),
                          std::string(e.result.decoration)});
  run.stats = reader.stats();
  return run;
}

Seen only(const std::string& line) {
  const EventList run = read(line + "\n");
  EXPECT_EQ(run.stats.not_understood, 0U) << line;
  return run.events.empty() ? Seen{} : run.events[0];
}

TEST(Trap, T01CommaOnEitherSideJoinsToTheSameArguments) {
  for (const char* halves : {"7 read(3,  <unfinished ...>\n7 <... read resumed>0x7f, 64) = 0\n",
                             "7 read(3 <unfinished ...>\n7 <... read resumed>, 0x7f, 64) = 0\n",
                             "7 read(3,  <unfinished ...>\n7 <... read resumed> 0x7f, 64) = 0\n"}) {
    const EventList run = read(halves);
    ASSERT_EQ(run.events.size(), 2U);
    EXPECT_EQ(run[0].event.kind, EventKind::Entered);
    EXPECT_EQ(LazyArguments(run[0].args)[0], "3");
    EXPECT_EQ(run[1].event.kind, EventKind::Returned);
    EXPECT_EQ(run[1].entry(), 1U);
    const Arguments args = split_arguments(run[1].args);
    ASSERT_EQ(args.count, 3U) << halves;
    EXPECT_EQ(args[0], "3");
    EXPECT_EQ(args[1], "0x7f");
    EXPECT_EQ(args[2], "64");
  }
}

TEST(Trap, T02SplitInsideABracket) {
  const EventList run = read(
      "7 accept(3, {sa_family=AF_UNIX}, [110 <unfinished ...>\n"
      "7 <... accept resumed> => 2]) = 4\n");
  EXPECT_EQ(LazyArguments(run[1].args)[2], "[110 => 2]");
  const InOut size = split_in_out(LazyArguments(run[1].args)[2]);
  EXPECT_EQ(size.before, "110");
  EXPECT_EQ(size.after, "2");
}

TEST(Trap, T03FourMeaningsOfAQuestionMark) {
  EXPECT_EQ(only("pause() = ? ERESTARTNOHAND (To be restarted if no handler)").event.result.kind,
            ResultKind::Code);
  EXPECT_EQ(only("exit_group(0) = ?").event.result.kind, ResultKind::Never);
  const Seen killed = only("7 nanosleep({tv_sec=1, tv_nsec=0} <unfinished ...>) = ?");
  EXPECT_EQ(killed.event.result.kind, ResultKind::Never);
  EXPECT_TRUE(killed.event.cut);
  EXPECT_EQ(killed.args, "{tv_sec=1, tv_nsec=0}");
  EXPECT_EQ(only("futex(0x7f00) = ? <unavailable>").event.result.kind, ResultKind::Unavailable);
}

TEST(Trap, T04ReturnOfSigreturnIsAnyWord) {
  EXPECT_EQ(only("7 rt_sigreturn({mask=[]}) = 16121469018321601792").event.result.value,
            16121469018321601792U);
  const Seen eintr = only("7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)");
  EXPECT_EQ(eintr.event.result.kind, ResultKind::Error);
  EXPECT_EQ(eintr.code, "EINTR");
  const Seen negative = only("7 rt_sigreturn({mask=[]}) = -9223372036854775807");
  EXPECT_TRUE(negative.event.result.negative);
  EXPECT_EQ(static_cast<std::int64_t>(negative.event.result.value), -9223372036854775807);
}

TEST(Trap, T05RestartedCallNamesWhatItResumes) {
  const EventList run = read(
      "9 restart_syscall(<... resuming interrupted poll ...> <unfinished ...>\n"
      "9 <... restart_syscall resumed>)    = 0\n");
  EXPECT_EQ(run[1].name, "restart_syscall");
  EXPECT_EQ(LazyArguments(run[1].args)[0], "<... resuming interrupted poll ...>");
  EXPECT_EQ(only("restart_syscall(<... resuming interrupted system call ...>) = 0").args,
            "<... resuming interrupted system call ...>");  // 5b: any text may stand there
}

TEST(Trap, T06RawKernelCodes) {
  const Seen raw = only("9 poll(0, 0, 0x3c) = -1 ERESTART_RESTARTBLOCK (Unknown error 516)");
  EXPECT_EQ(raw.event.result.kind, ResultKind::Code);
  EXPECT_EQ(raw.event.result.value, 516U);
  EXPECT_EQ(raw.code, "ERESTART_RESTARTBLOCK");
  EXPECT_EQ(only("syscall_0x1c7(0x1) = -1 ERESTARTSYS (Onbekende fout 512)").event.result.kind,
            ResultKind::Code);
  EXPECT_EQ(only("dup(3) = -1 ENOTDIR (Not a directory)").event.result.kind, ResultKind::Error);
}

TEST(Trap, T07SignalNamesOfRealTimeSignals) {
  EXPECT_EQ(only("9 --- SIGRT_5 {si_signo=SIGRT_5, si_code=SI_TKILL} ---").name, "SIGRT_5");
  EXPECT_EQ(only("9 --- SIGRTMIN {si_signo=SIGRTMIN, si_code=SI_TKILL} ---").name, "SIGRTMIN");
}

TEST(Trap, T08SetsAreOneArgument) {
  const Seen seen = only("rt_sigprocmask(SIG_SETMASK, ~[INT TERM RTMIN RT_1], [CHLD], 8) = 0");
  const Arguments args = split_arguments(seen.args);
  EXPECT_EQ(args[1], "~[INT TERM RTMIN RT_1]");
  EXPECT_EQ(args[2], "[CHLD]");
}

TEST(Trap, T09FlagsWithAHexRestStayOneField) {
  std::string_view flags;
  parse_fields("{sa_handler=0x5, sa_mask=[], sa_flags=SA_X|0xffffffff00000000}",
               [&](std::string_view name, std::string_view value) {
                 if (name == "sa_flags") flags = value;
               });
  EXPECT_EQ(flags, "SA_X|0xffffffff00000000");
}

TEST(Trap, T10Decorations) {
  const struct {
    const char *text, *decoration;
  } kCases[] = {
      {R"(12</tmp/a \74b\76, (c) = 3-\76>(deleted))", R"(/tmp/a \74b\76, (c) = 3-\76)"},
      {"12</tmp/end->", "/tmp/end-"},
      {"3<TCP:[a->b]>", "TCP:[a->b]"},
      {R"x(3<UNIX-STREAM:[1,"/s->a>b\"c, )"]>)x", R"x(UNIX-STREAM:[1,"/s->a>b\"c, )"])x"},
      {R"x(3<(null):[5->4,"/s (a)"]>)x", R"x((null):[5->4,"/s (a)"])x"},
      {"7</dev/null<char 1:3>>", "/dev/null<char 1:3>"},
      {"5<{eventfd-count=0x3, eventfd-id=1}>", "{eventfd-count=0x3, eventfd-id=1}"},
      {"15283<Xorg>", "Xorg"},
  };
  for (const auto& one : kCases) {
    const Seen in_args = only(std::string("7 read(") + one.text + ", 0x1, 5) = 5");
    const auto number = parse_number(LazyArguments(in_args.args)[0]);
    ASSERT_TRUE(number) << one.text;
    EXPECT_EQ(number->decoration, one.decoration);
    EXPECT_EQ(LazyArguments(in_args.args)[2], "5") << one.text;
    const Seen returned = only(std::string("7 dup(3) = ") + one.text + " <0.000012>");
    EXPECT_EQ(returned.decoration, one.decoration);
    EXPECT_EQ(returned.event.duration_ns, 12000);
  }
  EXPECT_TRUE(parse_number("12</tmp/a>(deleted)")->deleted);
}

TEST(Trap, T11ResultIsFoundNeitherFromTheLeftNorFromTheRightAlone) {
  const Seen path = only("7 openat(AT_FDCWD, \"x\", O_RDONLY) = 12</tmp/a) = 4> <0.00006>");
  EXPECT_EQ(path.event.result.value, 12U);
  EXPECT_EQ(path.decoration, "/tmp/a) = 4");
  EXPECT_EQ(only("7 write(4, \"foo) = 3\", 8) = 8").event.result.value, 8U);
  EXPECT_EQ(only("7 wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 7}], 0, NULL) = 15").args,
            "-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 7}], 0, NULL");
  const Seen aux = only("7 keyctl(1) = 5 (name \"x) = 4 (y\")");
  EXPECT_EQ(aux.event.result.value, 5U);
}

TEST(Trap, T12UnfinishedAsData) {
  const Seen seen = only("write(1, \"a <unfinished ...>\", 18) = 18");
  EXPECT_EQ(seen.event.kind, EventKind::Returned);
  EXPECT_EQ(LazyArguments(seen.args)[1], "\"a <unfinished ...>\"");
}

TEST(Trap, T13AnyCommandNameInThePrefix) {
  const Seen seen = only(R"(15275<co\74m) = 1 \"-> 05:52:25.842370 getpgid(0) = 15255)");
  EXPECT_EQ(seen.tid(), 15275);
  EXPECT_EQ(seen.comm, R"(co\74m) = 1 \"-)");
  EXPECT_EQ(seen.event.result.value, 15255U);
}

TEST(Trap, T14TerminalTraces) {
  const EventList run = read(
      "execve(\"./x\", [\"./x\"], 0x7f /* 3 vars */) = 0\n"
      "clone(child_stack=NULL, flags=SIGCHLDstrace: Process 46 attached\n"
      " <unfinished ...>\n"
      "[pid    46] getpid( <unfinished ...>\n"
      "[pid    45] <... clone resumed>, child_tidptr=0x7f) = 46\n"
      "[pid    46] <... getpid resumed>)       = 46\n"
      "[pid    46] +++ exited with 0 +++\n"
      "exit_group(0)                           = ?\n"
      "+++ exited with 0 +++\n");
  EXPECT_EQ(run.stats.not_understood, 0U);
  ASSERT_EQ(run.events.size(), 10U);
  EXPECT_EQ(run[1].event.kind, EventKind::Attached);
  EXPECT_EQ(run[1].other(), 46);
  EXPECT_EQ(run[2].event.kind, EventKind::Entered);
  EXPECT_EQ(run[2].args, "child_stack=NULL, flags=SIGCHLD");
  EXPECT_EQ(run[4].event.kind, EventKind::Identified);
  EXPECT_EQ(run[4].tid(), 45);
  EXPECT_EQ(run[5].args, "child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f");
  EXPECT_EQ(run[5].tid(), 45);
  EXPECT_EQ(run[8].tid(), 45);  // no number again: the only one alive
  EXPECT_EQ(run[9].event.kind, EventKind::Exited);
}

TEST(Trap, T14ACutLineIsOfWhomItWasWhenItBegan) {
  const EventList run = read(
      "[pid 45] getpid() = 45\n"
      "wait4(-1, strace: Process 51 attached\n"
      "strace: Process 52 attached\n"
      " <unfinished ...>\n"
      "[pid 51] getpid() = 51\n"
      "[pid 51] +++ exited with 0 +++\n"
      "[pid 52] +++ exited with 0 +++\n"
      "write(1, \"x\\n\", 2x\n"
      ") = 2\n");
  EXPECT_EQ(run.stats.not_understood, 0U);
  EXPECT_EQ(run[3].event.kind, EventKind::Entered);
  EXPECT_EQ(run[3].tid(), 45);
  EXPECT_FALSE(run[3].event.tid_guessed);
  EXPECT_EQ(run.events.back().tid(), 45);
  EXPECT_TRUE(run.events.back().event.spliced);
}

TEST(Trap, T14DetachInTheMiddleOfACall) {
  const EventList run = read(
      "strace: Process 15998 attached\n"
      "restart_syscall(<... resuming interrupted read ...>strace: Process 15998 detached\n"
      " <detached ...>\n");
  ASSERT_EQ(run.events.size(), 3U);
  EXPECT_EQ(run[1].event.kind, EventKind::Detached);
  EXPECT_EQ(run[2].event.kind, EventKind::Detached);
  EXPECT_EQ(run[2].tid(), 15998);
  EXPECT_EQ(run[2].name, "restart_syscall");
}

TEST(Trap, T14OutputOfTheProgramInALine) {
  const EventList run = read(
      "[pid 46] write(1, \"80 28\\n\", 680 28\n"
      ") = 6\n"
      "[pid 46] getpid() = 46\n"
      "some output\n");
  ASSERT_EQ(run.events.size(), 3U);
  EXPECT_EQ(run[0].name, "write");
  EXPECT_TRUE(run[0].event.spliced);
  EXPECT_EQ(run[0].event.result.value, 6U);
  EXPECT_EQ(run[2].event.kind, EventKind::NotUnderstood);
  EXPECT_EQ(run.stats.not_understood, 1U);
}

TEST(Trap, T14AHeadWhoseRestNeverComesIsNotPassedOver) {
  const EventList run = read("[pid 46] write(1, \"80 28\\n\", 680 28\n[pid 46] getpid() = 46\n");
  ASSERT_EQ(run.stats.not_understood, 1U);
  EXPECT_EQ(run.stats.lost[0].line, LineNo{1});
}

TEST(Trap, T16ExecByAThreadMovesItsOpenCallToTheLeader) {
  const EventList run = read(
      "10 pause( <unfinished ...>\n"
      "11 execve(\"/bin/true\", [\"true\"], 0x7f /* 3 vars */ <unfinished ...>\n"
      "10 <... pause resumed>)              = ?\n"
      "10 +++ superseded by execve in pid 11 +++\n"
      "10 <... execve resumed>)             = 0\n");
  ASSERT_EQ(run.events.size(), 5U);
  EXPECT_EQ(run[3].event.kind, EventKind::Superseded);
  EXPECT_EQ(run[3].other(), 11);
  EXPECT_FALSE(run[4].event.head_missing);
  EXPECT_EQ(run[4].entry(), 2U);
  EXPECT_EQ(LazyArguments(run[4].args)[0], "\"/bin/true\"");
}

TEST(Trap, T16TheLeadersCallMayStandBeforeTheWordsThatItIsSuperseded) {
  for (const std::string task : {"10 ", "10<two words> ", "10 12:00:00 "}) {
    const EventList run =
        read(task + "getpid() = 10\n" + task + "rt_sigaction(SIGUSR2, 0x7f10, " + task +
             "+++ superseded by execve in pid 11 +++\n" + task + "getpid() = 10\n");
    ASSERT_EQ(run.events.size(), 3U) << task;
    EXPECT_EQ(run[1].event.kind, EventKind::Superseded);
    EXPECT_EQ(run[1].tid(), 10);
    EXPECT_EQ(run[1].other(), 11);
    EXPECT_EQ(run.stats.not_understood, 0U);
  }
}

TEST(Trap, T16OnATerminalTheLastButOneTaskIsSupersededWithoutANumber) {
  const EventList run = read(
      "pause(strace: Process 11 attached\n"
      " <unfinished ...>\n"
      "[pid 11] execve(\"/bin/true\", [\"true\"], 0x7f /* 3 vars */ <unfinished ...>\n"
      "[pid 10] <... pause resumed>) = ?\n"
      "+++ superseded by execve in pid 11 +++\n"
      "<... execve resumed>) = 0\n");
  const auto& last = run.events.back();
  EXPECT_EQ(last.tid(), 10);
  EXPECT_FALSE(last.event.head_missing);
  EXPECT_EQ(LazyArguments(last.args)[0], "\"/bin/true\"");
}

// Without -e signal nobody sees 11 killed: but only 10 can go on with its wait.
TEST(Trap, OnATerminalWhoIsLeftIsToldByTheCallThatGoesOn) {
  const EventList run = read(
      "fork(strace: Process 11 attached\n"
      ") = 11\n"
      "[pid 10] wait4(-1,  <unfinished ...>\n"
      "[pid 11] getpid() = 11\n"
      "<... wait4 resumed>[{WIFSIGNALED(s) && WTERMSIG(s) == SIGINT}], 0, NULL) = 11\n"
      "exit_group(0) = ?\n");
  const auto& last = run.events.back();
  EXPECT_EQ(last.tid(), 10);
  EXPECT_FALSE(last.event.tid_guessed);
  EXPECT_EQ(run[run.events.size() - 2].tid(), 10);
  EXPECT_FALSE(run[run.events.size() - 2].event.head_missing);
}

// With -ff the call goes on in the file of the leader.
TEST(Trap, T16ExecByAThreadChangesFiles) {
  const EventList run =
      read("execve(\"/bin/true\", [\"true\"], 0x7f /* 3 vars */ <pid changed to 10 ...>\n");
  EXPECT_EQ(run.stats.not_understood, 0U);
  ASSERT_EQ(run.events.size(), 1U);
  EXPECT_EQ(run[0].event.kind, EventKind::Entered);
  EXPECT_EQ(run[0].name, "execve");
}

TEST(Trap, T17SatellitesBetweenHalves) {
  const EventList run = read(
      "7 write(2, \"x\", 1 <unfinished ...>\n"
      " | 00000  68 65 22                                         he\"              |\n"
      "7 [ Process PID=7 runs in 32 bit mode. ]\n"
      "7 <... write resumed>)                 = 1\n"
      " > /usr/lib/libc.so.6(__write+0x10) [0xf8350]\n");
  EXPECT_EQ(run.stats.satellites, 2U);
  EXPECT_EQ(run.stats.not_understood, 0U);
  ASSERT_EQ(run.events.size(), 3U);
  EXPECT_EQ(run[1].event.kind, EventKind::Personality);
  EXPECT_EQ(run[2].args, "2, \"x\", 1");
  ReaderOptions options;
  options.frames = true;
  EXPECT_EQ(read(" > /usr/lib/libc.so.6(__write+0x10) [0xf8350]\n", options)[0].event.kind,
            EventKind::Frame);
}

// Each buffer of writev, and each message of sendmmsg, has a line above its dump.
TEST(Trap, T17DumpsOfSeveralBuffers) {
  const EventList run = read(
      "7 sendmmsg(3, [{msg_hdr={...}, msg_len=1}], 1, 0) = 1\n"
      " = 1 buffers in vector 0\n"
      " * 1 bytes in buffer 0\n"
      " | 00000  68                                                h                |\n");
  EXPECT_EQ(run.stats.satellites, 3U);
  EXPECT_EQ(run.stats.not_understood, 0U);
  EXPECT_EQ(run.events.size(), 1U);
  for (const char* other : {" * bytes in buffer 0\n", " * 1 bytes in buffer x\n", " = 1 bytes in buffer 0\n"})
    EXPECT_EQ(read(other).stats.satellites, 0U) << other;
}

TEST(Trap, T18DurationIsTheLastAngleAfterASpace) {
  EXPECT_EQ(only("7 dup(3) = 5</dev/null<char 1:3>> <0.000009>").event.duration_ns, 9000);
  EXPECT_EQ(only("7 dup(3) = 5</dev/null<char 1:3>>").event.duration_ns, kNoDuration);
  EXPECT_EQ(only("7 dup(3) = 5</1.5>").event.duration_ns, kNoDuration);
  EXPECT_EQ(only("7 select(0) = 0 (Timeout) <1.500000>").event.duration_ns, 1500000000);
  EXPECT_EQ(only("7 select(0) = 0 (Timeout) <2>").event.duration_ns, 2000000000);
  EXPECT_EQ(only("7 select(0) = 0 <0.020182673>").event.duration_ns, 20182673);
}

TEST(Trap, T19ErrorTextsInAnyLanguage) {
  const Seen seen = only("7 open(\"x\") = -1 ENOENT (Fichier (ou r\xc3\xa9pertoire) inexistant)");
  EXPECT_EQ(seen.code, "ENOENT");
  const Seen number = only("7 open(\"x\") = -1 (errno 529)");
  EXPECT_EQ(number.event.result.kind, ResultKind::Error);
  EXPECT_EQ(number.event.result.value, 529U);
  EXPECT_EQ(only("7 modify_ldt(1) = 4294967274 EINVAL (Invalid argument)").code, "EINVAL");
}

TEST(Trap, T20AnglesAndQuotesThatAreNone) {
  const Arguments args = split_arguments(
      "1<<3, 8192*1024, 2 /* 19603 in strace's PID NS */, MIXER_READ(1) or ECC, \"'\", a => b");
  ASSERT_EQ(args.count, 6U);
  EXPECT_EQ(args[0], "1<<3");
  EXPECT_EQ(args[2], "2 /* 19603 in strace's PID NS */");
  EXPECT_EQ(args[3], "MIXER_READ(1) or ECC");
  EXPECT_TRUE(args.complete);
}

TEST(Trap, TheLastArgumentIsFoundFromBehindIfItIsAWord) {
  EXPECT_EQ(last_word("3, \"a, b\"..., 4096"), "4096");
  EXPECT_EQ(last_word("3, [{a, b}], MSG_PEEK"), "MSG_PEEK");
  EXPECT_EQ(last_word("3, \"a, 12\""), "");
  EXPECT_EQ(last_word("3, fd=12"), "");
  EXPECT_EQ(last_word("12"), "");
  EXPECT_EQ(last_word(""), "");
}

TEST(Trap, T21ClocksGrow) {
  const EventList relative =
      read("     0.000000 a(1) = 0\n     0.000014 b(1) = 0\n     1.5 c(1) = 0\n");
  EXPECT_EQ(relative[1].event.time_ns, 15000);  // it may have been almost a unit more
  const EventList wrap = read("7 23:59:59.999 a() = 0\n7 00:00:00.001 b() = 0\n");
  EXPECT_EQ(wrap[1].event.time_ns - wrap[0].event.time_ns, 2000000);
}

TEST(Trap, T21bEmptyFirstFlag) {
  const Seen seen = only("statx(-100, \"x\", |0x900, 0x25e, 0x7f) = 0");
  EXPECT_EQ(LazyArguments(seen.args)[2], "|0x900");
}

TEST(Trap, T22ALostResumeIsSaid) {
  const EventList run =
      read("7 read(3 <unfinished ...>\n7 getpid() = 7\n8 <... read resumed>) = 0\n");
  EXPECT_TRUE(run[1].event.previous_lost);
  EXPECT_TRUE(run[2].event.head_missing);
}

TEST(Trap, T22AnEndWithoutAHeadBelongsToTheLineBefore) {
  const EventList run = read(
      "7 wait4(8,  <unfinished ...>\n[{WIFEXITED(s) && WEXITSTATUS(s) == 1}], 0, NULL) = 8\n"
      "9 pause( <unfinished ...>\n) = ? ERESTARTNOHAND (To be restarted if no handler)\n"
      ") = 0\n");
  ASSERT_EQ(run.events.size(), 5U);
  EXPECT_EQ(run[1].event.kind, EventKind::Returned);
  EXPECT_EQ(run[1].tid(), 7);
  EXPECT_EQ(run[1].name, "wait4");
  EXPECT_EQ(run[1].args, "8, [{WIFEXITED(s) && WEXITSTATUS(s) == 1}], 0, NULL");
  EXPECT_EQ(run[3].tid(), 9);
  EXPECT_EQ(run[3].code, "ERESTARTNOHAND");
  EXPECT_EQ(run.stats.not_understood, 1U);
}

TEST(Trap, T22BehindACallThatWasNotReadAnotherLineMayStand) {
  const EventList run = read(
      "190 ?\?\?(75  pause() = ? ERESTARTNOHAND (To be restarted if no handler)\n"
      "251 ?\?\?(247 ?\?\?( <unfinished ...>\n"
      "427 ?\?\?(436 +++ exited with 0 +++\n"
      "190 <... ??? resumed>) = ?\n"
      "247 <... ??? resumed>) = ?\n"
      "9 ?\?\?( = x\n");
  ASSERT_EQ(run.events.size(), 6U);
  EXPECT_EQ(run[0].tid(), 75);
  EXPECT_EQ(run[0].name, "pause");
  EXPECT_EQ(run[0].code, "ERESTARTNOHAND");
  EXPECT_EQ(run[1].tid(), 247);
  EXPECT_EQ(run[2].event.kind, EventKind::Exited);
  EXPECT_EQ(run[2].tid(), 436);
  EXPECT_TRUE(run[3].event.head_missing);
  EXPECT_FALSE(run[4].event.head_missing);
  EXPECT_EQ(run.stats.not_understood, 1U);
}

TEST(Prefix, EveryFormReachesTheEvent) {
  const struct {
    const char* prefix;
    int tid;
    Clock clock;
    std::int64_t time_ns;
  } kCases[] = {
      {"", 0, Clock::None, 0},
      {"12    ", 12, Clock::None, 0},
      {"4194304 ", 4194304, Clock::None, 0},
      {"[pid    12] ", 12, Clock::None, 0},
      {"[pid 12<x y) = 3>] ", 12, Clock::None, 0},
      {"12<x y> ", 12, Clock::None, 0},
      {"12    05:53:18 ", 12, Clock::TimeOfDay, 21198000000000},
      {"05:53:18.250 ", 0, Clock::TimeOfDay, 21198250000000},
      {"12    1795240398.854970349 ", 12, Clock::Epoch, 1795240398854970349},
      {"12    1795240398.854970 ", 12, Clock::Epoch, 1795240398854970000},
      {"1795240398.854970 ", 0, Clock::Epoch, 1795240398854970000},
      {"1795240398 ", 0, Clock::Epoch, 1795240398000000000},
      {"     0.000014 ", 0, Clock::SincePreviousLine, 14000},
      {"12         0.000014 ", 12, Clock::SincePreviousLine, 14000},
      {"12    05:53:18 (+     0.000066) ", 12, Clock::TimeOfDay, 21198000000000},
      {"12    [ 230] ", 12, Clock::None, 0},
      {"[????] ", 0, Clock::None, 0},
      {"12    [00007fc20fb80503] ", 12, Clock::None, 0},
      {"12         0.000029 [ 230] [00007fc20fb80503] ", 12, Clock::SincePreviousLine, 29000},
      {"12    [u:r:t:s0-s0:c0.c1023] 05:53:18 ", 12, Clock::TimeOfDay, 21198000000000},
      {"[pid    12] [u:r:t:s0] 05:53:18 (+     0.000066) [  0] [????????] ", 12, Clock::TimeOfDay,
       21198000000000},
  };
  for (const auto& one : kCases) {
    for (const char* rest :
         {"read(3, \"\", 64) = 0", "--- SIGALRM {si_signo=SIGALRM} ---", "+++ exited with 0 +++",
          "<... read resumed>64) = -1 EBADF (Bad)", "[ Process PID=9 runs in 32 bit mode. ]"}) {
      for (int twice = 0; twice < 2; ++twice) {  // the second time by what was remembered
        const std::string line = one.prefix + std::string(rest);
        const EventList run = read(line + "\n" + line + "\n");
        ASSERT_EQ(run.stats.not_understood, 0U) << line;
        const Event& event = run[static_cast<std::size_t>(twice)].event;
        EXPECT_EQ(static_cast<int>(event.tid), one.tid) << line;
        EXPECT_EQ(event.clock, one.clock) << line;
        const bool summed = one.clock == Clock::SincePreviousLine;
        EXPECT_EQ(event.time_ns, summed ? one.time_ns * (twice + 1) + twice * 1000 : one.time_ns)
            << line;
      }
    }
  }
}

// The second half of a call that -z held back has no head; strace fills it up to a column.
TEST(Trap, ASecondHalfWithoutAHead) {
  const std::string begun = "7 read(3, \"\", 64 <unfinished ...>\n";
  EXPECT_EQ(read(begun + ")                       = 0\n8 getpid() = 8\n").stats.not_understood, 0U);
  for (const char* half : {")= 0", ") = 0", ") = 1234567"})
    EXPECT_EQ(read(begun + half + "\n8 getpid() = 8\n").stats.not_understood, 1U) << half;
}

}  // namespace
}  // namespace sigspec::traces
