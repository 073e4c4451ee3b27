// The page of an emulator's divergences: one test stands for those that differ alike.
#include "checker/litmus_atlas.h"

#include <gtest/gtest.h>

#include "tests/support/litmus_text.h"

namespace sigspec {
namespace {

std::string reads(const std::string& name, const std::string& more = {}) {
  return "litmus " + name + " {\n  pipe p\n  process A {\n" + more +
         "    got = read(p.r, room 1, 1)\n  }\n  process B {\n    when A rests\n"
         "    write(p.w, \"x\", 1)\n  }\n  exercises read.empty_pipe\n}\n";
}

LitmusVerdict came_to(const litmus::Test& test, const std::string& allowed,
                      const std::string& here) {
  LitmusVerdict verdict;
  verdict.test = &test;
  verdict.allowed = {allowed};
  verdict.seen = {{here, 1, here == allowed, {}, here}};
  return verdict;
}

std::string atlas(const std::vector<LitmusVerdict>& verdicts) {
  return format_atlas("emu -x", "emu 1", verdicts, {}, *litmus_spec().model);
}

TEST(LitmusAtlas, TheShortestOfThoseThatDifferAlikeStandsForThem) {
  const LitmusText text(reads("long_one", "    on SIGUSR1 { }\n") + reads("short") +
                        reads("longer", "    on SIGUSR2 { }\n") + reads("as_linux"));
  ASSERT_EQ(text.said(), "");
  const std::vector<litmus::Test>& tests = text.file.tests;
  const std::string page =
      atlas({came_to(tests[0], "A.got=1 A.handled=[SIGUSR1]", "A.got=EINTR A.handled=[SIGUSR1]"),
             came_to(tests[1], "A.got=1", "A.got=EINTR"),
             came_to(tests[2], "A.got=1 A.handled=[SIGUSR1 SIGUSR2]",
                     "A.got=EINTR A.handled=[SIGUSR1 SIGUSR2]"),
             came_to(tests[3], "A.got=1", "A.got=1")});
  EXPECT_NE(page.find("3 of 4 tests came out as no run on Linux may."), std::string::npos) << page;
  EXPECT_NE(page.find(": 1 divergence."), std::string::npos) << page;
  EXPECT_NE(page.find("| [short](#short) | 2 | `A.got=1` | `A.got=EINTR` |"), std::string::npos)
      << page;
  EXPECT_NE(page.find("- alike: long_one, longer\n"), std::string::npos) << page;
  EXPECT_NE(page.find("- in a recording: `got = read(p.r, room 1, 1) = EINTR`\n"),
            std::string::npos)
      << page;
  // The rows that it exercises are cited where it cites nothing itself.
  EXPECT_NE(page.find("- citations: read.empty_pipe: kernel "), std::string::npos) << page;
  EXPECT_EQ(page.find("## longer"), std::string::npos) << page;
}

TEST(LitmusAtlas, OneReasonIsOneDivergence) {
  const LitmusText text(reads("longer", "    on SIGUSR1 { }\n") + reads("short"));
  const std::vector<litmus::Test>& tests = text.file.tests;
  const KnownOutcome of_all{"*", "stack=odd", "stack"}, known{"*or*", "A.got=EINTR", "cut"};
  std::vector<LitmusVerdict> verdicts{came_to(tests[0], "A.got=1", "A.got=0"),
                                      came_to(tests[1], "A.got=1", "A.got=EINTR")};
  verdicts[0].seen[0].excuses = {&of_all, &known};
  verdicts[1].seen[0].excuses = {&known};
  const std::string page = atlas(verdicts);
  EXPECT_NE(page.find(": 1 divergence."), std::string::npos) << page;
  EXPECT_NE(page.find("| [short](#short) | 1 | `A.got=1` | `A.got=EINTR` | cut |"),
            std::string::npos)
      << page;
  // What is so in all tests is no divergence of each.
  verdicts[0].seen[0].excuses = {&of_all};
  EXPECT_NE(atlas(verdicts).find("1 of 2 tests came out"), std::string::npos);
}

TEST(LitmusAtlas, WhatComesOutDifferentlyStandsApart) {
  const LitmusText text(reads("a") + reads("b") + reads("c") + reads("d"));
  const std::vector<litmus::Test>& tests = text.file.tests;
  const std::string page = atlas({came_to(tests[0], "A.got=1", "A.got=EINTR"),
                                  came_to(tests[1], "A.got=1", "A.got=0"),
                                  came_to(tests[2], "A.got=1", kNoOutcome),
                                  came_to(tests[3], "A.got=1", "A.got=1 A.handled=[SIGUSR1]")});
  EXPECT_NE(page.find(": 4 divergences."), std::string::npos) << page;
  EXPECT_EQ(page.find("- alike:"), std::string::npos) << page;
}

}  // namespace
}  // namespace sigspec
