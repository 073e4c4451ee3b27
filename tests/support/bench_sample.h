// What the benchmarks share: a large file made of shipped recordings, and the CPU time of
// processes.
//
// Ratios to `wc -l` in one run are the figures that count, because machines differ and are noisy.
#pragma once

#include <benchmark/benchmark.h>
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
  /// Repeated to `at_least` bytes: the reader does not mind that tasks come back that ended.
  explicit Sample(const std::vector<std::string>& recordings,
                  std::uintmax_t at_least = kBenchBytes) {
    if (const char* given = std::getenv("SIGSPEC_BENCH_TRACE")) {
      path_ = given;
      usable_ = true;
      return;
    }
    std::string text;
    for (const std::string& recording : recordings) append(recording, text);
    if (text.empty()) return;
    char name[] = "/tmp/sigspec-bench-XXXXXX";
    const int fd = mkstemp(name);
    if (fd < 0) return;
    path_ = name;
    made_ = true;
    usable_ = true;
    for (std::uintmax_t size = 0; usable_ && size < at_least; size += text.size())
      usable_ = write_lines(fd, text);
    close(fd);
  }
  ~Sample() {
    if (made_) std::filesystem::remove(path_);
  }
  bool usable() const { return usable_; }
  std::uintmax_t bytes() const { return std::filesystem::file_size(path_); }
  const std::string& path() const { return path_; }

 private:
  static void append(const std::string& recording, std::string& text) {
    const auto file = source_dir() / "traces/recorded" / (recording + ".strace.xz");
    auto input = traces::open_input(file.string());
    if (!input) return;
    for (traces::Line line; (*input)->next(line);) text.append(line.text) += '\n';
  }

  // As strace writes it, a line at a time: the pages that a file lies in in the cache are as large
  // as what was written at once, and larger ones are cheaper to read. (wc takes a third less time
  // for a file that was read from a disk, or written whole.)
  static bool write_lines(int fd, const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t length = text.find('\n', at) + 1 - at;
      if (write(fd, text.data() + at, length) != static_cast<ssize_t>(length)) return false;
      at += length;
    }
    return true;
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

inline double command_seconds(const std::vector<std::string>& command) {
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  return child_seconds([&] {
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execvp(words[0], words.data());
  });
}

inline double median(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Runs the benchmark: `measured` and `wc -l` on the same files in turns. Counts how many times as
/// long as `wc` it took; `wc` is short, so it runs more often.
template <class Measured>
void compare_with_wc(benchmark::State& state, const std::vector<std::string>& paths,
                     Measured&& measured) {
  std::vector<std::string> wc{"wc", "-l"};
  wc.insert(wc.end(), paths.begin(), paths.end());
  command_seconds(wc);  // into the page cache
  std::vector<double> of_wc, of_measured;
  for (auto _ : state) {
    for (int i = 0; i < 3; ++i) of_wc.push_back(command_seconds(wc));
    of_measured.push_back(measured());
    state.SetIterationTime(of_measured.back());
  }
  state.counters["wc_s"] = median(of_wc);
  state.counters["measured_s"] = median(of_measured);
  state.counters["times_wc"] = median(of_measured) / median(of_wc);
}

}  // namespace sigspec::test
