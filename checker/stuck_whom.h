// Whose move it is: the tasks that another one waits for, by the members of the specification's
// enum.
//
// A member whose text is a file of /proc, or what a descriptor is called there, is sought among the
// descriptors and locks of all processes; its second text says which of them are meant.
#pragma once

#include "checker/stuck_cases.h"

namespace sigspec {

Whom find_whom(const Model& model, const stuck::Root& root, const stuck::Task& task,
               const std::string& on);

/// Their names and states. `shown`: the record of the specification that says what a state means.
std::vector<Somebody> introduce(const Type& shown, const stuck::Root& root, const stuck::Task& task,
                                const std::vector<int>& threads);

}  // namespace sigspec
