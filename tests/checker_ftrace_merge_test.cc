// Two tracers' lines as one recording: their order, whose they are, and what is left out.
#include <gtest/gtest.h>

#include "checker/ftrace_merge.h"

namespace sigspec {
namespace {

using Source = FtraceMerge::Source;
using traces::Tid;

/// A line of task `tid`, at a microsecond.
std::string line(int tid, int time_us, const std::string& event) {
  char head[64];
  std::snprintf(head, sizeof head, "            prog-%-7d (%7d) [000] .....     1.%06d: ", tid, tid,
                time_us);
  return head + event + "\n";
}

const std::string kHead = std::string(traces::kEverySender) + "\n";
const std::string kEnter = "sys_enter: NR 39 (0, 0, 0, 0, 0, 0)";
const std::string kLeave = "sys_exit: NR 39 = 7";

std::string signal_to(int tid) {
  return "signal_generate: sig=10 errno=0 code=0 comm=prog pid=" + std::to_string(tid) +
         " grp=1 res=0";
}

struct Merged : ::testing::Test {
  FtraceMerge merge{Tid{7}};
  std::string out;
  std::size_t followed = merge.add_input(Source::Followed),
              followed_too = merge.add_input(Source::Followed),
              others = merge.add_input(Source::Others);

  void add(Source source, const std::string& text) {
    merge.add(source == Source::Others ? others : followed, text);
  }
  const std::string& all() {
    merge.finish(out);
    return out;
  }
};

TEST_F(Merged, LinesStandInTheOrderOfTheirTimes) {
  add(Source::Followed, line(7, 1, kEnter) + line(7, 5, kLeave) + line(7, 3, signal_to(7)));
  add(Source::Others, line(99, 4, signal_to(7)));
  std::string other = line(99, 4, signal_to(7));
  other.replace(0, 16, "           <...>");
  EXPECT_EQ(all(),
            kHead + line(7, 1, kEnter) + line(7, 3, signal_to(7)) + other + line(7, 5, kLeave));
}

TEST_F(Merged, WhatIsSentIsThereBeforeItIsTaken) {
  const std::string taken =
      line(7, 3, "signal_deliver: sig=10 errno=0 code=0 sa_handler=0 sa_flags=0");
  add(Source::Followed, line(7, 1, kEnter) + taken);
  add(Source::Others, line(99, 3, signal_to(7)));
  all();
  EXPECT_GT(out.find(taken), out.find("<...>-99"));
}

TEST_F(Merged, LinesMayComeInPieces) {
  const std::string text = line(7, 1, kEnter) + line(7, 2, kLeave);
  for (const char c : text) add(Source::Followed, std::string(1, c));
  EXPECT_EQ(all(), kHead + text);
}

TEST_F(Merged, WhatIsNotSettledIsHeldBack) {
  add(Source::Followed, line(7, 1, kEnter) + line(7, 5, kLeave));
  merge.release(out);
  EXPECT_EQ(out, "");  // the other processors may have earlier lines
  merge.complete(followed_too, 1'000'003'000);
  merge.complete(others, 1'000'004'000);
  merge.release(out);
  EXPECT_EQ(out, kHead + line(7, 1, kEnter));
  EXPECT_EQ(all(), kHead + line(7, 1, kEnter) + line(7, 5, kLeave));
}

TEST_F(Merged, ItBeginsWhereTheProgramEntersItsFirstCall) {
  add(Source::Followed, line(7, 1, kLeave) + line(7, 2, kEnter));
  EXPECT_EQ(all(), kHead + line(7, 2, kEnter));
}

TEST_F(Merged, OnlyWhatIsAboutTheProgramIsKept) {
  const std::string fork =
      line(7, 2, "sched_process_fork: comm=prog pid=7 child_comm=prog child_pid=8");
  const std::string end =
      line(8, 5, "sched_process_exit: comm=prog pid=8 prio=120 group_dead=true");
  add(Source::Followed, line(7, 1, kEnter) + fork + line(8, 3, kLeave) + line(9, 4, kLeave) + end +
                            line(8, 6, signal_to(7)) + line(8, 7, signal_to(99)));
  add(Source::Others,
      line(99, 8, signal_to(98)) + line(99, 9, signal_to(8)) + line(99, 10, kEnter));
  EXPECT_EQ(all(), kHead + line(7, 1, kEnter) + fork + line(8, 3, kLeave) + end +
                       line(8, 6, signal_to(7)));
  EXPECT_FALSE(merge.is_over());
}

TEST_F(Merged, AProcessIsSentSignalsUnderTheNumberOfItsEndedLeader) {
  const std::string fork =
      line(7, 2, "sched_process_fork: comm=prog pid=7 child_comm=prog child_pid=8");
  const std::string end =
      line(7, 3, "sched_process_exit: comm=prog pid=7 prio=120 group_dead=false");
  add(Source::Followed, line(7, 1, kEnter) + fork + end + line(8, 4, signal_to(7)));
  EXPECT_EQ(all(), kHead + line(7, 1, kEnter) + fork + end + line(8, 4, signal_to(7)));
  // Thread 8 runs another program, as 7.
  const std::string exec = line(7, 5, "sched_process_exec: filename=/x pid=7 old_pid=8");
  out.clear();
  add(Source::Followed, exec + line(7, 6, kLeave) + line(8, 7, kLeave));
  EXPECT_EQ(all(), exec + line(7, 6, kLeave));
  add(Source::Followed, line(7, 8, "sched_process_exit: comm=prog pid=7 prio=120 group_dead=true"));
  all();
  EXPECT_TRUE(merge.is_over());
}

TEST_F(Merged, LostLinesAreToldWhereTheyWouldStand) {
  add(Source::Followed, line(7, 1, kEnter) + line(7, 9, kLeave));
  // Of the other processor all is known until 4, and then something is missing.
  merge.complete(followed_too, 1'000'004'000);
  merge.add(followed_too, "CPU:1 [LOST 3 EVENTS]\n" + line(7, 20, kEnter));
  add(Source::Others, line(99, 3, signal_to(7)));
  EXPECT_TRUE(merge.take_lost());
  EXPECT_FALSE(merge.take_lost());
  std::string other = line(99, 3, signal_to(7));
  other.replace(0, 16, "           <...>");
  EXPECT_EQ(all(), kHead + line(7, 1, kEnter) + other + "CPU:1 [LOST 3 EVENTS]\n" +
                       line(7, 9, kLeave) + line(7, 20, kEnter));
}

TEST_F(Merged, WhoLivesAfterLostLinesTheKernelKnows) {
  add(Source::Followed, line(7, 1, kEnter));
  all();
  merge.follow({Tid{7}, Tid{8}});
  merge.follow_only({Tid{8}, Tid{9}});
  out.clear();
  add(Source::Followed, line(7, 6, kEnter) + line(8, 7, kEnter) + line(9, 8, kEnter));
  EXPECT_EQ(all(), line(8, 7, kEnter));
}

}  // namespace
}  // namespace sigspec
