// Shows on a terminal how far a long check has come.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace sigspec {

/// One line on standard error, rewritten at most ten times a second; nothing when that is no
/// terminal. Safe to use from several threads.
class Progress {
 public:
  /// `files`: how many traces there are; `enabled`: false shows nothing.
  Progress(std::size_t files, bool enabled);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// More lines were read, of whatever trace.
  void add(std::uint64_t lines);
  void finish_file() { ++files_done_; }
  /// Takes the line away, so that something else can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void show(Clock::time_point now);

  std::size_t files_;
  bool enabled_, shown_ = false;
  std::atomic<std::uint64_t> lines_{0};
  std::atomic<std::size_t> files_done_{0};
  Clock::time_point begin_, last_;
  std::mutex mutex_;
};

}  // namespace sigspec
