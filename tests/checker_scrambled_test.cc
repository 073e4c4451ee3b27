// Recordings whose lines are lost, repeated, out of order, cut, or another's are judged all the
// same: whatever is reported, nothing breaks. The sanitizers look on.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "checker/check.h"
#include "tests/support/hide.h"
#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

constexpr std::size_t kLinesMax = 300;  // of a recording; what breaks something is near
constexpr std::size_t kTimes = 2;       // each recording

class Scrambling {
 public:
  explicit Scrambling(std::vector<std::vector<std::string>> all) : all_(std::move(all)) {}

  std::string scramble(std::size_t recording) {
    std::vector<std::string> lines = all_[recording];
    for (std::size_t times = 1 + pick(80); times > 0; --times) change(lines);
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }
  std::string& any(std::vector<std::string>& lines) { return lines[pick(lines.size())]; }

  void change(std::vector<std::string>& lines) {
    static constexpr std::array kResults = {
        "= 0", "= 3", "= ?", "= -1 EINTR (Interrupted system call)", "<unfinished ...>",
        "= ? ERESTARTSYS (To be restarted if SA_RESTART is set)",
        "= ? ERESTART_RESTARTBLOCK (Interrupted by signal)"};
    std::string& line = any(lines);
    const auto at = lines.begin() + static_cast<std::ptrdiff_t>(pick(lines.size()));
    switch (pick(7)) {
      case 0:
        if (lines.size() > 1) lines.erase(at);
        return;
      case 1: lines.insert(at, std::string(line)); return;
      case 2: std::swap(line, any(lines)); return;
      case 3: lines.insert(at, std::string(any(all_[pick(all_.size())]))); return;
      case 4: line.resize(pick(line.size() + 1)); return;
      case 5: {  // another task's
        const std::string& other = any(lines);
        line = other.substr(0, other.find(' ')) +
               line.substr(std::min(line.size(), line.find(' ')));
        return;
      }
      default:
        if (const std::size_t result = line.rfind("= "); result != std::string::npos)
          line = line.substr(0, result) + kResults[pick(kResults.size())];
    }
  }

  std::vector<std::vector<std::string>> all_;
  std::mt19937_64 random_{1};
};

TEST(Scrambled, RecordingsAreJudged) {
  std::vector<std::vector<std::string>> all;
  for (const std::string& path : recordings_to_hide_from())
    if (auto recording = read_recording(path, kLinesMax); recording && !recording->lines.empty())
      all.push_back(std::move(recording->lines));
  ASSERT_FALSE(all.empty());
  Scrambling scrambling(all);
  std::size_t accused = 0;
  for (std::size_t i = 0; i < all.size() * kTimes; ++i) {
    const std::string text = scrambling.scramble(i % all.size());
    accused += judge(text).divergences.empty() ? 0 : 1;
  }
  EXPECT_GT(accused, all.size());  // most of them are no recordings of Linux
}

// Whether the last line was misread is asked in each of several states, none of which explains it.
TEST(Scrambled, NoneOfSeveralStatesExplainsALine) {
  expect_diverges(
      "7 set_tid_address(0x7fea) = 7\n"
      "7 rseq(0x7feb, 0x20, 0, 0x53053053) = 0\n"
      "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=8, si_uid=0, si_status=0} ---\n"
      "7 wait4(-1, NULL, 0, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n" +
          kTrap,
      5, "restart.unhandled");
}

}  // namespace
}  // namespace sigspec
