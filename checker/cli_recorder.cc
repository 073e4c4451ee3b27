// strace, the named pipe it writes into, and the thread that empties it.
#include "checker/cli_recorder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "checker/cli_process.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

constexpr int kPipeBytes = 1 << 20;
/// Between two looks at a recorder that has written nothing yet.
constexpr int kLookMs = 20;

/// All tasks; objects behind descriptors; times and durations; strings short, for they are not
/// judged. Signals and ends are shown as they are by default.
const std::vector<std::string> kStrace{"strace", "-f", "-yy", "-ttt", "-T", "-s", "64", "-o"};

void close_if_open(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

std::string system_error(const char* what, const std::string& of) {
  return fmt::format("cannot {} '{}': {}", what, printable(of), std::strerror(errno));
}

/// Only returns when the recorder cannot be run.
[[noreturn]] void become_recorder(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  restore_dispositions();
  execvp(arguments[0], arguments.data());
  const char* reason = std::strerror(errno);
  const char* const texts[] = {"sigspec: error: cannot run '", words[0].c_str(), "': ", reason,
                               "\n"};
  for (const char* text : texts)
    if (write(STDERR_FILENO, text, std::strlen(text)) < 0) break;
  _exit(127);
}

}  // namespace

Recorder::~Recorder() {
  stop_reading();
  if (thread_.joinable()) wait();
  for (int* descriptor : {&source_, &file_, &judge_write_}) close_if_open(*descriptor);
  remove_fifo();
}

std::string Recorder::make_pipes(const std::string& output) {
  const char* temporary = std::getenv("TMPDIR");
  directory_ = std::string(temporary && *temporary ? temporary : "/tmp") + "/sigspec-XXXXXX";
  if (!mkdtemp(directory_.data())) {
    const std::string error = system_error("make a folder", directory_);
    directory_.clear();
    return error;
  }
  fifo_ = directory_ + "/recording";
  if (mkfifo(fifo_.c_str(), 0600) != 0) return system_error("make a pipe", fifo_);
  source_ = open(fifo_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (source_ < 0) return system_error("read from", fifo_);
  if (!output.empty()) {
    file_ = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file_ < 0) return system_error("write to", output);
  }
  int judge[2] = {-1, -1};
  if (pipe2(judge, O_CLOEXEC) != 0) return system_error("make a pipe", "for the judge");
  judge_read_ = judge[0];
  judge_write_ = judge[1];
  fcntl(source_, F_SETPIPE_SZ, kPipeBytes);
  fcntl(judge_write_, F_SETPIPE_SZ, kPipeBytes);
  return {};
}

std::string Recorder::start(const std::vector<std::string>& program, const std::string& output) {
  if (std::string error = make_pipes(output); !error.empty()) return error;
  std::vector<std::string> words = kStrace;
  words.push_back(fifo_);
  words.push_back("--");
  words.insert(words.end(), program.begin(), program.end());
  leave_terminal_requests_to_child();
  child_ = fork();
  if (child_ < 0) return system_error("start", words[0]);
  if (child_ == 0) become_recorder(words);
  thread_ = std::thread([this] { copy(); });
  return {};
}

std::string Recorder::path() const { return fmt::format("/proc/self/fd/{}", judge_read_); }

void Recorder::stop_reading() { close_if_open(judge_read_); }

int Recorder::wait() {
  int status = 0;
  while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  if (thread_.joinable()) thread_.join();
  if (file_ >= 0 && close(file_) != 0 && error_.empty()) error_ = std::strerror(errno);
  file_ = -1;
  return status;
}

void Recorder::remove_fifo() {
  if (!fifo_.empty()) unlink(fifo_.c_str());
  if (!directory_.empty()) rmdir(directory_.c_str());
  fifo_.clear();
  directory_.clear();
}

void Recorder::pass_on(const char* bytes, std::size_t count) {
  const auto write_all = [&](int descriptor) {
    for (std::size_t done = 0; done < count;) {
      const ssize_t written = write(descriptor, bytes + done, count - done);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      done += static_cast<std::size_t>(written);
    }
    return true;
  };
  if (file_ >= 0 && error_.empty() && !write_all(file_)) error_ = std::strerror(errno);
  if (judge_write_ >= 0 && !write_all(judge_write_)) close_if_open(judge_write_);
}

bool Recorder::has_ended() const {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(child_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

/// The thread: until the recorder has ended and its pipe is empty. It goes on reading when nobody
/// wants the bytes, for the program must not be held up.
void Recorder::copy() {
  sigset_t pipe_set;
  sigemptyset(&pipe_set);
  sigaddset(&pipe_set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_set, nullptr);  // the judge may stop reading
  std::vector<char> buffer(kPipeBytes);
  while (true) {
    pollfd wanted{source_, POLLIN, 0};
    poll(&wanted, 1, fifo_.empty() ? -1 : kLookMs);
    const ssize_t count = read(source_, buffer.data(), buffer.size());
    if (count > 0) {
      remove_fifo();
      pass_on(buffer.data(), static_cast<std::size_t>(count));
      continue;
    }
    // It was opened and closed again; or it will never be opened.
    if (count == 0 && ((wanted.revents & POLLHUP) != 0 || has_ended())) break;
  }
  close_if_open(judge_write_);
}

}  // namespace sigspec
