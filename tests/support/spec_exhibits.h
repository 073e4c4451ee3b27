// What mutants of the specification are judged against: recordings, planted faults, and the small
// traces of the tests, each with what the specification as it is says of it.
#pragma once

#include <atomic>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "checker/check.h"
#include "model/model.h"
#include "tests/support/spec_mutants.h"

namespace sigspec::test {

struct Exhibit {
  enum class Kind : std::uint8_t { Recording, Fault, Test } kind{};
  std::string name;
  std::filesystem::path file;
  std::uint64_t line = 0;  // of the first divergence; 0: there is none
  std::string rule;        // of that, with the clause of the call
  std::uint64_t lines = 0;
  double seconds = 0;           // what it takes to judge it
  std::set<std::string> fired;  // the rules and rows that took part
  std::set<std::string> calls;  // that are named in it
  mutable std::atomic<std::size_t> contradicted{0};  // so many mutants

  bool is_accused() const { return line != 0; }
  /// Is it still judged as it was? Of a test the rule counts, too.
  bool is_judged_alike(Programs& programs) const;
};

/// Rules and rows that a mutant changes, itself or by what they name.
struct Touched {
  std::set<std::string> rules;
  /// Of what an accused exhibit could show: a rule that fires now may explain it.
  std::set<std::string> observations, calls;
  bool always = false;  // what tasks begin with, what holds of all states
};

struct ExhibitOptions {
  std::size_t jobs = 1;
  std::size_t recording_lines_max = 12'000;
  std::size_t faults_of_operator = 10;
  /// Of the traces that exercise what is changed the cheapest are judged, so many seconds of them;
  /// half of that is for those that conform.
  double seconds_max = 1;
  std::string tests;  // a program whose small traces are taken; may be empty
};

class Exhibits {
 public:
  /// `texts`: the specification of recordings.
  Exhibits(const std::vector<SpecText>& texts, const ExhibitOptions& options);
  ~Exhibits();

  /// Which a mutant may have an effect on, in the order in which they are likely to contradict it.
  /// `users`: whatever names its owner.
  std::vector<const Exhibit*> for_mutant(const SpecMutant& mutant,
                                         const std::set<std::string>& users) const;

 private:
  Exhibit& add(Exhibit::Kind kind, const std::string& name);
  void add_recording(const std::string& path);
  void add_tests();
  void look_at(const Model& model, Programs& programs, Exhibit& exhibit) const;
  static void measure(Programs& programs, Exhibit& exhibit);
  void cut_behind_divergence(Programs& programs, Exhibit& exhibit) const;
  Touched touched_by(const SpecMutant& mutant, const std::set<std::string>& users) const;
  bool concerns(const Exhibit& exhibit, const Touched& touched, bool in_effect) const;

  ExhibitOptions options_;
  std::filesystem::path folder_;
  std::unique_ptr<Model> model_;
  std::map<std::string, const RuleInfo*> rules_;  // and rows, by name
  std::deque<Exhibit> exhibits_;
};

}  // namespace sigspec::test
