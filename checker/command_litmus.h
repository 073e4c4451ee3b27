// `sigspec explore` and `sigspec litmus`: what small programs may come to, and what they do.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"

namespace sigspec {

struct ExploreCommand {
  std::vector<std::string> tests;
  std::string name, kernel;
  bool schedules = false;
};

struct LitmusCommand {
  std::vector<std::string> tests;
  std::string name, kernel;
  std::string under;    // a command that the runner is run by
  std::size_t runs = 20;
  bool c = false;
};

ExitCode run_explore(const ExploreCommand& command, const Session& session);

}  // namespace sigspec
