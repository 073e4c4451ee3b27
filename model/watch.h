// What the interpreter did in one step, kept by value for those who explain it.
//
// Nobody watches while a trace is judged; then this costs a test of a pointer a step.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/program.h"

namespace sigspec {

/// A state: an event, the task it is about, its process, and what the recording has shown. By the
/// bases of slots; a base that takes no part is empty.
struct Snapshot {
  std::array<std::vector<Cell>, kBases> cells;
  std::array<std::vector<std::uint32_t>, kBases> lines;  // that last wrote each slot; 0: none did

  const std::vector<Cell>& at(Base base) const { return cells[static_cast<std::size_t>(base)]; }
  std::vector<Cell>& at(Base base) { return cells[static_cast<std::size_t>(base)]; }
  std::uint32_t line_of(Base base, int slot) const {
    const auto& of_base = lines[static_cast<std::size_t>(base)];
    return of_base.empty() ? 0 : of_base[static_cast<std::size_t>(slot)];
  }
};

/// One rule that fired on one candidate.
struct Firing {
  const Body* body = nullptr;
  int after = -1;    // the internal step before it, among the firings; -1 - i: none, but the
                     // state before, of candidate i
  Snapshot learned;  // its conditions were taken for true
  Snapshot done;     // and its effects were done
};

/// One event that was given to the interpreter.
struct WatchedStep {
  const EventClass* event_class = nullptr;
  Program* program = nullptr;    // that the class is of; lives as long as Programs do
  std::vector<Snapshot> before;  // of each candidate
  std::vector<Firing> firings;   // also those that came to nothing
  bool explained = false;
};

struct Watch {
  std::vector<WatchedStep> steps;
};

}  // namespace sigspec
