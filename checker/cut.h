// Cuts a recording down to the lines that a divergence needs.
//
// A line is judged after all that came before it, and by what the lines behind it show of how the
// recording was made; most of that does not matter. What is left shows
// a person at once what does, and is small enough for a bug report or a test.
#pragma once

#include <functional>
#include <string>

#include "checker/check.h"

namespace sigspec {

/// Of a recording at most this much is cut down, and for at most this long.
inline constexpr std::size_t kCutBytesMax = 256 << 20;
inline constexpr int kCutSecondsMax = 30;

struct Cut {
  std::string text;             // the lines that are left
  std::string rule;             // that it breaks
  std::uint64_t lines = 0;      // of them
  std::uint64_t lines_before = 0;
  bool smallest = false;        // no single line can go; else time was up
  std::string error;            // why there is none
};

/// Whole tasks are left out first, then runs of lines, then single ones. What is left breaks the
/// same rule in the same way on the same line, and no other that the whole does not break.
/// `progress` is told how many lines were judged. Cost: time and memory are bounded.
Cut cut_trace(const Model& model, const std::string& path, std::uint64_t line,
              const CheckOptions& options, const std::function<void(std::uint64_t)>& progress);

}  // namespace sigspec
