// What is known of a process's descriptors: which object each stands for, and its timeouts.
//
// This is observed, never guessed, so it is no part of the candidates. A process that forks shares
// the table with its child until one of them changes it.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "model/node.h"

namespace sigspec {

class Descriptors {
 public:
  using Cells = std::vector<Cell>;  // one for each leaf of the spec's descriptor record

  /// nullptr: nothing is known.
  const Cells* find(std::int64_t number) const {
    if (!table_) return nullptr;
    const auto known = table_->find(number);
    return known == table_->end() ? nullptr : &known->second;
  }
  void set(std::int64_t number, Cells cells) { own()[number] = std::move(cells); }
  void forget(std::int64_t number) {
    if (find(number)) own().erase(number);
  }
  void forget_all() { table_.reset(); }

 private:
  using Table = std::unordered_map<std::int64_t, Cells>;
  Table& own() {
    if (!table_) table_ = std::make_shared<Table>();
    else if (table_.use_count() > 1) table_ = std::make_shared<Table>(*table_);
    return *table_;
  }
  std::shared_ptr<Table> table_;
};

}  // namespace sigspec
