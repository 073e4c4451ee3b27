// strace, the named pipe it writes into, and the thread that empties it.
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "checker/cli_process.h"
#include "checker/cli_recorder.h"

namespace sigspec {

namespace {

/// Between two looks at a recorder that has written nothing yet.
constexpr int kLookMs = 20;

/// All tasks; objects behind descriptors; times and durations; strings short, for they are not
/// judged. Signals and ends are shown as they are by default.
const std::vector<std::string> kStrace{"strace", "-f", "-yy", "-ttt", "-T", "-s", "64", "-o"};

[[noreturn]] void become_strace(const std::vector<std::string>& words) {
  restore_dispositions();
  const char* reason = std::strerror(become(words));
  const char* const texts[] = {"sigspec: error: cannot run '", words[0].c_str(), "': ", reason,
                               "\n"};
  for (const char* text : texts)
    if (write(STDERR_FILENO, text, std::strlen(text)) < 0) break;
  _exit(127);
}

/// The number at the beginning of the first line is that of the program.
int first_number(const char* bytes, ssize_t count) {
  int number = 0;
  std::from_chars(bytes, bytes + count, number);
  return number;
}

/// strace writes into a named pipe, which no traced program inherits; a thread copies what comes.
class StraceRecorder : public Recorder {
 public:
  ~StraceRecorder() override;
  std::string start(const std::vector<std::string>& program, const std::string& output) override;
  int wait() override;

 private:
  std::string make_fifo();
  void copy();
  void remove_fifo();

  std::string directory_, fifo_;
  int source_ = -1;
  pid_t child_ = -1;
  std::thread thread_;
};

StraceRecorder::~StraceRecorder() {
  stop_reading();
  if (thread_.joinable()) wait();
  if (source_ >= 0) close(source_);
  remove_fifo();
}

std::string StraceRecorder::make_fifo() {
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
  fcntl(source_, F_SETPIPE_SZ, kPipeBytes);
  return {};
}

std::string StraceRecorder::start(const std::vector<std::string>& program,
                                  const std::string& output) {
  if (std::string error = make_fifo(); !error.empty()) return error;
  if (std::string error = output_.open(output); !error.empty()) return error;
  std::vector<std::string> words = kStrace;
  words.push_back(fifo_);
  words.push_back("--");
  words.insert(words.end(), program.begin(), program.end());
  leave_terminal_requests_to_child();
  child_ = fork();
  if (child_ < 0) return system_error("start", words[0]);
  if (child_ == 0) become_strace(words);
  thread_ = std::thread([this] { copy(); });
  return {};
}

int StraceRecorder::wait() {
  int status = 0;
  while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  if (thread_.joinable()) thread_.join();
  output_.close_file();
  return status;
}

void StraceRecorder::remove_fifo() {
  if (!fifo_.empty()) unlink(fifo_.c_str());
  if (!directory_.empty()) rmdir(directory_.c_str());
  fifo_.clear();
  directory_.clear();
}

/// The thread: until the recorder has ended and its pipe is empty. It goes on reading when nobody
/// wants the bytes, for the program must not be held up.
void StraceRecorder::copy() {
  leave_broken_pipes_to_caller();
  std::vector<char> buffer(kPipeBytes);
  while (true) {
    pollfd wanted{source_, POLLIN, 0};
    poll(&wanted, 1, fifo_.empty() ? -1 : kLookMs);
    const ssize_t count = read(source_, buffer.data(), buffer.size());
    if (count > 0) {
      if (!fifo_.empty()) pass_requests_on_to(first_number(buffer.data(), count));
      remove_fifo();
      output_.pass_on(buffer.data(), static_cast<std::size_t>(count));
      continue;
    }
    // It was opened and closed again; or it will never be opened.
    if (count == 0 && ((wanted.revents & POLLHUP) != 0 || has_ended(child_))) break;
  }
  output_.end();
}

}  // namespace

const std::vector<std::string>& strace_command() { return kStrace; }

std::unique_ptr<Recorder> make_strace_recorder() { return std::make_unique<StraceRecorder>(); }

}  // namespace sigspec
