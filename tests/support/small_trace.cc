// Judging small traces; see small_trace.h.
#include "tests/support/small_trace.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/small_model.h"

namespace sigspec::test {

void keep_trace(const std::string& trace) {
  static int count = 0;
  if (const char* folder = std::getenv("SIGSPEC_KEEP_TRACES"))
    std::ofstream(std::filesystem::path(folder) / std::to_string(count++)) << trace;
}

FileReport judge(const std::string& trace) {
  static int count = 0;
  const auto path = std::filesystem::temp_directory_path() /
                    ("sigspec-conform-" + std::to_string(getpid()) + "-" + std::to_string(count++));
  std::ofstream(path) << trace;
  keep_trace(trace);
  static Programs programs(linux_model(), {});
  FileReport report = check_trace(programs, path.string(), {});
  std::filesystem::remove(path);
  return report;
}

std::string told(const FileReport& report) {
  std::string text = report.error;
  for (const Divergence& d : report.divergences)
    text += std::to_string(d.line) + " " + d.rule + ": " + d.observed + "; " + d.because + "\n";
  return text;
}

std::uint64_t times_fired(const std::string& trace, const std::string& rule) {
  const FileReport report = judge(trace);
  const std::vector<RuleInfo>& rules = linux_model().rules;
  for (std::size_t id = 0; id < rules.size(); ++id)
    if (rules[id].name == rule) return report.fired[id];
  ADD_FAILURE() << "no rule '" << rule << "'";
  return 0;
}

void expect_conforms(const std::string& trace) {
  const FileReport report = judge(trace);
  EXPECT_EQ(report.verdict, Verdict::Conforms) << trace << told(report);
  EXPECT_EQ(report.unparsed_count, 0U) << trace;
}

void expect_diverges(const std::string& trace, std::uint64_t line, const std::string& rule) {
  const FileReport report = judge(trace);
  ASSERT_EQ(report.verdict, Verdict::Diverges) << trace << told(report);
  const auto before = trace.starts_with(kStart) ? kStartLines : 0;
  EXPECT_EQ(report.divergences[0].line, before + line) << trace << told(report);
  EXPECT_EQ(report.divergences[0].rule, rule) << trace << told(report);
}

std::string signal_line(const std::string& tid, const std::string& name) {
  return tid + " --- " + name + " {si_signo=" + name +
         ", si_code=SI_USER, si_pid=1, si_uid=0} ---\n";
}
std::string usr1(const std::string& tid) { return signal_line(tid, "SIGUSR1"); }

}  // namespace sigspec::test
