// The system calls that a program can make, as far as its file tells: by the functions of the C
// library that it imports, and by the numbers that stand before its `syscall` instructions.
//
// It is a part only: a number may come from memory, and a function that is called may make others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/call_graph.h"
#include "model/model.h"

namespace sigspec {

/// Does the file begin as ELF does?
bool is_elf(std::string_view bytes);

/// Each call once for each way in which the file names it. `path`: for the call sites.
/// Returns: nothing when it is no program for x86-64.
std::optional<std::vector<DirectCall>> elf_calls(const Model& model, std::string_view bytes,
                                                 const std::string& path);

}  // namespace sigspec
