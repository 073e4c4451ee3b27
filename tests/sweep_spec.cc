// Every mutant of the specification: build/release/tests/sweep_spec --help.
//
// Status 0: each is contradicted by something of the tests, or is listed.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <thread>

#include "checker/spec_source.h"
#include "tests/support/paths.h"
#include "tests/support/spec_sweep.h"

using namespace sigspec;
using namespace sigspec::test;

int main(int argc, char** argv) {
  SpecSweepOptions options;
  options.exhibits.jobs = std::max(1U, std::thread::hardware_concurrency());
  options.exhibits.tests = sigspec_binary().parent_path() / "tests/checker_tests";
  std::string spec;
  bool all = false;
  CLI::App app("Changes the specification in one place after the other: who notices?");
  app.add_option("--only", options.only, "mutants whose names contain this");
  app.add_option("--of", options.of_files, "mutants of files whose paths contain one of these");
  app.add_flag("--quick", options.quick, "asks neither claims nor proofs");
  app.add_flag("--listed,!--unlisted", options.listed,
               "only mutants that tests/spec_mutants.list names, or does not name");
  app.add_option("--every", options.every, "only every so-manieth")->capture_default_str();
  app.add_option("--seconds", options.exhibits.seconds_max,
                 "of the traces that exercise what is changed")
      ->capture_default_str();
  app.add_option("--spec", spec, "the specification in this folder");
  app.add_option("--jobs", options.exhibits.jobs, "threads")->capture_default_str();
  app.add_flag("--all", all, "tells of each mutant what contradicts it");
  CLI11_PARSE(app, argc, argv);

  static constexpr const char* kWords[] = {"refused", "recording", "fault",   "test",
                                           "litmus",  "claim",     "proof",   "survives"};
  if (all)
    options.sink = [](const MutantResult& result) {
      std::printf("%-10s %s%s\n", kWords[static_cast<int>(result.verdict)],
                  result.mutant.name().c_str(),
                  result.by.empty() ? "" : (": " + result.by).c_str());
      std::fflush(stdout);
    };
  const SpecSource source = read_spec_source(spec);
  std::vector<MutantResult> results = judge_mutants(source.texts, options);
  const bool whole = options.only.empty() && options.of_files.empty() && options.every == 1 &&
                     options.listed.value_or(true);
  const std::vector<std::string> unused = read_reasons(results);
  if (whole)  // or all that are listed
    for (const std::string& line : unused)
      std::printf("listed, but no survivor: %s\n", line.c_str());
  std::printf("%s", format_spec_sweep(results).c_str());
  for (const MutantResult& result : results)
    if (result.verdict == MutantVerdict::Survived && result.reason.empty()) return 1;
  return 0;
}
