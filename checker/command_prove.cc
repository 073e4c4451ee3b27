// Runs the proofs and prints each result as soon as it is known.
#include "checker/command_prove.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "checker/cli_process.h"
#include "checker/cli_progress.h"
#include "checker/prove_litmus.h"
#include "checker/report_escape.h"
#include "prove/mutants.h"

namespace sigspec {

namespace {

using prove::PropertyResult;
using prove::ScenarioResult;

/// What all results of a run come to.
struct Tally {
  std::size_t expected = 0, as_expected = 0, contradicted = 0, undecided = 0, idle_rules = 0;
  std::size_t faults = 0, refuted = 0;
  double refuting = 0;  // seconds of what is refuted, apart from the proofs

  void add(const PropertyResult& result) {
    faults += !result.fault.empty();
    if (result.verdict == prove::Verdict::Refuted) {
      ++refuted;
      refuting += result.seconds;
    }
    const bool open = result.verdict == prove::Verdict::HoldsToBound ||
                      result.verdict == prove::Verdict::Unknown;
    if (result.expected.empty()) {
      undecided += open;
      return;
    }
    ++expected;
    if (result.as_expected()) ++as_expected;
    else if (open) ++undecided;
    else ++contradicted;
  }
  ExitCode exit_code() const {
    if (faults > 0) return ExitCode::Failed;
    if (contradicted > 0 || idle_rules > 0) return ExitCode::Diverges;
    return undecided > 0 || was_interrupted() ? ExitCode::Inconclusive : ExitCode::Conforms;
  }
};

std::string comment_on(const PropertyResult& result) {
  std::string wanted = result.expected;
  std::replace(wanted.begin(), wanted.end(), '_', ' ');
  if (!result.fault.empty()) return "; error: " + result.fault;
  if (result.vacuous) return "; but what it speaks of never happens";
  if (!result.as_expected()) return "; expected " + wanted;
  const std::string checked =
      result.rechecked_by.empty() ? "" : "; certificate rechecked by " + result.rechecked_by;
  return checked + (result.expected.empty() ? "; nothing is expected" : "");
}

void print_text(const PropertyResult& result, bool stories) {
  print_result(fmt::format("  {:<22} {:<30} {:<9} {:>6.2f} s  {}{}\n", result.variant,
                           result.property, prove::name_of(result.verdict), result.seconds,
                           result.method, comment_on(result)));
  if (stories && result.story)
    for (const std::string& line : prove::story_lines(*result.story))
      print_result("      " + line + "\n");
  flush_results();
}

nlohmann::ordered_json to_json(const PropertyResult& result) {
  using Json = nlohmann::ordered_json;
  std::string expected = result.expected;
  std::replace(expected.begin(), expected.end(), '_', ' ');
  Json out{{"scenario", result.scenario},
           {"property", result.property},
           {"variant", result.variant},
           {"expected", expected},
           {"verdict", prove::name_of(result.verdict)},
           {"method", result.method},
           {"bound", result.bound ? Json(*result.bound) : Json()},
           {"seconds", result.seconds},
           {"certificate", result.certificate},
           {"rechecked_by", result.rechecked_by},
           {"counterexample", Json::array()},
           {"vacuous", result.vacuous},
           {"fault", result.fault},
           {"steps", Json::array()}};
  if (!result.story) return out;
  out["counterexample"] = prove::story_lines(*result.story);
  for (const prove::StoryStep& step : result.story->steps) {
    Json bindings = Json::object(), changes = Json::array();
    for (const Binding& binding : step.bindings) bindings[binding.parameter] = binding.value;
    for (const prove::Change& change : step.changes)
      changes.push_back(
          Json{{"place", change.place}, {"before", change.before}, {"after", change.after}});
    out["steps"].push_back(Json{
        {"rule", step.rule}, {"bindings", std::move(bindings)}, {"changes", std::move(changes)}});
  }
  if (result.story->lasso) out["loop"] = result.story->loop;
  return out;
}

/// The scenarios that are asked for; nullopt, and what is wrong said, when one is unknown.
std::optional<std::vector<const ScenarioInfo*>> chosen(const Model& model,
                                                       const ProveCommand& command) {
  std::vector<const ScenarioInfo*> scenarios;
  std::vector<std::string> names, variants, properties;
  for (const ScenarioInfo& scenario : model.scenarios)
    names.push_back(scenario.declaration->name.text);
  for (const std::string& name : command.scenarios) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      fail(fmt::format("the specification has no scenario '{}'{}", printable(name),
                       did_you_mean(name, names)));
      return std::nullopt;
    }
    scenarios.push_back(&model.scenarios[static_cast<std::size_t>(at - names.begin())]);
  }
  if (command.scenarios.empty())
    for (const ScenarioInfo& scenario : model.scenarios) scenarios.push_back(&scenario);
  for (const ScenarioInfo* scenario : scenarios) {
    for (const ast::Name& name : scenario->declaration->variants) variants.push_back(name.text);
    for (const ast::Property& p : scenario->declaration->properties)
      properties.push_back(p.name.text);
  }
  const auto known = [](const std::string& what, const std::string& name,
                        const std::vector<std::string>& list) {
    if (name.empty() || std::find(list.begin(), list.end(), name) != list.end()) return true;
    fail(fmt::format("no scenario has a {} '{}'{}", what, printable(name),
                     did_you_mean(name, list)));
    return false;
  };
  if (!known("variant", command.variant, variants) ||
      !known("property", command.property, properties))
    return std::nullopt;
  return scenarios;
}

ExitCode list_scenarios(const std::vector<const ScenarioInfo*>& scenarios) {
  for (const ScenarioInfo* scenario : scenarios) {
    const std::string first = scenario->doc.substr(0, scenario->doc.find('\n'));
    print_result(fmt::format("{:<22} {}\n", scenario->declaration->name.text, first));
  }
  return ExitCode::Conforms;
}

/// Each property, and what breaks it. Returns: Diverges when nothing breaks one.
ExitCode show_mutants(const Model& model, const std::vector<const ScenarioInfo*>& scenarios,
                      const prove::ProveOptions& options) {
  std::size_t survived = 0;
  for (const ScenarioInfo* scenario : scenarios) {
    print_result(scenario->declaration->name.text + "\n");
    for (const prove::Killer& killer : prove::find_killers(model, *scenario, options)) {
      survived += killer.what.empty();
      const std::string what =
          killer.what.empty() ? "nothing breaks it" : killer.variant + ": " + killer.what;
      print_result(fmt::format("  {:<36} {}\n", killer.property, what));
      flush_results();
    }
    if (was_interrupted()) return ExitCode::Inconclusive;
  }
  return survived > 0 ? ExitCode::Diverges : ExitCode::Conforms;
}

}  // namespace

ExitCode run_prove(const ProveCommand& command, const Session& session) {
  LitmusSpec spec;
  if (!load_litmus_spec(session, spec)) return ExitCode::Failed;
  const std::unique_ptr<Model>& model = spec.model;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  const auto scenarios = chosen(*model, command);
  if (!scenarios) return ExitCode::Failed;
  if (command.list) return list_scenarios(*scenarios);
  if (!command.certificates.empty()) {
    std::error_code error;
    std::filesystem::create_directories(command.certificates, error);
    if (error || access(command.certificates.c_str(), W_OK) != 0)
      return fail(fmt::format("cannot write to '{}': {}", printable(command.certificates),
                              error ? error.message() : std::strerror(errno)));
  }
  prove::ProveOptions options;
  options.states_max = command.states_max;
  options.variant = command.variant;
  options.property = command.property;
  options.kernel = *kernel;
  options.certificates = command.certificates;
  options.recheck = !command.no_recheck;
  options.cross_check = command.cross_check;
  options.engine_time = std::chrono::seconds(command.engine_seconds);
  ProgressLine line(is_terminal(STDERR_FILENO));
  std::string doing;
  options.watch.interrupted = watch_interrupts();
  options.watch.progress = [&](const std::string& what) {
    line.show([&](double seconds) { return fmt::format("{:.0f} s: {} {}", seconds, doing, what); });
  };
  if (command.mutants) return show_mutants(*model, *scenarios, options);
  if (command.litmus) return print_counterexample_tests(spec, *scenarios, options);
  const bool text = command.format == ProveFormat::Text;
  Tally totals;
  nlohmann::ordered_json results = nlohmann::ordered_json::array();
  for (const ScenarioInfo* scenario : *scenarios) {
    const std::string& name = scenario->declaration->name.text;
    if (was_interrupted()) break;
    if (text) print_result(name + "\n");
    doing = name;
    const ScenarioResult made =
        prove_scenario(*model, *scenario, options, [&](const PropertyResult& result) {
          totals.add(result);
          line.clear();
          if (text) print_text(result, command.stories || !command.scenarios.empty());
          if (command.format == ProveFormat::Json) results.push_back(to_json(result));
          if (command.format == ProveFormat::Mermaid && result.story)
            print_result(prove::story_mermaid(
                             *result.story,
                             fmt::format("{} {}: {}", name, result.variant, result.property)) +
                         "\n");
        });
    totals.idle_rules += made.idle_rules.size();
    for (const std::string& rule : made.idle_rules)
      if (text) print_result(fmt::format("  rule {} can never be taken\n", rule));
      else print_message(fmt::format("{}: rule {} can never be taken", name, rule));
  }
  if (command.format == ProveFormat::Json) {
    const nlohmann::ordered_json out{
        {"schema", "sigspec-prove-1"},
        {"results", std::move(results)},
        {"totals",
         {{"expected", totals.expected},
          {"as_expected", totals.as_expected},
          {"refuting_seconds", totals.refuting},
          {"seconds", prove::user_seconds()}}}};
    print_result(out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  }
  line.clear();
  if (text)
    print_result(fmt::format("{} of {} as expected, {:.1f} s of user CPU{}\n", totals.as_expected,
                             counted(totals.expected, "verdict"), prove::user_seconds(),
                             totals.refuted > 0
                                 ? fmt::format(", {:.1f} s of it to refute", totals.refuting)
                                 : ""));
  if (was_interrupted()) print_message("interrupted: not every property was decided");
  return totals.exit_code();
}

}  // namespace sigspec
