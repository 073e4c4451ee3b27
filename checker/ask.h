// Answers what a signal does to a call under conditions, from the rows of the specification.
//
// A condition narrows the call's arguments, which are otherwise unknown; a row whose own condition
// is then false is dropped. The names of conditions are names of the specification: members of its
// enums, arguments of the call, fields of their records.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checker/table.h"

namespace sigspec {

enum class Transfer : std::uint8_t { Unknown, Nothing, Something };

struct Question {
  std::string call;
  /// One of these: members of what the call's rows differ by, constant sets of such members, or
  /// what members' names begin with (`socket` for socket_tcp and the like).
  std::vector<std::string> on;
  std::vector<std::string> members;  // --op: members of whatever enum an argument has
  /// Arguments or fields by name, abbreviated or not: given or not, or equal to a value. A number
  /// is given when it is positive, and not given when it is negative.
  struct Named {
    std::string name, value;  // value empty: given
    bool given = true;
  };
  std::vector<Named> named;
  std::vector<std::string> where;  // conditions in the language of the specification
  Transfer transfer = Transfer::Unknown;
  std::vector<std::string> handler;  // flags; or a disposition that runs no handler
  bool handler_given = false, stop_continue = false;
};

/// A row that may apply, and whether its condition is met for certain.
struct AnswerRow {
  RestartRow row;
  bool certain = false;
  std::string outcome;  // what the program sees, of the handler that was asked for
};

struct Answer {
  std::string error;  // the question makes no sense to the specification: nothing else is filled in
  std::vector<AnswerRow> rows;
  std::vector<std::string> conditions;  // that rows depend on and that were not given
  std::vector<std::string> outcomes;    // distinct
};

Answer answer_question(const Model& model, Version kernel, const Question& question);

}  // namespace sigspec
