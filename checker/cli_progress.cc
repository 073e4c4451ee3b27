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

ProgressLine::ProgressLine(bool enabled) : enabled_(enabled), begin_(Clock::now()), last_(begin_) {}

void ProgressLine::show(const std::function<std::string(double)>& text) {
  if (!enabled_) return;
  const Clock::time_point now = Clock::now();
  if (now - begin_ < kPatience) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || now - last_ < kInterval) return;
  last_ = now;
  shown_ = true;
  fmt::print(stderr, "\r{}\033[K", text(std::chrono::duration<double>(now - begin_).count()));
  std::fflush(stderr);
}

void ProgressLine::clear() {
  const std::lock_guard lock(mutex_);
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

void Progress::add(std::uint64_t lines) {
  lines_ += lines;
  line_.show([&](double seconds) {
    const double millions = static_cast<double>(lines_) / 1e6;
    const std::string line =
        fmt::format("{:.1f} million lines, {:.1f} a second", millions, millions / seconds);
    return files_ > 1 ? fmt::format("{} of {} traces, {}", files_done_.load(), files_, line) : line;
  });
}

}  // namespace sigspec
