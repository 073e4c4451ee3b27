// What the audit of a recording found, as text, as a sheet, as Markdown and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "checker/command_audit.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLinesShown = 5;

std::string contexts(const TracedCall& call) {
  const auto words = [](const std::vector<RestartRow>& rows) {
    std::vector<std::string> out;
    for (const RestartRow& row : rows) out.push_back(row.context_words());
    return joined(out, "; ");
  };
  if (call.failing.empty()) return words(call.others);
  return (call.others.empty() ? "fails " : "may fail ") + words(call.failing);
}

std::string counts(const TracedCall& call) {
  std::string text = fmt::format("{} made", call.made);
  if (call.interrupted > 0) text += fmt::format(", {} failed", call.interrupted);
  if (call.dropped.empty()) return text;
  std::vector<std::string> lines;
  for (const std::uint64_t line : call.dropped)
    if (lines.size() < kLinesShown) lines.push_back(fmt::format("{}", line));
  if (call.dropped.size() > kLinesShown) lines.push_back("...");
  return text +
         fmt::format(", {} not made again (line {})", call.dropped.size(), joined(lines, ", "));
}

std::string format_text(const TraceAuditReport& report, const AuditHead& head) {
  std::size_t width = 4, dropped = 0;
  for (const TracedCall& call : report.calls) {
    width = std::max(width, call.call.size());
    dropped += call.dropped.size();
  }
  std::string out = fmt::format("{}: would a signal make it fail, with {}, on Linux {}?\n",
                                printable(report.path), head.assumption, head.kernel);
  for (const TracedCall& call : report.calls) {
    out += fmt::format("{:<8} {:<{}}  {}\n", safety_word(call.safety()), call.call, width,
                       counts(call));
    if (!call.site.empty()) out += fmt::format("           at {}\n", printable(call.site));
    out += fmt::format("           {}\n", contexts(call));
  }
  return out + fmt::format("{} in its contexts, {} that failed and {} not made again\n",
                           counted(report.calls.size(), "blocking call"),
                           counted(report.interrupted(), "call"),
                           dropped == 1 ? "1 was" : fmt::format("{} were", dropped));
}

std::vector<std::string> columns_of(const TracedCall& call) {
  return {call.call,
          call.safety() == Safety::Safe ? "x" : "",
          call.safety() == Safety::Unsafe ? "x" : "",
          contexts(call),
          counts(call),
          printable(call.site)};
}

const std::vector<std::string> kTraceColumns{"Call",    "OK?",      "Not OK?",
                                        "Context", "Recorded", "Callsite"};

std::string format_csv(const TraceAuditReport& report) {
  std::string out = csv_line(kTraceColumns);
  for (const TracedCall& call : report.calls) out += csv_line(columns_of(call));
  return out;
}

std::string format_markdown(const TraceAuditReport& report) {
  const auto line = [](const std::vector<std::string>& cells) {
    std::string out = "|";
    for (const std::string& cell : cells) out += " " + markdown_escaped(cell) + " |";
    return out + "\n";
  };
  std::string out = line(kTraceColumns) + "|---|---|---|---|---|---|\n";
  for (const TracedCall& call : report.calls) out += line(columns_of(call));
  return out;
}

std::string format_json(const TraceAuditReport& report, const AuditHead& head) {
  const auto rows = [](const std::vector<RestartRow>& of) {
    Json list = Json::array();
    for (const RestartRow& row : of)
      list.push_back(Json{{"row", row.name}, {"context", row.context()}});
    return list;
  };
  Json list = Json::array();
  for (const TracedCall& call : report.calls)
    list.push_back(Json{{"call", call.call},
                        {"safe", safety_word(call.safety())},
                        {"site", printable(call.site)},
                        {"made", call.made},
                        {"failed", call.interrupted},
                        {"not_made_again", call.dropped},
                        {"fails_in", rows(call.failing)},
                        {"goes_on_in", rows(call.others)}});
  const Json out{{"schema", "sigspec-audit-trace-1"},
                 {"path", printable(report.path)},
                 {"kernel", head.kernel},
                 {"assumption", head.assumption},
                 {"not_understood", report.lost},
                 {"calls", std::move(list)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::uint64_t TraceAuditReport::interrupted() const {
  std::uint64_t sum = 0;
  for (const TracedCall& call : calls) sum += call.interrupted;
  return sum;
}

std::string format_trace_audit(const TraceAuditReport& report, AuditFormat format,
                               const AuditHead& head) {
  switch (format) {
    case AuditFormat::Text: return format_text(report, head);
    case AuditFormat::Csv: return format_csv(report);
    case AuditFormat::Markdown: return format_markdown(report);
    case AuditFormat::Json: return format_json(report, head);
  }
  return {};
}

}  // namespace sigspec
