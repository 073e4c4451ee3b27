// One command line, while it is read: every option's value, and the command that was chosen.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "checker/command_ask.h"
#include "checker/command_audit.h"
#include "checker/command_check.h"
#include "checker/command_claims.h"
#include "checker/command_coverage.h"
#include "checker/command_doc.h"
#include "checker/command_explain.h"
#include "checker/command_fmt.h"
#include "checker/command_litmus.h"
#include "checker/command_prove.h"
#include "checker/command_record.h"
#include "checker/command_stuck.h"
#include "checker/command_table.h"

namespace sigspec {

/// Everything a command line may settle, and the command it chose.
struct CommandLine {
  CLI::App app{"An executable specification of Linux signals and the restart of system calls.",
               "sigspec"};
  Session session;
  std::string color = "auto", format;
  bool version = false, program_follows = false;
  std::function<ExitCode()> chosen;

  CheckCommand check;
  RecordCommand record;
  ExplainCommand explain;
  AskCommand ask;
  TableCommand table;
  ClaimsCommand claims;
  AuditCommand audit;
  CoverageCommand coverage;
  DocCommand doc;
  ProveCommand prove;
  ExploreCommand explore;
  LitmusCommand litmus;
  StuckCommand stuck;
  FmtCommand fmt;
  LintCommand lint;
  const CLI::App* ask_command = nullptr;
  std::string help_topic, handler;
  bool after_transfer = false, before_transfer = false;
};

/// Declares every command but `help`. Pre: `line` stays where it is.
void add_commands(CommandLine& line);
/// Declares a command. `examples`: for its help; may be empty.
CLI::App& add_command(CommandLine& line, const char* name, const char* what, const char* examples);

/// `--timeout`, `--no-timeout`, `--timeout=5`: what no option of `ask` is called names an argument
/// of the call. Takes such words out of `words`.
void take_named_conditions(CommandLine& line, std::vector<std::string>& words);

}  // namespace sigspec
