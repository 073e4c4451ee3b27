// Runs litmus tests, compares what happened with all that the model allows, and has runs judged by
// their recordings.
#include <fmt/format.h>

#include <filesystem>
#include <set>
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

/// What keeps the runner from running as such a machine's. Returns: an error's text.
std::string machine_error(const LitmusSpec& spec, const LitmusCommand& command) {
  if (command.machine == litmus::kLitmusMachine) return {};
  if (!spec.library.machine(command.machine)) {
    std::string known(litmus::kLitmusMachine);
    for (const litmus::MachineDecl& machine : spec.library.file.machines)
      for (const litmus::Name& name : machine.names) known += ", " + name.text;
    return fmt::format("found no machine '{}', expected {}", printable(command.machine), known);
  }
  if (command.under.empty())
    return fmt::format("found no emulator of {}, expected --under", command.machine);
  std::error_code code;
  if (std::filesystem::exists(runner_path(command.machine), code)) return {};
  return fmt::format("found no runner for {0}: it is built where there is {0}-linux-gnu-g++",
                     command.machine);
}

/// Writes the files that were asked for. Returns: an error's text.
std::string write_files(const LitmusCommand& command, const std::vector<LitmusVerdict>& verdicts,
                        const LitmusBaseline& baseline, const Model& model) {
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
                                               verdicts, baseline, model));
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
      known += seen.excuses.empty() ? 0 : seen.count;
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
  std::set<std::string> lacked;
  std::size_t left_out = 0;
  for (const litmus::Test& test : input.file.tests) {
    if (was_interrupted()) break;
    if (test.name.text.find(command.name) == std::string::npos) continue;
    LitmusRuns made;
    made.test = &test;
    made.ready = prepare(*spec.model, spec.library, test, diagnostics);
    if (!diagnostics.empty()) continue;
    const litmus::PreparedStep* lacking =
        lacking_step(*spec.model, spec.library, command.machine, made.ready);
    if (lacking) {
      lacked.insert(lacking->name);
      ++left_out;
      continue;
    }
    made.model = explore(*spec.model, program, spec.library, made.ready);
    tests.push_back(std::move(made));
  }
  if (diagnostics.empty()) {
    if (left_out > 0)
      print_message(fmt::format("{} left out: {} does not have {}", counted(left_out, "test"),
                                command.machine, fmt::join(lacked, ", ")));
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
    programs.push_back(assemble(model, input.spec.library, test.ready, command.machine));
    recordings.push_back({test.test->name.text, programs.back()});
  }
  const RunnerCommand runner{words_of(command.under), command.runs, command.jobs,
                             command.machine};
  const std::string error =
      run_litmus(runner, programs, [&](std::size_t i, const std::string& answer) {
        const auto outcome = read_outcome(model, tests[i].ready, answer);
        if (outcome) ++tests[i].seen[litmus::to_text(*outcome)];
        else ++tests[i].failed;
      });
  if (!error.empty() || !command.record || !command.under.empty()) return error;
  if (command.with.empty() && !has_litmus_recorder()) {
    print_message("found no strace: nothing is recorded");
    return {};
  }
  return record_litmus(
      recordings, session,
      {input.kernel, command.jobs, command.keep, command.with.empty() ? "strace" : command.with},
      [&](std::size_t i, FileReport& report) { tests[i].recording = std::move(report); });
}

/// What is known and does not happen any more should not stay in the list.
void report_stale(const LitmusBaseline& baseline) {
  for (const KnownOutcome& known : baseline.known)
    if (known.met && !known.used && !known.at_times())
      print_message(fmt::format("the baseline's entry for {} with '{}' matched nothing",
                                printable(known.tests), printable(known.outcome)));
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
  if (const std::string error = machine_error(input->spec, command); !error.empty())
    return fail(error);
  const SourceMap& sources = *input->spec.library.sources;
  LitmusBaseline baseline;
  if (!command.baseline.empty())
    if (const std::string error = read_litmus_baseline(command.baseline, baseline); !error.empty())
      return fail(error);
  watch_interrupts();
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
  if (!was_interrupted()) report_stale(baseline);
  if (!error.empty()) return fail(error);
  if (const std::string written = write_files(command, verdicts, baseline, *input->spec.model);
      !written.empty())
    return fail(written);
  if (was_interrupted()) print_message("interrupted: not every test was run");
  const bool diverges = outcomes == ExitCode::Diverges || recordings == ExitCode::Diverges;
  if (diverges) return ExitCode::Diverges;
  return was_interrupted() ? ExitCode::Inconclusive : std::max(outcomes, recordings);
}

}  // namespace sigspec
