// Sums up how often rules took part in explanations.
#include "checker/command_coverage.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <thread>

#include "checker/cli_judge.h"
#include "checker/cli_process.h"
#include "checker/cli_traces.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

/// What the recordings and the specification say of a rule or row.
enum class Standing : std::uint8_t {
  Exercised,
  Untested,      // so declared, with the reason
  Unobservable,  // so declared: no recording can show it
  Missing,       // neither
  Contradicted,  // so declared, and a recording exercises it
};
constexpr std::size_t kStandings = 5;

Standing standing(const RuleCount& count) {
  const bool untested = !count.rule.untested.empty();
  const bool unobservable = !count.rule.unobservable.empty();
  if (count.times > 0)
    return untested || unobservable ? Standing::Contradicted : Standing::Exercised;
  if (unobservable) return Standing::Unobservable;
  if (untested) return Standing::Untested;
  return count.together > 0 ? Standing::Exercised : Standing::Missing;
}

bool is_at_odds(const RuleCount& count) {
  return standing(count) == Standing::Missing || standing(count) == Standing::Contradicted;
}

/// How many of a kind stand how.
std::array<std::size_t, kStandings> count_standings(const std::vector<RuleCount>& counts,
                                                    const std::string& kind) {
  std::array<std::size_t, kStandings> sums{};
  for (const RuleCount& count : counts)
    if (count.rule.kind == kind) ++sums[static_cast<std::size_t>(standing(count))];
  return sums;
}

std::string summary(const std::vector<RuleCount>& counts, const std::string& kind) {
  const auto [done, untested, unobservable, missing, contradicted] = count_standings(counts, kind);
  const std::size_t observable = done + untested + missing + contradicted;
  std::string text = fmt::format(
      "{}: {} exercised, {} declared untested, {} declared unobservable, {} not exercised",
      counted(observable + unobservable, kind), done, untested, unobservable, missing);
  if (contradicted > 0) text += fmt::format(", {} exercised though declared", contradicted);
  if (observable > 0)
    text += fmt::format("; {:.1f} % of what a recording can show",
                        100.0 * static_cast<double>(done + contradicted) /
                            static_cast<double>(observable));
  return text + "\n";
}

/// The traces that exercised it most.
std::string most(const RuleCount& count) {
  constexpr std::size_t kShown = 2;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, count.traces.size()); ++i)
    text += fmt::format("{}{} {}", i ? ", " : "", count.traces[i].first, count.traces[i].second);
  if (count.traces.size() > kShown)
    text += fmt::format(" and {} more", count.traces.size() - kShown);
  return text;
}

std::string note(const RuleCount& count) {
  std::string text = most(count);
  if (count.times == 0 && count.together > 0)
    text = fmt::format("{} together with {}", count.together, fmt::join(count.others, ", "));
  switch (standing(count)) {
    case Standing::Exercised: return text;
    case Standing::Untested: return "untested: " + count.rule.untested;
    case Standing::Unobservable: return "unobservable: " + count.rule.unobservable;
    case Standing::Missing: return "not exercised";
    case Standing::Contradicted:
      return count.rule.untested.empty()
                 ? text + "; declared unobservable: " + count.rule.unobservable
                 : text + "; declared untested: " + count.rule.untested;
  }
  return text;
}

}  // namespace

std::string format_coverage_text(const std::vector<RuleCount>& counts) {
  std::string out;
  std::size_t width = 0;
  for (const RuleCount& count : counts) width = std::max(width, count.rule.name.size());
  for (const RuleCount& count : counts) {
    std::string line = fmt::format("{:>12}  {:<4}  {:<{}}  {}", count.times, count.rule.kind,
                                   count.rule.name, width, note(count));
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out + summary(counts, "rule") + summary(counts, "row");
}

std::string format_coverage_json(const std::vector<RuleCount>& counts, const std::string& kernel,
                                 std::size_t traces) {
  using Json = nlohmann::ordered_json;
  Json rules = Json::array();
  for (const RuleCount& count : counts) {
    Json traces_of = Json::object();
    for (const auto& [trace, times] : count.traces) traces_of[trace] = times;
    rules.push_back(
        Json{{"name", count.rule.name},
             {"kind", count.rule.kind},
             {"times", count.times},
             {"together", count.together},
             {"together_with", count.others},
             {"by_trace", std::move(traces_of)},
             {"untested", count.rule.untested.empty() ? Json() : Json(count.rule.untested)},
             {"unobservable",
              count.rule.unobservable.empty() ? Json() : Json(count.rule.unobservable)},
             {"cites", count.rule.cites},
             {"place", count.rule.place}});
  }
  const auto totals = [&](const char* kind) {
    const auto [done, untested, unobservable, missing, contradicted] =
        count_standings(counts, kind);
    return Json{{"exercised", done},
                {"untested", untested},
                {"unobservable", unobservable},
                {"missing", missing},
                {"contradicted", contradicted}};
  };
  const Json out{{"schema", "sigspec-coverage-1"},
                 {"kernel", kernel},
                 {"traces", traces},
                 {"rules", std::move(rules)},
                 {"totals", {{"rules", totals("rule")}, {"rows", totals("row")}}}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

ExitCode run_coverage(const CoverageCommand& command, const Session& session) {
  const std::unique_ptr<Model> model = load_spec(session);
  if (!model) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  std::vector<std::string> errors;
  const std::vector<std::string> traces = find_traces(command.traces, errors);
  for (const std::string& error : errors) fail(error);
  if (traces.empty()) return ExitCode::Failed;

  JudgeOptions options;
  options.check = {*kernel, traces::find_dialect(command.dialect), 1, {}, watch_interrupts(),
                   Rows::Known};
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  options.jobs = std::min(command.jobs ? command.jobs : cores, traces.size());
  options.show_progress = is_terminal(STDERR_FILENO);
  bool readable = errors.empty();
  const std::vector<FileReport> files =
      judge_files(*model, session, traces, options, [&](FileReport& file) {
        if (file.error.empty()) return;
        readable = false;
        fail(fmt::format("{}: {}", printable(file.path), printable(file.error)));
      });
  std::vector<RuleCount> counts = rule_counts(*model, files, *kernel);
  const bool at_odds = std::any_of(counts.begin(), counts.end(), is_at_odds);
  if (command.only_missing)
    counts.erase(std::remove_if(counts.begin(), counts.end(),
                                [](const RuleCount& c) { return !is_at_odds(c); }),
                 counts.end());
  print_result(command.format == CoverageFormat::Text
                   ? format_coverage_text(counts)
                   : format_coverage_json(counts, version_text(*kernel), files.size()));
  if (!readable) return ExitCode::Failed;
  if (was_interrupted()) return ExitCode::Inconclusive;
  return command.only_missing && at_odds ? ExitCode::Diverges : ExitCode::Conforms;
}

}  // namespace sigspec
