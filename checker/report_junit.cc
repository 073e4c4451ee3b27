// JUnit's XML: one test case a trace. Divergences are failures; what could not be judged is an
// error, because nobody may take it for a pass.
#include <fmt/format.h>

#include <algorithm>

#include "checker/report_escape.h"
#include "checker/report_formats.h"

namespace sigspec {

namespace {

std::string failure_of(const FileReport& file) {
  std::string text;
  for (const Divergence& d : file.divergences) {
    if (d.known) continue;
    text += fmt::format("line {}: task {}: observed {}\n", d.line, d.task, xml_escaped(d.observed));
    for (const std::string& allowed : d.allowed)
      text += fmt::format("  allowed {}\n", xml_escaped(allowed));
    text += fmt::format("  because {}\n  rule {} ({})\n", xml_escaped(d.because),
                        xml_escaped(d.rule), xml_escaped(joined(d.cites, "; ")));
  }
  const auto is_new = [](const Divergence& d) { return !d.known; };
  const auto first = std::find_if(file.divergences.begin(), file.divergences.end(), is_new);
  const std::string type = first == file.divergences.end() ? "" : xml_escaped(first->rule);
  return fmt::format("      <failure message=\"{}\" type=\"{}\">{}</failure>\n",
                     counted(file.divergence_count, "divergence"), type, text);
}

std::string inconclusive_of(const FileReport& file) {
  std::string message = !file.error.empty() ? xml_escaped(file.error)
                        : file.interrupted  ? "stopped before its end"
                        : file.unparsed_count
                            ? counted(file.unparsed_count, "line") + " not understood"
                            : "too many possible states to follow them all";
  std::string text;
  for (const Unparsed& line : file.unparsed)
    text += fmt::format("line {}: {}\n", line.line, xml_escaped(line.text));
  return fmt::format("      <error message=\"{}\" type=\"inconclusive\">{}</error>\n", message,
                     text);
}

std::string test_case(const FileReport& file) {
  std::string out =
      fmt::format("    <testcase classname=\"sigspec.check\" name=\"{}\"", xml_escaped(file.path));
  if (file.verdict == Verdict::Conforms) return out + "/>\n";
  out += ">\n";
  out += file.verdict == Verdict::Diverges ? failure_of(file) : inconclusive_of(file);
  return out + "    </testcase>\n";
}

}  // namespace

std::string format_junit(const CheckReport& report) {
  const Totals totals = count_totals(report);
  const std::string counts = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", totals.files,
                                         totals.diverge, totals.inconclusive);
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"sigspec\" {}>\n  <testsuite name=\"sigspec check, Linux {}\" {}>\n",
      counts, xml_escaped(report.kernel), counts);
  for (const FileReport& file : report.files) out += test_case(file);
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace sigspec
