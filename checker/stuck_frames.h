// Where the functions that a hold names are on the stack of a task.
#pragma once

#include "checker/stuck.h"

namespace sigspec {

/// `a*|b`: is the word one of them? `*` stands for any characters.
bool fits_patterns(std::string_view patterns, std::string_view word);

struct FrameMatch {
  Certainty applies = Certainty::No;
  std::size_t depth = 0;  // of the first of them
  std::vector<std::string> frames;
};

/// Each function stands further out than the one before it, or is the same one. Of a stack of which
/// only the innermost is known the rest may be anything.
FrameMatch match_frames(const std::vector<std::string>& patterns, const stuck::Task& task);

}  // namespace sigspec
