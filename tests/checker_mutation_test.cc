// Plants faults into the shipped recordings, and requires that each is reported on its line by the
// right rule.
//
// SIGSPEC_MUTANTS=5000 sweeps that many and SIGSPEC_SEED=7 chooses other places; SIGSPEC_SPEC=spec
// judges by another specification; SIGSPEC_SURVIVORS=FOLDER keeps what was not reported so.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "checker/check.h"
#include "checker/spec_source.h"
#include "tests/support/mutate.h"
#include "tests/support/paths.h"

namespace sigspec::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLinesMax = 12'000;       // of each recording
constexpr std::size_t kLinesBehind = 200;       // a fault shows soon
constexpr std::size_t kPlacesOfRecording = 40;  // kept for each operator
constexpr double kCaughtMin = 0.95;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// A place chosen: which operator, which recording, what to change there.
struct Planted {
  std::size_t op = 0, recording = 0;
  Mutant mutant;
};

struct Tally {
  std::size_t found = 0, recordings = 0, planted = 0, caught = 0, right_line = 0, right_rule = 0,
              right = 0;
};

std::vector<std::string> whole_recordings() {
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(source_dir() / "traces/recorded")) {
    if (entry.path().extension() != ".json") continue;
    const auto provenance = nlohmann::json::parse(std::ifstream(entry.path()), nullptr, false);
    if (provenance.is_discarded() || !shows_everything(provenance.value("options", ""))) continue;
    const std::string path = fs::path(entry.path()).replace_extension(".strace.xz");
    if (fs::exists(path)) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

class Sweep {
 public:
  Sweep() : random_(from_environment("SIGSPEC_SEED", 1)) {
    const char* spec = std::getenv("SIGSPEC_SPEC");
    const SpecSource source = read_spec_source(spec ? spec : "");
    Diagnostics diagnostics;
    model_ = load_model(source.texts, std::make_shared<SourceMap>(), diagnostics);
    file_ = fs::temp_directory_path() / ("sigspec_mutant_" + std::to_string(::getpid()));
    tallies_.resize(mutation_operators().size());
  }
  ~Sweep() { fs::remove(file_); }

  void run() {
    ASSERT_TRUE(model_);
    paths_ = whole_recordings();
    const auto places = find_places();
    const std::size_t operators = places.size();
    const std::uint64_t wanted = from_environment("SIGSPEC_MUTANTS", 25 * operators);
    std::vector<Planted> chosen;
    for (const auto& of_operator : places) {
      const auto some = choose(of_operator, std::max<std::size_t>(1, wanted / operators));
      chosen.insert(chosen.end(), some.begin(), some.end());
    }
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](const Planted& a, const Planted& b) { return a.recording < b.recording; });
    judge(chosen);
  }

  void report() const {
    std::printf("%-22s %8s %5s %8s %7s %6s %6s\n", "kind", "places", "files", "planted", "caught",
                "line", "rule");
    for (std::size_t i = 0; i < tallies_.size(); ++i) {
      const Tally& t = tallies_[i];
      const Operator& op = mutation_operators()[i];
      std::printf("%-22s %8zu %5zu %8zu %7zu %6zu %6zu  %s\n", op.name, t.found, t.recordings,
                  t.planted, t.caught, t.right_line, t.right_rule, op.open ? op.open : "");
    }
    for (const std::string& survivor : survivors_) std::printf("%s\n", survivor.c_str());
  }

  const std::vector<Tally>& tallies() const { return tallies_; }

 private:
  /// By operator.
  std::vector<std::vector<Planted>> find_places() {
    const auto operators = mutation_operators();
    std::vector<std::vector<Planted>> places(operators.size());
    for (std::size_t r = 0; r < paths_.size(); ++r) {
      const auto recording = read_recording(paths_[r], kLinesMax);
      if (!recording) continue;
      for (std::size_t op = 0; op < operators.size(); ++op) {
        Places here(kPlacesOfRecording, random_);
        operators[op].find(*recording, here);
        tallies_[op].found += here.found();
        tallies_[op].recordings += here.found() > 0;
        for (const Mutant& mutant : here.kept()) places[op].push_back({op, r, mutant});
      }
    }
    return places;
  }

  /// Recordings take turns, so that a storm does not crowd out the others.
  std::vector<Planted> choose(std::vector<Planted> places, std::size_t wanted) {
    std::shuffle(places.begin(), places.end(), random_);
    std::map<std::size_t, std::size_t> turns;
    std::vector<std::pair<std::size_t, std::size_t>> order;  // turn, place
    for (std::size_t i = 0; i < places.size(); ++i)
      order.emplace_back(turns[places[i].recording]++, i);
    std::sort(order.begin(), order.end());
    std::vector<Planted> chosen;
    for (std::size_t i = 0; i < std::min(wanted, order.size()); ++i)
      chosen.push_back(places[order[i].second]);
    return chosen;
  }

  void judge(const std::vector<Planted>& chosen) {
    std::optional<Recording> recording;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (i == 0 || chosen[i].recording != chosen[i - 1].recording)
        recording = read_recording(paths_[chosen[i].recording], kLinesMax);
      judge(chosen[i], *recording);
    }
  }

  void judge(const Planted& planted, const Recording& recording) {
    const Operator& op = mutation_operators()[planted.op];
    Tally& tally = tallies_[planted.op];
    std::ofstream(file_) << changed_text(recording, planted.mutant, kLinesBehind);
    CheckOptions options;
    options.divergences_max = 3;
    const FileReport report = check_trace(*model_, file_, options);
    const std::size_t line = planted.mutant.shows_on();
    const bool caught = !report.divergences.empty();
    const Divergence first = caught ? report.divergences.front() : Divergence{};
    // Some faults may be seen at once or only in what follows, by how much is known.
    const Edit& edit = planted.mutant.edit;
    const std::size_t itself = edit.line + (edit.how == Edit::How::InsertAfter ? 1 : 0);
    const auto& related = first.related_lines;
    const bool right_line =
        caught && (first.line == line || first.line == itself ||
                   (edit.how != Edit::How::Delete &&
                    std::find(related.begin(), related.end(), itself) != related.end()));
    const bool right_rule =
        caught && std::find(op.rules.begin(), op.rules.end(), first.rule) != op.rules.end();
    ++tally.planted;
    tally.caught += caught;
    tally.right_line += right_line;
    tally.right_rule += right_rule;
    tally.right += right_line && right_rule;
    if (right_line && right_rule) return;
    keep_survivor(planted);
    survivors_.push_back(describe(planted, caught, first));
  }

  void keep_survivor(const Planted& planted) const {
    const char* folder = std::getenv("SIGSPEC_SURVIVORS");
    if (!folder) return;
    const std::string name = std::string(mutation_operators()[planted.op].name) + "." +
                             fs::path(paths_[planted.recording]).stem().stem().string() + "." +
                             std::to_string(planted.mutant.shows_on());
    fs::copy_file(file_, fs::path(folder) / name, fs::copy_options::overwrite_existing);
  }

  std::string describe(const Planted& planted, bool caught, const Divergence& first) const {
    const Edit& edit = planted.mutant.edit;
    static constexpr const char* kHow[] = {"replaced", "inserted behind", "deleted"};
    std::string text = std::string("  ") + mutation_operators()[planted.op].name + " in " +
                       fs::path(paths_[planted.recording]).stem().stem().string() + ", line " +
                       std::to_string(edit.line) + " " + kHow[static_cast<int>(edit.how)] + ": " +
                       edit.text.substr(0, 150) + "\n    ";
    if (!caught) return text + "not caught";
    return text + "shows on line " + std::to_string(planted.mutant.shows_on()) +
           ", reported on line " + std::to_string(first.line) + " by " + first.rule + ": " +
           first.because.substr(0, 200);
  }

  std::mt19937_64 random_;
  std::unique_ptr<Model> model_;
  fs::path file_;
  std::vector<std::string> paths_;
  std::vector<Tally> tallies_;
  std::vector<std::string> survivors_;
};

TEST(Mutation, PlantedFaultsAreReportedOnTheirLineByTheirRule) {
  std::printf("seed %llu\n", static_cast<unsigned long long>(from_environment("SIGSPEC_SEED", 1)));
  Sweep sweep;
  sweep.run();
  sweep.report();
  for (std::size_t i = 0; i < sweep.tallies().size(); ++i) {
    const Tally& tally = sweep.tallies()[i];
    const Operator& op = mutation_operators()[i];
    EXPECT_GE(tally.planted, 1U) << op.name << " found no place";
    if (op.open) continue;
    EXPECT_GE(static_cast<double>(tally.right), kCaughtMin * static_cast<double>(tally.planted))
        << op.name << ": " << op.because;
  }
}

}  // namespace
}  // namespace sigspec::test
