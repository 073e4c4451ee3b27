// The same run, recorded otherwise: what other options of strace would not have shown, or what is
// left when the beginning or the end is lost.
//
// A recording that hides something is a recording of Linux all the same, so nothing may be accused
// in what is left. Guards that excuse what cannot be seen are tested by nothing else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/mutate_recording.h"

namespace sigspec::test {

struct Hiding {
  std::string how;
  bool (*leaves_out)(const Recording& recording, const Step& step);
};

const std::vector<Hiding>& hidings();

/// The shipped recordings from which lines can be left out: those that hide nothing, and whose
/// times do not count from the line before.
std::vector<std::string> recordings_to_hide_from();

/// Returns: what is left of the lines; nothing when all are left, or when more than leaving lines
/// out would have changed.
std::optional<std::string> hide(const Recording& recording, const Hiding& hiding);

}  // namespace sigspec::test
