// Judges a recording and tells of one line of it.
#include "checker/command_explain.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "checker/check.h"
#include "checker/cli_process.h"
#include "checker/report_escape.h"
#include "checker/report_formats.h"

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

ExitCode run_explain(const ExplainCommand& command, const Session& session) {
  const std::optional<TracePlace> place = parse_place(command.place);
  if (!place) return fail(fmt::format("found '{}', expected TRACE:LINE", printable(command.place)));
  const std::unique_ptr<Model> model = load_spec(session);
  if (!model) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  const CheckOptions options{*kernel,
                             traces::find_dialect(command.dialect),
                             std::numeric_limits<std::size_t>::max(),
                             {},
                             watch_interrupts()};
  FileReport file = check_trace(*model, place->path, options);
  if (!file.error.empty()) return fail(printable(file.path) + ": " + printable(file.error));
  if (place->line > file.lines)
    return fail(fmt::format("'{}' has only {}", printable(file.path), counted(file.lines, "line")));
  for (const Unparsed& line : file.unparsed) {
    if (line.line != place->line) continue;
    print_result(fmt::format("{}:{}: not understood: {}\n", printable(file.path), line.line,
                             printable(line.text)));
    return ExitCode::Inconclusive;
  }
  std::erase_if(file.divergences, [&](const Divergence& d) { return d.line != place->line; });
  for (const Divergence& d : file.divergences)
    print_result(format_divergence_text(
        file, d, session.color_results ? ColorUse::Colored : ColorUse::Plain));
  if (!file.divergences.empty()) return ExitCode::Diverges;
  return fail(
      fmt::format("line {} of '{}' does not diverge; why a line conforms cannot be "
                  "explained yet",
                  place->line, printable(file.path)));
}

}  // namespace sigspec
