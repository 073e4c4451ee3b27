// `sigspec record`: runs a program under strace and judges it while it runs.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"

namespace sigspec {

struct RecordCommand {
  std::string output;  // empty: the recording is judged and not kept
  std::string with = "strace";
  std::string kernel;
  std::vector<std::string> program;
};

ExitCode run_record(const RecordCommand& command, const Session& session);

}  // namespace sigspec
