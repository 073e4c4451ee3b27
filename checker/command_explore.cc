// Explores litmus tests, and compares what they come to with what they expect.
#include <fmt/format.h>

#include "checker/command_litmus.h"
#include "checker/litmus_tests.h"
#include "checker/report_escape.h"
#include "checker/spec_source.h"
#include "litmus/explore.h"
#include "litmus/world.h"

namespace sigspec {

namespace {

void print_outcomes(const litmus::Exploration& found, bool schedules) {
  for (const litmus::Reached& reached : found.outcomes) {
    print_result("  " + litmus::to_text(reached.outcome) + "\n");
    if (!schedules) continue;
    for (std::size_t i = 0; i < reached.schedule.size(); ++i)
      print_result(fmt::format("    {:>3}. {}\n", i + 1, reached.schedule[i]));
  }
}

}  // namespace

ExitCode run_explore(const ExploreCommand& command, const Session& session) {
  const std::optional<LitmusInput> input = open_litmus(command.tests, command.kernel, session);
  if (!input) return ExitCode::Failed;
  const LitmusSpec& spec = input->spec;
  const SourceMap& sources = *spec.library.sources;
  Program program(*spec.model, input->kernel, std::string(litmus::kClosedView), Rows::Known);
  std::size_t tests = 0, faults = 0, bounded = 0;
  for (const litmus::Test& test : input->file.tests) {
    if (test.name.text.find(command.name) == std::string::npos) continue;
    Diagnostics diagnostics;
    const litmus::PreparedTest prepared = prepare(*spec.model, spec.library, test, diagnostics);
    if (!diagnostics.empty()) {
      std::fputs(render_all(diagnostics, sources, session.color_messages).c_str(), stderr);
      return ExitCode::Failed;
    }
    const litmus::Exploration found = explore(*spec.model, program, spec.library, prepared);
    ++tests;
    bounded += !found.complete;
    print_result(
        fmt::format("{}: {}, {}{}\n", test.name.text, counted(found.outcomes.size(), "outcome"),
                    counted(found.states, "state"), found.complete ? "" : ", and there are more"));
    print_outcomes(found, command.schedules);
    if (command.rules) print_result(fmt::format("  exercises {}\n", joined(found.exercised, ", ")));
    for (const litmus::Disagreement& fault : compare(test, found)) {
      ++faults;
      print_result(
          fmt::format("  {}: not as expected: {}\n    {}\n",
                      sources.position(fault.expectation.file, fault.expectation.begin).line,
                      sources.text(fault.expectation), fault.why));
    }
  }
  if (faults > 0) return ExitCode::Diverges;
  if (tests == 0) return fail("found no test");
  return bounded > 0 ? ExitCode::Inconclusive : ExitCode::Conforms;
}

}  // namespace sigspec
