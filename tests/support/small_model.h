// Small specs written inside tests, and an interpreter that runs events told as text.
//
// An event is `observation(argument, ...)`: entities are left out, members, numbers, true/false
// and `{a b}` are values, `?` is unknown, `alternative(payload)` a union's, and a Call is written
// as its name and the number that stands for its arguments: `read#1`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/interpreter.h"
#include "model/model.h"

namespace sigspec::test {

/// What came of loading some texts.
struct Loaded {
  std::shared_ptr<SourceMap> sources;
  Diagnostics diagnostics;
  std::unique_ptr<Model> model;

  /// All diagnostics as a user sees them.
  std::string messages() const;
};

Loaded load(const std::vector<SpecText>& texts);
Loaded load(const std::string& text);
/// The model of the repository's spec/; loaded once.
const Model& linux_model();

/// Writes the cells of one value.
void bind_text(const Model& model, const Type* type, std::string_view text, Cell* out);

class SmallRun {
 public:
  /// Pre: the text is a correct spec with a Task in a Process.
  explicit SmallRun(const std::string& text, const std::string& kernel = "",
                    const std::string& view = "");

  TaskState begin(const std::string& how = "started") { return interpreter_->begin(how); }
  /// `event_class` and `slots` of an event; slots stay valid until the next one.
  EventClass& class_of(std::string_view event);
  Cell* slots() { return slots_.data(); }

  bool step(TaskState& task, std::string_view event, std::uint32_t line = 1);
  /// As the checker does: an event whose class is quiet is not looked at.
  bool step_with_memo(TaskState& task, std::string_view event, std::uint32_t line = 1);
  bool birth(TaskState& parent, std::string_view event, TaskState& child);

  /// A field of each candidate, as messages show it: "a" or "a | b or c".
  std::string show(const TaskState& task, std::string_view field);
  /// Every slot of every candidate.
  std::vector<std::vector<Cell>> dump(const TaskState& task);
  /// Which line last wrote each.
  std::vector<std::vector<std::uint32_t>> lines(const TaskState& task);
  std::uint64_t fired(std::string_view rule) const;

  const Model& model() const { return *loaded_.model; }
  Program& program() { return *program_; }
  Interpreter& interpreter() { return *interpreter_; }
  std::uint64_t skipped = 0;  // events that the memo explained

 private:
  Loaded loaded_;
  std::unique_ptr<Program> program_;
  std::unique_ptr<Interpreter> interpreter_;
  std::vector<Cell> slots_;
};

/// A spec's beginning: Process with `p: Color`, Task with `c: Color`, `d: Color`, `s: set Color`,
/// `n: int`, `on: bool`; all known when `started`, nothing when `attached`.
extern const char* const kColors;

}  // namespace sigspec::test
