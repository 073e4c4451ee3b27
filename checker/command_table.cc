// The restart table in each of its formats.
#include "checker/command_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "checker/report_escape.h"

namespace sigspec {

namespace {

using Fields = std::vector<std::string>;

/// Library calls that show as this call come in parentheses.
std::string calls_of(const RestartRow& row) {
  std::string calls = joined(row.calls, ", ");
  return row.library.empty() ? calls : calls + " (" + joined(row.library, ", ") + ")";
}

std::string versions_of(const RestartRow& row) {
  Fields parts;
  if (!row.since.empty()) parts.push_back("since " + row.since);
  if (!row.until.empty()) parts.push_back("until " + row.until);
  return joined(parts, " ");
}

Fields head(const std::string& flag) {
  return {
      "row",        "call",     "context",  "sleeps", "interrupted", "handler", "handler, " + flag,
      "no handler", "verified", "versions", "cites"};
}

Fields fields_of(const RestartRow& row) {
  return {row.name,
          calls_of(row),
          row.context(),
          row.sleeps.empty() ? "-" : row.sleeps,
          row.interrupted,
          row.outcomes.plain,
          row.outcomes.restarting,
          row.outcomes.unhandled,
          row.verified,
          versions_of(row),
          joined(row.cites, "; ")};
}

/// Columns side by side; the context has a line of its own, for it is long.
std::string format_text(const std::vector<RestartRow>& rows, const std::string& flag) {
  constexpr std::size_t kColumns[] = {0, 3, 4, 5, 6, 7, 8};
  std::vector<Fields> lines{head(flag)};
  for (const RestartRow& row : rows) lines.push_back(fields_of(row));
  std::vector<std::size_t> widths(lines[0].size());
  for (const Fields& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  std::string out;
  for (const Fields& line : lines) {
    std::string text;
    for (const std::size_t i : kColumns) text += fmt::format("{:<{}}  ", line[i], widths[i]);
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
    if (&line == &lines.front()) continue;
    out += fmt::format("    {}\n", joined({line[1], line[2]}, line[2].empty() ? "" : ": "));
    const std::string sources = joined({line[9], line[10]}, line[9].empty() ? "" : "; ");
    if (!sources.empty()) out += fmt::format("    {}\n", sources);
  }
  return out + counted(rows.size(), "row") + "\n";
}

std::string format_markdown(const std::vector<RestartRow>& rows, const std::string& flag) {
  const auto line = [](const Fields& fields, bool code) {
    std::string out = "|";
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool as_code = code && !fields[i].empty() && (i <= 2 || i == 4);
      out += " " + (as_code ? markdown_cell_code(fields[i]) : markdown_escaped(fields[i])) + " |";
    }
    return out + "\n";
  };
  std::string out = line(head(flag), false) + "|";
  for (std::size_t i = 0; i < head(flag).size(); ++i) out += "---|";
  out += "\n";
  for (const RestartRow& row : rows) out += line(fields_of(row), true);
  return out;
}

std::string format_csv(const std::vector<RestartRow>& rows, const std::string& flag) {
  std::string out = csv_line(head(flag));
  for (const RestartRow& row : rows) out += csv_line(fields_of(row));
  return out;
}

std::string format_json(const std::vector<RestartRow>& rows, const std::string& flag,
                        const std::string& kernel) {
  using Json = nlohmann::ordered_json;
  const auto optional = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  Json list = Json::array();
  for (const RestartRow& row : rows)
    list.push_back(Json{{"name", row.name},
                        {"calls", row.calls},
                        {"library", row.library},
                        {"on", optional(row.on)},
                        {"when", optional(row.when)},
                        {"after_transfer", row.after_transfer},
                        {"sleeps", optional(row.sleeps)},
                        {"interrupted", row.interrupted},
                        {"handler", row.outcomes.plain},
                        {"handler_with_flag", row.outcomes.restarting},
                        {"no_handler", row.outcomes.unhandled},
                        {"verified", optional(row.verified)},
                        {"untested", optional(row.untested)},
                        {"unobservable", optional(row.unobservable)},
                        {"since", optional(row.since)},
                        {"until", optional(row.until)},
                        {"cites", row.cites},
                        {"refutes", row.refutes}});
  const Json out{
      {"schema", "sigspec-table-1"}, {"kernel", kernel}, {"flag", flag}, {"rows", std::move(list)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string format_table(const std::vector<RestartRow>& rows, TableFormat format,
                         const std::string& deciding_flag, const std::string& kernel) {
  switch (format) {
    case TableFormat::Text: return format_text(rows, deciding_flag);
    case TableFormat::Markdown: return format_markdown(rows, deciding_flag);
    case TableFormat::Csv: return format_csv(rows, deciding_flag);
    case TableFormat::Json: return format_json(rows, deciding_flag, kernel);
  }
  return {};
}

ExitCode run_table(const TableCommand& command, const Session& session) {
  const std::unique_ptr<Model> model = load_spec(session);
  if (!model) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  if (!command.call.empty() && model->call_id(command.call) < 0) {
    std::vector<std::string> names;
    for (const CallInfo& call : model->calls) names.push_back(call.name);
    return fail(fmt::format("the specification knows no call '{}'{}", printable(command.call),
                            did_you_mean(command.call, names)));
  }
  const OutcomeTables tables(*model, *kernel);
  print_result(format_table(restart_table(*model, *kernel, command.call), command.format,
                            tables.deciding_flag(), version_text(*kernel)));
  return ExitCode::Conforms;
}

}  // namespace sigspec
