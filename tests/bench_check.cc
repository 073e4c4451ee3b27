// bench_check FILE...: user + system CPU of `sigspec check` against `wc -l` on the same files.
//
// Ratios in one run, because these machines are noisy: the two commands take turns, and the median
// of the ratios counts. Targets: 8 on plain recordings, 20 on signal storms.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <vector>

namespace {

constexpr int kRounds = 7;

/// Runs a command with its output thrown away. Returns: its CPU seconds, or -1 when it failed badly.
double cpu_seconds(const std::vector<std::string>& command) {
  const pid_t child = fork();
  if (child == 0) {
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    execvp(words[0], words.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) > 3)
    return -1;
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::puts("usage: bench_check FILE...   (uncompressed recordings, 100 MB or more)");
    return 2;
  }
  const std::string program = SIGSPEC_BINARY;
  std::printf("%-40s %10s %10s %8s\n", "recording", "wc -l", "check", "ratio");
  for (int i = 1; i < argc; ++i) {
    std::vector<double> ratios, counts, checks;
    cpu_seconds({"wc", "-l", argv[i]});
    for (int round = 0; round < kRounds; ++round) {
      counts.push_back(cpu_seconds({"wc", "-l", argv[i]}));
      checks.push_back(cpu_seconds({program, "check", argv[i]}));
      ratios.push_back(checks.back() / std::max(counts.back(), 0.001));
    }
    const auto median = [](std::vector<double> values) {
      std::nth_element(values.begin(), values.begin() + kRounds / 2, values.end());
      return values[kRounds / 2];
    };
    std::printf("%-40s %9.3fs %9.3fs %8.1f\n", argv[i], median(counts), median(checks),
                median(ratios));
  }
}
