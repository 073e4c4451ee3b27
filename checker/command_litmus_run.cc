// Runs litmus tests, compares what happened with all that the model allows, and has runs judged by
// their recordings.
#include <fmt/format.h>

#include <sstream>

#include "checker/cli_process.h"
#include "checker/command_litmus.h"
#include "checker/litmus_atlas.h"
#include "checker/litmus_record.h"
#include "checker/litmus_runner.h"
#include "checker/litmus_tests.h"
#include "checker/litmus_verdict.h"
#include "checker/report_escape.h"
#include "checker/report_formats.h"
#include "litmus/assemble.h"
#include "litmus/world.h"
#include "prove/process.h"

namespace sigspec {

namespace {

/// All that they come to is printed of so few tests.
constexpr std::size_t kFewTests = 20;

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
  prove::read_lines(prove::quoted(words[0]) + " --version 2>&1", [&](const std::string& said) {
    if (line.empty()) line = said;
  });
  while (!line.empty() && line.back() == '\n') line.pop_back();
  return line;
}

/// Writes the files that were asked for. Returns: an error's text.
std::string write_files(const LitmusCommand& command, const std::vector<LitmusVerdict>& verdicts,
                        const LitmusBaseline& baseline, const SourceMap& sources) {
  std::string error;
  if (!command.write_baseline.empty())
    error =
        write_file(command.write_baseline, format_litmus_baseline(known_after(verdicts, baseline)));
  if (error.empty() && !command.junit.empty())
    error = write_file(command.junit,
                       format_litmus_junit(verdicts, version_of(words_of(command.under))));
  if (error.empty() && !command.atlas.empty())
    error =
        write_file(command.atlas, format_atlas(command.under, version_of(words_of(command.under)),
                                               verdicts, baseline, sources));
  return error;
}

/// Says what all runs came to. Returns: the verdict on them.
ExitCode print_totals(const std::vector<LitmusVerdict>& verdicts) {
  std::size_t runs = 0, outside = 0, known = 0, never_seen = 0, failed = 0, unexpected = 0;
  for (const LitmusVerdict& verdict : verdicts) {
    runs += verdict.runs();
    outside += verdict.outside();
    never_seen += verdict.never_seen.size();
    failed += verdict.failed();
    unexpected += verdict.disagreements.size();
    for (const LitmusVerdict::Seen& seen : verdict.seen)
      known += seen.reason.empty() ? 0 : seen.count;
  }
  print_result(fmt::format(
      "{}, {}: {} outside the model's outcomes{}, {} of its outcomes never seen, {} "
      "came to nothing\n",
      counted(verdicts.size(), "test"), counted(runs, "run"), outside,
      known > 0 ? fmt::format(", {} known to be", known) : "", never_seen, counted(failed, "run")));
  if (outside + unexpected > 0) return ExitCode::Diverges;
  return failed > 0 ? ExitCode::Inconclusive : ExitCode::Conforms;
}

/// The tests that were asked for, with all that they come to. Says on standard error what is wrong.
std::vector<LitmusRuns> explored(const LitmusInput& input, const LitmusCommand& command,
                                 const Session& session) {
  const LitmusSpec& spec = input.spec;
  Program program(*spec.model, input.kernel, std::string(litmus::kClosedView), Rows::Known);
  std::vector<LitmusRuns> tests;
  Diagnostics diagnostics;
  for (const litmus::Test& test : input.file.tests) {
    if (test.name.text.find(command.name) == std::string::npos) continue;
    LitmusRuns made;
    made.test = &test;
    made.ready = prepare(*spec.model, spec.library, test, diagnostics);
    if (!diagnostics.empty()) continue;
    made.model = explore(*spec.model, program, spec.library, made.ready);
    tests.push_back(std::move(made));
  }
  if (diagnostics.empty()) {
    if (tests.empty()) fail("found no test");
    return tests;
  }
  std::fputs(render_all(diagnostics, *spec.library.sources, session.color_messages).c_str(),
             stderr);
  return {};
}

/// Runs each so often, and once more for a recorder where one is wanted. Returns: an error's text.
std::string run_all(const LitmusCommand& command, const Session& session, const LitmusInput& input,
                    std::vector<LitmusRuns>& tests) {
  const Model& model = *input.spec.model;
  std::vector<std::string> programs;
  std::vector<LitmusRecording> recordings;
  for (const LitmusRuns& test : tests) {
    programs.push_back(assemble(model, input.spec.library, test.ready));
    recordings.push_back({test.test->name.text, programs.back()});
  }
  const RunnerCommand runner{words_of(command.under), command.runs, command.jobs};
  const std::string error =
      run_litmus(runner, programs, [&](std::size_t i, const std::string& answer) {
        const auto outcome = read_outcome(model, tests[i].ready, answer);
        if (outcome) ++tests[i].seen[litmus::to_text(*outcome)];
        else ++tests[i].failed;
      });
  if (!error.empty() || !command.record || !command.under.empty()) return error;
  if (!has_litmus_recorder()) {
    print_message("found no strace: nothing is recorded");
    return {};
  }
  return record_litmus(
      recordings, session, {input.kernel, command.jobs, command.keep},
      [&](std::size_t i, FileReport& report) { tests[i].recording = std::move(report); });
}

/// Says what the recordings came to. Returns: the verdict on them.
ExitCode print_recordings(const std::vector<LitmusRuns>& tests, Version kernel) {
  CheckReport report{version_text(kernel), {}};
  for (const LitmusRuns& test : tests)
    if (test.recording) report.files.push_back(*test.recording);
  if (report.files.empty()) return ExitCode::Conforms;
  print_result("recorded: " + format_summary_text(report, ColorUse::Plain));
  return exit_code(report);
}

}  // namespace

ExitCode run_litmus_tests(const LitmusCommand& command, const Session& session) {
  const std::optional<LitmusInput> input = open_litmus(command.tests, command.kernel, session);
  if (!input) return ExitCode::Failed;
  const SourceMap& sources = *input->spec.library.sources;
  LitmusBaseline baseline;
  if (!command.baseline.empty())
    if (const std::string error = read_litmus_baseline(command.baseline, baseline); !error.empty())
      return fail(error);
  std::vector<LitmusRuns> tests = explored(*input, command, session);
  if (tests.empty()) return ExitCode::Failed;
  const std::string error = run_all(command, session, *input, tests);
  std::vector<LitmusVerdict> verdicts;
  for (const LitmusRuns& test : tests) {
    verdicts.push_back(judge(test, sources, baseline));
    if (!verdicts.back().is_good() || tests.size() < kFewTests)
      print_result(format_litmus_verdict(verdicts.back()));
  }
  const ExitCode outcomes = print_totals(verdicts);
  const ExitCode recordings = print_recordings(tests, input->kernel);
  if (!error.empty()) return fail(error);
  if (const std::string written = write_files(command, verdicts, baseline, sources);
      !written.empty())
    return fail(written);
  const bool diverges = outcomes == ExitCode::Diverges || recordings == ExitCode::Diverges;
  return diverges ? ExitCode::Diverges : std::max(outcomes, recordings);
}

}  // namespace sigspec
