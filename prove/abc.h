// Asks berkeley-abc, a model checker of hardware, as a process.
#pragma once

#include "prove/induction.h"
#include "prove/watch.h"

namespace sigspec::prove {

struct HardwareCheck {
  enum class Answer : std::uint8_t { Proved, Violated, Unknown };
  Answer answer = Answer::Unknown;
  std::string why;                    // Unknown: in words
  std::vector<Condition> conditions;  // Proved: its certificate, where one is wanted and was found
};

enum class Certificate : bool { Unwanted, Wanted };

/// Any property of a finite scenario. Pre: no size is without bounds.
HardwareCheck ask_abc(const System& system, const SystemProperty& property,
                      std::chrono::seconds time, Certificate certificate,
                      const Watch& watch);

}  // namespace sigspec::prove
