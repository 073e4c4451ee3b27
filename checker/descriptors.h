// What is known of a process's descriptors: which object each stands for, and its options.
//
// This is observed, never guessed, so it is no part of the candidates. Threads share one table; a
// process that forks gives its child a copy.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "model/partly.h"
#include "model/types.h"

namespace sigspec {

class Descriptors {
 public:
  using Cells = std::vector<Cell>;  // one for each leaf of the spec's descriptor record

  struct Known {
    Cells cells;
    std::uint64_t changed = 0;  // by which of the changes of the table
  };

  /// nullptr: nothing is known.
  const Known* find(std::int64_t number) const {
    const auto known = table_.find(number);
    return known == table_.end() ? nullptr : &known->second;
  }
  /// How many changes there have been.
  std::uint64_t changes() const { return changes_; }
  /// Adds to a descriptor's cells, as a line shows them, what is known of it. A line that
  /// contradicts it is newer: the number was used again, and nothing that was known holds.
  /// Returns: whether it holds. `type`: the spec's descriptor record.
  static bool add_known(const Type& type, const Cells& known, Cell* cells) {
    Cell both{};
    for (std::size_t i = 0; i < known.size(); ++i)
      if (!Partly::meet(type.leaves[i].kind, cells[i], known[i], both)) return false;
    for (std::size_t i = 0; i < known.size(); ++i)
      Partly::meet(type.leaves[i].kind, cells[i], known[i], cells[i]);
    return true;
  }
  void set(std::int64_t number, Cells cells) {
    Known& known = table_[number];
    if (known.cells == cells) return;
    known = {std::move(cells), ++changes_};
  }
  void forget(std::int64_t number) { table_.erase(number); }
  void forget_all() { table_.clear(); }
  /// Calls `change(cells)` for every descriptor.
  template <class Change>
  void for_each(Change&& change) {
    for (auto& [number, known] : table_) change(known.cells);
  }

 private:
  std::unordered_map<std::int64_t, Known> table_;
  std::uint64_t changes_ = 0;
};

}  // namespace sigspec
