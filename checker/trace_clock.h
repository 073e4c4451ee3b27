// The clock of a tracer: its readings tell the order of events of all processors.
//
// The processor's own counter is exact; the kernel prints it as a number, of which this makes
// seconds. Where processors do not agree on it the kernel's own clock takes its place, which is
// printed in microseconds, so that some events of different processors have the same time.
#pragma once

#include <cstdint>
#include <string>

namespace sigspec {

class TraceClock {
 public:
  /// Chooses the counter if the kernel keeps its time by it.
  TraceClock();

  /// What the kernel calls the clock, and what its list of clocks must hold for it.
  const char* name() const;
  bool is_counter() const { return counter_; }
  /// Of the moment, in the clock's unit.
  std::int64_t now() const;
  std::int64_t from_ns(std::int64_t duration_ns) const;
  /// Measures the counter against the time that has passed since the choice. Pre: some
  /// milliseconds have.
  void measure();
  /// "879.765463123". Pre: measured.
  std::string seconds(std::int64_t reading) const;

 private:
  bool counter_ = false;
  std::int64_t first_reading_ = 0, first_ns_ = 0;
  double ns_per_unit_ = 1;
};

}  // namespace sigspec
