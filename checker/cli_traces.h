// Finds the traces that the arguments of a command name.
#pragma once

#include <string>
#include <vector>

namespace sigspec {

/// A file, '-' and the head of -ff files are one trace each, and so are all files of that head; a
/// folder is every trace beneath it, by path.
/// Errors: a folder that cannot be read or holds no trace, in `errors`.
std::vector<std::string> find_traces(const std::vector<std::string>& arguments,
                                     std::vector<std::string>& errors);

}  // namespace sigspec
