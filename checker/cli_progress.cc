// The line of progress, and when it is shown.
#include "checker/cli_progress.h"

#include <fmt/format.h>

#include <cstdio>

namespace sigspec {

namespace {

constexpr auto kInterval = std::chrono::milliseconds(100);
/// Work that is done before this shows nothing at all.
constexpr auto kPatience = std::chrono::milliseconds(500);

}  // namespace

Progress::Progress(std::size_t files, bool enabled)
    : files_(files), enabled_(enabled), begin_(Clock::now()), last_(begin_) {}

void Progress::add(std::uint64_t lines) {
  lines_ += lines;
  if (!enabled_) return;
  const Clock::time_point now = Clock::now();
  if (now - begin_ < kPatience) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || now - last_ < kInterval) return;
  show(now);
}

void Progress::show(Clock::time_point now) {
  last_ = now;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  const double millions = static_cast<double>(lines_) / 1e6;
  std::string line =
      fmt::format("{:.1f} million lines, {:.1f} a second", millions, millions / seconds);
  if (files_ > 1) line = fmt::format("{} of {} traces, {}", files_done_.load(), files_, line);
  fmt::print(stderr, "\r{}\033[K", line);
  std::fflush(stderr);
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace sigspec
