// Lines of the kernel's own tracing, each with the event it must become; and what lines say
// together.
//
// tests/goldens/ftrace/*.txt hold lines as tracefs and trace-cmd print them ("> ") and what the
// reader makes of them ("  "). SIGSPEC_UPDATE=1 rewrites the second kind; never in CI.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/paths.h"
#include "traces/dialect.h"
#include "traces/ftrace_reader.h"
#include "traces/strace_reader.h"

namespace sigspec::traces {
namespace {

namespace fs = std::filesystem;

const char* name_of(EventKind kind) {
  switch (kind) {
    case EventKind::Entered: return "entered";
    case EventKind::Returned: return "returned";
    case EventKind::Delivered: return "delivered";
    case EventKind::Superseded: return "superseded";
    case EventKind::Making: return "making";
    case EventKind::Born: return "born";
    case EventKind::Generated: return "generated";
    case EventKind::Ended: return "ended";
    case EventKind::Lost: return "lost";
    case EventKind::NotUnderstood: return "not-understood";
    default: return "another kind";
  }
}

std::string describe(const Event& e) {
  std::ostringstream out;
  out << "  " << name_of(e.kind);
  if (e.kind == EventKind::NotUnderstood) return out.str();
  if (e.tid != Tid{}) out << " tid=" << static_cast<int>(e.tid);
  if (e.other != Tid{}) out << " other=" << static_cast<int>(e.other);
  if (e.kind == EventKind::Lost) return out.str();
  if (!e.comm.empty()) out << " comm=`" << e.comm << '`';
  out << " time=" << e.time_ns;
  if (e.kind == EventKind::Entered || e.kind == EventKind::Returned) out << " nr=" << e.call_number;
  if (e.kind == EventKind::Returned && e.end_number != e.call_number)
    out << " ends-as=" << e.end_number;
  if (!e.name.empty()) out << " name=`" << e.name << '`';
  if (!e.args.empty()) out << " args=`" << e.args << '`';
  if (e.result.kind == ResultKind::Register)
    out << " register=" << static_cast<std::int64_t>(e.result.value);
  if (e.wide_arguments) out << " wide";
  if (e.executed) out << " executed";
  if (e.head_missing) out << " head-missing";
  return out.str();
}

struct Read {
  std::vector<std::string> events;
  ReaderStats stats;
};

Read read(const std::string& text) {
  Input input(make_text_source(text));
  FtraceReader reader(input);
  Read out;
  for (Event event; reader.next(event);) out.events.push_back(describe(event));
  out.stats = reader.stats();
  return out;
}

// Each line is one of a recording: what a line makes may depend on those before it.
std::string with_descriptions(std::ifstream& in, std::string& expected) {
  std::vector<std::string> lines, others;
  std::string recording;
  for (std::string line; std::getline(in, line);) {
    expected += line + '\n';
    if (line.starts_with("  ")) continue;
    lines.push_back(line);
    if (line.starts_with("> ")) recording += line.substr(2) + '\n';
  }
  Input input(make_text_source(recording));
  FtraceReader reader(input);
  std::vector<std::string> of_line(lines.size() + 1);
  for (Event event; reader.next(event);)
    of_line[static_cast<std::size_t>(event.line)] += describe(event) + '\n';
  std::string found;
  std::size_t number = 0;
  for (const std::string& line : lines) {
    found += line + '\n';
    if (line.starts_with("> ")) found += of_line[++number];
  }
  return found;
}

TEST(FtraceSamples, BecomeTheirEvents) {
  int files = 0;
  for (const auto& entry : fs::directory_iterator(test::source_dir() / "tests/goldens/ftrace")) {
    ++files;
    std::string expected;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string found = with_descriptions(in, expected);
    if (std::getenv("SIGSPEC_UPDATE") != nullptr) {
      std::ofstream(entry.path(), std::ios::binary) << found;
    } else {
      EXPECT_EQ(found, expected) << entry.path();
    }
  }
  EXPECT_GE(files, 5);
}

TEST(Ftrace, CountsWhatItDoesNotUnderstand) {
  const Read found = read(
      "# tracer: nop\n"
      "              sh-7       [000] .....     1.000001: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n"
      "what is this?\n"
      "              sh-7       [000] .....     1.000002: sys_exit: NR 39 of\n"
      "              sh-7       [000] .....     1.000003: sched_wakeup: comm=sh pid=8 prio=120\n");
  EXPECT_EQ(found.stats.lines, 5U);
  EXPECT_EQ(found.stats.not_understood, 2U);
  ASSERT_EQ(found.stats.lost.size(), 2U);
  EXPECT_EQ(found.stats.lost[0].line, LineNo{3});
  EXPECT_EQ(found.stats.lost[0].text, "what is this?");
  EXPECT_EQ(found.stats.lost[1].line, LineNo{4});
  EXPECT_EQ(found.stats.messages, 1U);
  EXPECT_EQ(found.stats.events, 1U);
}

TEST(Ftrace, SaysWhetherAllSendersAreShown) {
  const std::string line =
      "              sh-7       [000] .....     1.000001: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n";
  for (const bool all : {true, false}) {
    Input input(make_text_source((all ? std::string(kEverySender) + "\n" : "# notes\n") + line));
    FtraceReader reader(input);
    Event event;
    ASSERT_TRUE(reader.next(event));
    EXPECT_EQ(event.every_sender, all);
  }
}

TEST(Ftrace, HalfALineAtTheEndIsNoLine) {
  const Read found = read(
      "              sh-7       [000] .....     1.000001: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n"
      "              sh-7       [000] .....     1.000002: sys_exit: NR 39 = 1");
  EXPECT_EQ(found.events.size(), 1U);
  EXPECT_TRUE(found.stats.cut_short);
  EXPECT_EQ(found.stats.not_understood, 0U);
}

TEST(Ftrace, CallsThatDoNotPairMakeTheTaskUnknown) {
  const Read found = read(
      "              sh-7       [000] .....     1.000001: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n"
      "              sh-7       [000] .....     1.000002: sys_exit: NR 13 = 0\n"
      "              sh-7       [000] .....     1.000003: sys_enter: NR 39 (0, 0, 0, 0, 0, 0)\n"
      "              sh-7       [000] .....     1.000004: sys_enter: NR 12 (0, 0, 0, 0, 0, 0)\n");
  const std::vector<std::string> expected = {
      "  entered tid=7 comm=`sh` time=1000001000 nr=39 args=`0x0, 0x0, 0x0, 0x0, 0x0, 0x0`",
      "  lost tid=7",
      "  returned tid=7 comm=`sh` time=1000002000 nr=13 register=0 head-missing",
      "  entered tid=7 comm=`sh` time=1000003000 nr=39 args=`0x0, 0x0, 0x0, 0x0, 0x0, 0x0`",
      "  lost tid=7",
      "  entered tid=7 comm=`sh` time=1000004000 nr=12 args=`0x0, 0x0, 0x0, 0x0, 0x0, 0x0`"};
  EXPECT_EQ(found.events, expected);
}

TEST(Dialects, AreToldByTheirFirstBytes) {
  EXPECT_EQ(recognise_dialect("# tracer: nop\n#\n"), Dialect::Ftrace);
  EXPECT_EQ(
      recognise_dialect("cpus=2\n"
                        "              sh-7     [000]     1.000001: sys_exit:       NR 3 = 0\n"),
      Dialect::Ftrace);
  EXPECT_EQ(recognise_dialect("CPU:1 [LOST 12 EVENTS]\n"), Dialect::Ftrace);
  EXPECT_EQ(recognise_dialect("7 getpid() = 7\n"), Dialect::Strace);
  EXPECT_EQ(recognise_dialect("# some notes\n"), std::nullopt);
  EXPECT_EQ(recognise_dialect(""), std::nullopt);
  EXPECT_EQ(find_dialect("ftrace"), Dialect::Ftrace);
  EXPECT_EQ(find_dialect("dtrace"), std::nullopt);
}

}  // namespace
}  // namespace sigspec::traces
