// `sigspec doc`: the reference manual, made of the specification.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "checker/cli.h"

namespace sigspec {

enum class DocFormat : std::uint8_t { Markdown, Html, Man };

struct DocCommand {
  DocFormat format = DocFormat::Markdown;
  std::string output;                          // a file; empty: standard output
  std::vector<std::string> recordings, tests;  // files and folders
  std::string kernel;
};

/// Writes the pages of the program itself into the folder `output`.
ExitCode write_man_pages(const CLI::App& app, const std::string& output);
ExitCode run_doc(const DocCommand& command, const Session& session);

}  // namespace sigspec
