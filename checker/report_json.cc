// The schema `sigspec-check-1`, which others script against: fields are added, never renamed.
#include <nlohmann/json.hpp>

#include "checker/report_escape.h"
#include "checker/report_formats.h"

namespace sigspec {

namespace {

using Json = nlohmann::ordered_json;

Json printable_list(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(printable(text));
  return list;
}

Json listed(const Divergence& d) {
  Json out{{"line", d.line},
           {"task", d.task},
           {"rule", printable(d.rule)},
           {"observed", printable(d.observed)},
           {"allowed", printable_list(d.allowed)},
           {"because", printable(d.because)},
           {"related_lines", d.related_lines},
           {"cites", printable_list(d.cites)},
           {"text", printable(d.text)},
           {"known", d.known}};
  if (d.known) out["reason"] = printable(d.known_reason);
  return out;
}

Json listed(const FileReport& file) {
  Json unparsed = Json::array();
  for (const Unparsed& line : file.unparsed)
    unparsed.push_back(Json{{"line", line.line}, {"text", printable(line.text)}});
  Json divergences = Json::array();
  for (const Divergence& d : file.divergences) divergences.push_back(listed(d));
  return Json{{"path", printable(file.path)},
              {"verdict", verdict_word(file.verdict)},
              {"lines", file.lines},
              {"events", file.events},
              {"tasks", file.tasks},
              {"signals", file.signals},
              {"restarts", file.restarts},
              {"unparsed", std::move(unparsed)},
              {"unparsed_count", file.unparsed_count},
              {"divergences", std::move(divergences)},
              {"divergence_count", file.divergence_count},
              {"notes", printable_list(file.notes)},
              {"error", file.error.empty() ? Json() : Json(printable(file.error))},
              {"interrupted", file.interrupted},
              {"candidates_joined", file.times_capped},
              {"candidates_max", file.most_candidates}};
}

}  // namespace

std::string format_json(const CheckReport& report) {
  const Totals totals = count_totals(report);
  Json files = Json::array();
  for (const FileReport& file : report.files) files.push_back(listed(file));
  const Json out{{"schema", "sigspec-check-1"},
                 {"verdict", verdict_word(overall(report))},
                 {"kernel", report.kernel},
                 {"files", std::move(files)},
                 {"totals",
                  {{"files", totals.files},
                   {"lines", totals.lines},
                   {"events", totals.events},
                   {"divergences", totals.divergences},
                   {"unparsed", totals.unparsed},
                   {"tasks", totals.tasks},
                   {"signals", totals.signals},
                   {"restarts", totals.restarts},
                   {"known_divergences", totals.known},
                   {"unreadable", totals.unreadable}}}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sigspec
