// An audit as text, as a sheet, as Markdown and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "checker/command_audit.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

using Json = nlohmann::ordered_json;

/// The constant of the call's number, or the call itself where no program makes it.
const std::string& trap_of(const AuditRow& row) {
  return row.made.trap.empty() ? row.audit.call : row.made.trap;
}

std::string comment_of(const AuditRow& row) {
  const CallAudit& audit = row.audit;
  if (audit.safety == Safety::Unknown) return "the specification does not know this call";
  if (audit.safety == Safety::Depends) return "depends: fails " + audit.comment();
  return audit.comment();
}

std::string site_of(const AuditRow& row) {
  if (row.made.trap.empty()) return {};
  if (row.made.site.line == 0) return printable(row.made.site.file);
  return printable(fmt::format("{}:{}", row.made.site.file, row.made.site.line));
}

std::string counts_line(const std::vector<AuditRow>& rows) {
  std::map<Safety, std::size_t> counts;
  for (const AuditRow& row : rows) ++counts[row.audit.safety];
  std::vector<std::string> parts;
  for (const auto& [safety, count] : counts)
    parts.push_back(fmt::format("{} {}", count, safety_word(safety)));
  return fmt::format("{}: {}\n",
                     counted(rows.size(), rows.empty() || rows[0].made.trap.empty() ? "call"
                                                                                    : "call site"),
                     joined(parts, ", "));
}

std::string format_text(const std::vector<AuditRow>& rows, const AuditHead& head) {
  std::size_t width = 4;
  for (const AuditRow& row : rows) width = std::max(width, trap_of(row).size());
  std::string out = fmt::format("safe without a loop, with {}, on Linux {}?\n", head.assumption,
                                head.kernel);
  const AuditRow* last = nullptr;
  for (const AuditRow& row : rows) {
    if (!last || trap_of(*last) != trap_of(row)) {
      std::string line = fmt::format("{:<8} {:<{}}  {}", safety_word(row.audit.safety),
                                     printable(trap_of(row)), width, row.audit.comment());
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
    last = &row;
    if (row.made.trap.empty()) continue;
    out += fmt::format("           {}  {}", site_of(row), printable(row.made.caller));
    if (!row.program.empty()) out += "  of " + printable(row.program);
    out += row.made.by_name ? "  (number not read: told by the function's name)\n" : "\n";
  }
  return out + counts_line(rows);
}

/// The columns of the sheet that people fill in by hand.
std::vector<std::string> columns_of(const AuditRow& row) {
  std::string site = site_of(row);
  if (!row.program.empty()) site = printable(row.program) + ": " + site;
  return {printable(trap_of(row)),
          row.audit.safety == Safety::Safe ? "x" : "",
          row.audit.safety == Safety::Unsafe ? "x" : "",
          row.audit.in_manual ? "x" : "",
          comment_of(row),
          site};
}

const std::vector<std::string> kSheetColumns{"Trap",          "OK?",     "Not OK?",
                                        "In man page?",  "Comment", "Callsite"};

std::string format_csv(const std::vector<AuditRow>& rows) {
  std::string out = csv_line(kSheetColumns);
  for (const AuditRow& row : rows) out += csv_line(columns_of(row));
  return out;
}

std::string format_markdown(const std::vector<AuditRow>& rows) {
  const auto line = [](const std::vector<std::string>& cells) {
    std::string out = "|";
    for (const std::string& cell : cells) out += " " + markdown_escaped(cell) + " |";
    return out + "\n";
  };
  std::string out = line(kSheetColumns) + "|---|---|---|---|---|---|\n";
  for (const AuditRow& row : rows) out += line(columns_of(row));
  return out;
}

std::string format_json(const std::vector<AuditRow>& rows, const AuditHead& head) {
  Json list = Json::array();
  for (const AuditRow& row : rows) {
    Json fails = Json::array();
    for (const RestartRow& failing : row.audit.failing)
      fails.push_back(Json{{"row", failing.name},
                           {"context", failing.context()},
                           {"interrupted", failing.interrupted},
                           {"cites", failing.cites}});
    Json item{{"call", row.audit.call},
              {"safe", safety_word(row.audit.safety)},
              {"in_manual", row.audit.in_manual},
              {"fails", std::move(fails)}};
    if (!row.made.trap.empty()) {
      item["trap"] = printable(row.made.trap);
      item["trap_by_name"] = row.made.by_name;
      item["program"] = printable(row.program);
      item["caller"] = printable(row.made.caller);
      item["file"] = printable(row.made.site.file);
      item["line"] = row.made.site.line;
    }
    list.push_back(std::move(item));
  }
  const Json out{{"schema", "sigspec-audit-1"},
                 {"kernel", head.kernel},
                 {"assumption", head.assumption},
                 {"calls", std::move(list)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string format_audit(const std::vector<AuditRow>& rows, AuditFormat format,
                         const AuditHead& head) {
  switch (format) {
    case AuditFormat::Text: return format_text(rows, head);
    case AuditFormat::Csv: return format_csv(rows);
    case AuditFormat::Markdown: return format_markdown(rows);
    case AuditFormat::Json: return format_json(rows, head);
  }
  return {};
}

}  // namespace sigspec
