// What is known of an emulator's divergences: which outcomes of which tests, and why.
#pragma once

#include <map>
#include <set>
#include <string>

namespace sigspec {

/// What stands for the outcome of a run that did not come to an end.
inline constexpr const char* kNoOutcome = "nothing";

/// `TEST: why`, and beneath it, indented, each outcome that this excuses; `*: why` excuses parts of
/// the outcomes of all tests. `#` begins a comment.
struct LitmusBaseline {
  struct Entry {
    std::string reason;
    std::set<std::string> outcomes;
  };
  std::map<std::string, Entry> tests;
  std::map<std::string, std::string> parts;  // of any outcome, and why

  /// The reason for which a test may come to that, empty when there is none.
  std::string reason(const std::string& test, const std::string& outcome) const;
  /// Takes out of an outcome what is excused in all tests. Returns: why, empty when nothing was.
  std::string take_parts(std::string& outcome) const;
};

/// Returns: an error's text, empty when all went well.
std::string read_litmus_baseline(const std::string& path, LitmusBaseline& baseline);
std::string format_litmus_baseline(const LitmusBaseline& baseline);

}  // namespace sigspec
