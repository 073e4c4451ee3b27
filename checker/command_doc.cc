// Gathers what stands behind the specification, and writes the manual.
#include "checker/command_doc.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "checker/cli_judge.h"
#include "checker/cli_process.h"
#include "checker/cli_progress.h"
#include "checker/cli_traces.h"
#include "checker/litmus_tests.h"
#include "checker/man_pages.h"
#include "checker/manual.h"
#include "checker/report_escape.h"
#include "litmus/explore.h"
#include "litmus/world.h"

namespace sigspec {

namespace {

/// Judges the recordings, and counts which rules took part. Returns: false when one cannot be read.
bool count_recordings(const DocCommand& command, const Session& session, const Model& model,
                      Version kernel, ManualSources& sources) {
  if (command.recordings.empty()) return true;
  std::vector<std::string> errors;
  const std::vector<std::string> traces = find_traces(command.recordings, errors);
  for (const std::string& error : errors) fail(error);
  JudgeOptions options;
  options.check = {kernel, {}, 1, {}, watch_interrupts(), Rows::Known};
  options.jobs = std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()),
                                       std::max<std::size_t>(1, traces.size()));
  options.show_progress = is_terminal(STDERR_FILENO);
  bool readable = errors.empty();
  const std::vector<FileReport> files =
      judge_files(model, session, traces, options, [&](FileReport& file) {
        if (file.error.empty()) return;
        readable = false;
        fail(fmt::format("{}: {}", printable(file.path), printable(file.error)));
      });
  sources.counts = rule_counts(model, files, kernel);
  sources.recordings = files.size();
  return readable;
}

/// Explores the tests. Returns: false when one is wrong.
bool explore_tests(const LitmusInput& input, const Session& session, ManualSources& sources) {
  const LitmusSpec& spec = input.spec;
  Program program(*spec.model, input.kernel, std::string(litmus::kClosedView), Rows::Known);
  ProgressLine line(is_terminal(STDERR_FILENO));
  const auto add = [&](const std::vector<litmus::Test>& tests) {
    for (const litmus::Test& test : tests) {
      line.show([&](double) { return test.name.text; });
      Diagnostics diagnostics;
      const litmus::PreparedTest prepared = prepare(*spec.model, spec.library, test, diagnostics);
      if (!diagnostics.empty()) {
        std::fputs(render_all(diagnostics, *spec.library.sources, session.color_messages).c_str(),
                   stderr);
        return false;
      }
      sources.tests.emplace_back(test.name.text,
                                 explore(*spec.model, program, spec.library, prepared).exercised);
    }
    return true;
  };
  // A rule names a few of its tests: those that were asked for come first.
  return add(input.file.tests) && add(spec.library.file.tests);
}

}  // namespace

ExitCode write_man_pages(const CLI::App& app, const std::string& output) {
  if (output.empty()) return fail("--format man needs a folder: -o DIR");
  std::error_code ignored;
  std::filesystem::create_directories(output, ignored);
  for (const auto& [name, text] : man_pages(app))
    if (const std::string error = write_file(output + "/" + name, text); !error.empty())
      return fail(error);
  return ExitCode::Conforms;
}

ExitCode run_doc(const DocCommand& command, const Session& session) {
  const std::optional<LitmusInput> input = open_litmus(command.tests, command.kernel, session);
  if (!input) return ExitCode::Failed;
  const Model& model = *input->spec.model;
  ManualSources sources;
  if (!count_recordings(command, session, model, input->kernel, sources) ||
      !explore_tests(*input, session, sources))
    return ExitCode::Failed;
  ClaimDecider decider(input->spec, input->kernel);
  for (const ClaimInfo& claim : model.claims) sources.claims.push_back(decider.decide(claim));
  if (was_interrupted()) return ExitCode::Inconclusive;
  Manual manual = make_manual(model, input->kernel, std::move(sources));
  manual.kernel = version_text(input->kernel);
  const std::string text = command.format == DocFormat::Html ? format_manual_html(manual)
                                                             : format_manual_markdown(manual);
  if (command.output.empty()) {
    print_result(text);
    return ExitCode::Conforms;
  }
  const std::string error = write_file(command.output, text);
  return error.empty() ? ExitCode::Conforms : fail(error);
}

}  // namespace sigspec
