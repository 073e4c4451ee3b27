// SARIF 2.1.0: divergences as results, rules with their documentation, lines not understood as
// notifications of the tool.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "checker/report_escape.h"
#include "checker/report_formats.h"

namespace sigspec {

namespace {

using Json = nlohmann::ordered_json;

/// The first name of "deliver.handler, read.pipe".
std::string first_rule(const std::string& rule) {
  return printable(rule.substr(0, rule.find(',')));
}

std::string first_sentence(const std::string& doc) {
  const auto end = doc.find(". ");
  return printable(end == std::string::npos ? doc : doc.substr(0, end + 1));
}

Json text_of(const std::string& text) { return Json{{"text", printable(text)}}; }

Json location(const std::string& path, std::uint64_t line) {
  Json physical{{"artifactLocation", {{"uri", uri_escaped(path)}}}};
  if (line > 0) physical["region"] = {{"startLine", line}};
  return Json{{"physicalLocation", std::move(physical)}};
}

/// The rules that results name, each once, in the order in which they are first named.
class RuleList {
 public:
  explicit RuleList(const std::vector<RuleText>& known) : known_(known) {}

  std::size_t index_of(const std::string& name) {
    const auto [place, is_new] = index_.try_emplace(name, index_.size());
    if (is_new) rules_.push_back(describe(name));
    return place->second;
  }
  Json take() { return std::move(rules_); }

 private:
  Json describe(const std::string& name) const {
    Json rule{{"id", name}, {"name", name}};
    for (const RuleText& text : known_) {
      if (text.name != name) continue;
      const std::string cites = joined(text.cites, "; ");
      std::string doc = text.doc.empty() ? name : text.doc;
      for (char& c : doc)
        if (c == '\n') c = ' ';
      rule["shortDescription"] = Json{{"text", first_sentence(doc)}};
      rule["fullDescription"] = text_of(doc);
      rule["help"] = text_of(doc + " Cites: " + cites + ". Defined in " + text.place + ".");
      rule["properties"] = {{"cites", text.cites}, {"place", text.place}};
      break;
    }
    return rule;
  }

  const std::vector<RuleText>& known_;
  std::map<std::string, std::size_t> index_;
  Json rules_ = Json::array();
};

Json result_of(const FileReport& file, const Divergence& d, RuleList& rules) {
  const std::string rule = first_rule(d.rule);
  std::string message = "observed " + d.observed;
  if (!d.allowed.empty()) message += "; allowed: " + joined(d.allowed, ", or ");
  if (!d.because.empty()) message += "; because " + d.because;
  Json related = Json::array();
  for (const std::uint64_t line : d.related_lines) related.push_back(location(file.path, line));
  Json result{
      {"ruleId", rule},
      {"ruleIndex", rules.index_of(rule)},
      {"level", "error"},
      {"message", text_of(message)},
      {"locations", Json::array({location(file.path, d.line)})},
      {"relatedLocations", std::move(related)},
      {"partialFingerprints",
       {{"sigspec/v1", fmt::format("{}:{}:{}", printable(file.path), d.line, printable(d.rule))}}},
      {"properties",
       {{"task", d.task}, {"rules", printable(d.rule)}, {"text", printable(d.text)}}}};
  if (d.known)
    result["suppressions"] =
        Json::array({Json{{"kind", "external"}, {"justification", printable(d.known_reason)}}});
  return result;
}

Json notification(const char* level, const std::string& text, const FileReport& file,
                  std::uint64_t line) {
  return Json{{"level", level},
              {"message", text_of(text)},
              {"locations", Json::array({location(file.path, line)})}};
}

void add_notifications(const FileReport& file, Json& notifications) {
  if (!file.error.empty()) notifications.push_back(notification("error", file.error, file, 0));
  if (file.interrupted)
    notifications.push_back(notification("warning", "stopped before its end", file, 0));
  for (const Unparsed& line : file.unparsed)
    notifications.push_back(
        notification("warning", "not understood: " + line.text, file, line.line));
  for (const std::string& note : file.notes)
    notifications.push_back(notification("note", note, file, 0));
}

}  // namespace

std::string format_sarif(const CheckReport& report, const std::vector<RuleText>& rules,
                         const std::string& program_version) {
  RuleList named(rules);
  Json results = Json::array(), notifications = Json::array();
  bool readable = true;
  for (const FileReport& file : report.files) {
    for (const Divergence& d : file.divergences) results.push_back(result_of(file, d, named));
    add_notifications(file, notifications);
    readable = readable && file.error.empty();
  }
  const Json out{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs",
       Json::array(
           {Json{{"tool",
                  {{"driver",
                    {{"name", "sigspec"}, {"version", program_version}, {"rules", named.take()}}}}},
                 {"invocations",
                  Json::array({Json{{"executionSuccessful", readable},
                                    {"toolExecutionNotifications", std::move(notifications)}}})},
                 {"results", std::move(results)},
                 {"columnKind", "utf16CodeUnits"},
                 {"properties",
                  {{"verdict", verdict_word(overall(report))}, {"kernel", report.kernel}}}}})}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sigspec
