// What runs of a litmus test came to, against all that the model allows.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/litmus_baseline.h"
#include "checker/report.h"
#include "litmus/explore.h"
#include "litmus/prepare.h"

namespace sigspec {

/// One test, and how often its runs came to what.
struct LitmusRuns {
  const litmus::Test* test = nullptr;
  litmus::PreparedTest ready;
  litmus::Exploration model;
  std::map<std::string, std::size_t> seen;  // outcomes
  std::size_t failed = 0;                   // runs that came to nothing
  std::optional<FileReport> recording;      // of one run more, as check judges it
};

struct LitmusVerdict {
  struct Seen {
    std::string outcome;
    std::size_t count = 0;
    bool allowed = false;
    Excuses excuses;   // of the baseline
    std::string rest;  // of the outcome, without what is so in all tests
    bool is_new() const { return !allowed && excuses.empty(); }
    /// Is it the test's own, and not of all tests?
    bool is_own() const;
  };
  const litmus::Test* test = nullptr;
  std::vector<Seen> seen;
  std::vector<std::string> allowed, never_seen;  // of the model's outcomes
  std::vector<std::string> disagreements;        // of the test's expectations with the model
  Verdict recorded = Verdict::Conforms;
  std::string recording;  // what diverges in it, or was not understood

  std::size_t runs() const;
  std::size_t outside() const;  // runs that nothing excuses, those that came to nothing left out
  std::size_t failed() const;   // runs that came to nothing, with no excuse
  bool is_good() const {
    return outside() + failed() == 0 && disagreements.empty() && recorded == Verdict::Conforms;
  }
};

/// The verdict's excuses stay the baseline's.
LitmusVerdict judge(const LitmusRuns& runs, const SourceMap& sources, LitmusBaseline& baseline);

/// All of it, a line each.
std::string format_litmus_verdict(const LitmusVerdict& verdict);

/// JUnit's XML. `where`: what the tests ran in.
std::string format_litmus_junit(const std::vector<LitmusVerdict>& verdicts,
                                const std::string& where);

/// What is known after these runs: patterns and reasons stay, what is new is to be looked into.
LitmusBaseline known_after(const std::vector<LitmusVerdict>& verdicts,
                           const LitmusBaseline& before);

}  // namespace sigspec
