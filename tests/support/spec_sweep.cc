// What has to do with a mutant's rule is judged first, and the first contradiction ends it.
#include "tests/support/spec_sweep.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "checker/check.h"
#include "tests/support/fault_sweep.h"
#include "tests/support/paths.h"
#include "tests/support/restart_table.h"
#include "tests/support/spec_judges.h"
#include "tests/support/spec_text.h"
#include "traces/input.h"

namespace sigspec::test {

namespace fs = std::filesystem;

namespace {

/// A trace, and what the specification says of it.
struct Exhibit {
  std::string name;
  fs::path file;
  bool is_fault = false, is_test = false;
  std::uint64_t line = 0;  // of the first divergence; 0: there is none
  std::string rule;        // of that
  std::size_t lines = 0;
  std::set<std::string> fired;  // the rules and rows that took part
};

std::unique_ptr<Model> model_of(const std::vector<SpecText>& texts) {
  Diagnostics diagnostics;
  return load_model(texts, std::make_shared<SourceMap>(), diagnostics);
}

std::uint64_t first_line(const FileReport& report) {
  return report.divergences.empty() ? 0 : report.divergences.front().line;
}

/// A line of the list: `OWNER: WHAT -- REASON`; a star at the end of the name stands for any rest.
struct Listed {
  std::string name, reason;

  bool names(const SpecMutant& mutant) const {
    const std::string is = mutant.name();
    return name.ends_with('*') ? is.starts_with(std::string_view(name).substr(0, name.size() - 1))
                               : is == name;
  }
};

std::vector<Listed> read_list() {
  std::ifstream list(source_dir() / "tests/spec_mutants.list");
  std::vector<Listed> lines;
  for (std::string line; std::getline(list, line);)
    if (const std::size_t dashes = line.rfind(" -- ");
        dashes != std::string::npos && !line.starts_with('#'))
      lines.push_back({line.substr(0, dashes), line.substr(dashes + 4)});
  return lines;
}

class SpecSweep {
 public:
  SpecSweep(const std::vector<SpecText>& texts, const SpecSweepOptions& options)
      : texts_(texts),
        options_(options),
        folder_(fs::temp_directory_path() / ("sigspec_mutants_" + std::to_string(::getpid()))),
        litmus_(model_of(texts)) {
    fs::create_directories(folder_);
    gather();
  }
  ~SpecSweep() { fs::remove_all(folder_); }

  std::vector<MutantResult> run() {
    std::vector<MutantResult> results;
    std::size_t number = 0;
    const std::vector<Listed> listed = read_list();
    const auto is_listed = [&](const SpecMutant& mutant) {
      return std::any_of(listed.begin(), listed.end(),
                         [&](const Listed& line) { return line.names(mutant); });
    };
    for (SpecMutant& mutant : spec_mutants(texts_))
      if (mutant.name().find(options_.only) != std::string::npos &&
          (!options_.only_listed || is_listed(mutant)) &&
          texts_[mutant.file].path.find(options_.of_file) != std::string::npos &&
          number++ % options_.every == 0)
        results.push_back({std::move(mutant), MutantVerdict::Survived, "", ""});
    std::mutex mutex;
    in_parallel(results.size(), [&](std::size_t i) {
      judge(results[i]);
      const std::scoped_lock lock(mutex);
      if (options_.sink) options_.sink(results[i]);
    });
    return results;
  }

 private:
  template <class Work>
  void in_parallel(std::size_t count, Work work) {
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
      for (std::size_t i; (i = next++) < count;) work(i);
    };
    std::vector<std::thread> threads;
    for (std::size_t t = 1; t < options_.jobs; ++t) threads.emplace_back(run);
    run();
    for (std::thread& thread : threads) thread.join();
  }

  /// Recordings, faults and small traces, and what the specification as it is says of each.
  void gather() {
    const std::unique_ptr<Model> whole = model_of(texts_);
    for (const RuleInfo& rule : whole->rules) rules_.insert(rule.name);
    for (const std::string& path : all_recordings()) add_recording(path);
    std::size_t number = 0;
    for (const FaultyText& fault : plant_small(options_.faults_of_operator, options_.jobs)) {
      Exhibit exhibit;
      exhibit.is_fault = true;
      exhibit.name = mutation_operators()[fault.op].name;
      exhibit.file = folder_ / ("fault" + std::to_string(number++));
      std::ofstream(exhibit.file) << fault.text;
      exhibits_.push_back(std::move(exhibit));
    }
    add_tests();
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      const std::unique_ptr<Model> model = model_of(texts_);  // a model grows while it is used
      CheckOptions options;
      options.rows = Rows::Known;
      Programs programs(*model, options);
      for (std::size_t i; (i = next++) < exhibits_.size();)
        look_at(*model, programs, options, exhibits_[i]);
    };
    std::vector<std::thread> threads;
    for (std::size_t t = 1; t < options_.jobs; ++t) threads.emplace_back(work);
    work();
    for (std::thread& thread : threads) thread.join();
    // A recording that is accused is no recording of Linux, a fault that is not caught no fault.
    std::erase_if(exhibits_, [](const Exhibit& exhibit) {
      return !exhibit.is_test && exhibit.is_fault != (exhibit.line != 0);
    });
    std::stable_sort(exhibits_.begin(), exhibits_.end(),
                     [](const Exhibit& a, const Exhibit& b) { return a.lines < b.lines; });
  }

  void add_recording(const std::string& path) {
    auto input = traces::open_input(path);
    if (!input) return;
    Exhibit exhibit;
    exhibit.name = fs::path(path).stem().stem();
    exhibit.file = folder_ / ("recording" + std::to_string(exhibits_.size()));
    std::ofstream out(exhibit.file);
    traces::Line line;
    for (std::size_t i = 0; i < options_.lines_max && (*input)->next(line); ++i)
      out << line.text << "\n";
    exhibits_.push_back(std::move(exhibit));
  }

  void add_tests() {
    if (options_.tests.empty()) return;
    const fs::path kept = folder_ / "tests";
    fs::create_directories(kept);
    const std::string command = "SIGSPEC_KEEP_TRACES=" + kept.string() + " " + options_.tests +
                                " --gtest_filter=-PlantedFaults*:SpecMutants* >/dev/null";
    if (std::system(command.c_str()) == -1) return;
    for (const auto& entry : fs::directory_iterator(kept)) {
      Exhibit exhibit;
      exhibit.is_test = true;
      exhibit.name = "a small trace";
      exhibit.file = entry.path();
      exhibits_.push_back(std::move(exhibit));
    }
  }

  void look_at(const Model& model, Programs& programs, const CheckOptions& options,
               Exhibit& exhibit) const {
    const FileReport report = check_trace(programs, exhibit.file, options);
    exhibit.line = first_line(report);
    exhibit.lines = report.lines;
    if (exhibit.line != 0) exhibit.rule = report.divergences.front().rule;
    for (std::size_t id = 0; id < report.fired.size(); ++id)
      if (report.fired[id] > 0) exhibit.fired.insert(model.rules[id].name);
    for (const auto& [id, use] : report.rows)
      exhibit.fired.insert(model.rules[static_cast<std::size_t>(id)].name);
  }

  /// Can the exhibit say anything of a mutant of this rule or row? Where it took part, and where
  /// what is accused could be explained by it. Of functions and tables nobody knows.
  bool concerns(const Exhibit& exhibit, const std::string& owner) const {
    return !rules_.contains(owner) || exhibit.fired.contains(owner) || exhibit.line != 0;
  }

  void judge(MutantResult& result) {
    std::unique_ptr<Model> model = model_of(mutated(texts_, result.mutant));
    if (!model) {
      result.verdict = MutantVerdict::Refused;
      return;
    }
    if (restart_table_lines(*model) != settled_table_) {
      result.verdict = MutantVerdict::ByTest;
      result.by = kSettledTable;
      return;
    }
    const std::string& owner = result.mutant.owner;
    const auto is_near = [&](const Exhibit& exhibit) {
      return exhibit.rule == owner || exhibit.fired.contains(owner);
    };
    Programs programs(*model, {});
    for (const bool near : {true, false})
      for (const Exhibit& exhibit : exhibits_)
        if (is_near(exhibit) == near && concerns(exhibit, owner) &&
            contradicts(programs, exhibit, result))
          return;
    const LitmusSpec spec = litmus_.with_library(std::move(model));
    if (result.by = litmus_.contradiction(spec); !result.by.empty())
      result.verdict = MutantVerdict::ByLitmus;
    else if (result.by = contradicted_claim(spec); !result.by.empty())
      result.verdict = MutantVerdict::ByClaim;
    else if (result.by = contradicted_proof(*spec.model, owner); !result.by.empty())
      result.verdict = MutantVerdict::ByProof;
  }

  static bool contradicts(Programs& programs, const Exhibit& exhibit, MutantResult& result) {
    const FileReport report = check_trace(programs, exhibit.file, {});
    if (first_line(report) == exhibit.line) return false;
    result.verdict = exhibit.is_test    ? MutantVerdict::ByTest
                     : exhibit.is_fault ? MutantVerdict::ByFault
                                        : MutantVerdict::ByRecording;
    result.by = exhibit.name;
    return true;
  }

  const std::vector<SpecText>& texts_;
  const SpecSweepOptions& options_;
  fs::path folder_;
  std::set<std::string> rules_;  // and rows
  std::vector<Exhibit> exhibits_;
  LitmusJudge litmus_;
  const std::string settled_table_ =
      test::read_file((source_dir() / kSettledTable).string());
};

}  // namespace

std::vector<MutantResult> judge_mutants(const std::vector<SpecText>& texts,
                                        const SpecSweepOptions& options) {
  return SpecSweep(texts, options).run();
}

std::vector<std::string> read_reasons(std::vector<MutantResult>& results) {
  std::vector<std::string> unused;
  for (const Listed& line : read_list()) {
    bool used = false;
    for (MutantResult& result : results) {
      if (result.verdict != MutantVerdict::Survived || !line.names(result.mutant)) continue;
      result.reason = line.reason;
      used = true;
    }
    if (!used) unused.push_back(line.name);
  }
  for (MutantResult& result : results)
    if (result.reason.empty() && result.mutant.untested) result.reason = "declared untested";
  return unused;
}

std::string format_spec_sweep(const std::vector<MutantResult>& results) {
  std::map<MutantVerdict, std::size_t> counts;
  std::size_t listed = 0;
  std::string out;
  for (const MutantResult& result : results) {
    ++counts[result.verdict];
    if (result.verdict != MutantVerdict::Survived) continue;
    if (!result.reason.empty()) ++listed;
    else out += "survives: " + result.mutant.name() + "\n";
  }
  return out + fmt::format(
                   "{} mutants: {} refused, {} contradicted by recordings, {} by planted faults, "
                   "{} by small traces, {} by litmus tests, {} by claims, {} by proofs; {} survive, "
                   "{} of them listed\n",
                   results.size(), counts[MutantVerdict::Refused],
                   counts[MutantVerdict::ByRecording], counts[MutantVerdict::ByFault],
                   counts[MutantVerdict::ByTest], counts[MutantVerdict::ByLitmus],
                   counts[MutantVerdict::ByClaim], counts[MutantVerdict::ByProof],
                   counts[MutantVerdict::Survived], listed);
}

}  // namespace sigspec::test
