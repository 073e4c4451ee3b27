// A child process, its answers line by line.
#include "checker/litmus_runner.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

#include "checker/cli.h"
#include "checker/cli_process.h"

namespace sigspec {

std::string runner_path(std::string_view machine) {
  const bool own = machine == litmus::kLitmusMachine;
  if (const char* given = std::getenv("LITMUS_RUNNER"); given && own) return given;
  std::error_code code;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", code);
  const std::string name = "litmus-runner" + (own ? "" : "-" + std::string(machine));
  return (self.parent_path() / name).string();
}

namespace {

/// A file that goes with the object.
struct TemporaryFile {
  TemporaryFile() {
    char name[] = "/tmp/litmus-XXXXXX";
    const int fd = mkstemp(name);
    if (fd >= 0) close(fd);
    path = name;
  }
  ~TemporaryFile() { std::remove(path.c_str()); }
  std::string path;
};

/// So often we look whether somebody wants us to end.
constexpr std::chrono::milliseconds kLookAround{20};

using Tell = std::function<void(std::size_t, const std::string&)>;

/// `runner`: its number, while it can be killed.
std::string run_one_after_the_other(const RunnerCommand& command,
                                    const std::vector<std::string>& programs, const Tell& tell,
                                    std::atomic<pid_t>& runner) {
  const TemporaryFile file;
  std::string text;
  for (const std::string& program : programs) text += program;
  if (std::string error = write_file(file.path, text); !error.empty()) return error;
  std::vector<std::string> words;
  // What the emulator begins ends with it: it is apart, as what the runner begins is.
  if (!command.before.empty()) words = {runner_path(), "--apart"};
  words.insert(words.end(), command.before.begin(), command.before.end());
  words.push_back(runner_path(command.machine));
  if (!command.before.empty()) words.push_back("--emulated");
  words.insert(words.end(), {std::to_string(command.runs), file.path});
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return std::strerror(errno);
  const pid_t child = fork();
  if (child == 0) {
    forget_dispositions();
    end_with_parent();
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  runner = child;
  close(ends[1]);
  std::FILE* answers = fdopen(ends[0], "r");
  std::size_t at = 0;
  char* line = nullptr;
  std::size_t room = 0;
  for (ssize_t size = 0; (size = getline(&line, &room, answers)) > 0;) {
    std::string answer(line, static_cast<std::size_t>(size));
    while (!answer.empty() && answer.back() == '\n') answer.pop_back();
    if (answer == "end") ++at;
    else if (at < programs.size()) tell(at, answer);
  }
  std::free(line);
  std::fclose(answers);
  runner = 0;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
    return fmt::format("cannot run '{}'",
                       command.before.empty() ? words[0] : command.before[0]);
  if (was_interrupted()) return {};
  if (at < programs.size())
    return fmt::format("the runner ended early, after {} of {} tests", at, programs.size());
  return {};
}

}  // namespace

std::string run_litmus(const RunnerCommand& command, const std::vector<std::string>& programs,
                       const Tell& tell) {
  const std::size_t jobs = std::clamp<std::size_t>(command.jobs, 1, programs.size());
  std::vector<std::vector<std::string>> parts(jobs);
  for (std::size_t i = 0; i < programs.size(); ++i) parts[i % jobs].push_back(programs[i]);
  std::vector<std::string> errors(jobs);
  std::vector<std::atomic<pid_t>> runners(jobs);
  std::atomic<std::size_t> running = jobs;
  std::mutex one_at_a_time;
  std::vector<std::thread> threads;
  for (std::size_t job = 0; job < jobs; ++job)
    threads.emplace_back([&, job] {
      errors[job] = run_one_after_the_other(
          command, parts[job],
          [&](std::size_t i, const std::string& line) {
            const std::lock_guard guard(one_at_a_time);
            tell(i * jobs + job, line);
          },
          runners[job]);
      --running;
    });
  while (running > 0) {
    std::this_thread::sleep_for(kLookAround);
    if (!was_interrupted()) continue;
    for (const std::atomic<pid_t>& runner : runners)
      if (const pid_t pid = runner; pid > 0) kill(pid, SIGKILL);
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& error : errors)
    if (!error.empty()) return error;
  return {};
}

}  // namespace sigspec
