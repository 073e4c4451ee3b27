// From the options of a check to its report and exit status.
#include "checker/command_check.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "checker/cli_judge.h"
#include "checker/cli_process.h"
#include "checker/cli_traces.h"
#include "checker/report_baseline.h"
#include "checker/report_escape.h"
#include "checker/report_formats.h"

namespace sigspec {

namespace {

std::optional<Baseline> read_baseline(const std::string& path) {
  if (path.empty()) return Baseline{};
  std::string error;
  const std::optional<std::string> text = read_file(path, error);
  if (!text) {
    fail(error);
    return std::nullopt;
  }
  std::optional<Baseline> baseline = parse_baseline(*text, error);
  if (!baseline) fail(fmt::format("baseline '{}': {}", printable(path), error));
  return baseline;
}

/// What is known and does not happen any more should not stay in the list.
void report_stale(const Baseline& baseline) {
  for (const KnownDivergence& known : baseline.known)
    if (known.times == 0)
      print_message(fmt::format("the baseline's entry for {} in '{}' matched nothing",
                                known.rule.empty() ? "any rule" : printable(known.rule),
                                printable(known.path)));
}

std::string format_report(const CheckReport& report, ReportFormat format, const Model& model,
                          ColorUse color) {
  switch (format) {
    case ReportFormat::Text: return format_summary_text(report, color);
    case ReportFormat::Json: return format_json(report);
    case ReportFormat::Sarif: return format_sarif(report, rule_texts(model), SIGSPEC_VERSION);
    case ReportFormat::Junit: return format_junit(report);
    case ReportFormat::Markdown: return format_markdown(report);
  }
  return {};
}

std::size_t choose_jobs(std::size_t asked, std::size_t traces) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  return std::max<std::size_t>(1, std::min(asked ? asked : cores, traces));
}

}  // namespace

ExitCode run_check(const CheckCommand& command, const Session& session) {
  // Never taken apart, which would take longer than to judge a short recording: the process ends.
  static const Model* model;
  model = load_spec(session, SpecPart::ForRecordings).release();
  if (!model) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  std::optional<Baseline> baseline = read_baseline(command.baseline);
  if (!kernel || !baseline) return ExitCode::Failed;
  std::vector<std::string> errors;
  const std::vector<std::string> traces = find_traces(command.traces, errors);
  for (const std::string& error : errors) fail(error);
  if (traces.empty()) return ExitCode::Failed;

  JudgeOptions options;
  options.check = {*kernel,
                   traces::find_dialect(command.dialect),
                   command.divergences_max,
                   {},
                   watch_interrupts()};
  options.spec_part = SpecPart::ForRecordings;
  options.jobs = choose_jobs(command.jobs, traces.size());
  options.show_progress = is_terminal(STDERR_FILENO);
  const ColorUse color = session.color_results ? ColorUse::Colored : ColorUse::Plain;
  const auto unparsed =
      command.allow_unparsed ? UnparsedLines::AreAllowed : UnparsedLines::MakeInconclusive;
  CheckReport report{version_text(*kernel), {}};
  const auto finished = [&](FileReport& file) {
    mark_known(file, *baseline);
    settle_verdict(file, unparsed);
    if (command.format != ReportFormat::Text) return;
    print_result(format_file_text(file, color));
    std::fflush(stdout);
  };
  report.files = judge_files(*model, session, traces, options, finished);
  if (was_interrupted()) print_message("interrupted: not every trace was judged to its end");
  print_result(format_report(report, command.format, *model, color));
  report_stale(*baseline);
  if (!command.write_baseline.empty()) {
    const std::string error = write_file(command.write_baseline, format_baseline(report));
    if (!error.empty()) return fail(error);
  }
  const ExitCode code = exit_code(report);
  if (code == ExitCode::Diverges) return code;
  if (!errors.empty()) return ExitCode::Failed;
  return was_interrupted() ? ExitCode::Inconclusive : code;
}

}  // namespace sigspec
