// Values of the specification's types from what /proc shows, by the names that its fields have
// there.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"
#include "model/node.h"
#include "stuck/task.h"

namespace sigspec {

/// Fills the cells of a record: each field from the value that it names (`as "status SigBlk"`).
/// What is not shown is unknown.
void bind_shown(const Type& record, const stuck::Task& task, Cell* out);

/// What a value means: the documentation of the member that it is; empty: it has none.
std::string meaning_of(const Type& record, const stuck::Task& task, std::string_view printed);

/// Reads what the task's call was given, from its memory, where a field asks for it (`as "argument
/// rt_sigtimedwait.wanted"`). In other calls nothing is given.
void bind_arguments(const Model& model, const Type& record, std::string_view call,
                    const stuck::Root& root, stuck::Task& task);

/// What is not known for want of a file: the words of the fields that stand in it,
/// and of the member of `files` that is the file itself.
std::vector<std::string> costs_of(const Type& record, const Type* files, const std::string& file);

}  // namespace sigspec
