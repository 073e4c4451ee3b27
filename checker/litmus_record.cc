// One strace for each test, in namespaces of its own, so that the numbers of tasks are the ones
// that the calls return.
#include "checker/litmus_record.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <thread>

#include "checker/check.h"
#include "checker/cli_process.h"
#include "checker/cli_recorder.h"
#include "checker/cli_recorder_output.h"
#include "checker/litmus_runner.h"
#include "prove/process.h"

namespace sigspec {

namespace {

namespace fs = std::filesystem;

constexpr int kCannotRun = 127;

/// Runs it without its words. Returns: its wait status.
int run_silently(const std::vector<std::string>& words) {
  const pid_t child = fork();
  if (child == 0) {
    forget_dispositions();
    end_with_parent();
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    become(words);
    _exit(kCannotRun);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
  }
  return status;
}

/// A folder that is gone with the object.
struct TemporaryFolder {
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "sigspec-litmus-XXXXXX").string();
    if (mkdtemp(name.data())) path = name;
  }
  ~TemporaryFolder() {
    std::error_code code;
    if (!path.empty()) fs::remove_all(path, code);
  }
  std::string path;
};

class Recording {
 public:
  Recording(const std::vector<LitmusRecording>& tests, const LitmusRecorderOptions& options,
            const std::function<void(std::size_t, FileReport&)>& tell)
      : tests_(tests), options_(options), tell_(tell) {}

  std::string run(const Session& session) {
    if (scratch_.path.empty()) return system_error("make a folder", "for recordings");
    std::error_code code;
    if (!options_.folder.empty() && !fs::is_directory(options_.folder, code))
      fs::create_directories(options_.folder, code);
    if (code) return fmt::format("cannot make a folder '{}'", options_.folder);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::clamp<std::size_t>(options_.jobs, 1, tests_.size()); ++i)
      threads.emplace_back([&] {
        if (const auto model = load_spec(session, SpecPart::ForRecordings)) work(*model);
      });
    for (std::thread& thread : threads) thread.join();
    return error_;
  }

 private:
  void work(const Model& model) {
    CheckOptions check;
    check.kernel = options_.kernel;
    check.dialect = by_ftrace() ? traces::Dialect::Ftrace : traces::Dialect::Strace;
    Programs programs(model, check);
    while (true) {
      const std::size_t i = next_++;
      if (i >= tests_.size() || was_interrupted()) return;
      const std::string& folder = options_.folder.empty() ? scratch_.path : options_.folder;
      const std::string name = tests_[i].test + "." + options_.recorder;
      const std::string path = folder + "/" + name;
      if (const std::string error = record(tests_[i], path); !error.empty()) {
        const std::lock_guard lock(mutex_);
        error_ = error;
        return;
      }
      FileReport report = check_trace(programs, path, check);
      settle_verdict(report, UnparsedLines::MakeInconclusive);
      if (options_.folder.empty()) {
        fs::remove(path);
        report.path = name;
      }
      const std::lock_guard lock(mutex_);
      tell_(i, report);
    }
  }

  std::string record(const LitmusRecording& test, const std::string& path) {
    const std::string program = scratch_.path + "/" + test.test + ".program";
    if (std::string error = write_file(program, test.program); !error.empty()) return error;
    const int status = run_silently(by_ftrace() ? ftraced(path, program) : straced(path, program));
    fs::remove(program);
    if (by_ftrace() ? !fs::exists(path) : WIFEXITED(status) && WEXITSTATUS(status) == kCannotRun)
      return fmt::format("cannot record '{}' with {}", test.test, options_.recorder);
    return {};
  }

  bool by_ftrace() const { return options_.recorder == "ftrace"; }

  /// In namespaces of its own, with the recorder in them.
  static std::vector<std::string> straced(const std::string& path, const std::string& program) {
    std::vector<std::string> words{runner_path(), "--apart"};
    for (const std::string& word : strace_command()) words.push_back(word);
    for (const std::string& word :
         {path, runner_path(), std::string("--recorded"), std::string("1"), program})
      words.push_back(word);
    return words;
  }

  /// The kernel tells of tasks by their numbers outside of the namespaces, where `record` is.
  static std::vector<std::string> ftraced(const std::string& path, const std::string& program) {
    return {"/proc/self/exe", "record", "--with", "ftrace", "-o", path, "--",
            runner_path(), "1", program};
  }

  const std::vector<LitmusRecording>& tests_;
  const LitmusRecorderOptions& options_;
  const std::function<void(std::size_t, FileReport&)>& tell_;
  TemporaryFolder scratch_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::string error_;
};

}  // namespace

bool has_litmus_recorder() { return prove::is_installed(strace_command()[0]); }

std::string record_litmus(const std::vector<LitmusRecording>& tests, const Session& session,
                          const LitmusRecorderOptions& options,
                          const std::function<void(std::size_t, FileReport&)>& tell) {
  return Recording(tests, options, tell).run(session);
}

}  // namespace sigspec
