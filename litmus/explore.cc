// Breadth first, so that the first way to an outcome is a shortest one.
#include "litmus/explore.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

std::string to_text(const Outcome& outcome) {
  std::string text;
  for (const auto& [name, value] : outcome) text += (text.empty() ? "" : " ") + name + "=" + value;
  return text;
}

std::string told_of(const std::string& who, std::string_view word) {
  return who + "." + std::string(word);
}

void tell_end(Outcome& outcome, const std::string& who, const std::string& end) {
  const auto colon = end.find(':');
  if (colon == std::string::npos) outcome[told_of(who, kEnd)] = end;
  else outcome[told_of(who, end.substr(0, colon))] = end.substr(colon + 1);
}

std::string end_by(std::string_view word, const std::string& value) {
  return std::string(word) + ":" + value;
}

void tell_handled(Outcome& outcome, const std::string& who,
                  const std::vector<std::string>& signals) {
  if (signals.empty()) return;
  std::string text;
  for (const std::string& signal : signals) text += (text.empty() ? "" : " ") + signal;
  outcome[told_of(who, kHandled)] = "[" + text + "]";
}

Exploration explore(const Model& model, Program& program, const Library& library,
                    const PreparedTest& test, std::size_t states_max) {
  struct Visited {
    Node node;
    std::size_t parent;
    std::string step;
  };
  Steps steps(model, program, library, test);
  std::vector<Visited> visited;
  std::unordered_map<std::string, std::size_t> known;
  Exploration result;
  visited.push_back({steps.initial(), 0, {}});
  known.emplace(steps.key(visited[0].node), 0);
  std::map<std::string, std::size_t> outcomes;
  for (std::size_t at = 0; at < visited.size(); ++at) {
    if (visited.size() > states_max) {
      result.complete = false;
      break;
    }
    std::vector<Successor> next = steps.successors(visited[at].node);
    if (next.empty()) {
      Outcome outcome = steps.outcome(visited[at].node);
      if (!outcomes.emplace(to_text(outcome), at).second) continue;
      Reached reached{std::move(outcome), {}};
      for (std::size_t back = at; back != 0; back = visited[back].parent)
        reached.schedule.push_back(visited[back].step);
      std::reverse(reached.schedule.begin(), reached.schedule.end());
      result.outcomes.push_back(std::move(reached));
    }
    for (Successor& successor : next) {
      if (!known.emplace(steps.key(successor.node), visited.size()).second) continue;
      visited.push_back({std::move(successor.node), at, std::move(successor.what)});
    }
  }
  result.states = visited.size();
  for (const RuleId rule : steps.exercised()) result.exercised.push_back(model.rule(rule).name);
  std::sort(result.exercised.begin(), result.exercised.end());
  return result;
}

namespace {

/// How a value in a condition is written in an outcome.
std::string expected_text(const Value& value) {
  if (value.kind == Value::Kind::Text) return "\"" + value.text + "\"";
  if (value.kind == Value::Kind::List) {
    std::string text = "[";
    for (const Value& part : value.parts)
      text += (text.size() > 1 ? " " : "") + expected_text(part);
    return text + "]";
  }
  if (value.kind == Value::Kind::None) return std::string(kNotReached);
  if (!value.names.empty()) return value.names[0].text;
  return value.kind == Value::Kind::Number ? std::to_string(to_number(value)) : value.text;
}

std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [behind, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && behind == end ? std::optional(value) : std::nullopt;
}

bool holds(const std::string& found, const std::string& op, const std::string& wanted) {
  if (op == "=") return found == wanted;
  if (op == "!=") return found != wanted;
  const auto a = number(found), b = number(wanted);
  return a && b && compares(*a, op, *b);
}

}  // namespace

bool fulfils(const Outcome& outcome, const std::vector<Condition>& conditions) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    const auto found = outcome.find(condition.what.text);
    return found != outcome.end() &&
           holds(found->second, condition.op, expected_text(condition.value));
  });
}

std::vector<Disagreement> compare(const Test& test, const Exploration& found) {
  std::vector<Disagreement> faults;
  for (const Expectation& expected : test.expectations) {
    const auto fits = [&](const Reached& reached) {
      return fulfils(reached.outcome, expected.conditions);
    };
    switch (expected.kind) {
      case Expectation::Kind::Required:
        for (const Reached& reached : found.outcomes)
          if (!fits(reached)) {
            faults.push_back({expected.span, to_text(reached.outcome)});
            break;
          }
        break;
      case Expectation::Kind::Allowed:
        if (std::none_of(found.outcomes.begin(), found.outcomes.end(), fits))
          faults.push_back({expected.span, "no outcome is so"});
        break;
      case Expectation::Kind::Forbidden:
        if (const auto bad = std::find_if(found.outcomes.begin(), found.outcomes.end(), fits);
            bad != found.outcomes.end())
          faults.push_back({expected.span, to_text(bad->outcome)});
        break;
    }
  }
  for (const Name& rule : test.exercises)
    if (!std::binary_search(found.exercised.begin(), found.exercised.end(), rule.text))
      faults.push_back({rule.span, "it is not exercised"});
  return faults;
}

}  // namespace sigspec::litmus
