// What the benchmarks share: a large file made of shipped recordings, and the CPU time of
// processes.
//
// Ratios to `wc -l` in one run are the figures that count, because these machines are noisy.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/paths.h"
#include "traces/input.h"

namespace sigspec::test {

inline constexpr std::uintmax_t kBenchBytes = 100'000'000;

// A file of about 100 MB made of recordings in turn; removed at the end of the run.
class Sample {
 public:
  /// `at_least` bytes: a second copy speaks with the ids of tasks that ended in the first, which
  /// the reader does not mind and the checker does.
  explicit Sample(const std::vector<std::string>& recordings,
                  std::uintmax_t at_least = kBenchBytes) {
    if (const char* given = std::getenv("SIGSPEC_BENCH_TRACE")) {
      path_ = given;
      return;
    }
    char name[] = "/tmp/sigspec-bench-XXXXXX";
    const int fd = mkstemp(name);
    if (fd >= 0) close(fd);
    path_ = name;
    made_ = true;
    std::string text;
    for (const std::string& recording : recordings) append(recording, text);
    if (text.empty()) return;
    std::ofstream out(path_, std::ios::binary);
    for (std::uintmax_t size = 0; size < at_least; size += text.size()) out << text;
    usable_ = true;
  }
  ~Sample() {
    if (made_) std::filesystem::remove(path_);
  }
  bool usable() const { return usable_ || !made_; }
  const std::string& path() const { return path_; }

 private:
  static void append(const std::string& recording, std::string& text) {
    const auto file = source_dir() / "traces/recorded" / (recording + ".strace.xz");
    auto input = traces::open_input(file.string());
    if (!input) return;
    for (traces::Line line; (*input)->next(line);) text.append(line.text) += '\n';
  }

  std::string path_;
  bool made_ = false, usable_ = false;
};

// User and system seconds of a child process that runs `body`.
template <class Body>
double child_seconds(Body&& body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  struct rusage usage {};
  int status = 0;
  wait4(child, &status, 0, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

inline double wc_seconds(const std::string& path) {
  return child_seconds([&] {
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(null, STDOUT_FILENO);
    execlp("wc", "wc", "-l", path.c_str(), static_cast<char*>(nullptr));
  });
}

inline double median(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace sigspec::test
