// Reads the counter and the kernel's clock side by side.
#include "checker/trace_clock.h"

#include <fmt/format.h>

#include <ctime>
#include <fstream>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace sigspec {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;
/// What the kernel keeps its time by when it trusts the counter, by itself or under a hypervisor.
constexpr const char* kSource = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
constexpr const char* kTrusted[] = {"tsc", "kvm-clock", "hyperv_clocksource_tsc_page"};

std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * kNsPerSecond + now.tv_nsec;
}

std::int64_t read_counter() {
#if defined(__x86_64__)
  return static_cast<std::int64_t>(__rdtsc());
#else
  return 0;
#endif
}

bool is_counter_trusted() {
  std::string source;
  std::ifstream(kSource) >> source;
  for (const char* trusted : kTrusted)
    if (source == trusted) return read_counter() != 0;
  return false;
}

}  // namespace

TraceClock::TraceClock() : counter_(is_counter_trusted()), first_ns_(now_ns()) {
  first_reading_ = now();
}

const char* TraceClock::name() const { return counter_ ? "x86-tsc" : "mono"; }

std::int64_t TraceClock::now() const { return counter_ ? read_counter() : now_ns(); }

std::int64_t TraceClock::from_ns(std::int64_t duration_ns) const {
  return static_cast<std::int64_t>(static_cast<double>(duration_ns) / ns_per_unit_);
}

void TraceClock::measure() {
  if (!counter_) return;
  const std::int64_t passed_ns = now_ns() - first_ns_, counted = now() - first_reading_;
  if (passed_ns > 0 && counted > 0)
    ns_per_unit_ = static_cast<double>(passed_ns) / static_cast<double>(counted);
}

std::string TraceClock::seconds(std::int64_t reading) const {
  const auto since = static_cast<double>(reading - first_reading_) * ns_per_unit_;
  const std::int64_t ns = first_ns_ + static_cast<std::int64_t>(since);
  return fmt::format("{}.{:09}", ns / kNsPerSecond, ns % kNsPerSecond);
}

}  // namespace sigspec
