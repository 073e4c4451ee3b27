// Runs litmus tests and compares what happened with all that the model allows.
#include "checker/command_litmus.h"

#include <fmt/format.h>

#include <map>
#include <sstream>

#include "checker/litmus_atlas.h"
#include "checker/litmus_runner.h"
#include "checker/litmus_tests.h"
#include "checker/report_escape.h"
#include "checker/spec_source.h"
#include "litmus/assemble.h"
#include "litmus/generate.h"
#include "litmus/show_c.h"
#include "litmus/world.h"

namespace sigspec {

namespace {

/// All that they come to is printed of so few tests.
constexpr std::size_t kFewTests = 20;

struct Prepared {
  const litmus::Test* test;
  litmus::PreparedTest ready;
  litmus::Exploration model;
  std::map<std::string, std::size_t> seen;  // outcomes, and how often
  std::size_t failed = 0;                   // runs that came to nothing
};

struct RunTotals {
  std::size_t runs = 0, outside = 0, never_seen = 0, failed = 0, unexpected = 0;
  std::vector<LitmusDivergence> divergences;
};

bool is_allowed(const Prepared& test, const std::string& outcome) {
  for (const litmus::Reached& reached : test.model.outcomes)
    if (litmus::to_text(reached.outcome) == outcome) return true;
  return false;
}

/// Adds the test to the totals. Returns: what is to be said of it, and whether all is well.
std::pair<std::string, bool> judge(const Prepared& test, const SourceMap& sources,
                                   const LitmusBaseline& baseline, RunTotals& totals) {
  std::string lines;
  bool good = true;
  LitmusDivergence divergence{test.test, {}, {}, {}};
  const auto known = baseline.reasons.find(test.test->name.text);
  const bool is_known = known != baseline.reasons.end();
  for (const auto& [outcome, count] : test.seen) {
    const bool allowed = is_allowed(test, outcome);
    lines += fmt::format("  {:>6}  {}{}\n", count, outcome,
                         allowed    ? ""
                         : is_known ? "    known: " + known->second
                                    : "    NOT ALLOWED by the model");
    totals.runs += count;
    if (allowed) continue;
    divergence.seen.push_back(outcome);
    totals.outside += is_known ? 0 : count;
    good = good && is_known;
  }
  for (const litmus::Reached& reached : test.model.outcomes) {
    const std::string outcome = litmus::to_text(reached.outcome);
    divergence.allowed.push_back(outcome);
    if (test.seen.contains(outcome)) continue;
    lines += fmt::format("       0  {}    never seen\n", outcome);
    ++totals.never_seen;
  }
  if (test.failed > 0) {
    lines += fmt::format("  {:>6}  came to nothing\n", test.failed);
    if (!is_known) totals.failed += test.failed;
    good = good && is_known;
    divergence.seen.push_back("nothing: the run did not come to an end");
  }
  if (!divergence.seen.empty()) {
    if (is_known) divergence.reason = known->second;
    totals.divergences.push_back(std::move(divergence));
  }
  for (const litmus::Disagreement& fault : compare(*test.test, test.model.outcomes)) {
    lines += fmt::format("  expected: {}\n    the model: {}\n",
                         sources.text(fault.expectation->span), fault.why);
    ++totals.unexpected;
    good = false;
  }
  return {lines, good};
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// The first line that the program says of its version.
std::string version_of(const std::vector<std::string>& words) {
  if (words.empty()) return "this kernel";
  std::string line;
  if (std::FILE* said = popen((words[0] + " --version 2>&1").c_str(), "r")) {
    char text[200];
    if (std::fgets(text, sizeof text, said)) line = text;
    pclose(said);
  }
  while (!line.empty() && line.back() == '\n') line.pop_back();
  return line;
}

/// Writes the files that were asked for. Returns: an error's text.
std::string write_files(const LitmusCommand& command, std::size_t tests, const RunTotals& totals,
                        const SourceMap& sources) {
  std::string error;
  if (!command.write_baseline.empty())
    error = write_litmus_baseline(command.write_baseline, totals.divergences);
  if (error.empty() && !command.atlas.empty())
    error =
        write_file(command.atlas, format_atlas(command.under, version_of(words_of(command.under)),
                                               tests, totals.divergences, sources));
  return error;
}

}  // namespace

ExitCode show_litmus_tests(const LitmusCommand& command, const Session& session) {
  const std::optional<LitmusInput> input = open_litmus(command.tests, command.kernel, session);
  if (!input) return ExitCode::Failed;
  const LitmusSpec& spec = input->spec;
  const SourceMap& sources = *spec.library.sources;
  Diagnostics diagnostics;
  std::size_t shown = 0;
  for (const litmus::Test& test : input->file.tests) {
    if (test.name.text.find(command.name) == std::string::npos) continue;
    const litmus::PreparedTest ready = prepare(*spec.model, spec.library, test, diagnostics);
    ++shown;
    if (command.list) print_result(test.name.text + "\n");
    else if (command.c) print_result(show_c(*spec.model, ready));
    else print_result(std::string(sources.text(test.span)) + "\n");
  }
  if (!diagnostics.empty())
    std::fputs(render_all(diagnostics, sources, session.color_messages).c_str(), stderr);
  if (shown == 0) return fail("found no test");
  return diagnostics.empty() ? ExitCode::Conforms : ExitCode::Failed;
}

ExitCode generate_litmus_tests(const LitmusCommand& command, const Session& session) {
  LitmusSpec spec;
  if (!load_litmus_spec(session, spec)) return ExitCode::Failed;
  litmus::generate(*spec.model, spec.library,
                   [&](const std::string& name, const std::string& text) {
                     if (name.find(command.name) != std::string::npos) print_result(text + "\n");
                   });
  return ExitCode::Conforms;
}

ExitCode run_litmus_tests(const LitmusCommand& command, const Session& session) {
  const std::optional<LitmusInput> input = open_litmus(command.tests, command.kernel, session);
  if (!input) return ExitCode::Failed;
  const LitmusSpec& spec = input->spec;
  const SourceMap& sources = *spec.library.sources;
  Program program(*spec.model, input->kernel, std::string(litmus::kClosedView));
  std::vector<Prepared> tests;
  std::vector<std::string> programs;
  Diagnostics diagnostics;
  for (const litmus::Test& test : input->file.tests) {
    if (test.name.text.find(command.name) == std::string::npos) continue;
    Prepared made{&test, prepare(*spec.model, spec.library, test, diagnostics), {}, {}, 0};
    if (!diagnostics.empty()) continue;
    programs.push_back(assemble(*spec.model, spec.library, made.ready));
    made.model = explore(*spec.model, program, spec.library, made.ready);
    tests.push_back(std::move(made));
  }
  if (!diagnostics.empty()) {
    std::fputs(render_all(diagnostics, sources, session.color_messages).c_str(), stderr);
    return ExitCode::Failed;
  }
  if (tests.empty()) return fail("found no test");
  LitmusBaseline baseline;
  if (!command.baseline.empty())
    if (const std::string error = read_litmus_baseline(command.baseline, baseline); !error.empty())
      return fail(error);
  const RunnerCommand runner{words_of(command.under), command.runs, command.jobs};
  const std::string error =
      run_litmus(runner, programs, [&](std::size_t i, const std::string& answer) {
        const auto outcome = read_outcome(*spec.model, tests[i].ready, answer);
        if (outcome) ++tests[i].seen[litmus::to_text(*outcome)];
        else ++tests[i].failed;
      });
  RunTotals totals;
  for (const Prepared& test : tests) {
    const auto [lines, good] = judge(test, sources, baseline, totals);
    if (!good || tests.size() < kFewTests) print_result(test.test->name.text + "\n" + lines);
  }
  print_result(
      fmt::format("{}, {}: {} outside the model's outcomes, {} of its outcomes never seen, {} came "
                  "to nothing\n",
                  counted(tests.size(), "test"), counted(totals.runs, "run"), totals.outside,
                  totals.never_seen, counted(totals.failed, "run")));
  if (!error.empty()) return fail(error);
  if (const std::string written = write_files(command, tests.size(), totals, sources);
      !written.empty())
    return fail(written);
  if (totals.outside + totals.unexpected > 0) return ExitCode::Diverges;
  return totals.failed > 0 ? ExitCode::Inconclusive : ExitCode::Conforms;
}

}  // namespace sigspec
