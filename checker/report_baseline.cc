// Reads, matches and writes lists of known divergences.
#include "checker/report_baseline.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "checker/report_escape.h"

namespace sigspec {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "sigspec-baseline-1";

bool ends_path(const std::string& path, const std::string& suffix) {
  if (suffix.empty()) return true;
  if (!path.ends_with(suffix)) return false;
  const std::size_t rest = path.size() - suffix.size();
  return rest == 0 || suffix[0] == '/' || path[rest - 1] == '/';
}

bool matches(const KnownDivergence& known, const std::string& path, const Divergence& d) {
  return ends_path(path, known.path) && (known.rule.empty() || known.rule == printable(d.rule)) &&
         (!known.task || *known.task == d.task) && (!known.line || *known.line == d.line);
}

KnownDivergence parse_entry(const Json& entry) {
  KnownDivergence known;
  known.path = entry.at("path").get<std::string>();
  known.rule = entry.at("rule").get<std::string>();
  known.reason = entry.at("reason").get<std::string>();
  if (entry.contains("task")) known.task = entry["task"].get<std::int64_t>();
  if (entry.contains("line")) known.line = entry["line"].get<std::uint64_t>();
  return known;
}

}  // namespace

std::optional<Baseline> parse_baseline(const std::string& text, std::string& error) {
  try {
    const Json document = Json::parse(text);
    if (document.at("schema") != kSchema) {
      error = fmt::format("the schema is not '{}'", kSchema);
      return std::nullopt;
    }
    Baseline baseline;
    for (const Json& entry : document.at("known")) {
      baseline.known.push_back(parse_entry(entry));
      if (baseline.known.back().path.empty() && baseline.known.back().rule.empty()) {
        error = fmt::format("entry {} names neither a path nor a rule", baseline.known.size());
        return std::nullopt;
      }
    }
    return baseline;
  } catch (const Json::exception& exception) {
    error = printable(exception.what());
    return std::nullopt;
  }
}

void mark_known(FileReport& file, Baseline& baseline) {
  const std::string path = printable(file.path);
  for (Divergence& d : file.divergences) {
    for (KnownDivergence& known : baseline.known) {
      if (!matches(known, path, d)) continue;
      d.known = true;
      d.known_reason = known.reason;
      ++known.times;
      break;
    }
  }
}

std::string format_baseline(const CheckReport& report) {
  Json known = Json::array();
  for (const FileReport& file : report.files)
    for (const Divergence& d : file.divergences)
      known.push_back(Json{{"path", printable(file.path)},
                           {"rule", printable(d.rule)},
                           {"task", d.task},
                           {"line", d.line},
                           {"reason", d.known ? d.known_reason : "not explained yet"}});
  const Json out{{"schema", kSchema}, {"known", std::move(known)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sigspec
