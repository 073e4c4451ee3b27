// The file and the pipe of a recording in the making.
#include "checker/cli_recorder_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "checker/report_escape.h"

namespace sigspec {

namespace {

void close_if_open(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

}  // namespace

std::string system_error(const char* what, const std::string& of) {
  return fmt::format("cannot {} '{}': {}", what, printable(of), std::strerror(errno));
}

int become(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  return errno;
}

RecordingOutput::~RecordingOutput() {
  for (int* descriptor : {&file_, &judge_read_, &judge_write_}) close_if_open(*descriptor);
}

std::string RecordingOutput::open(const std::string& file) {
  if (!file.empty()) {
    file_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file_ < 0) return system_error("write to", file);
  }
  int judge[2] = {-1, -1};
  if (pipe2(judge, O_CLOEXEC) != 0) return system_error("make a pipe", "for the judge");
  judge_read_ = judge[0];
  judge_write_ = judge[1];
  fcntl(judge_write_, F_SETPIPE_SZ, kPipeBytes);
  return {};
}

std::string RecordingOutput::path() const { return fmt::format("/proc/self/fd/{}", judge_read_); }

void RecordingOutput::stop_reading() { close_if_open(judge_read_); }

void RecordingOutput::pass_on(const char* bytes, std::size_t count) {
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
  if (judge_write_ >= 0 && !write_all(judge_write_)) end();
}

void RecordingOutput::end() { close_if_open(judge_write_); }

void RecordingOutput::close_file() {
  if (file_ >= 0 && close(file_) != 0 && error_.empty()) error_ = std::strerror(errno);
  file_ = -1;
}

}  // namespace sigspec
