// The schema `sigspec-explain-1`, which others script against: fields are added, never renamed.
#include <nlohmann/json.hpp>

#include "checker/report_escape.h"
#include "checker/report_formats.h"

namespace sigspec {

namespace {

using Json = nlohmann::ordered_json;

Json texts(const std::vector<std::string>& list) {
  Json out = Json::array();
  for (const std::string& text : list) out.push_back(printable(text));
  return out;
}

Json json_of(const StateFact& fact);
Json json_of(const StateChange& change);
Json json_of(const FiredRule& rule);
Json json_of(const Alternative& other);
Json json_of(const std::vector<FiredRule>& rules);
Json json_of(const StepExplanation& step);
Json json_of(const Divergence& d);

template <class T>
Json list_of(const std::vector<T>& list) {
  Json out = Json::array();
  for (const T& item : list) out.push_back(json_of(item));
  return out;
}

Json json_of(const StateFact& fact) {
  return {{"name", fact.name},
          {"value", printable(fact.value)},
          {"doc", fact.doc},
          {"line", fact.line == 0 ? Json() : Json(fact.line)}};
}

Json json_of(const StateChange& change) {
  return {{"name", change.name},
          {"before", printable(change.before)},
          {"after", printable(change.after)}};
}

Json json_of(const FiredRule& rule) {
  return {{"rule", rule.name},
          {"docs", texts(rule.docs)},
          {"cites", texts(rule.cites)},
          {"unseen", rule.unseen},
          {"learned", list_of(rule.learned)},
          {"done", list_of(rule.done)}};
}

Json json_of(const Alternative& other) {
  return {{"what", printable(other.what)}, {"rule", other.rule}};
}

Json json_of(const std::vector<FiredRule>& rules) { return list_of(rules); }

Json json_of(const StepExplanation& step) {
  return {{"task", step.task},
          {"observation", step.observation},
          {"doc", step.doc},
          {"explained", step.explained},
          {"states", step.states},
          {"event", list_of(step.event)},
          {"before", list_of(step.state)},
          {"explanations", list_of(step.explanations)},
          {"allowed", list_of(step.others)},
          {"legal_if", texts(step.legal_if)}};
}

Json json_of(const Divergence& d) {
  return {{"rule", printable(d.rule)},         {"observed", printable(d.observed)},
          {"allowed", texts(d.allowed)},       {"because", printable(d.because)},
          {"related_lines", d.related_lines},  {"cites", texts(d.cites)}};
}

}  // namespace

std::string format_explanation_json(const LineExplanation& e) {
  static constexpr const char* kOutcomes[] = {"conforms", "diverges", "not understood", "no event"};
  const Json out{{"schema", "sigspec-explain-1"},
                 {"path", printable(e.path)},
                 {"line", e.line},
                 {"text", printable(e.text)},
                 {"kernel", e.kernel},
                 {"outcome", kOutcomes[static_cast<std::size_t>(e.outcome)]},
                 {"entry_line", e.entry_line == 0 ? Json() : Json(e.entry_line)},
                 {"first_sight", printable(e.first_sight)},
                 {"steps", list_of(e.steps)},
                 {"divergences", list_of(e.divergences)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sigspec
