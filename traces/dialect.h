// The dialects of recordings, and how to tell them by their first bytes.
//
// A dialect's name is also that of its view in the specification.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sigspec::traces {

enum class Dialect : std::uint8_t { Strace, Ftrace };

std::string_view name_of(Dialect dialect);
/// Returns: nothing when no dialect has this name.
std::optional<Dialect> find_dialect(std::string_view name);

/// Returns: nothing when the bytes look like no recording.
std::optional<Dialect> recognise_dialect(std::string_view first_bytes);
bool looks_like_recording(std::string_view first_bytes);

}  // namespace sigspec::traces
