// `sigspec fmt` and `sigspec lint`: the formatter and the checker of the specification language.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"

namespace sigspec {

struct FmtCommand {
  std::vector<std::string> files;  // '-': standard input; a folder: every .sig file beneath it
  bool check = false;              // change nothing; tell which files would change
};

ExitCode run_fmt(const FmtCommand& command, const Session& session);

struct LintCommand {
  std::string directory;  // empty: the session's specification
};

ExitCode run_lint(const LintCommand& command, const Session& session);

}  // namespace sigspec
