// Decides what manual pages say, by the model: each claim of the specification, case by case.
//
// A claim says several things: expressions, rows of the restart table, outcomes of litmus tests,
// properties of scenarios. Each comes to one case or more, and a case holds or fails. All of them
// hold: the claim holds. None: it is refuted. Some: it holds only where they do.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checker/litmus_tests.h"
#include "checker/table.h"
#include "litmus/explore.h"

namespace sigspec {

enum class ClaimVerdict : std::uint8_t { Holds, Conditional, Refuted, Beyond, Undecided };

/// As a claim says what it expects: `holds`, `conditional`, `refuted`, `beyond`; or `undecided`.
std::string_view verdict_word(ClaimVerdict verdict);
/// For people: `holds only when`, `beyond the model`.
std::string_view verdict_phrase(ClaimVerdict verdict);

/// One case that a claim speaks of.
struct ClaimCase {
  enum class Came : std::uint8_t { Holds, Fails, Open };
  Came came = Came::Holds;
  std::string what;  // in words
};

struct ClaimResult {
  const ast::ClaimDecl* claim = nullptr;
  std::string doc;
  ClaimVerdict verdict = ClaimVerdict::Undecided;
  std::vector<ClaimCase> cases;
  std::vector<std::string> faults;  // of the claim: it speaks of nothing, a test does not show it

  bool as_expected() const { return faults.empty() && claim->expect == verdict_word(verdict); }
  std::vector<std::string> cases_that(ClaimCase::Came came) const;
};

class ClaimDecider {
 public:
  /// Pre: `spec` outlives it.
  ClaimDecider(const LitmusSpec& spec, Version kernel);
  ~ClaimDecider();

  /// Cost: milliseconds, seconds for a property of a scenario.
  ClaimResult decide(const ClaimInfo& claim);

 private:
  void decide_expression(const ast::Expr& is, ClaimResult& result);
  std::vector<RestartRow> rows_of(const std::string& call, const ast::ClaimedRows& claimed,
                                  ClaimResult& result) const;
  void decide_rows(const ast::ClaimedRows& claimed, ClaimResult& result);
  void decide_test(const ast::ClaimedTest& claimed, ClaimResult& result);
  void decide_property(const ast::ClaimedProperty& claimed, ClaimResult& result);
  void check_seen(const ast::ClaimedTest& seen, ClaimResult& result);
  /// A variable, and the member of an enum that it stands for.
  struct Bound {
    std::string variable, member;
    const Type* type;
  };
  ClaimCase::Came truth(const std::vector<Bound>& bound, const ast::Expr& e) const;
  /// The test, explored once; nullptr, and a fault of the claim, when there is none.
  const litmus::Exploration* explored(const ast::Name& name, ClaimResult& result);
  std::optional<std::vector<litmus::Condition>> conditions(const std::string& text,
                                                           ClaimResult& result);

  const LitmusSpec& spec_;
  const Model& model_;
  Version kernel_;
  OutcomeTables tables_;
  std::unique_ptr<Program> program_;  // made for the first litmus test
  std::map<std::string, litmus::Exploration> explored_;
  std::map<std::string, ClaimCase> proved_;       // by property and variant
  std::vector<std::unique_ptr<SourceMap>> read_;  // texts of conditions
};

}  // namespace sigspec
