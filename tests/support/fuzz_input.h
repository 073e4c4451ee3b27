// What the fuzzers of recordings make of their inputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace sigspec::test {

/// Returns: the recording in a fuzzer's input. The lines of the goldens begin with "> ".
inline std::string recording_in(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with("> ")) text.erase(0, 2);
  for (std::size_t at = 0; (at = text.find("\n> ", at)) != text.npos;) text.erase(at + 1, 2);
  return text;
}

}  // namespace sigspec::test
