// ByteSource: where the bytes of a recording come from, decompressed.
//
// Recordings are kept xz-compressed, users have them as .gz or .zst, `sigspec record` reads a
// live pipe. All are the same to the line reader: a call that returns some bytes when some are
// there. What a file is, is told by its first bytes, never by its name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "traces/outcome.h"

namespace sigspec::traces {

class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Blocks until at least one byte is there.  Returns: how many were written to `out`, 0 at the
  /// end.  Errors: a damaged archive, a failing disk; bytes read before stay valid.
  virtual Outcome<std::size_t> read(char* out, std::size_t size_max) = 0;
};

/// Reads a file descriptor; takes ownership of it unless it is standard input.
std::unique_ptr<ByteSource> make_fd_source(int fd);

/// Reads a text in memory, for tests and fuzzing.
std::unique_ptr<ByteSource> make_text_source(std::string text);

/// Looks at the first bytes of `raw` and puts the decompressor they ask for in front of it.
Outcome<std::unique_ptr<ByteSource>> decompress_if_needed(std::unique_ptr<ByteSource> raw);

}  // namespace sigspec::traces
