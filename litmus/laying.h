// Knows what the names of a litmus test stand for, and lays out what its calls are given: words,
// and memory behind pointers.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "litmus/prepare.h"

namespace sigspec::litmus {

class Laying {
 protected:
  Laying(const Model& model, const Library& library, Diagnostics& out)
      : model_(model), library_(library), out_(out) {}

  void error(Span span, std::string message);
  /// As expect_one_of().
  bool expect(const Name& name, const std::string& what,
              const std::vector<std::string_view>& known) {
    return expect_one_of(name, known, what, out_);
  }
  int slot(std::string_view name) const;
  int add_slot(Slot::Kind kind, std::string name, int task = -1);
  int thread_named(const Name& name);
  int signal(const Name& name);
  std::uint64_t member_bit(const Name& name, std::string_view type_name, const std::string& what);
  std::string full_name(const std::string& name) const;
  Argument argument(const Value& value, const Type* type);

  const Model& model_;
  const Library& library_;
  Diagnostics& out_;
  PreparedTest prepared_;
  std::string prefix_;                             // of the names of results
  const std::vector<ast::Param>* ends_ = nullptr;  // of the thing that is being made
  int first_end_ = 0;

 private:
  /// Within a thing only its ends have names of their own.
  bool is_own(const std::string& name) const;
  /// And what its pointers lead to, which lies behind it.
  void all_memory(Argument& argument, const Value& value);
  void names(Argument& argument, const Value& value);
  void append(Argument& argument, std::int64_t number, std::size_t bytes);
  void memory(Argument& argument, const Value& value);
  /// `"/proc/{A}/stat"`: the digits of a number are put in when it is known.
  void text(Argument& argument, const Value& value);
  /// Does the argument's type count what is left of a second in microseconds?
  bool in_microseconds() const;
  void record(Argument& argument, const Value& value);
  void names_or_number(Argument& part, const Value& value);

  const Type* type_ = nullptr;  // of the argument at hand, where declared
  std::vector<std::pair<std::size_t, const Value*>> pointees_;  // of its fields that are pointers
};

}  // namespace sigspec::litmus
