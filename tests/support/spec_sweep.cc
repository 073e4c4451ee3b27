// What is cheap to judge is judged first, and the first contradiction ends it.
#include "tests/support/spec_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "checker/spec_source.h"
#include "tests/support/name_graph.h"
#include "tests/support/paths.h"
#include "tests/support/restart_table.h"
#include "tests/support/spec_judges.h"
#include "tests/support/spec_text.h"

namespace sigspec::test {

namespace {

std::unique_ptr<Model> model_of(const std::vector<SpecText>& texts) {
  Diagnostics diagnostics;
  return load_model(texts, std::make_shared<SourceMap>(), diagnostics);
}

std::vector<SpecText> of_recordings(std::vector<SpecText> texts) {
  std::erase_if(texts, [](const SpecText& text) { return !is_for_recordings(text.path); });
  return texts;
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
        names_(*model_of(texts)),
        mutator_(texts),
        litmus_(model_of(texts)),
        exhibits_(of_recordings(texts), options.exhibits) {}

  std::vector<MutantResult> run() {
    std::vector<MutantResult> results;
    for (const std::string& of_file : options_.of_files) choose(of_file, results);
    if (options_.of_files.empty()) choose("", results);
    std::mutex mutex;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i; (i = next++) < results.size();) {
        judge(results[i]);
        const std::scoped_lock lock(mutex);
        if (options_.sink) options_.sink(results[i]);
      }
    };
    std::vector<std::thread> threads;
    for (std::size_t t = 1; t < options_.exhibits.jobs; ++t) threads.emplace_back(work);
    work();
    for (std::thread& thread : threads) thread.join();
    return results;
  }

 private:
  void choose(const std::string& of_file, std::vector<MutantResult>& results) const {
    const std::vector<Listed> listed = read_list();
    const auto is_listed = [&](const SpecMutant& mutant) {
      return std::any_of(listed.begin(), listed.end(),
                         [&](const Listed& line) { return line.names(mutant); });
    };
    std::size_t number = 0;
    for (SpecMutant& mutant : mutator_.mutants())
      if (mutant.name().find(options_.only) != std::string::npos &&
          (!options_.listed || *options_.listed == is_listed(mutant)) &&
          texts_[mutant.file].path.find(of_file) != std::string::npos &&
          number++ % options_.every == 0)
        results.push_back({std::move(mutant), MutantVerdict::Survived, "", ""});
  }

  void judge(MutantResult& result) {
    const SpecMutant& mutant = result.mutant;
    const std::vector<SpecText> texts = mutator_.mutated(mutant);
    const std::set<std::string> users = names_.users(mutant.owner);
    if (is_for_recordings(texts[mutant.file].path)) {
      judge_by_traces(of_recordings(texts), users, result);
      if (result.verdict != MutantVerdict::Survived) return;
    }
    std::unique_ptr<Model> model = model_of(texts);
    if (!model) {
      result.verdict = MutantVerdict::Refused;
      return;
    }
    const LitmusSpec spec = litmus_.with_library(std::move(model));
    if (result.by = litmus_.contradiction(spec); !result.by.empty())
      result.verdict = MutantVerdict::ByLitmus;
    else if (options_.quick) return;
    else if (result.by = contradicted_claim(spec); !result.by.empty())
      result.verdict = MutantVerdict::ByClaim;
    else if (result.by = contradicted_proof(*spec.model, users); !result.by.empty())
      result.verdict = MutantVerdict::ByProof;
  }

  void judge_by_traces(const std::vector<SpecText>& texts, const std::set<std::string>& users,
                       MutantResult& result) const {
    const std::unique_ptr<Model> model = model_of(texts);
    if (!model) {
      result.verdict = MutantVerdict::Refused;
      return;
    }
    if (restart_table_lines(*model) != settled_table_) {
      result.verdict = MutantVerdict::ByTest;
      result.by = kSettledTable;
      return;
    }
    Programs programs(*model, {});
    for (const Exhibit* exhibit : exhibits_.for_mutant(result.mutant, users)) {
      if (exhibit->is_judged_alike(programs)) continue;
      static constexpr MutantVerdict kBy[] = {MutantVerdict::ByRecording, MutantVerdict::ByFault,
                                              MutantVerdict::ByTest};
      result.verdict = kBy[static_cast<int>(exhibit->kind)];
      result.by = exhibit->name;
      ++exhibit->contradicted;
      return;
    }
  }

  const std::vector<SpecText>& texts_;
  const SpecSweepOptions& options_;
  NameGraph names_;
  SpecMutator mutator_;
  LitmusJudge litmus_;
  Exhibits exhibits_;
  const std::string settled_table_ = read_file((source_dir() / kSettledTable).string());
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
