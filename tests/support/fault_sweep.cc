// Chooses places, plants, judges, and sums up.
#include "tests/support/fault_sweep.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include "checker/check.h"
#include "tests/support/paths.h"

namespace sigspec::test {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLinesMax = 12'000;       // of each recording
constexpr std::size_t kLinesBehind = 200;       // a fault shows soon
constexpr std::size_t kPlacesOfRecording = 40;  // kept for each operator

/// A place chosen: which operator, which recording, what to change there.
struct Planted {
  std::size_t op = 0, recording = 0;
  Mutant mutant;
};

bool contains(const std::vector<std::size_t>& lines, std::uint64_t line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

/// A rule's name, or the beginning of several: "rt_sigreturn.*".
bool names_rule(const std::string& pattern, const std::string& rule) {
  if (!pattern.ends_with('*')) return pattern == rule;
  return rule.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

class Sweep {
 public:
  explicit Sweep(const SweepOptions& options) : options_(options), paths_(whole_recordings()) {
    result_.tallies.resize(mutation_operators().size());
    for (std::size_t op = 0; op < result_.tallies.size(); ++op)
      result_.tallies[op].looked_for =
          std::string(mutation_operators()[op].name).find(options.only) != std::string::npos;
  }

  std::vector<FaultyText> plant_small(std::size_t of_operator) {
    std::vector<Planted> chosen;
    for (auto& places : find_places()) {
      std::map<std::size_t, std::size_t> turns;
      std::set<std::string> varieties;
      std::vector<std::pair<std::size_t, const Planted*>> order;  // by turn, then by length
      std::sort(places.begin(), places.end(), [](const Planted& a, const Planted& b) {
        return a.mutant.last_line() < b.mutant.last_line();
      });
      for (const Planted& place : places) {
        const std::string& variety = place.mutant.variety;
        if (variety.empty()) order.emplace_back(turns[place.recording]++, &place);
        else if (varieties.insert(variety).second) chosen.push_back(place);
      }
      std::stable_sort(order.begin(), order.end(),
                       [](const auto& a, const auto& b) { return a.first < b.first; });
      for (std::size_t i = 0; i < std::min(of_operator, order.size()); ++i)
        chosen.push_back(*order[i].second);
    }
    std::sort(chosen.begin(), chosen.end(),
              [](const Planted& a, const Planted& b) { return a.recording < b.recording; });
    std::vector<FaultyText> texts;
    std::optional<Recording> recording;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (i == 0 || chosen[i].recording != chosen[i - 1].recording)
        recording = read_recording(paths_[chosen[i].recording], kLinesMax);
      ChangedText changed = change(*recording, chosen[i].mutant, kLinesBehind);
      changed.planted.insert(changed.planted.end(), changed.shows.begin(), changed.shows.end());
      texts.push_back({chosen[i].op, std::move(changed.text), std::move(changed.planted)});
    }
    return texts;
  }

  SweepResult run(const std::vector<SpecText>& texts) {
    std::vector<Planted> chosen;
    auto places = find_places();
    const std::size_t share = share_of_operator(places);
    for (std::size_t op = 0; op < places.size(); ++op) {
      const auto some = choose(places[op], share, op);
      chosen.insert(chosen.end(), some.begin(), some.end());
    }
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](const Planted& a, const Planted& b) { return a.recording < b.recording; });
    judge_all(texts, chosen);
    for (const Tally& t : result_.tallies) {
      result_.sum.planted += t.planted;
      result_.sum.caught += t.caught;
      result_.sum.right_line += t.right_line;
      result_.sum.right_rule += t.right_rule;
      result_.sum.right += t.right;
    }
    std::sort(result_.survivors.begin(), result_.survivors.end(),
              [](const Survivor& a, const Survivor& b) {
                return std::tie(a.op, a.recording, a.line) < std::tie(b.op, b.recording, b.line);
              });
    return std::move(result_);
  }

 private:
  /// How many faults of each operator make up the number wanted: what one has no places for is
  /// shared out among the others.
  std::size_t share_of_operator(const std::vector<std::vector<Planted>>& places) const {
    std::vector<std::size_t> counts;
    for (const auto& of_operator : places)
      if (!of_operator.empty()) counts.push_back(of_operator.size());
    std::sort(counts.begin(), counts.end());
    std::size_t left = options_.faults, share = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const std::size_t operators = counts.size() - i;
      share = std::max<std::size_t>(1, (left + operators - 1) / operators);
      if (counts[i] >= share) break;
      left -= std::min(left, counts[i]);
    }
    return share;
  }

  std::mt19937_64 random_for(std::size_t op, const std::string& what) const {
    std::seed_seq seed{
        static_cast<std::uint64_t>(std::hash<std::string>{}(what)), options_.seed,
        static_cast<std::uint64_t>(std::hash<std::string>{}(mutation_operators()[op].name))};
    return std::mt19937_64(seed);
  }

  /// Calls `work(i)` for each i below `count`, in `options.jobs` threads.
  template <class Work>
  void in_parallel(std::size_t count, Work work) {
    std::atomic<std::size_t> next{0};
    const auto run = [&](std::size_t worker) {
      for (std::size_t i; (i = next++) < count;) work(i, worker);
    };
    std::vector<std::thread> threads;
    for (std::size_t t = 1; t < options_.jobs; ++t) threads.emplace_back(run, t);
    run(0);
    for (std::thread& thread : threads) thread.join();
  }

  /// By operator.
  std::vector<std::vector<Planted>> find_places() {
    const auto operators = mutation_operators();
    std::vector<std::vector<std::vector<Planted>>> found(paths_.size());  // recording, operator
    in_parallel(paths_.size(), [&](std::size_t r, std::size_t) {
      found[r].resize(operators.size());
      const auto recording = read_recording(paths_[r], kLinesMax);
      if (!recording) return;
      for (std::size_t op = 0; op < operators.size(); ++op) {
        if (!result_.tallies[op].looked_for) continue;
        auto random = random_for(op, fs::path(paths_[r]).filename());
        Places here(kPlacesOfRecording, random);
        operators[op].find(*recording, here);
        for (const Mutant& mutant : here.kept()) found[r][op].push_back({op, r, mutant});
        const std::lock_guard lock(mutex_);
        result_.tallies[op].found += here.found();
        result_.tallies[op].recordings += here.found() > 0;
      }
    });
    std::vector<std::vector<Planted>> places(operators.size());
    for (auto& of_recording : found)
      for (std::size_t op = 0; op < of_recording.size(); ++op)
        for (Planted& planted : of_recording[op]) places[op].push_back(std::move(planted));
    return places;
  }

  /// Recordings take turns, so that a storm does not crowd out the others.
  std::vector<Planted> choose(const std::vector<Planted>& places, std::size_t wanted,
                              std::size_t op) const {
    struct Turn {
      std::size_t turn;
      std::uint64_t lot;
      std::size_t place;
      auto operator<=>(const Turn&) const = default;
    };
    std::map<std::size_t, std::size_t> turns;
    std::vector<Turn> order;
    for (std::size_t i = 0; i < places.size(); ++i) {
      auto random = random_for(op, fs::path(paths_[places[i].recording]).filename());
      order.push_back({turns[places[i].recording]++, random(), i});
    }
    std::sort(order.begin(), order.end());
    std::vector<Planted> chosen;
    for (std::size_t i = 0; i < std::min(wanted, order.size()); ++i)
      chosen.push_back(places[order[i].place]);
    return chosen;
  }

  void judge_all(const std::vector<SpecText>& texts, const std::vector<Planted>& chosen) {
    std::vector<std::pair<std::size_t, std::size_t>> runs;  // of the same recording
    for (std::size_t i = 0; i < chosen.size(); ++i)
      if (i == 0 || chosen[i].recording != chosen[i - 1].recording) runs.emplace_back(i, i + 1);
      else runs.back().second = i + 1;
    std::vector<std::unique_ptr<Model>> models;  // a model grows while it is used
    std::vector<Programs> programs;
    for (std::size_t i = 0; i < options_.jobs; ++i) {
      Diagnostics diagnostics;
      models.push_back(load_model(texts, std::make_shared<SourceMap>(), diagnostics));
      programs.emplace_back(*models.back(), CheckOptions{});
    }
    in_parallel(runs.size(), [&](std::size_t run, std::size_t worker) {
      const auto [begin, end] = runs[run];
      const auto recording = read_recording(paths_[chosen[begin].recording], kLinesMax);
      for (std::size_t i = begin; i < end; ++i)
        judge(programs[worker], chosen[i], *recording, worker);
    });
  }

  void judge(Programs& programs, const Planted& planted, const Recording& recording,
             std::size_t worker) {
    const Operator& op = mutation_operators()[planted.op];
    const ChangedText changed = change(recording, planted.mutant, kLinesBehind);
    const fs::path file =
        fs::temp_directory_path() /
        ("sigspec_fault_" + std::to_string(::getpid()) + "_" + std::to_string(worker));
    std::ofstream(file) << changed.text;
    CheckOptions options;
    options.divergences_max = 3;
    const FileReport report = check_trace(programs, file, options);
    const bool caught = !report.divergences.empty();
    const Divergence first = caught ? report.divergences.front() : Divergence{};
    bool right_line = contains(changed.planted, first.line) || contains(changed.shows, first.line);
    for (const std::uint64_t line : first.related_lines)
      right_line = right_line || contains(changed.planted, line);
    right_line = right_line && caught;
    const bool right_rule =
        caught && std::any_of(op.rules.begin(), op.rules.end(), [&](const std::string& pattern) {
          return names_rule(pattern, first.rule);
        });
    const std::lock_guard lock(mutex_);
    Tally& tally = result_.tallies[planted.op];
    ++tally.planted;
    tally.caught += caught;
    tally.right_line += right_line;
    tally.right_rule += right_rule;
    tally.right += right_line && right_rule;
    if (!right_line || !right_rule) keep_survivor(planted, caught, first, file);
    fs::remove(file);
  }

  void keep_survivor(const Planted& planted, bool caught, const Divergence& first,
                     const fs::path& file) {
    const Edit& edit = planted.mutant.edits.front();
    Survivor survivor;
    survivor.op = planted.op;
    survivor.recording = fs::path(paths_[planted.recording]).stem().stem();
    survivor.line = edit.line;
    static constexpr const char* kHow[] = {"", "behind it ", "deleted"};
    survivor.text = kHow[static_cast<int>(edit.how)] + edit.text.substr(0, 200);
    survivor.caught = caught;
    if (caught)
      survivor.reported =
          std::to_string(first.line) + " by " + first.rule + ": " + first.because.substr(0, 200);
    if (!options_.survivors.empty()) {
      const std::string name = std::string(mutation_operators()[planted.op].name) + "." +
                               survivor.recording + "." + std::to_string(edit.line);
      fs::create_directories(options_.survivors);
      fs::copy_file(file, fs::path(options_.survivors) / name,
                    fs::copy_options::overwrite_existing);
    }
    result_.survivors.push_back(std::move(survivor));
  }

  const SweepOptions& options_;
  std::vector<std::string> paths_;
  std::mutex mutex_;
  SweepResult result_;
};

}  // namespace

std::vector<std::string> all_recordings() {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(source_dir() / "traces/recorded"))
    if (entry.path().extension() == ".xz") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<std::string> whole_recordings(bool (*wanted)(const std::string& options)) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(source_dir() / "traces/recorded")) {
    if (entry.path().extension() != ".json") continue;
    const auto provenance = nlohmann::json::parse(std::ifstream(entry.path()), nullptr, false);
    if (provenance.is_discarded() || !wanted(provenance.value("options", ""))) continue;
    const std::string path = fs::path(entry.path()).replace_extension(".strace.xz");
    if (fs::exists(path)) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

SweepResult plant_and_judge(const std::vector<SpecText>& texts, const SweepOptions& options) {
  return Sweep(options).run(texts);
}

std::vector<FaultyText> plant_small(std::size_t of_operator, std::size_t jobs) {
  SweepOptions options;
  options.jobs = jobs;
  return Sweep(options).plant_small(of_operator);
}

}  // namespace sigspec::test
