// One question about one task at a time: the state of the model that /proc shows, what a signal
// comes to there, and which holds apply.
#pragma once

#include "checker/stuck.h"
#include "model/lower.h"

namespace sigspec {

class StuckAsking {
 public:
  /// `error` is what the specification lacks, if it lacks something.
  StuckAsking(const Model& model, Program& program, std::string& error);

  const Type& shown_type() const { return *shown_; }

  void begin(const stuck::Task& task);
  /// What the signal comes to, and by which rules.
  void ask_model(int signal, Judgement& out);
  /// Pre: the model was asked.
  void ask_holds(Judgement& out);
  bool should_be_gone() { return truth(*should_be_gone_) == kTrue; }

 private:
  /// A wait that the stack may tell of, and how deep in the kernel it is.
  struct Wait {
    Reason reason;
    std::size_t depth = 0;
  };

  const ObservationInfo& observation(int id) const {
    return model_.observations[static_cast<std::size_t>(id)];
  }
  const Node* question(std::string_view name);
  std::uint64_t truth(const Node& node) { return interpreter_.truth(node, task_, slots_.data()); }
  std::uint64_t coming(std::string_view name) const;
  bool happens(int id, int signal, int fate = -1);
  std::uint64_t follow(int signal, const std::string& from, Judgement& out);
  void note_step(const std::string& from, const std::string& to, Judgement& out);

  void let_be_in(const ast::HoldDecl& hold, Reason& reason);
  std::uint64_t states_of(const ast::Name& sleep) const;
  void set_state(std::uint64_t states) {
    slots_[static_cast<std::size_t>(state_at_)] = {states, 0};
  }
  bool may_be_in(std::size_t state);
  Certainty withstands(const ast::HoldDecl& hold);
  Certainty withstands_from(const ast::HoldDecl& hold, std::size_t at, std::size_t state);
  static void keep_innermost(std::vector<Wait>& waits);
  void add_otherwise(Judgement& out);

  const Model& model_;
  Program& program_;
  Interpreter interpreter_;
  Lowering lowering_;
  int found_, ending_, too_late_, why_, sending_, taken_, settled_, handling_, stopped_;
  const Type *coming_ = nullptr, *states_ = nullptr, *shown_ = nullptr, *fates_ = nullptr;
  int coming_at_ = 0, state_at_ = 0, shown_at_ = 0, signal_at_ = 0;
  std::vector<const Node*> conditions_;  // of the holds, in their order
  const Node *not_woken_ = nullptr, *may_be_in_ = nullptr, *asleep_ = nullptr,
             *should_be_gone_ = nullptr;
  TaskState task_;
  std::vector<Cell> slots_;  // of the observation that holds speak of
  std::vector<std::uint64_t> fired_;
};

}  // namespace sigspec
