// Sums up how often rules took part in explanations.
#include "checker/command_coverage.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "checker/cli_judge.h"
#include "checker/cli_process.h"
#include "checker/cli_traces.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

struct Exercised {
  std::size_t done = 0, declared = 0, missing = 0;
};

Exercised count_exercised(const std::vector<RuleCount>& counts, const std::string& kind) {
  Exercised sum;
  for (const RuleCount& count : counts) {
    if (count.rule.kind != kind) continue;
    if (count.times > 0) ++sum.done;
    else if (!count.rule.untested.empty()) ++sum.declared;
    else ++sum.missing;
  }
  return sum;
}

std::string summary(const std::vector<RuleCount>& counts, const std::string& kind) {
  const Exercised sum = count_exercised(counts, kind);
  return fmt::format("{}: {} exercised, {} declared untested, {} not exercised\n",
                     counted(sum.done + sum.declared + sum.missing, kind), sum.done, sum.declared,
                     sum.missing);
}

bool is_missing(const RuleCount& count) { return count.times == 0 && count.rule.untested.empty(); }

std::vector<RuleCount> counts_of(const Model& model, const std::vector<FileReport>& files,
                                 Version kernel) {
  std::vector<RuleCount> counts;
  std::vector<RuleText> texts = rule_texts(model);
  for (std::size_t id = 0; id < texts.size(); ++id) {
    if (!holds_at(*model.rules[id].clauses, kernel)) continue;
    RuleCount count{std::move(texts[id]), 0};
    for (const FileReport& file : files)
      if (id < file.fired.size()) count.times += file.fired[id];
    counts.push_back(std::move(count));
  }
  return counts;
}

}  // namespace

std::string format_coverage_text(const std::vector<RuleCount>& counts) {
  std::string out;
  std::size_t width = 0;
  for (const RuleCount& count : counts) width = std::max(width, count.rule.name.size());
  for (const RuleCount& count : counts) {
    const std::string note = count.times > 0                ? ""
                             : !count.rule.untested.empty() ? "untested: " + count.rule.untested
                                                            : "not exercised";
    std::string line = fmt::format("{:>12}  {:<4}  {:<{}}  {}", count.times, count.rule.kind,
                                   count.rule.name, width, note);
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out + summary(counts, "rule") + summary(counts, "row");
}

std::string format_coverage_json(const std::vector<RuleCount>& counts, const std::string& kernel,
                                 std::size_t traces) {
  using Json = nlohmann::ordered_json;
  Json rules = Json::array();
  for (const RuleCount& count : counts)
    rules.push_back(
        Json{{"name", count.rule.name},
             {"kind", count.rule.kind},
             {"times", count.times},
             {"untested", count.rule.untested.empty() ? Json() : Json(count.rule.untested)},
             {"cites", count.rule.cites},
             {"place", count.rule.place}});
  const auto totals = [&](const char* kind) {
    const Exercised sum = count_exercised(counts, kind);
    return Json{{"exercised", sum.done}, {"untested", sum.declared}, {"missing", sum.missing}};
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
  options.check = {*kernel, traces::find_dialect(command.dialect), 1, {}, watch_interrupts()};
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
  std::vector<RuleCount> counts = counts_of(*model, files, *kernel);
  const bool missing = std::any_of(counts.begin(), counts.end(), is_missing);
  if (command.only_missing)
    counts.erase(std::remove_if(counts.begin(), counts.end(),
                                [](const RuleCount& c) { return !is_missing(c); }),
                 counts.end());
  print_result(command.format == CoverageFormat::Text
                   ? format_coverage_text(counts)
                   : format_coverage_json(counts, version_text(*kernel), files.size()));
  if (!readable) return ExitCode::Failed;
  if (was_interrupted()) return ExitCode::Inconclusive;
  return command.only_missing && missing ? ExitCode::Diverges : ExitCode::Conforms;
}

}  // namespace sigspec
