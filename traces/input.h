// Input: the lines of one recording, streamed through one buffer of bounded size.
//
// Lines are views into the buffer, moved only when a line crosses the end of a block. A line
// longer than the limit is delivered cut and its rest skipped, so that a file without line feeds
// cannot fill the memory. On a pipe a line is delivered as soon as its line feed has arrived.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "traces/byte_source.h"
#include "traces/chars.h"
#include "traces/outcome.h"

namespace sigspec::traces {

struct InputLimits {
  std::size_t block_bytes = 64 * 1024;  // stays in the processor's cache while it is read
  std::size_t line_bytes_max = 1 << 20;
};

struct Line {
  std::string_view text;      // without the line feed; valid until the next call of next()
  bool too_long = false;      // cut at the limit; the rest was skipped
  bool unterminated = false;  // the input ended before a line feed
};

class Input {
 public:
  explicit Input(std::unique_ptr<ByteSource> source, InputLimits limits = {});

  /// Returns: false at the end of the input, or of what could be read of it: see failure().
  bool next(Line& line) {
    const char* end = nullptr;
    const char* begin = next_whole(end);
    if (begin == nullptr) return next_block(line);
    line = Line{{begin, static_cast<std::size_t>(end - begin)}, false, false};
    return true;
  }

  /// The short way: a line that lies whole in the buffer, in registers.
  /// Returns: its begin and by `end` its line feed, or null: then next() is to be called.
  const char* next_whole(const char*& end) {
    const char* begin = begin_;
    end = find_line_feed(begin);
    if (end == end_) return nullptr;
    begin_ = end + 1;
    return begin;
  }

  /// The first bytes of the input, to recognise a dialect by; at most a block, and on a pipe
  /// what arrived with the first line.  Pre: next() was not called yet.
  std::string_view peek();

  /// Why reading ended before the input did; empty when it did not.
  const std::string& failure() const { return failure_; }

 private:
  bool next_block(Line& line);
  bool fill();
  void skip_rest_of_line();

  std::unique_ptr<ByteSource> source_;
  InputLimits limits_;
  std::vector<char> buffer_;
  const char* begin_;      // what was not delivered yet
  const char* end_;        // here stands a line feed of our own, so that a search needs no bound
  std::string long_line_;  // the head of a line beyond the limit
  bool ended_ = false;
  std::string failure_;
};

/// Opens a file, or standard input for "-", whatever it is compressed with.
Outcome<std::unique_ptr<Input>> open_input(const std::string& path, InputLimits limits = {});

}  // namespace sigspec::traces
