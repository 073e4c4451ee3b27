// Long work: whether it is to stop, how far it has come, and what it costs.
#pragma once

#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace sigspec::prove {

struct Watch {
  const std::atomic<bool>* interrupted = nullptr;  // none: nothing stops it
  /// Told now and then what is being done; it may be called often.
  std::function<void(const std::string&)> progress;

  std::optional<std::chrono::steady_clock::time_point> deadline;

  bool stopped() const {
    return (interrupted && interrupted->load(std::memory_order_relaxed)) ||
           (deadline && std::chrono::steady_clock::now() >= *deadline);
  }
  /// The same, for so long at most.
  Watch within(std::chrono::seconds time) const {
    Watch limited = *this;
    limited.deadline = std::chrono::steady_clock::now() + time;
    return limited;
  }
  void tell(const std::string& doing) const {
    if (progress) progress(doing);
  }
};

/// What this process and the solvers it has run used of processors in user mode.
inline double user_seconds() {
  double seconds = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    seconds += static_cast<double>(usage.ru_utime.tv_sec) +
               static_cast<double>(usage.ru_utime.tv_usec) * 1e-6;
  }
  return seconds;
}

}  // namespace sigspec::prove
