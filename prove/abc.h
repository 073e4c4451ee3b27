// Asks berkeley-abc, a model checker of hardware, as a process.
#pragma once

#include "prove/circuit.h"
#include "prove/watch.h"

namespace sigspec::prove {

struct HardwareCheck {
  enum class Answer : std::uint8_t { Proved, Violated, Unknown };
  Answer answer = Answer::Unknown;
  std::string why;  // Unknown: in words
};

/// Any property of a finite scenario. Pre: no size is without bounds.
HardwareCheck ask_abc(const System& system, const SystemProperty& property,
                      std::chrono::seconds time, const Watch& watch);

}  // namespace sigspec::prove
