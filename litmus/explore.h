// All that a test can come to on the model: every order of steps, every choice that the rules
// leave.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "litmus/prepare.h"
#include "model/program.h"

namespace sigspec::litmus {

/// What a run comes to, by name: A.got = 1, A.handled = [SIGUSR1], A.end = done.
using Outcome = std::map<std::string, std::string>;
/// `A.got=1 A.handled=[SIGUSR1] ...`, the names in order.
std::string to_text(const Outcome& outcome);
/// The name of what an outcome tells of `who`.
std::string told_of(const std::string& who, std::string_view word);
/// Where `who` is in the end: A.end = done, or, of `killed_by:SIGTERM`, A.killed_by = SIGTERM.
void tell_end(Outcome& outcome, const std::string& who, const std::string& end);
/// That end: one of the words that have a value, and what it is.
std::string end_by(std::string_view word, const std::string& value);
/// Which signals it has handled, in order: A.handled = [SIGUSR1 SIGUSR2]; of none nothing.
void tell_handled(Outcome& outcome, const std::string& who,
                  const std::vector<std::string>& signals);

/// The value of a result whose step was not reached.
inline constexpr std::string_view kNotReached = "none";

struct Reached {
  Outcome outcome;
  std::vector<std::string> schedule;  // a shortest way there, step by step
};

struct Exploration {
  std::vector<Reached> outcomes;  // each once, the nearest first
  std::size_t states = 0;
  bool complete = true;  // false: a bound was hit
  std::vector<std::string> exercised;  // rules, and rows if the program knows them; sorted
};

inline constexpr std::size_t kLitmusStatesMax = 200'000;

Exploration explore(const Model& model, Program& program, const Library& library,
                    const PreparedTest& test, std::size_t states_max = kLitmusStatesMax);

/// Does the outcome fulfil all of the conditions? A name that it lacks fulfils none.
bool fulfils(const Outcome& outcome, const std::vector<Condition>& conditions);

struct Disagreement {
  Span expectation;
  std::string why;
};
/// What a test expects, against what it comes to.
std::vector<Disagreement> compare(const Test& test, const Exploration& found);

}  // namespace sigspec::litmus
