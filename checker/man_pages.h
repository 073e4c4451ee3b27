// Manual pages of the program, made of what its commands say of themselves.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

namespace sigspec {

/// The name of each page (`sigspec-check.1`), and its text for man(1): the program and its
/// commands.
std::vector<std::pair<std::string, std::string>> man_pages(const CLI::App& app);

}  // namespace sigspec
