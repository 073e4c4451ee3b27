// The restart table: every row of the specification with what a program sees of it.
//
// Nothing here knows a code, a flag or an outcome: the outcomes are what the specification's own
// tables say, computed by the one evaluator.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "model/rows.h"

namespace sigspec {

/// What a program sees of an interrupted call, for each way in which a signal may be met.
struct Outcomes {
  std::string plain;       // a handler without the flag that decides
  std::string restarting;  // a handler with it
  std::string unhandled;   // no handler ran
};

/// One row of a call: a context, and what a signal makes of the call in it.
struct RestartRow {
  RuleId id = -1;
  std::string name, doc;
  std::vector<std::string> calls, library;
  std::string on, when;  // conditions as the specification writes them
  bool after_transfer = false;
  bool of_every_call = false;
  std::string sleeps;       // a task state; "a then b"; empty: it does not sleep
  std::string interrupted;  // a restart code, an error, or a word: partial, completes ...
  Outcomes outcomes;
  std::string verified, untested, unobservable, since, until;
  std::vector<std::string> cites, refutes;

  /// `on` and `when` in one phrase; empty: always.
  std::string context() const;
  /// The context as a person says it: its condition, or the first sentence about it; and the name.
  std::string context_words() const;
  /// Does a signal make a difference? Not where the call completes all the same.
  bool is_interruption() const;
};

/// Evaluates the outcome tables of a specification.
class OutcomeTables {
 public:
  OutcomeTables(const Model& model, Version kernel);

  /// The name of the flag that makes a difference between handlers, e.g. for the head of a column.
  const std::string& deciding_flag() const { return deciding_flag_; }
  /// Is `name` a flag of a handler, or a disposition that runs none?
  bool is_flag(const std::string& name) const;
  bool is_no_handler(const std::string& name) const;
  std::vector<std::string> handler_words() const;

  /// What the program sees of a call that came back with `code`. Pre: `code` is a restart code.
  std::string after_handler(const std::string& code, const std::vector<std::string>& flags) const;
  std::string after_nothing(const std::string& code) const;
  /// What the program sees in the context of a row: of a handler with these flags, or where none
  /// runs (`flags` is a disposition that runs none, or it was stopped and continued).
  const std::string& outcome_in(const RestartRow& row, const std::vector<std::string>& flags,
                                bool stop_continue) const;
  bool is_code(const std::string& text) const;
  /// Is it the error that a handler makes a call fail with, which is to be made again then?
  bool is_failure(const std::string& outcome) const;
  /// An outcome as a sentence's part: its documentation, what the language's own words (partial,
  /// completes ...) mean, or the outcome itself.
  std::string outcome_words(const std::string& outcome) const;

  Outcomes outcomes_of(const ast::CallRow& row) const;

 private:
  std::string evaluate(const ast::Expr& e, const Type* expected, std::vector<Cell> locals) const;
  std::string apply(const ast::TableDecl& table, const std::string& code,
                    std::vector<Cell> locals) const;
  std::vector<Cell> action_cells(const std::vector<std::string>& flags) const;
  std::string override_or(const ast::Maybe<ast::Expr>& written, std::string otherwise) const;
  void find_deciding_flag();

  const Model& model_;
  Version kernel_;
  const ast::TableDecl *handler_table_ = nullptr, *nothing_table_ = nullptr;
  const Type *code_ = nullptr, *action_ = nullptr, *outcome_ = nullptr;
  const Type* flags_ = nullptr;  // the set of flags in an action
  int flags_offset_ = 0;
  const Type* handler_ = nullptr;  // the union in an action
  std::string deciding_flag_;
  std::vector<std::string> failures_;
};

/// What conditions of rows find out from who has seen nothing: no leaf of the observer is known.
std::vector<Cell> unknown_observer(const Model& model);

/// The rows that hold at `kernel`, in the order of the specification. `call`: only its rows, and
/// those of every call; empty: all.
std::vector<RestartRow> restart_table(const Model& model, Version kernel, const std::string& call);

}  // namespace sigspec
