// Runs litmus tests and compares what happened with all that the model allows.
#include "checker/command_litmus.h"

#include <fmt/format.h>

#include <sstream>

#include "checker/litmus_atlas.h"
#include "checker/litmus_runner.h"
#include "checker/litmus_tests.h"
#include "checker/litmus_verdict.h"
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
std::string write_files(const LitmusCommand& command, const std::vector<LitmusVerdict>& verdicts,
                        const LitmusBaseline& baseline, const SourceMap& sources) {
  std::string error;
  if (!command.write_baseline.empty())
    error = write_file(command.write_baseline,
                       format_litmus_baseline(known_after(verdicts, baseline)));
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
  print_result(
      fmt::format("{}, {}: {} outside the model's outcomes{}, {} of its outcomes never seen, {} "
                  "came to nothing\n",
                  counted(verdicts.size(), "test"), counted(runs, "run"), outside,
                  known > 0 ? fmt::format(", {} known to be", known) : "", never_seen,
                  counted(failed, "run")));
  if (outside + unexpected > 0) return ExitCode::Diverges;
  return failed > 0 ? ExitCode::Inconclusive : ExitCode::Conforms;
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
  std::vector<LitmusRuns> tests;
  std::vector<std::string> programs;
  Diagnostics diagnostics;
  for (const litmus::Test& test : input->file.tests) {
    if (test.name.text.find(command.name) == std::string::npos) continue;
    LitmusRuns made{&test, prepare(*spec.model, spec.library, test, diagnostics), {}, {}, 0};
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
  std::vector<LitmusVerdict> verdicts;
  for (const LitmusRuns& test : tests) {
    verdicts.push_back(judge(test, sources, baseline));
    if (!verdicts.back().is_good() || tests.size() < kFewTests)
      print_result(format_litmus_verdict(verdicts.back()));
  }
  const ExitCode code = print_totals(verdicts);
  if (!error.empty()) return fail(error);
  if (const std::string written = write_files(command, verdicts, baseline, sources);
      !written.empty())
    return fail(written);
  return code;
}

}  // namespace sigspec
