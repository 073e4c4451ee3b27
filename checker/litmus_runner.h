// Runs litmus tests for real, by the runner that lies beside the program.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "litmus/prepare.h"

namespace sigspec {

struct RunnerCommand {
  std::vector<std::string> before;  // what the runner is run by: an emulator, a recorder
  std::size_t runs = 1;             // of each test
  std::size_t jobs = 1;             // runners at once
  std::string machine{litmus::kLitmusMachine};  // that the runner is made for
};

/// The runner for a machine, where the build and the installation put it.
std::string runner_path(std::string_view machine = litmus::kLitmusMachine);

/// Runs the programs, each job one after the other; `tell`, called by one at a time, gets each line
/// of the answer, and which program it is about. The first request to end the program ends the
/// runners (watch_interrupts). Returns: an error's text, empty when all went well.
std::string run_litmus(const RunnerCommand& command, const std::vector<std::string>& programs,
                       const std::function<void(std::size_t program, const std::string&)>& tell);

}  // namespace sigspec
