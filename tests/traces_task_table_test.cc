// The calls that tasks have open: whose text is kept, and how much of it.
#include "traces/task_table.h"

#include <gtest/gtest.h>

namespace sigspec::traces {
namespace {

constexpr Tid kLong{7}, kShort{8};

/// A call of a task that is gone then. Returns: whether all of its text was kept.
bool lives_and_dies(TaskTable& table, Tid tid, std::size_t bytes) {
  OpenCall& call = table.make(tid);
  call.truncated = false;
  call.text.clear();
  table.append(call, std::string(bytes, 'x'));
  const bool kept = !call.truncated && call.text.size() == bytes;
  table.drop(tid);
  return kept;
}

// Once more was taken off for each than it had been counted for, and nothing short was kept then.
TEST(TaskTable, WhatTasksHadThatAreGoneDoesNotCount) {
  TaskTable table;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(lives_and_dies(table, kLong, 10'000));
  table.make(kLong);
  EXPECT_TRUE(lives_and_dies(table, kShort, 20));
}

TEST(TaskTable, ManyLongCallsAreCutAtTheLimitUntilSomeAreGone) {
  TaskTable table;
  const std::string long_text(1 << 20, 'x');
  int whole = 0;
  for (int tid = 1; tid <= 64; ++tid) {
    OpenCall& call = table.make(Tid{tid});
    table.append(call, long_text);
    whole += call.truncated ? 0 : 1;
  }
  EXPECT_GT(whole, 8);
  EXPECT_LT(whole, 64);
  for (int tid = 1; tid <= 64; ++tid) table.drop(Tid{tid});
  for (int tid = 1; tid <= whole; ++tid) {
    OpenCall& call = table.make(Tid{tid});
    call.truncated = false;
    table.append(call, long_text);
    EXPECT_FALSE(call.truncated) << tid;
  }
}

}  // namespace
}  // namespace sigspec::traces
