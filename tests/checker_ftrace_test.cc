// Recordings of the kernel's own tracing, judged against the spec of Linux: what may be, and on
// which line what rule is broken.
#include <gtest/gtest.h>

#include <sstream>

#include "checker/conform.h"
#include "tests/support/small_model.h"
#include "tests/support/small_trace.h"
#include "traces/ftrace_reader.h"
#include "traces/input.h"

namespace sigspec {
namespace {

/// "7 sys_exit: NR 0 = 1" for each line of the kernel; "7@1" is task 7 on processor 1.
std::string in_columns(const std::string& lines) {
  std::istringstream in(lines);
  std::string text;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("CPU:") || line.starts_with("#")) {
      text += line + "\n";
      continue;
    }
    const auto space = line.find(' ');
    std::string task = line.substr(0, space);
    const auto at = task.find('@');
    const std::string processor = at == task.npos ? "0" : task.substr(at + 1);
    char head[64];
    std::snprintf(head, sizeof head,
                  "               x-%-7s [00%s] .....     1.%06d: ", task.substr(0, at).c_str(),
                  processor.c_str(), ++number);
    text += head + line.substr(space + 1) + "\n";
  }
  return text;
}

FileReport judge(const std::string& lines) {
  const std::string text = in_columns(lines);
  test::keep_trace(text);
  traces::Input input(traces::make_text_source(text));
  traces::FtraceReader reader(input);
  FileReport report;
  const Model& model = test::linux_model();
  Program program(model, model.kernel_high, "ftrace");
  Conform conform(program, report, 10);
  for (traces::Event event; reader.next(event);) conform.feed(event);
  conform.finish();
  report.unparsed_count = reader.stats().not_understood;
  return report;
}

std::string told(const FileReport& report) {
  std::string text;
  for (const Divergence& d : report.divergences)
    text += std::to_string(d.line) + " " + d.rule + ": " + d.observed + "; " + d.because + "\n";
  return text;
}

void expect_conforms(const std::string& lines) {
  const FileReport report = judge(lines);
  EXPECT_EQ(report.divergence_count, 0U) << lines << told(report);
  EXPECT_EQ(report.unparsed_count, 0U) << lines;
  EXPECT_GT(report.tasks, 0U) << lines;
}

/// A program begins and asks for an action of signal 10.
const std::string kStart =
    "7 sys_enter: NR 59 (55fedc7871c0, 55fedc786fe0, 55fedc784a20, 8, 0, 0)\n"
    "7 sched_process_exec: filename=/bin/x pid=7 old_pid=7\n"
    "7 sys_exit: NR 59 = 0\n"
    "7 sys_enter: NR 13 (a, 7ffe7c00bfd0, 0, 8, 0, 0)\n"
    "7 sys_exit: NR 13 = 0\n";
constexpr std::uint64_t kStartLines = 5;

/// A recording that shows each signal when it is sent.
const std::string kShown = "# signals of every sender\n" + kStart;

/// The first divergence: its rule, and its line, counted behind the start.
void expect_diverges(const std::string& lines, std::uint64_t line, const std::string& rule) {
  const FileReport report = judge(kStart + lines);
  ASSERT_GT(report.divergence_count, 0U) << lines;
  EXPECT_EQ(report.divergences[0].line, kStartLines + line) << lines << told(report);
  EXPECT_EQ(report.divergences[0].rule, rule) << lines << told(report);
}

const std::string kRead = "7 sys_enter: NR 0 (3, 7ffe7c00c12f, 1, 0, 0, 0)\n";
const std::string kInterrupted = kRead + "7 sys_exit: NR 0 = -512\n";
const std::string kHandled =
    "7 signal_deliver: sig=10 errno=0 code=0 sa_handler=5584a0bd91d9 sa_flags=4000000\n";
const std::string kHandledRestart =
    "7 signal_deliver: sig=10 errno=0 code=0 sa_handler=5584a0bd91d9 sa_flags=14000000\n";
const std::string kKilled = "7 signal_deliver: sig=9 errno=0 code=0 sa_handler=0 sa_flags=0\n";
const std::string kReturn = "7 sys_enter: NR 15 (7ffe7c00b670, 0, 0, 0, 0, 0)\n";
const std::string kEnd = "7 sched_process_exit: comm=x pid=7 prio=120 group_dead=true\n";
const std::string kGetpid = "7 sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n7 sys_exit: NR 39 = 7\n";

std::string returned(int value) {
  return kReturn + "7 sys_exit: NR -1 = " + std::to_string(value) + "\n";
}

TEST(FtraceConforms, RestartsAndFailures) {
  expect_conforms(kStart + kInterrupted + kHandledRestart + returned(0) + kRead +
                  "7 sys_exit: NR 0 = 1\n");
  expect_conforms(kStart + kInterrupted + kHandled + returned(-4) + kGetpid);
  expect_conforms(kStart + kInterrupted + kRead + "7 sys_exit: NR 0 = 1\n");
}

TEST(FtraceConforms, EndsOfTasks) {
  expect_conforms(kStart + "7 sys_enter: NR 231 (0, e7, 3c, 0, 0, 0)\n" + kEnd);
  expect_conforms(kStart + kInterrupted + kKilled + kEnd);
}

TEST(FtraceConforms, ChildrenAreKnownFromTheirBirth) {
  const std::string birth =
      "7 sys_enter: NR 435 (7ffe7c00bfd0, 58, 0, 0, 0, 0)\n"
      "7 task_newtask: pid=8 comm=x clone_flags=3d0f00 oom_score_adj=0\n"
      "7 sched_process_fork: comm=x pid=7 child_comm=x child_pid=8\n"
      "7 sys_exit: NR 435 = 8\n"
      "8 sys_exit: NR 435 = 0\n";
  expect_conforms(kStart + birth +
                  "8 sys_enter: NR 60 (0, 0, 0, 0, 0, 0)\n"
                  "8 sched_process_exit: comm=x pid=8 prio=120 group_dead=false\n" +
                  kGetpid);
  // A thread runs another program, under the number of its leader, which ends with it.
  expect_conforms(kStart + birth +
                  "8 sys_enter: NR 59 (55fedc7871c0, 55fedc786fe0, 55fedc784a20, 8, 0, 0)\n" +
                  kKilled +
                  "7 sched_process_exit: comm=x pid=7 prio=120 group_dead=false\n"
                  "7 sched_process_exec: filename=/bin/x pid=7 old_pid=8\n"
                  "7 sys_exit: NR 59 = 0\n" +
                  kGetpid);
}

TEST(FtraceConforms, CallsOfAnotherAbi) {
  // 39 is mkdir there, 4 is write, 119 is sigreturn, and 162 is nanosleep.
  const std::string other =
      "7 sys_enter: NR 59 (55fedc7871c0, 55fedc786fe0, 55fedc784a20, 8, 0, 0)\n"
      "7 sched_process_exec: filename=/bin/x pid=7 old_pid=7\n"
      "7 sys_exit: NR 11 = 0\n";
  const std::string write = "7 sys_enter: NR 4 (1, 8049000, 5, 0, 0, 0)\n";
  const std::string handled =
      "7 signal_deliver: sig=10 errno=0 code=0 sa_handler=8049100 sa_flags=14000000\n";
  const std::string action =
      "7 sys_enter: NR 174 (a, ffe7c00, 0, 8, 0, 0)\n7 sys_exit: NR 174 = 0\n";
  expect_conforms(other + action + write + "7 sys_exit: NR 4 = -512\n" + handled +
                  "7 sys_enter: NR 119 (0, 0, 0, 0, 0, 0)\n7 sys_exit: NR -1 = 4\n" + write +
                  "7 sys_exit: NR 4 = 5\n");
  const FileReport report =
      judge(other + action + write + "7 sys_exit: NR 4 = -512\n" + handled +
            "7 sys_enter: NR 119 (0, 0, 0, 0, 0, 0)\n7 sys_exit: NR -1 = 1\n");
  ASSERT_EQ(report.divergence_count, 1U);
  EXPECT_EQ(report.divergences[0].rule, "rt_sigreturn.from_handler") << told(report);
}

TEST(FtraceConforms, NobodyIsAccusedWhereLinesAreMissing) {
  expect_conforms(kStart + kInterrupted + "CPU:0 [LOST 12 EVENTS]\n" + kGetpid + kHandled +
                  "7 sys_enter: NR 39 (7ffe7c00bfd0, 0, 0, 0, 0, 0)\n7 sys_exit: NR 39 = 7\n");
  expect_conforms(kStart + kRead + kGetpid + kHandled);  // the end of the read is missing
  expect_conforms(kStart + kKilled + kEnd + "CPU:1 [LOST EVENTS]\n" +
                  "7 sys_enter: NR 39 (7ffe7c00bfd0, 0, 0, 0, 0, 0)\n");
  // Of a task whose ABI is not known nothing is said.
  const FileReport report = judge(kGetpid + kHandled + kHandled + kEnd);
  EXPECT_EQ(report.divergence_count, 0U);
  EXPECT_EQ(report.tasks, 0U);
}

TEST(FtraceConforms, WhatIsFoundMissingLaterTakesAccusationsBack) {
  const std::string early = kShown + "9@1 sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n" + kHandled;
  EXPECT_EQ(judge(early).divergence_count, 1U);
  // The send may have been among the lines of the other processor.
  const FileReport later = judge(early + "CPU:1 [LOST 3 EVENTS]\n");
  EXPECT_EQ(later.divergence_count, 0U);
  EXPECT_TRUE(later.divergences.empty());
  EXPECT_EQ(later.times_lost, 1U);
  // But not when that processor was seen since.
  EXPECT_EQ(judge(early + "9@1 sys_exit: NR 39 = 9\nCPU:1 [LOST 3 EVENTS]\n").divergence_count, 1U);
}

TEST(FtraceDiverges, OutcomesThatWereNotPromised) {
  expect_diverges(kInterrupted + kHandledRestart + returned(-4), 5,
                  "rt_sigreturn.from_handler_with_error");
  expect_diverges(kInterrupted + kHandled + returned(0), 5, "rt_sigreturn.from_handler");
  expect_diverges(kInterrupted + kHandledRestart + returned(0) + kGetpid, 6, "restart.reissued");
  expect_diverges(kInterrupted + kHandledRestart + returned(0) +
                      "7 sys_enter: NR 0 (4, 7ffe7c00c12f, 1, 0, 0, 0)\n",
                  6, "restart.reissued");
  expect_diverges(kInterrupted + kGetpid, 3, "restart.unhandled");
}

TEST(FtraceDiverges, CodesThatTheCallDoesNotHave) {
  expect_diverges(kRead + "7 sys_exit: NR 0 = -516\n", 2, "return.restart_code");
  expect_diverges("7 sys_enter: NR 202 (55c81ed78108, 80, 2, 0, 0, 0)\n7 sys_exit: NR 202 = -516\n",
                  2, "return.restart_code");
  expect_diverges("7 sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n7 sys_exit: NR 39 = -4\n", 2,
                  "return.interrupted");
}

TEST(FtraceDiverges, SignalsThatCannotHaveBeenTaken) {
  expect_diverges(kHandled + kHandled, 2, "deliver.taken");  // it is blocked while it is handled
  // Nobody asked for a handler of signal 12.
  expect_diverges(
      "7 signal_deliver: sig=12 errno=0 code=0 sa_handler=5584a0bd91d9 sa_flags=4000000\n", 1,
      "ftrace.action.found");
  // The handler that was found once is still there.
  expect_diverges(
      kHandled + returned(0) +
          "7 signal_deliver: sig=10 errno=0 code=0 sa_handler=5584a0bd9200 sa_flags=4000000\n",
      4, "ftrace.action.found");
  expect_diverges(kHandled + returned(0) + kHandledRestart, 4, "ftrace.action.found");
}

/// To task 7, by itself or by a task that is not followed.
std::string sent(const std::string& by, int signal, int fate, int group = 1) {
  return by + " signal_generate: sig=" + std::to_string(signal) +
         " errno=0 code=0 comm=x pid=7 grp=" + std::to_string(group) +
         " res=" + std::to_string(fate) + "\n";
}

/// As expect_diverges, with all sends shown.
void expect_send_diverges(const std::string& lines, std::uint64_t line, const std::string& rule) {
  const FileReport report = judge(kShown + lines);
  ASSERT_GT(report.divergence_count, 0U) << lines;
  EXPECT_EQ(report.divergences[0].line, kStartLines + 1 + line) << lines << told(report);
  EXPECT_EQ(report.divergences[0].rule, rule) << lines << told(report);
}

TEST(FtraceSends, AreTakenAfterwards) {
  expect_conforms(kShown + sent("7", 10, 0) + kHandled + returned(0));
  expect_conforms(kShown + kRead + sent("99", 10, 0) + "7 sys_exit: NR 0 = -512\n" + kHandled);
  // Pending already, of one queue; the other may hold another.
  expect_conforms(kShown + sent("99", 10, 0) + sent("99", 10, 2) + sent("99", 10, 0, 0) + kHandled);
  expect_send_diverges(kHandled, 1, "ftrace.action.found");
  expect_send_diverges(sent("99", 12, 0) + kHandled, 2, "ftrace.action.found");
  expect_send_diverges(sent("7", 10, 0) + kHandled + returned(0) + kHandled, 5,
                       "ftrace.action.found");
  // What a timer sends is queued beside another of the same number.
  const std::string by_timer =
      "99 signal_generate: sig=10 errno=0 code=-2 comm=x pid=7 grp=1 res=0\n";
  const std::string twice =
      kHandled + returned(0) +
      "7 signal_deliver: sig=10 errno=0 code=-2 sa_handler=5584a0bd91d9 sa_flags=4000000\n";
  expect_conforms(kShown + sent("99", 10, 0) + by_timer + twice);
  expect_send_diverges(sent("99", 10, 0) + sent("99", 10, 2) + twice, 6, "ftrace.action.found");
  // What nobody can know: a recording that shows some senders only.
  expect_conforms(kStart + kHandled + returned(0));
}

// A handler without a way back has no frame: the kernel sends a fault in its place, which is taken
// at once, and is pending no more.
TEST(FtraceSends, AFaultInPlaceOfAFrame) {
  const std::string begun = kShown +
                            "7 sys_enter: NR 13 (b, 7ffe7c00bfd0, 0, 8, 0, 0)\n"
                            "7 sys_exit: NR 13 = 0\n" +
                            kRead + sent("99", 10, 0) + "7 sys_exit: NR 0 = -512\n" +
                            "7 signal_deliver: sig=10 errno=0 code=0 sa_handler=5584a0bd91d9 "
                            "sa_flags=10000000\n"
                            "7 signal_generate: sig=11 errno=0 code=128 comm=x pid=7 grp=0 res=0\n";
  const std::string fault =
      "7 signal_deliver: sig=11 errno=0 code=128 sa_handler=5584a0bd91d9 sa_flags=4000000\n";
  expect_conforms(begun + fault + returned(0) + kRead + "7 sys_exit: NR 0 = 1\n");
  const FileReport report = judge(begun + kRead + "7 sys_exit: NR 0 = 1\n");
  ASSERT_GT(report.divergence_count, 0U);
  EXPECT_EQ(report.divergences[0].line, kStartLines + 9) << told(report);
}

/// Signals 10 and 12 are taken once: so neither is blocked, which nothing else shows.
const std::string kHandledOther =
    "7 signal_deliver: sig=12 errno=0 code=0 sa_handler=5584a0bd9200 sa_flags=4000000\n";
const std::string kUnblocked =
    "7 sys_enter: NR 13 (c, 7ffe7c00bfd0, 0, 8, 0, 0)\n"
    "7 sys_exit: NR 13 = 0\n" +
    sent("7", 10, 0) + kHandled + returned(0) + sent("7", 12, 0) + kHandledOther + returned(0);
constexpr std::uint64_t kUnblockedLines = 10;

TEST(FtraceSends, HaveToBeTakenBeforeTheTaskGoesOn) {
  expect_send_diverges(kUnblocked + sent("7", 10, 0) + kGetpid, kUnblockedLines + 2,
                       "call.entered");
  expect_send_diverges(sent("99", 9, 0) + kGetpid + kGetpid, 4, "call.entered");
  // Another task sends it at the moment of a call, but not for longer.
  expect_conforms(kShown + kUnblocked + sent("99", 10, 0) + kRead + "7 sys_exit: NR 0 = -512\n" +
                  kHandled);
  expect_send_diverges(kUnblocked + sent("99", 10, 0) + kGetpid + kGetpid, kUnblockedLines + 4,
                       "call.entered");
}

TEST(FtraceSends, AreTakenInOrder) {
  const std::string both = kUnblocked + sent("99", 10, 0) + sent("99", 12, 0);
  expect_conforms(kShown + both + kHandled + kHandledOther);
  expect_send_diverges(both + kHandledOther, kUnblockedLines + 3, "ftrace.action.found");
  // To the thread before to the process; SIGKILL before all.
  const std::string one_alone = kUnblocked + sent("99", 10, 0) + sent("99", 12, 0, 0);
  expect_conforms(kShown + one_alone + kHandledOther + kHandled);
  expect_send_diverges(one_alone + kHandled, kUnblockedLines + 3, "ftrace.action.found");
  expect_conforms(kShown + sent("99", 1, 0, 0) + kKilled + kEnd);
}

TEST(FtraceSends, HaveTheFateThatTheirTargetMakes) {
  expect_send_diverges(sent("99", 10, 0) + sent("99", 10, 0), 2, "ftrace.send.accepted");
  expect_send_diverges(sent("99", 10, 2), 1, "ftrace.send.already_pending");
  expect_send_diverges(sent("99", 10, 3), 1, "ftrace.send.refused");
  expect_conforms(kShown + sent("99", 34, 0) + sent("99", 34, 0));  // real-time signals queue
  // Dropped: ignored by default; with a handler never.
  expect_conforms(kShown + sent("99", 28, 1));
  expect_send_diverges(sent("7", 10, 0) + kHandled + returned(0) + sent("99", 10, 1), 5,
                       "ftrace.send.dropped");
  // To continue takes back to stop.
  const std::string stopped = "7 signal_deliver: sig=20 errno=0 code=0 sa_handler=0 sa_flags=0\n";
  expect_conforms(kShown + sent("99", 20, 0) + stopped);
  expect_send_diverges(sent("99", 20, 0) + sent("99", 18, 1) + stopped, 3, "ftrace.action.found");
}

TEST(FtraceSends, ReachTheProcessOfALeaderThatHasEnded) {
  const std::string threads =
      "7 sys_enter: NR 435 (7ffe7c00bfd0, 58, 0, 0, 0, 0)\n"
      "7 task_newtask: pid=8 comm=x clone_flags=3d0f00 oom_score_adj=0\n"
      "7 sched_process_fork: comm=x pid=7 child_comm=x child_pid=8\n"
      "7 sys_exit: NR 435 = 8\n"
      "8 sys_exit: NR 435 = 0\n"
      "7 sys_enter: NR 60 (0, 0, 0, 0, 0, 0)\n"
      "7 sched_process_exit: comm=x pid=7 prio=120 group_dead=false\n";
  const std::string taken =
      "8 signal_deliver: sig=10 errno=0 code=0 sa_handler=5584a0bd91d9 sa_flags=4000000\n";
  expect_conforms(kShown + threads + sent("99", 10, 0) + taken);
  expect_send_diverges(threads + taken, 8, "ftrace.action.found");
}

TEST(FtraceSends, AreTakenUnseenByWhoWaitsForThem) {
  const std::string waits = "7 sys_enter: NR 128 (7ffe7c00bfd0, 0, 0, 8, 0, 0)\n";
  expect_conforms(kShown + waits + sent("99", 10, 0) + sent("99", 10, 0) +
                  "7 sys_exit: NR 128 = 10\n");
  expect_send_diverges(waits + "7 sys_exit: NR 128 = 10\n" + sent("99", 12, 0) + sent("99", 12, 0),
                       4, "ftrace.send.accepted");
}

TEST(FtraceSends, AreInDoubtWhereATracerMayInterfere) {
  const std::string traced = "7 sys_enter: NR 101 (0, 0, 0, 0, 0, 0)\n7 sys_exit: NR 101 = 0\n";
  expect_conforms(kShown + traced + kHandled);
}

TEST(FtraceDiverges, LifeAfterDeath) {
  expect_diverges(kKilled + kGetpid, 2, "call.entered");
  expect_diverges(kEnd, 1, "ftrace.exit.ended");
  const std::string child =
      "7 sys_enter: NR 57 (0, 0, 0, 0, 0, 0)\n"
      "7 task_newtask: pid=8 comm=x clone_flags=1200000 oom_score_adj=0\n"
      "7 sched_process_fork: comm=x pid=7 child_comm=x child_pid=8\n"
      "7 sys_exit: NR 57 = 8\n";
  expect_diverges(child + kKilled + kEnd + "7 sys_enter: NR 39 (7ffe7c00bfd0, 0, 0, 0, 0, 0)\n", 7,
                  "call.entered");
  expect_diverges(returned(0), 2, "rt_sigreturn.from_handler");
}

}  // namespace
}  // namespace sigspec
