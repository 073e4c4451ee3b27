// What `stuck` makes of tasks that are written down here: no machine has to hold them.
#include "checker/stuck.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/support/small_model.h"

namespace sigspec {
namespace {

StuckJudge& judge() {
  static StuckJudge kJudge(test::linux_model(), test::linux_model().kernel_high);
  return kJudge;
}

/// A task that sleeps interruptibly, blocks nothing and has no handlers.
struct Shown {
  std::string state = "S", pending = "0000000000000000", shared = pending, blocked = pending,
              ignored = pending, caught = pending, inside = "7 7", tracer = "0", parent = "1",
              flags = "0", others = "0", leader = "true", frozen_in_place = "false",
              frozen = "false", awaited = "0000000000000000";
  std::vector<std::string> stack{"anon_pipe_read", "vfs_read"};
  bool stack_is_whole = true;

  stuck::Task task() const {
    stuck::Task out;
    out.process = out.thread = 7;
    stuck::read_status("Name:\tsome\nState:\t" + state + " (x)\nSigPnd:\t" + pending +
                           "\nShdPnd:\t" + shared + "\nSigBlk:\t" + blocked + "\nSigIgn:\t" +
                           ignored + "\nSigCgt:\t" + caught + "\nNSpid:\t" + inside +
                           "\nTracerPid:\t" + tracer + "\nPPid:\t" + parent + "\nThreads:\t1\n",
                       out);
    out.values["stat flags"] = flags;
    out.values["task alive"] = others;
    out.values["task leader"] = leader;
    out.values["cgroup frozen.v1"] = frozen_in_place;
    out.values["cgroup frozen.v2"] = frozen;
    out.values["task place"] = stack.empty() ? "false" : "true";
    out.values["fd read"] = "true";
    out.values["argument rt_sigtimedwait.wanted"] = awaited;
    out.stack = stack;
    out.stack_is_whole = stack_is_whole;
    return out;
  }
};

Judgement judged(const Shown& shown, const std::string& signal = "9") {
  return judge().judge(shown.task(), judge().signal(signal));
}

std::set<std::string> names(const Judgement& judgement, Certainty applies = Certainty::Yes) {
  std::set<std::string> found;
  for (const Reason& reason : judgement.reasons)
    if (reason.applies == applies) found.insert(reason.hold->declaration->name.text);
  return found;
}

const char* const kTerm = "15";
constexpr const char* kTermMask = "0000000000004000";
constexpr const char* kExiting = "4";

TEST(Stuck, ASleeperEndsWithAnySignalThatEnds) {
  for (const char* signal : {"9", "15", "3", "10"}) {
    const Judgement judgement = judged({}, signal);
    EXPECT_EQ(judgement.ends, Certainty::Yes) << signal;
    EXPECT_EQ(names(judgement), std::set<std::string>{"call.pipe_read"});
  }
}

TEST(Stuck, WhatASignalComesToIsAskedOfTheRules) {
  const struct {
    Shown shown;
    const char *signal, *comes_to, *hold;
  } kCases[] = {
      {{.blocked = kTermMask}, kTerm, "stays_pending", "signal.blocked"},
      {{.ignored = kTermMask}, kTerm, "dropped", "signal.ignored"},
      {{.caught = kTermMask}, kTerm, "handled", "signal.caught"},
      {{}, "28", "dropped", "signal.ignored_by_default"},
      {{}, "20", "stops", "signal.stops_it"},
      {{.inside = "7 1"}, kTerm, "dropped", "signal.init_is_immune"},
      {{.state = "T", .stack = {"do_signal_stop"}}, kTerm, "ends", "stop.by_signal"},
  };
  for (const auto& one : kCases) {
    const Judgement judgement = judged(one.shown, one.signal);
    EXPECT_EQ(judgement.ends, Certainty::No) << one.hold;
    EXPECT_EQ(judgement.comes_to, std::vector<std::string>{one.comes_to}) << one.hold;
    EXPECT_TRUE(names(judgement).contains(one.hold)) << one.hold;
    EXPECT_FALSE(judgement.steps.empty()) << one.hold;
  }
}

TEST(Stuck, NothingWithstandsKillThatOnlyASignalsFateWouldStop) {
  const std::string all(16, 'f');
  EXPECT_EQ(judged({.blocked = kTermMask, .ignored = kTermMask}).ends, Certainty::Yes);
  EXPECT_EQ(judged({.state = "T", .stack = {"do_signal_stop"}}).ends, Certainty::Yes);
  EXPECT_EQ(judged({.state = "t", .tracer = "3", .stack = {"ptrace_stop"}}).ends, Certainty::Yes);
  EXPECT_EQ(judged({.inside = "7 1"}).ends, Certainty::Yes);  // we are outside
  EXPECT_EQ(judged({.inside = "1"}).ends, Certainty::No);     // it is our own init
}

TEST(Stuck, TheFlushAtExitIsToldInBothLetters) {
  const std::vector<std::string> flush{"request_wait_answer", "fuse_simple_request", "fuse_flush",
                                       "filp_close",          "put_files_struct",    "do_exit"};
  for (const char* state : {"S", "D"}) {
    const Judgement judgement = judged({.state = state, .flags = kExiting, .stack = flush});
    EXPECT_EQ(judgement.ends, Certainty::No);
    EXPECT_TRUE(names(judgement).contains("fuse.flush_at_exit")) << state;
    EXPECT_TRUE(names(judgement).contains("exit.under_way")) << state;
  }
  // In a group that lives SIGKILL reaches it: it goes on to wait uninterruptibly.
  const Judgement alive = judged({.state = "S", .stack = {flush[0], flush[1], flush[2]}});
  EXPECT_EQ(alive.ends, Certainty::No);
  EXPECT_EQ(names(alive), std::set<std::string>{"fuse.flush"});
  // A request that is not forced is withdrawn, unless the server has taken it.
  EXPECT_EQ(judged({.state = "S", .stack = {flush[0], "fuse_do_getattr"}}).ends,
            Certainty::Unknown);
  EXPECT_EQ(judged({.state = "D", .stack = {flush[0], "fuse_do_getattr"}}).ends,
            Certainty::Unknown);
}

TEST(Stuck, DIsThreeThingsUntilTheStackTells) {
  EXPECT_EQ(judged({.state = "D", .stack = {"kernel_clone", "__do_sys_vfork"}}).ends,
            Certainty::Yes);
  EXPECT_EQ(judged({.state = "D", .stack = {"submit_bio_wait", "ext4_sync"}}).ends, Certainty::No);
  EXPECT_EQ(judged({.state = "D", .stack = {"__refrigerator", "get_signal"}}).ends, Certainty::No);
  const Judgement unknown = judged({.state = "D", .stack = {"nobody_knows_this"}});
  EXPECT_EQ(unknown.ends, Certainty::Unknown);
  EXPECT_EQ(names(unknown), std::set<std::string>{"wait.not_known"});
  EXPECT_EQ(judged({.state = "D", .stack = {}, .stack_is_whole = false}).ends, Certainty::Unknown);
  EXPECT_EQ(judged({.state = "S", .stack = {"nobody_knows_this"}}).ends, Certainty::Yes);
}

TEST(Stuck, OfAStackOfWhichOnlyTheInnermostIsKnownNoMoreIsConcluded) {
  const Judgement judgement =
      judged({.state = "D", .stack = {"request_wait_answer"}, .stack_is_whole = false});
  EXPECT_EQ(names(judgement), std::set<std::string>{"fuse.request"});
  EXPECT_EQ(judgement.ends, Certainty::Unknown);
}

// The functions that lock are not on the stack; who wanted the lock is innermost, or it is no lock.
TEST(Stuck, ALockIsToldByWhoWantedIt) {
  const Judgement lock = judged({.state = "D", .stack = {"filename_create", "do_mkdirat"}});
  EXPECT_EQ(names(lock), std::set<std::string>{"lock.of_a_directory"});
  EXPECT_EQ(lock.ends, Certainty::No);
  const Judgement other = judged({.state = "D", .stack = {"nobody_knows_this", "filename_create"}});
  EXPECT_EQ(names(other), std::set<std::string>{"wait.not_known"});
}

TEST(Stuck, WhatACallTakesDoesNotEndTheTask) {
  const Shown waits{.awaited = kTermMask, .stack = {"do_sigtimedwait"}};
  EXPECT_TRUE(names(judged(waits, kTerm)).contains("signal.awaited"));
  EXPECT_EQ(judged(waits, kTerm).ends, Certainty::No);
  EXPECT_EQ(judged(waits, "10").ends, Certainty::Yes);
  const Shown all{.awaited = std::string(16, 'f'), .stack = {"do_sigtimedwait"}};
  EXPECT_EQ(judged(all).ends, Certainty::Yes);  // nobody waits for SIGKILL
}

TEST(Stuck, AFrozenGroupHoldsWhatIsNoSigkill) {
  const Shown frozen{.frozen = "true", .stack = {"do_freezer_trap", "get_signal"}};
  EXPECT_EQ(judged(frozen).ends, Certainty::Yes);
  EXPECT_EQ(judged(frozen, kTerm).ends, Certainty::Yes);  // it comes as SIGKILL
  EXPECT_EQ(judged(frozen, "3").ends, Certainty::No);     // it would dump a core
}

TEST(Stuck, ATracerThatLooksAtTheExitHoldsWhoWasKilled) {
  const Shown killed{.state = "t",
                     .shared = "0000000000000100",
                     .tracer = "3",
                     .stack = {"ptrace_stop", "do_exit"}};
  EXPECT_EQ(judged(killed).ends, Certainty::No);
  EXPECT_TRUE(names(judged(killed)).contains("stop.by_tracer_at_exit"));
}

TEST(Stuck, TheDeadWaitForSomebody) {
  EXPECT_TRUE(names(judged({.state = "Z", .stack = {}})).contains("dead.not_waited_for"));
  EXPECT_TRUE(names(judged({.state = "Z", .tracer = "3", .stack = {}}))
                  .contains("dead.not_waited_for_by_tracer"));
  EXPECT_TRUE(names(judged({.state = "Z", .others = "2", .stack = {}}))
                  .contains("dead.leader_before_others"));
}

TEST(Stuck, WhatCouldNotBeReadCostsAnAnswerAndIsNeverMadeUp) {
  stuck::Task task = Shown{.state = "D", .stack = {}, .stack_is_whole = false}.task();
  task.values.erase("stat flags");
  task.unread.push_back({"stat", "Permission denied"});
  const Judgement judgement = judge().judge(task, judge().signal("9"));
  EXPECT_EQ(judgement.ends, Certainty::Unknown);
  ASSERT_EQ(judgement.gaps.size(), 1U);
  EXPECT_EQ(judgement.gaps[0].costs, std::vector<std::string>{"whether it has begun to end"});
}

TEST(Stuck, ThoseThatShouldBeGone) {
  EXPECT_FALSE(judge().should_be_gone(Shown{}.task()));
  EXPECT_TRUE(judge().should_be_gone(Shown{.state = "Z"}.task()));
  EXPECT_TRUE(judge().should_be_gone(Shown{.state = "T"}.task()));
  EXPECT_TRUE(judge().should_be_gone(Shown{.shared = "0000000000000100"}.task()));
  EXPECT_TRUE(judge().should_be_gone(Shown{.flags = kExiting}.task()));
  EXPECT_FALSE(judge().should_be_gone(Shown{.state = "D", .flags = "2097152"}.task()));  // kthread
}

// Whoever is not ended has a reason that is certain; whoever is, has none.
TEST(Stuck, EveryNoHasAReason) {
  std::mt19937_64 random(20260101);
  const auto mask = [&] {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx",
                  static_cast<unsigned long long>(random() & random()));
    return std::string(text);
  };
  for (int i = 0; i < 400; ++i) {
    Shown shown;
    // SIGKILL and SIGSTOP can be neither blocked, ignored nor caught.
    const auto sane = [&](std::string text) {
      unsigned long long bits = std::stoull(text, nullptr, 16) & ~0x40100ULL;
      std::snprintf(text.data(), text.size() + 1, "%016llx", bits);
      return text;
    };
    shown.blocked = sane(mask());
    shown.ignored = sane(mask());
    shown.caught = sane(mask());
    const char* const kStates[] = {"S", "R", "D", "T", "Z", "I"};
    shown.state = kStates[random() % 6];
    if (random() % 4 == 0) shown.inside = "7 1";
    if (random() % 4 == 0) shown.flags = kExiting;
    if (random() % 3 == 0) shown.stack = {"submit_bio_wait"};
    const std::string signal = std::to_string(1 + random() % 64);
    const Judgement judgement = judged(shown, signal);
    const bool certain =
        std::any_of(judgement.reasons.begin(), judgement.reasons.end(), [](const Reason& reason) {
          return reason.applies == Certainty::Yes && reason.holds == Certainty::Yes;
        });
    ASSERT_EQ(judgement.comes_to.size(), 1U) << signal;
    // Awake and ending, it is on its way; of a stopped one SIGCONT says nothing of its end.
    const bool on_its_way = shown.state == "R" && shown.flags == kExiting;
    const bool ends = judgement.ends == Certainty::Yes;
    if (judgement.ends == Certainty::No && !on_its_way) {
      EXPECT_TRUE(certain || judgement.comes_to[0] == "dropped") << signal << shown.state;
    }
    if (certain) {
      EXPECT_FALSE(ends) << signal << shown.state;
    }
  }
}

TEST(StuckReader, JunkIsLeftOut) {
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto n = random() % 200; n > 0; --n) {
      const char* const kPieces[] = {
          "SigBlk:",   "\t", "\n", "ffffffffffffffff",     ")",   " ",   "[<0>] ",
          "a+0x1/0x2", "-",  "0x", "99999999999999999999", "0:1", "\xff"};
      text += kPieces[random() % 13];
    }
    stuck::Task task;
    stuck::read_status(text, task);
    stuck::read_stat(text, task);
    stuck::read_stack(text, task);
    stuck::read_syscall(text, task);
    task.mounts = stuck::read_mounts(text);
    EXPECT_LE(task.stack.size(), 64U);
    judge().judge(task, 0);  // whatever it is, there is an answer
  }
}

TEST(StuckReader, NamesOfProgramsMayHoldAnything) {
  stuck::Task task;
  stuck::read_stat("12 (a) S 1) R 1 2 3 4 5 1077952576 0 0 0 0 0 0 0 0 20 0", task);
  EXPECT_EQ(task.value("stat flags"), "1077952576");
}

TEST(StuckReader, FramesAreNamesOfFunctions) {
  stuck::Task task;
  stuck::read_stack("[<0>] fuse_flush+0x16f/0x1b0 [fuse]\n[<0>] f.isra.0+0x1/0x2\n[<0>] 0x12\n",
                    task);
  EXPECT_EQ(task.stack, (std::vector<std::string>{"fuse_flush", "f"}));
}

}  // namespace
}  // namespace sigspec
