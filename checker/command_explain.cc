// Judges a recording and tells of one line of it.
#include "checker/command_explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "checker/check.h"
#include "checker/cli_process.h"
#include "checker/cli_progress.h"
#include "checker/cut.h"
#include "checker/report_escape.h"
#include "checker/report_formats.h"
#include "checker/what_if.h"

namespace sigspec {

std::optional<TracePlace> parse_place(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  TracePlace place{text.substr(0, colon), 0};
  const char* end = text.data() + text.size();
  const auto [rest, code] = std::from_chars(text.data() + colon + 1, end, place.line);
  if (code != std::errc() || rest != end || place.line == 0) return std::nullopt;
  return place;
}

namespace {

/// How the specification describes a task that is met in this way.
std::string first_sight_text(const Model& model, const std::string& how) {
  for (const ast::File& file : model.files)
    for (const ast::Decl& decl : file.decls)
      if (const auto* begins = std::get_if<ast::BeginsDecl>(&decl.node))
        if (begins->name.text == how) {
          std::string doc = decl.doc;
          std::replace(doc.begin(), doc.end(), '\n', ' ');
          return "The task is first seen here (" + how + "). " + doc;
        }
  return {};
}

/// What explaining one line takes: passes over the trace.
class Passes {
 public:
  Passes(const Model& model, const std::string& path, CheckOptions options)
      : model_(model), path_(path), options_(std::move(options)), programs_(model, options_) {
    options_.divergences_max = std::numeric_limits<std::size_t>::max();
    options_.interrupted = watch_interrupts();
    options_.progress = [this](std::uint64_t lines) {
      progress_.add(lines - std::min(lines, std::exchange(seen_, lines)));
    };
  }

  FileReport watch(WatchedLine& line) {
    seen_ = 0;
    options_.watched = &line;
    FileReport report = check_trace(programs_, path_, options_);
    progress_.clear();
    return report;
  }

  /// The lines that made the step illegal. Standard input is gone by then.
  std::vector<WatchedLine> watch_earlier(const WatchedStep& step) {
    std::vector<WatchedLine> out;
    if (path_ == "-") return out;
    for (const std::uint64_t line : lines_to_blame(model_, step)) {
      WatchedLine& watched = out.emplace_back();
      watched.line = line;
      watch(watched);
      if (options_.interrupted->load()) break;
    }
    return out;
  }

 private:
  const Model& model_;
  std::string path_;
  CheckOptions options_;
  Programs programs_;
  Progress progress_{1, true};
  std::uint64_t seen_ = 0;
};

LineExplanation explanation_of(const Model& model, const WatchedLine& watched,
                               const FileReport& file, Version kernel, Passes& passes) {
  using Outcome = LineExplanation::Outcome;
  LineExplanation out;
  out.path = file.path;
  out.line = watched.line;
  out.text = watched.text;
  out.kernel = version_text(kernel);
  out.entry_line = watched.entry_line;
  if (!watched.first_sight.empty())
    out.first_sight = first_sight_text(model, watched.first_sight);
  for (std::size_t i = 0; i < watched.watch.steps.size(); ++i) {
    StepExplanation& step = out.steps.emplace_back(explain_step(model, watched, i));
    if (step.explained) continue;
    const WatchedStep& failed = watched.watch.steps[i];
    step.legal_if = find_what_ifs(model, failed, passes.watch_earlier(failed));
  }
  for (const Divergence& d : file.divergences)
    if (d.line == watched.line) out.divergences.push_back(d);
  if (!out.steps.empty()) out.outcome = Outcome::Conforms;
  if (!out.divergences.empty()) out.outcome = Outcome::Diverges;
  for (const Unparsed& line : file.unparsed)
    if (line.line == watched.line) {
      out.outcome = Outcome::NotUnderstood;
      out.text = line.text;
    }
  return out;
}

/// Onto standard output, or into a file and a message about it.
ExitCode write_cut(const ExplainCommand& command, const TracePlace& place, const Model& model,
                   CheckOptions options) {
  options.interrupted = watch_interrupts();
  Progress progress(1, true);
  const Cut cut = cut_trace(model, place.path, place.line, options,
                            [&](std::uint64_t lines) { progress.add(lines); });
  progress.clear();
  if (!cut.error.empty()) return fail("--cut: " + printable(cut.error));
  if (command.cut == "-") print_result(cut.text);
  else if (const std::string error = write_file(command.cut, cut.text); !error.empty())
    return fail(error);
  print_message(fmt::format("{} of {} show that {} is broken{}", cut.lines,
                            counted(cut.lines_before, "line"), cut.rule,
                            cut.smallest ? "" : "; there was no time to look for fewer"));
  return ExitCode::Diverges;
}

ExitCode exit_code(LineExplanation::Outcome outcome) {
  using Outcome = LineExplanation::Outcome;
  if (outcome == Outcome::Diverges) return ExitCode::Diverges;
  return outcome == Outcome::NotUnderstood ? ExitCode::Inconclusive : ExitCode::Conforms;
}

}  // namespace

ExitCode run_explain(const ExplainCommand& command, const Session& session) {
  const std::optional<TracePlace> place = parse_place(command.place);
  if (!place) return fail(fmt::format("found '{}', expected TRACE:LINE", printable(command.place)));
  const std::unique_ptr<Model> model = load_spec(session);
  if (!model) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  WatchedLine watched;
  watched.line = place->line;
  CheckOptions options;
  options.kernel = *kernel;
  options.dialect = traces::find_dialect(command.dialect);
  Passes passes(*model, place->path, options);
  const FileReport file = passes.watch(watched);
  if (!file.error.empty()) return fail(printable(file.path) + ": " + printable(file.error));
  if (place->line > file.lines)
    return fail(fmt::format("'{}' has only {}", printable(file.path), counted(file.lines, "line")));
  if (!command.cut.empty()) {
    const ExitCode status = write_cut(command, *place, *model, options);
    if (status != ExitCode::Diverges || command.cut == "-") return status;
  }
  const LineExplanation explanation = explanation_of(*model, watched, file, *kernel, passes);
  const ColorUse color = session.color_results ? ColorUse::Colored : ColorUse::Plain;
  print_result(command.format == ExplainFormat::Json
                   ? format_explanation_json(explanation)
                   : format_explanation_text(explanation, color));
  return exit_code(explanation.outcome);
}

}  // namespace sigspec
