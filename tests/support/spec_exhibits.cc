// Gathers exhibits, and finds out which a mutant concerns.
//
// An exhibit that conforms may be accused by a mutant where a rule fired that the mutant changes.
// One that is accused may be excused, too, by a rule that did not fire before: only of the same
// observation, and of a call that occurs.
#include "tests/support/spec_exhibits.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

#include "tests/support/fault_sweep.h"
#include "tests/support/name_graph.h"
#include "traces/input.h"

namespace sigspec::test {

namespace fs = std::filesystem;

namespace {
/// A fault is told on a line behind it where it shows later.
constexpr std::uint64_t kLinesBehind = 20;

const Divergence* first_divergence(const FileReport& report) {
  return report.divergences.empty() ? nullptr : &report.divergences.front();
}

/// Words with a parenthesis behind them, or a space: `read(`, `<... read resumed`.
std::set<std::string> calls_in(const fs::path& file) {
  std::set<std::string> found;
  std::ifstream in(file);
  std::string line, word;
  while (std::getline(in, line)) {
    word.clear();
    for (const char c : line)
      if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') word += c;
      else {
        if (c == '(' || c == ' ') found.insert(word);
        word.clear();
        if (c == '=') break;
      }
  }
  return found;
}

bool overlap(const std::set<std::string>& some, const std::set<std::string>& others) {
  if (others.size() < some.size()) return overlap(others, some);
  return std::any_of(some.begin(), some.end(),
                     [&](const std::string& name) { return others.contains(name); });
}

std::string head_of(const std::string& rule) { return rule.substr(0, rule.find(", ")); }

}  // namespace

bool Exhibit::is_judged_alike(Programs& programs) const {
  const FileReport report = check_trace(programs, file, {});
  const Divergence* first = first_divergence(report);
  if (!first) return !is_accused();
  return first->line == line && (kind != Kind::Test || first->rule == rule);
}

Exhibits::Exhibits(const std::vector<SpecText>& texts, const ExhibitOptions& options)
    : options_(options),
      folder_(fs::temp_directory_path() / ("sigspec_mutants_" + std::to_string(::getpid()))) {
  fs::create_directories(folder_);
  for (const std::string& path : all_recordings()) add_recording(path);
  for (const FaultyText& fault : plant_small(options_.faults_of_operator, options_.jobs))
    std::ofstream(add(Exhibit::Kind::Fault, mutation_operators()[fault.op].name).file)
        << fault.text;
  add_tests();
  const auto model_of_texts = [&] {  // one a thread: a model grows while it is used
    Diagnostics diagnostics;
    return load_model(texts, std::make_shared<SourceMap>(), diagnostics);
  };
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    const std::unique_ptr<Model> model = model_of_texts();
    CheckOptions check;
    check.rows = Rows::Known;
    Programs programs(*model, check), plain(*model, {});
    for (std::size_t i; (i = next++) < exhibits_.size();) {
      look_at(*model, programs, exhibits_[i]);
      if (exhibits_[i].is_accused()) cut_behind_divergence(plain, exhibits_[i]);
      measure(plain, exhibits_[i]);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t t = 1; t < options_.jobs; ++t) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  model_ = model_of_texts();
  for (const RuleInfo& rule : model_->rules) rules_[rule.name] = &rule;
}

Exhibits::~Exhibits() { fs::remove_all(folder_); }

Exhibit& Exhibits::add(Exhibit::Kind kind, const std::string& name) {
  Exhibit& exhibit = exhibits_.emplace_back();
  exhibit.kind = kind;
  exhibit.name = name;
  exhibit.file = folder_ / std::to_string(exhibits_.size());
  return exhibit;
}

void Exhibits::add_recording(const std::string& path) {
  auto input = traces::open_input(path);
  if (!input) return;
  std::ofstream out(add(Exhibit::Kind::Recording, fs::path(path).stem().stem()).file);
  traces::Line line;
  for (std::size_t i = 0; i < options_.recording_lines_max && (*input)->next(line); ++i)
    out << line.text << "\n";
}

void Exhibits::add_tests() {
  if (options_.tests.empty()) return;
  const fs::path kept = folder_ / "tests";
  fs::create_directories(kept);
  // Without a start at random: what is judged is to be the same each time.
  const std::string command = "SIGSPEC_KEEP_TRACES=" + kept.string() + " " + options_.tests +
                              " --gtest_filter=-PlantedFaults*:SpecMutants*:Litmus*:RestartTable* >/dev/null";
  if (std::system(command.c_str()) == -1) return;
  for (const auto& entry : fs::directory_iterator(kept))
    add(Exhibit::Kind::Test, "a small trace").file = entry.path();
}

void Exhibits::look_at(const Model& model, Programs& programs, Exhibit& exhibit) const {
  CheckOptions check;
  check.rows = Rows::Known;
  const FileReport report = check_trace(programs, exhibit.file, check);
  exhibit.lines = report.lines;
  exhibit.calls = calls_in(exhibit.file);
  if (const Divergence* first = first_divergence(report)) {
    exhibit.line = first->line;
    exhibit.rule = first->rule;
  }
  for (std::size_t id = 0; id < report.fired.size(); ++id)
    if (report.fired[id] > 0) exhibit.fired.insert(model.rules[id].name);
  for (const auto& [id, use] : report.rows)
    exhibit.fired.insert(model.rules[static_cast<std::size_t>(id)].name);
}

/// What stands behind the first divergence costs time and says nothing, as a rule.
void Exhibits::cut_behind_divergence(Programs& programs, Exhibit& exhibit) const {
  if (exhibit.lines <= exhibit.line + kLinesBehind) return;
  const fs::path whole = exhibit.file, cut = whole.string() + ".cut";
  {
    std::ifstream in(whole);
    std::ofstream out(cut);
    std::string text;
    for (std::uint64_t i = 0; i < exhibit.line + kLinesBehind && std::getline(in, text); ++i)
      out << text << "\n";
  }
  exhibit.file = cut;
  if (exhibit.is_judged_alike(programs)) exhibit.lines = exhibit.line + kLinesBehind;
  else exhibit.file = whole;
}

/// Some take a hundred times as long as others of that length: where much is possible.
void Exhibits::measure(Programs& programs, Exhibit& exhibit) {
  const auto seconds_of_thread = [] {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
  };
  const double before = seconds_of_thread();
  exhibit.is_judged_alike(programs);
  exhibit.seconds = seconds_of_thread() - before;
}

Touched Exhibits::touched_by(const SpecMutant& mutant, const std::set<std::string>& users) const {
  Touched touched;
  touched.always = mutant.owner == "always";
  for (const std::string& user : users) {
    touched.always = touched.always || user.starts_with(kBegins);
    const auto known = rules_.find(user);
    if (known == rules_.end()) continue;
    touched.rules.insert(user);
    const RuleInfo& info = *known->second;
    if (info.rule)
      touched.observations.insert(info.rule->shows ? info.rule->shows->observation.text : "");
    if (info.call)
      for (const ast::Name& name : info.call->names) touched.calls.insert(name.text);
    else touched.calls.insert("");  // any
  }
  if (const int call = model_->call_id(mutant.owner); call >= 0)
    for (const ast::Name& name : model_->calls[static_cast<std::size_t>(call)].declaration->names)
      touched.calls.insert(name.text);
  return touched;
}

bool Exhibits::concerns(const Exhibit& exhibit, const Touched& touched, bool in_effect) const {
  if (touched.always || overlap(touched.rules, exhibit.fired)) return true;
  // What a call is declared as matters wherever it is made.
  if (touched.rules.empty()) return touched.calls.empty() || overlap(touched.calls, exhibit.calls);
  if (in_effect || !exhibit.is_accused()) return false;
  const auto accusing = rules_.find(head_of(exhibit.rule));
  const bool is_seen = accusing != rules_.end() && accusing->second->rule->shows;
  return (!is_seen || touched.observations.contains("") || touched.observations.empty() ||
          touched.observations.contains(accusing->second->rule->shows->observation.text)) &&
         (touched.calls.empty() || touched.calls.contains("") ||
          overlap(touched.calls, exhibit.calls));
}

std::vector<const Exhibit*> Exhibits::for_mutant(const SpecMutant& mutant,
                                                 const std::set<std::string>& users) const {
  const Touched touched = touched_by(mutant, users);
  struct Chosen {
    const Exhibit* exhibit;
    bool accuses;  // the changed rule does
    std::size_t contradicted;
  };
  std::vector<Chosen> chosen;
  for (const Exhibit& exhibit : exhibits_)
    // A recording that is accused is no recording of Linux, a fault that is not caught no fault.
    if ((exhibit.kind == Exhibit::Kind::Test ||
         exhibit.is_accused() == (exhibit.kind == Exhibit::Kind::Fault)) &&
        concerns(exhibit, touched, mutant.in_effect))
      chosen.push_back(
          {&exhibit, touched.rules.contains(head_of(exhibit.rule)), exhibit.contradicted});
  std::sort(chosen.begin(), chosen.end(), [](const Chosen& a, const Chosen& b) {
    if (a.accuses != b.accuses) return a.accuses;
    if (a.contradicted != b.contradicted) return a.contradicted > b.contradicted;
    return a.exhibit->seconds < b.exhibit->seconds;
  });
  std::vector<const Exhibit*> exhibits;
  double seconds[2] = {};  // of those that conform, of those that are accused
  for (const Chosen& each : chosen) {
    double& of_kind = seconds[each.exhibit->is_accused() ? 1 : 0];
    if (of_kind + each.exhibit->seconds > options_.seconds_max / 2) continue;
    of_kind += each.exhibit->seconds;
    exhibits.push_back(each.exhibit);
  }
  return exhibits;
}

}  // namespace sigspec::test
