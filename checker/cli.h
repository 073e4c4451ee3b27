// What all commands share: exit codes, where results and messages go, and the specification.
//
// Results go to standard output, everything said about them to standard error. Only cli_options.cc
// knows how a command line is spelled; a command is a struct of settled options and a function.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "checker/report.h"
#include "checker/spec_source.h"
#include "model/model.h"

namespace sigspec {

/// A contract with scripts: never another meaning.
enum class ExitCode : int { Conforms = 0, Diverges = 1, Failed = 2, Inconclusive = 3 };

/// What holds for every command of one run.
struct Session {
  std::string spec_dir;  // empty: the specification that is built in
  bool color_results = false, color_messages = false;
};

/// Runs one command line. Returns: the exit status of the process.
int run_command_line(int argc, char** argv);

/// Onto standard output; a reader that went away ends the program quietly.
void print_result(std::string_view text);
/// `sigspec: text` onto standard error.
void print_message(std::string_view text);
/// `sigspec: error: text`, and what a command returns then.
ExitCode fail(std::string_view text);
/// Writes out what is buffered. Returns: false when the results could not be written.
bool flush_results();

/// Reads the specification of the session, and checks it unless it is built in: then the build has
/// done so. `part`: of a built-in one. Says on standard error what is wrong.
/// Returns: nullptr when it has errors.
std::unique_ptr<Model> load_spec(const Session& session, SpecPart part = SpecPart::Whole);

/// Reads --kernel: the newest when `text` is empty. Says what is wrong with one that is out of
/// the range of the specification.
std::optional<Version> choose_kernel(const Model& model, const std::string& text);
std::string version_text(Version version);

/// `; did you mean 'x'?`, or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// Of a whole run: divergences first, then what could not be read, then what stayed open.
ExitCode exit_code(const CheckReport& report);

/// Writes a whole file. Returns: an error's text, empty when all went well.
std::string write_file(const std::string& path, std::string_view text);
/// `-` is standard input. Returns: nullopt and an error's text.
std::optional<std::string> read_file(const std::string& path, std::string& error);

}  // namespace sigspec
