// What went wrong in a spec: collected as values, rendered with a caret under the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/source.h"

namespace sigspec {

enum class Severity : std::uint8_t { Error, Warning };

/// One fault of a text: where, what was found and expected, and perhaps what was meant.
struct Diagnostic {
  Severity severity = Severity::Error;
  Span span;
  std::string message;     // "found 'x', expected a type"
  std::string note;        // why, or what else is related; may be empty
  std::string suggestion;  // "did you mean 'SIGUSR1'?"; may be empty
};

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& diagnostics);

/// `file:line:column: error: message`, the line, a caret, note and suggestion, in clang's manner.
std::string render(const Diagnostic& diagnostic, const SourceMap& sources, bool color);

/// The candidate closest to `word` by edit distance, or empty when none is close enough.
std::string_view closest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace sigspec
