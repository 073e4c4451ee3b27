// `sigspec explore` and `sigspec litmus`: what small programs may come to, and what they do.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"
#include "litmus/prepare.h"

namespace sigspec {

struct ExploreCommand {
  std::vector<std::string> tests;
  std::string name, kernel;
  bool schedules = false, rules = false;
};

struct LitmusCommand {
  std::vector<std::string> tests;
  std::string name, kernel;
  std::string under;                            // a command that the runner is run by
  std::string machine{litmus::kLitmusMachine};  // that this command emulates
  std::string baseline, write_baseline, atlas, junit;  // files
  std::size_t runs = 20, jobs = 8;
  bool c = false, list = false;
  bool record = true;  // one run of each test more, for check to judge
  std::string with;    // by which recorder; empty: strace, where there is one
  std::string keep;    // a folder for the recordings
};

ExitCode run_litmus_tests(const LitmusCommand& command, const Session& session);
/// Lists them, or prints them as they are or as C.
ExitCode show_litmus_tests(const LitmusCommand& command, const Session& session);
/// Prints the tests that are made of the specification's situations.
ExitCode generate_litmus_tests(const LitmusCommand& command, const Session& session);
ExitCode run_explore(const ExploreCommand& command, const Session& session);

}  // namespace sigspec
