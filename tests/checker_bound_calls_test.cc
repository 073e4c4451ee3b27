// What is remembered of whole calls: it is found again by all that it depends on, and by nothing
// less.
#include "checker/bound_calls.h"

#include <gtest/gtest.h>

#include <string>

namespace sigspec {
namespace {

class BoundCallsTest : public testing::Test {
 protected:
  bool knows(const BoundCalls::Key& key, std::string_view text) {
    return bound_.take(key, text, &cell_);
  }
  void keep(const BoundCalls::Key& key, std::string_view text, std::uint64_t value) {
    ASSERT_FALSE(knows(key, text));
    const Cell cell{value, 1};
    bound_.keep(&cell, 1);
  }

  BoundCalls bound_;
  CallEntry call_, other_call_;
  EventClass::Looks looks_, other_looks_;
  const BoundCalls::Key key_{&call_, &looks_, true};
  Cell cell_;
};

TEST_F(BoundCallsTest, KnowsATextAgain) {
  keep(key_, "3, 7", 42);
  ASSERT_TRUE(knows(key_, "3, 7"));
  EXPECT_EQ(cell_, (Cell{42, 1}));
}

TEST_F(BoundCallsTest, TellsApartWhatMayDiffer) {
  keep(key_, "3, 7", 42);
  EXPECT_FALSE(knows(key_, "3, 8"));
  EXPECT_FALSE(knows({&other_call_, &looks_, true}, "3, 7"));
  EXPECT_FALSE(knows({&call_, &other_looks_, true}, "3, 7"));
  EXPECT_FALSE(knows({&call_, &looks_, false}, "3, 7"));
}

TEST_F(BoundCallsTest, OfTwoInOnePlaceKnowsTheLater) {
  keep(key_, "3, 7", 42);
  keep({&other_call_, &looks_, true}, "3, 7", 43);
  EXPECT_FALSE(knows(key_, "3, 7"));
  ASSERT_TRUE(knows({&other_call_, &looks_, true}, "3, 7"));
  EXPECT_EQ(cell_, (Cell{43, 1}));
}

TEST_F(BoundCallsTest, WhatWasNotKeptIsNotKnown) {
  EXPECT_FALSE(knows(key_, "3, 7"));
  EXPECT_FALSE(knows(key_, "3, 7"));
}

TEST_F(BoundCallsTest, LeavesCallsAloneWhoseTextsDoNotComeBack) {
  for (int i = 0; i < 1000; ++i) {
    const std::string text = std::to_string(i);
    EXPECT_FALSE(knows(key_, text));
    bound_.keep(&cell_, 1);
  }
  EXPECT_FALSE(knows(key_, "7"));
  EXPECT_FALSE(knows(key_, "7"));
  keep({&other_call_, &looks_, true}, "7", 42);
  EXPECT_TRUE(knows({&other_call_, &looks_, true}, "7"));
}

}  // namespace
}  // namespace sigspec
