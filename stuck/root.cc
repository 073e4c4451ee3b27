// Reads files whole, up to a bound, without following what a copy may have put in their place.
#include "stuck/root.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

namespace sigspec::stuck {

namespace fs = std::filesystem;

Root::Root(const std::string& copy) : is_copy_(!copy.empty()) {
  std::error_code ignored;
  const bool both = is_copy_ && fs::is_directory(copy + "/proc", ignored);
  proc_ = !is_copy_ ? "/proc/" : both ? copy + "/proc/" : copy + "/";
  sys_ = !is_copy_ ? "/sys/" : copy + "/sys/";
}

Reading Root::read_file(const std::string& path) {
  Reading reading;
  const auto failed = [&](int error) {
    reading.missing = error == ENOENT || error == ESRCH;
    reading.denied = error == EACCES || error == EPERM;
    reading.why = std::strerror(error);
    return reading;
  };
  // Not to hang on a FIFO that somebody put into a copy.
  const int fd = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return failed(errno);
  struct stat status {};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(fd);
    return failed(EINVAL);
  }
  std::string text;
  char buffer[1 << 14];
  ssize_t count = 0;
  while (text.size() < kFileBytesMax && (count = ::read(fd, buffer, sizeof buffer)) > 0)
    text.append(buffer, static_cast<std::size_t>(count));
  const int error = errno;
  ::close(fd);
  if (count < 0) return failed(error);
  if (text.size() > kFileBytesMax) text.resize(kFileBytesMax);
  reading.text = std::move(text);
  return reading;
}

Reading Root::link(const std::string& path) const {
  char target[4096];
  const ssize_t length = ::readlink((proc_ + path).c_str(), target, sizeof target);
  if (length < 0) return {std::nullopt, std::strerror(errno), errno == ENOENT || errno == ESRCH};
  return {std::string(target, static_cast<std::size_t>(length)), {}};
}

bool Root::is_denied(const std::string& path) const {
  DIR* const directory = ::opendir((proc_ + path).c_str());
  if (directory) ::closedir(directory);
  return !directory && (errno == EACCES || errno == EPERM);
}

Reading Root::memory(int thread, std::uint64_t address, std::size_t bytes) const {
  if (is_copy_) return {std::nullopt, "not in the copy"};
  const std::string path = proc_ + std::to_string(thread) + "/mem";
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {std::nullopt, std::strerror(errno)};
  std::string text(bytes, '\0');
  const ssize_t count = ::pread(fd, text.data(), bytes, static_cast<off_t>(address));
  const int error = errno;
  ::close(fd);
  if (count < 0) return {std::nullopt, std::strerror(error)};
  text.resize(static_cast<std::size_t>(count));
  return {text, {}};
}

std::vector<int> Root::numbers_in(const std::string& path) {
  std::vector<int> numbers;
  std::error_code code;
  fs::directory_iterator i(path, code), end;
  for (std::size_t seen = 0; !code && i != end && seen < kEntriesMax; i.increment(code), ++seen) {
    const std::string name = i->path().filename().string();
    int number = 0;
    const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && rest == name.data() + name.size()) numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace sigspec::stuck
