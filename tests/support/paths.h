// Where a test finds the repository's files and the program built with it.
#pragma once

#include <filesystem>

namespace sigspec::test {

/// Returns: the root of the repository.
std::filesystem::path source_dir();

/// Returns: the program `sigspec` of the same build as the test.
std::filesystem::path sigspec_binary();

}  // namespace sigspec::test
