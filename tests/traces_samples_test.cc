// The literal samples of strace's grammar, each with the record it must become.
//
// tests/goldens/strace/*.txt hold lines of real strace output ("> ") and what the reader makes of
// them ("  "). SIGSPEC_UPDATE=1 in the environment rewrites the second kind; never in CI.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/paths.h"
#include "traces/splitter.h"

namespace sigspec::traces {
namespace {

namespace fs = std::filesystem;

const char* name_of(RecordKind kind) {
  static constexpr const char* kNames[] = {
      "call",        "unfinished", "resumed",        "resumed-unfinished", "signal",
      "stopped",     "exited",     "killed",         "superseded",         "detached",
      "personality", "attached",   "cut-by-message", "satellite",          "stack-line",
      "summary",     "message",    "empty",          "not-understood"};
  return kNames[static_cast<std::size_t>(kind)];
}

const char* name_of(ResultKind kind) {
  static constexpr const char* kNames[] = {"none", "value", "error",
                                           "code", "never", "unavailable"};
  return kNames[static_cast<std::size_t>(kind)];
}

const char* name_of(Clock clock) {
  static constexpr const char* kNames[] = {"none", "epoch", "time-of-day", "since-previous-line"};
  return kNames[static_cast<std::size_t>(clock)];
}

void put(std::ostream& out, const char* name, std::string_view text) {
  if (!text.empty()) out << ' ' << name << "=`" << text << '`';
}

// One line; what is not there is not printed.
std::string describe(const Record& r) {
  std::ostringstream out;
  out << "  " << name_of(r.record);
  if (r.tid != Tid{}) out << " tid=" << static_cast<int>(r.tid);
  if (r.bracketed) out << " bracketed";
  put(out, "comm", r.comm);
  if (r.clock != Clock::None) out << ' ' << name_of(r.clock) << '=' << r.time_ns;
  put(out, "name", r.name);
  put(out, "args", r.args);
  if (r.other != Tid{}) out << " other=" << static_cast<int>(r.other);
  if (r.record == RecordKind::Exited) out << " status=" << r.value;
  if (r.cut) out << " cut";
  if (r.core_dumped) out << " core-dumped";
  if (r.leaving) out << " leaving";
  if (r.result.kind != ResultKind::None) {
    out << " result=" << name_of(r.result.kind);
    if (r.result.kind == ResultKind::Value) {
      out << ':' << (r.result.negative ? "negative:" : "") << r.result.value;
    } else if (r.result.value != 0) {
      out << ':' << r.result.value;
    }
    put(out, "is", r.result.name);
    put(out, "decoration", r.result.decoration);
    put(out, "aux", r.result.aux);
    if (r.result.injected) out << " injected";
    if (r.result.delayed) out << " delayed";
  }
  if (r.duration_ns != kNoDuration) out << " duration=" << r.duration_ns;
  return out.str();
}

// Goldens show an escape as ^[.
std::string with_escapes(std::string line) {
  for (std::size_t at; (at = line.find("^[[")) != std::string::npos;) line.replace(at, 2, "\033");
  return line;
}

std::vector<fs::path> golden_files() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(test::source_dir() / "tests/goldens/strace"))
    if (entry.path().extension() == ".txt") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

struct Golden {
  std::string found;     // the file with the descriptions as they are now
  std::string expected;  // the file
  int lines = 0;
  int not_understood = 0;
};

Golden run(const fs::path& path) {
  Golden golden;
  std::ifstream in(path, std::ios::binary);
  Splitter splitter;
  Record record;
  for (std::string line; std::getline(in, line);) {
    golden.expected += line + '\n';
    if (line.starts_with("  ")) continue;
    golden.found += line + '\n';
    if (!line.starts_with("> ")) continue;
    const std::string text = with_escapes(line.substr(2));
    splitter.split(text, record);
    golden.found += describe(record) + '\n';
    ++golden.lines;
    golden.not_understood += record.record == RecordKind::NotUnderstood ? 1 : 0;
  }
  return golden;
}

TEST(Samples, BecomeTheirRecords) {
  int lines = 0, not_understood = 0;
  for (const fs::path& path : golden_files()) {
    const Golden golden = run(path);
    lines += golden.lines;
    not_understood += golden.not_understood;
    if (std::getenv("SIGSPEC_UPDATE") != nullptr) {
      std::ofstream(path, std::ios::binary) << golden.found;
    } else {
      EXPECT_EQ(golden.found, golden.expected) << path;
    }
  }
  EXPECT_EQ(lines, 189);
  // Rests of cut lines, and the end of an array, mean nothing without their heads.
  EXPECT_EQ(not_understood, 3);
}

}  // namespace
}  // namespace sigspec::traces
