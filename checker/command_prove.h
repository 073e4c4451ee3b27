// `sigspec prove`: checks the properties of scenarios, and that every `expect` comes out.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"

namespace sigspec {

enum class ProveFormat : std::uint8_t { Text, Json, Mermaid };

struct ProveCommand {
  std::vector<std::string> scenarios;  // empty: all
  std::string variant, property, kernel;
  std::string certificates;  // a folder
  int engine_seconds = 20;
  bool no_recheck = false, cross_check = false, mutants = false, litmus = false;
  std::size_t states_max = 4'000'000;
  bool list = false, stories = false;
  ProveFormat format = ProveFormat::Text;
};

ExitCode run_prove(const ProveCommand& command, const Session& session);

}  // namespace sigspec
