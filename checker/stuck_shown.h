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

/// What is not known for want of a file: the words of the fields that stand in it,
/// and of the member of `files` that is the file itself.
std::vector<std::string> costs_of(const Type& record, const Type* files, const std::string& file);

}  // namespace sigspec
