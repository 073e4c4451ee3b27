// The whole sweep of planted faults: build/release/tests/sweep_faults --help.
//
// Status 0: at least 97 % were caught and 90 % reported on their line by their rule.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <thread>

#include "checker/spec_source.h"
#include "tests/support/fault_sweep.h"

using namespace sigspec;
using namespace sigspec::test;

int main(int argc, char** argv) {
  SweepOptions options;
  options.faults = 5000;
  options.jobs = std::max(1U, std::thread::hardware_concurrency());
  std::string spec;
  bool quiet = false;
  CLI::App app("Plants faults into the shipped recordings and says which are reported");
  app.add_option("--faults", options.faults, "how many in all")->capture_default_str();
  app.add_option("--seed", options.seed, "chooses other places")->capture_default_str();
  app.add_option("--only", options.only, "operators whose names contain this");
  app.add_option("--keep", options.survivors, "a folder for the texts of survivors");
  app.add_option("--spec", spec, "judges by the specification in this folder");
  app.add_option("--jobs", options.jobs, "threads")->capture_default_str();
  app.add_flag("--quiet", quiet, "the table only");
  CLI11_PARSE(app, argc, argv);

  const SpecSource source = read_spec_source(spec);
  Diagnostics diagnostics;
  if (!load_model(source.texts, std::make_shared<SourceMap>(), diagnostics)) {
    std::fprintf(stderr, "%s: errors in the specification\n", source.name.c_str());
    return 2;
  }
  std::vector<std::string> errors;
  const std::vector<Floor> floors = read_floors(errors);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  const SweepResult result = plant_and_judge(source.texts, options);
  if (!quiet)
    for (const Survivor& survivor : result.survivors)
      std::printf("%s", format_survivor(survivor).c_str());
  std::printf("%s", format_table(result, floors).c_str());
  const auto planted = static_cast<double>(result.sum.planted);
  return static_cast<double>(result.sum.caught) >= 0.97 * planted &&
                 static_cast<double>(result.sum.right) >= 0.90 * planted
             ? 0
             : 1;
}
