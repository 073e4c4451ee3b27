// Lines from byte sources; see input.h.
#include "traces/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace sigspec::traces {

Input::Input(std::unique_ptr<ByteSource> source, InputLimits limits)
    : source_(std::move(source)), limits_(limits), buffer_(limits.block_bytes + kFeedPadding) {
  begin_ = end_ = buffer_.data();
  buffer_[0] = '\n';
}

// Moves what is left to the front and reads behind it.  Returns: false when nothing came.
bool Input::fill() {
  if (ended_) return false;
  const auto kept = static_cast<std::size_t>(end_ - begin_);
  if (kept + limits_.block_bytes / 2 + kFeedPadding > buffer_.size()) {
    // Only a long line comes here; it stays below line_bytes_max, so the buffer is bounded.
    std::vector<char> larger(kept + limits_.block_bytes + kFeedPadding);
    std::copy(begin_, end_, larger.begin());
    buffer_.swap(larger);
  } else if (kept > 0) {
    memmove(buffer_.data(), begin_, kept);
  }
  begin_ = buffer_.data();
  end_ = begin_ + kept;
  char* room = buffer_.data() + kept;
  Outcome<std::size_t> n = source_->read(room, buffer_.size() - kFeedPadding - kept);
  if (!n) failure_ = n.error();
  ended_ = !n || *n == 0;
  end_ += ended_ ? 0 : *n;
  buffer_[static_cast<std::size_t>(end_ - buffer_.data())] = '\n';
  return !ended_;
}

void Input::skip_rest_of_line() {
  // The cut line was copied out before, so that blocks may be overwritten.
  do {
    const auto* feed =
        static_cast<const char*>(memchr(begin_, '\n', static_cast<std::size_t>(end_ - begin_)));
    if (feed != nullptr) {
      begin_ = feed + 1;
      return;
    }
    begin_ = end_;
  } while (fill());
}

bool Input::next_block(Line& line) {
  for (;;) {
    const auto searched = static_cast<std::size_t>(end_ - begin_);
    if (searched > limits_.line_bytes_max) {
      line = Line{{begin_, limits_.line_bytes_max}, true, false};
      long_line_.assign(line.text);
      line.text = long_line_;
      skip_rest_of_line();
      return true;
    }
    if (!fill()) break;
    const auto* feed = static_cast<const char*>(
        memchr(begin_ + searched, '\n', static_cast<std::size_t>(end_ - begin_) - searched));
    if (feed == nullptr) continue;
    line = Line{{begin_, static_cast<std::size_t>(feed - begin_)}, false, false};
    begin_ = feed + 1;
    return true;
  }
  if (begin_ == end_) return false;
  line = Line{{begin_, static_cast<std::size_t>(end_ - begin_)}, false, true};
  begin_ = end_;
  return true;
}

std::string_view Input::peek() {
  while (memchr(begin_, '\n', static_cast<std::size_t>(end_ - begin_)) == nullptr &&
         static_cast<std::size_t>(end_ - begin_) < limits_.line_bytes_max && fill()) {
  }
  return {begin_, static_cast<std::size_t>(end_ - begin_)};
}

Outcome<std::unique_ptr<Input>> open_input(const std::string& path, InputLimits limits) {
  int fd = STDIN_FILENO;
  if (path != "-") {
    fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return Failure{"cannot open " + path + ": " + strerror(errno)};
    struct stat status {};
    if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
      close(fd);
      return Failure{path + " is a directory"};
    }
  }
  auto source = decompress_if_needed(make_fd_source(fd));
  if (!source) return Failure{path + ": " + source.error()};
  return std::make_unique<Input>(std::move(*source), limits);
}

}  // namespace sigspec::traces
