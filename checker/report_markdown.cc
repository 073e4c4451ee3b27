// The report as a comment on a change: what came out, and what diverged.
#include <fmt/format.h>

#include "checker/report_escape.h"
#include "checker/report_formats.h"

namespace sigspec {

namespace {


std::string file_row(const FileReport& file) {
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", markdown_cell_code(file.path),
                     verdict_word(file.verdict), file.lines, file.signals, file.restarts,
                     file.divergence_count, file.unparsed_count);
}

std::string divergence_section(const FileReport& file, const Divergence& d) {
  std::string out = fmt::format("### {} line {}, task {}{}\n\n", markdown_code(file.path), d.line,
                                d.task, d.known ? " (known)" : "");
  if (!d.text.empty()) {
    // Indented code: nothing in the line can end it.
    out += fmt::format("    {}\n\n", shortened(d.text, kShownTextMax));
  }
  out += fmt::format("- **observed** {}\n", markdown_escaped(d.observed));
  for (const std::string& allowed : d.allowed)
    out += fmt::format("- **allowed** {}\n", markdown_escaped(allowed));
  if (!d.because.empty()) out += fmt::format("- **because** {}\n", markdown_escaped(d.because));
  out += fmt::format("- **rule** {}{}\n", markdown_code(d.rule),
                     d.cites.empty() ? "" : ", cites " + markdown_escaped(joined(d.cites, "; ")));
  if (!d.related_lines.empty())
    out += fmt::format("- **related** lines {}\n", fmt::join(d.related_lines, ", "));
  if (d.known && !d.known_reason.empty())
    out += fmt::format("- **known** {}\n", markdown_escaped(d.known_reason));
  return out + "\n";
}

std::string doubts(const FileReport& file) {
  std::string out;
  if (!file.error.empty())
    out += fmt::format("- {}: {}\n", markdown_code(file.path), markdown_escaped(file.error));
  for (const Unparsed& line : file.unparsed)
    out += fmt::format("- {} line {}: {}\n", markdown_code(file.path), line.line,
                       markdown_code(line.text.substr(0, kShownTextMax)));
  return out;
}

}  // namespace

std::string format_markdown(const CheckReport& report) {
  const Totals totals = count_totals(report);
  std::string out = fmt::format(
      "## sigspec: {}\n\n{} judged against Linux {}: {} of {}, {}.\n\n",
      verdict_word(overall(report)), counted(totals.files, "trace"),
      markdown_escaped(report.kernel), counted(totals.divergences, "divergence"),
      counted(totals.events, "event"), counted(totals.unparsed, "line") + " not understood");
  out +=
      "| trace | verdict | lines | signals | restarts | divergences | not understood |\n"
      "|---|---|---:|---:|---:|---:|---:|\n";
  for (const FileReport& file : report.files) out += file_row(file);
  out += "\n";
  for (const FileReport& file : report.files)
    for (const Divergence& d : file.divergences) out += divergence_section(file, d);
  std::string unclear;
  for (const FileReport& file : report.files) unclear += doubts(file);
  if (!unclear.empty()) out += "### Not understood\n\n" + unclear + "\n";
  return out;
}

}  // namespace sigspec
