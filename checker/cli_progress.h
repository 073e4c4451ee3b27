// Shows on a terminal how far long work has come.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

namespace sigspec {

/// One line on standard error, rewritten at most ten times a second; nothing when that is no
/// terminal. Safe to use from several threads.
class ProgressLine {
 public:
  /// `enabled`: false shows nothing.
  explicit ProgressLine(bool enabled);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `text` gets the seconds since the beginning, and is called only when it is shown.
  void show(const std::function<std::string(double seconds)>& text);
  /// Takes the line away, so that something else can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool enabled_, shown_ = false;
  Clock::time_point begin_, last_;
  std::mutex mutex_;
};

/// How many lines of how many traces were read.
class Progress {
 public:
  Progress(std::size_t files, bool enabled) : files_(files), line_(enabled) {}

  /// More lines were read, of whatever trace.
  void add(std::uint64_t lines);
  void finish_file() { ++files_done_; }
  void clear() { line_.clear(); }

 private:
  std::size_t files_;
  std::atomic<std::uint64_t> lines_{0};
  std::atomic<std::size_t> files_done_{0};
  ProgressLine line_;
};

}  // namespace sigspec
