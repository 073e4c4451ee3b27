// Where the text of the specification comes from: the program itself, or a folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/model.h"

namespace sigspec {

inline constexpr std::string_view kLitmusSuffix = ".lit";

struct SpecSource {
  std::string name;  // for people: "the program", or the folder
  std::vector<SpecText> texts;
  std::vector<SpecText> litmus_texts;  // of the things that litmus tests work on
  std::string error;  // nothing could be read
};

/// Recordings are judged without the scenarios and the claims, and without what is said of closed
/// systems and of tasks that are stuck.
enum class SpecPart : std::uint8_t { Whole, ForRecordings };

/// Is the file with this path needed for recordings?
bool is_for_recordings(std::string_view path);

/// Every .sig file beneath `directory`, by path; of the built-in specification when it is empty.
SpecSource read_spec_source(const std::string& directory);
SpecSource built_in_spec(SpecPart part = SpecPart::Whole);

/// All diagnostics as text for people, and how many there are.
std::string render_all(const Diagnostics& diagnostics, const SourceMap& sources, bool color);

}  // namespace sigspec
