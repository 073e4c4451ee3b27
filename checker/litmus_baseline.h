// What is known of an emulator's divergences: which outcomes of which tests, and why.
//
// A list of whole outcomes would be as long as the tests are many, and nobody would read it. What
// one fault of an emulator does to a family of tests is one entry: the pattern of their names, and
// the words of their outcomes that the fault accounts for. For the rest they must come out as on
// Linux: an entry hides nothing but its fault.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace sigspec {

/// What stands for the outcome of a run that did not come to an end.
inline constexpr const char* kNoOutcome = "nothing";
/// The reason of what has none yet.
inline constexpr const char* kNotLookedInto = "not looked into yet";
/// The pattern of all tests' names.
inline constexpr const char* kAllTests = "*";

/// One line of a baseline, and what stands above it.
struct KnownOutcome {
  std::string tests;    // a name, or a pattern with `*` in it
  std::string outcome;  // of one test all of it, of a pattern's some of its words
  std::string reason;
  bool met = false;   // a test came along that it is for
  bool used = false;  // it excused something
  /// What comes by chance: that it did not come is no news.
  bool at_times() const { return reason.starts_with("at times"); }
  bool of_all() const { return tests == kAllTests; }
  bool is_pattern() const { return tests.find('*') != std::string::npos; }
};

/// What excuses an outcome: nothing, one line of the test's own, or as few of patterns as need be.
using Excuses = std::vector<const KnownOutcome*>;
/// Why, empty when nothing excuses it.
std::string reason_of(const Excuses& excuses);

/// The words of an outcome, `A.got=1`, by their names. What stands in brackets belongs to one.
std::map<std::string, std::string> words_of_outcome(const std::string& outcome);

struct LitmusBaseline {
  std::vector<KnownOutcome> known;

  /// Whatever excuses that a test comes to an outcome that is none of those. What it says of all
  /// tests is taken out of `outcome`.
  Excuses excuse(const std::string& test, std::string& outcome,
                 const std::vector<std::string>& allowed);
};

/// Reads `TEST: why`, and beneath it, indented, each outcome that this excuses; `#` begins a
/// comment. Returns: an error's text, empty when all went well.
std::string read_litmus_baseline(const std::string& path, LitmusBaseline& baseline);
std::string format_litmus_baseline(const LitmusBaseline& baseline);

}  // namespace sigspec
