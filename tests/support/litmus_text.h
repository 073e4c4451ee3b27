// A litmus test in a text, parsed and prepared, for tests of what it comes to and what is wrong.
#pragma once

#include <cstdlib>
#include <string>
#include <utility>

#include "checker/litmus_tests.h"
#include "litmus/parser.h"

namespace sigspec {

/// The specification, read once.
inline LitmusSpec& litmus_spec() {
  static LitmusSpec spec;
  static const bool loaded = load_litmus_spec(Session{}, spec);
  return loaded ? spec : (std::abort(), spec);
}

/// Outlives what is prepared of it.
struct LitmusText {
  explicit LitmusText(std::string text) {
    LitmusSpec& spec = litmus_spec();
    SourceMap& sources = *spec.library.sources;
    litmus::parse_litmus(sources.add("t.lit", std::move(text)), sources, file, faults);
    if (!file.tests.empty() && faults.empty())
      prepared = prepare(*spec.model, spec.library, file.tests[0], faults);
  }
  /// `word: message; suggestion` of each fault, the word being what the caret is at.
  std::string said() const {
    std::string all;
    for (const Diagnostic& fault : faults)
      all += (all.empty() ? "" : "\n") +
             std::string(litmus_spec().library.sources->text(fault.span)) + ": " + fault.message +
             (fault.note.empty() ? "" : "; " + fault.note) +
             (fault.suggestion.empty() ? "" : "; " + fault.suggestion);
    return all;
  }
  litmus::File file;
  Diagnostics faults;
  litmus::PreparedTest prepared;
};

}  // namespace sigspec
