// What the readers of all dialects share: their options, and what they count.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "traces/record.h"

namespace sigspec::traces {

/// Names of calls.
using CallNames = std::set<std::string, std::less<>>;

struct ReaderOptions {
  /// The calls that make tasks, if that is known: `strace -q` does not announce whom they make.
  std::shared_ptr<const CallNames> births;
  bool frames = false;  // deliver the stack frames of -k as events
  std::size_t not_understood_kept_max = 20;
  std::size_t text_bytes_kept_max = 200;  // of each line kept
};

/// A line that was not understood, for the report.
struct LostLine {
  std::uint32_t file = 0;
  LineNo line{};
  std::string text;
};

struct ReaderStats {
  std::uint64_t lines = 0;
  std::uint64_t events = 0;          // without NotUnderstood and Frame
  std::uint64_t not_understood = 0;  // lines
  std::uint64_t summaries = 0;       // lines of -c tables
  std::uint64_t messages = 0;        // of the observer about itself, and lines of no interest
  std::uint64_t satellites = 0;      // dumps and frames
  std::vector<LostLine> lost;        // the first of those not understood
  bool begins_cut = false;           // the beginning of the recording cut its first line in two
  bool cut_short = false;            // the end of the recording cut its last line in two
};

}  // namespace sigspec::traces
