// Why a line came out as it did, as plain data: every output format is a function of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/report.h"
#include "checker/watched_line.h"

namespace sigspec {

/// What was known of one part of the state.
struct StateFact {
  std::string name, value;
  std::string doc;         // what the specification says of the value, or of the part
  std::uint64_t line = 0;  // that last wrote it; 0: none did
};

struct StateChange {
  std::string name, before, after;
};

/// A rule, with or without a clause of the call's block, and what firing it changed.
struct FiredRule {
  std::string name;
  std::vector<std::string> docs;  // of the rule and of the clause
  std::vector<std::string> cites;
  bool unseen = false;            // an internal step
  std::vector<StateChange> learned, done;
};

/// What else the task could have done.
struct Alternative {
  std::string what;  // "returned error(EINTR)", "delivered, s being anything but SIGINT"
  std::string rule;
};

/// What one observation on the line did.
struct StepExplanation {
  std::int64_t task = 0;
  std::string observation, doc;
  bool explained = false;
  std::size_t states = 1;                          // that the task might have been in
  std::vector<StateFact> event, state;             // as far as the rules look at them
  std::vector<std::vector<FiredRule>> explanations;  // each a rule, perhaps after unseen steps
  std::vector<Alternative> others;
  std::vector<std::string> legal_if;               // what would have made it legal
};

struct LineExplanation {
  enum class Outcome : std::uint8_t { Conforms, Diverges, NotUnderstood, NoEvent };
  std::string path, text, kernel;
  std::uint64_t line = 0, entry_line = 0;
  Outcome outcome = Outcome::NoEvent;
  std::string first_sight;  // how the task that is first seen here is taken to begin
  std::vector<StepExplanation> steps;
  std::vector<Divergence> divergences;  // on this line
};

/// Pre: `watched` is what judging the line left.
StepExplanation explain_step(const Model& model, const WatchedLine& watched, std::size_t step);

/// `rule` or `rule, clause`.
std::string rule_name(const Model& model, const Body& body);

}  // namespace sigspec
