// Records runs of litmus tests, and has the recordings judged by the rules of check.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checker/cli.h"

namespace sigspec {

struct LitmusRecording {
  std::string test;
  std::string program;  // as the runner reads it
};

struct LitmusRecorderOptions {
  Version kernel;
  std::size_t jobs = 1;
  std::string folder;  // where recordings are kept, TEST.RECORDER; empty: none is
  std::string recorder = "strace";  // or ftrace
};

/// Can tests be recorded here by strace?
bool has_litmus_recorder();

/// Records one run of each, and judges it as soon as it is there. `tell` is called by one at a
/// time. Returns: an error's text, empty when all went well.
std::string record_litmus(const std::vector<LitmusRecording>& tests, const Session& session,
                          const LitmusRecorderOptions& options,
                          const std::function<void(std::size_t test, FileReport&)>& tell);

}  // namespace sigspec
