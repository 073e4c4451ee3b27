// What the judge did with one line of a trace, for those who explain it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/describe.h"
#include "model/watch.h"

namespace sigspec {

struct WatchedLine {
  std::uint64_t line = 0;

  Watch watch;
  std::vector<std::int64_t> tasks;  // of each step
  std::string text;                 // of the line, if it is an event
  std::uint64_t entry_line = 0;     // where the call began that ends here
  std::string first_sight;          // how the task began that is first seen here, or nothing
  OpaqueTexts texts;                // of the values without names that were met so far
};

}  // namespace sigspec
