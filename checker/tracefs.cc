// Mounts tracefs nowhere, makes folders in it, and sees to their removal.
#include "checker/tracefs.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

namespace sigspec {

namespace {

/// A file of an instance may be in use for a moment after its last user has ended.
constexpr int kRemovalsMax = 500;
constexpr useconds_t kBetweenRemovalsUs = 10'000;

/// Where instances lie, and how the names of ours begin.
constexpr const char* kFolder = "instances";
constexpr const char* kOurs = "sigspec-";
constexpr std::time_t kYoungSeconds = 60;

/// A mount that is in nobody's tree.
OpenFile mount_tracefs() {
  const OpenFile context(fsopen("tracefs", FSOPEN_CLOEXEC));
  if (!context || fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
    return OpenFile();
  return OpenFile(fsmount(context.get(), FSMOUNT_CLOEXEC, 0));
}

std::string why_not_mounted() {
  switch (errno) {
    case EPERM:
    case EACCES: return "only root may use the kernel's tracing (tracefs)";
    case ENODEV:
    case ENOSYS: return "this kernel has no tracing (tracefs)";
    default:
      return fmt::format("cannot use the kernel's tracing (tracefs): {}", std::strerror(errno));
  }
}

/// The remover: it holds no descriptor but two, and no request ends it.
[[noreturn]] void wait_and_remove(int root, int life, const std::vector<std::string>& paths) {
  setpgid(0, 0);
  const unsigned low = static_cast<unsigned>(std::min(root, life)),
                 high = static_cast<unsigned>(std::max(root, life));
  if (low > 0) close_range(0, low - 1, 0);
  if (high > low + 1) close_range(low + 1, high - 1, 0);
  close_range(high + 1, ~0U, 0);
  char byte;
  while (read(life, &byte, 1) < 0 && errno == EINTR) {
  }
  for (const std::string& path : paths)
    for (int n = 0; n < kRemovalsMax; ++n) {
      if (unlinkat(root, path.c_str(), AT_REMOVEDIR) == 0 || errno != EBUSY) break;
      usleep(kBetweenRemovalsUs);
    }
  _exit(0);
}

}  // namespace

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

void OpenFile::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

OpenFile TraceInstance::open(const char* file, int flags) const {
  return OpenFile(openat(folder_.get(), file, flags | O_CLOEXEC));
}

bool TraceInstance::write(const char* file, std::string_view text) const {
  const OpenFile opened = open(file, O_WRONLY);
  return opened &&
         ::write(opened.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::string TraceInstance::read(const char* file) const {
  const OpenFile opened = open(file, O_RDONLY);
  std::string text;
  char bytes[4096];
  for (ssize_t count; opened && (count = ::read(opened.get(), bytes, sizeof bytes)) > 0;)
    text.append(bytes, static_cast<std::size_t>(count));
  return text;
}

std::string Tracefs::start_remover() {
  int life[2] = {-1, -1};
  if (pipe2(life, O_CLOEXEC) != 0)
    return fmt::format("cannot make a pipe: {}", std::strerror(errno));
  OpenFile read_end(life[0]);
  end_of_life_ = OpenFile(life[1]);
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  remover_ = fork();
  if (remover_ == 0) {
    end_of_life_.close();
    wait_and_remove(root_.get(), read_end.get(), paths_);
  }
  sigprocmask(SIG_SETMASK, &before, nullptr);
  if (remover_ < 0) return fmt::format("cannot start a process: {}", std::strerror(errno));
  return {};
}

/// An instance in use cannot be removed; one that is just being set up is young.
void Tracefs::remove_old() const {
  const int folder = openat(root_.get(), kFolder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* listing = folder < 0 ? nullptr : fdopendir(folder);
  if (!listing) return;
  while (const dirent* entry = readdir(listing)) {
    struct stat status {};
    if (!std::string_view(entry->d_name).starts_with(kOurs) ||
        fstatat(folder, entry->d_name, &status, 0) != 0 ||
        status.st_mtime + kYoungSeconds > std::time(nullptr))
      continue;
    unlinkat(folder, entry->d_name, AT_REMOVEDIR);
  }
  closedir(listing);
}

std::string Tracefs::make_instances(const std::vector<std::string>& names) {
  root_ = mount_tracefs();
  if (!root_) return why_not_mounted();
  remove_old();
  // In a pid namespace others may have our number.
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  for (const std::string& name : names)
    paths_.push_back(fmt::format("{}/{}{}-{}-{}", kFolder, kOurs, getpid(), now.tv_nsec, name));
  if (std::string error = start_remover(); !error.empty()) return error;
  for (std::size_t i = 0; i < names.size(); ++i) {
    OpenFile folder;
    if (mkdirat(root_.get(), paths_[i].c_str(), 0700) == 0)
      folder = OpenFile(openat(root_.get(), paths_[i].c_str(), O_PATH | O_CLOEXEC));
    if (!folder) return fmt::format("cannot make a tracer of our own: {}", std::strerror(errno));
    instances_.emplace_back(std::move(folder), names[i]);
  }
  return {};
}

void Tracefs::remove_instances() {
  for (const TraceInstance& instance : instances_) instance.write("tracing_on", "0");
  instances_.clear();
  end_of_life_.close();
  while (remover_ > 0 && waitpid(remover_, nullptr, 0) < 0 && errno == EINTR) {
  }
  remover_ = -1;
}

}  // namespace sigspec
