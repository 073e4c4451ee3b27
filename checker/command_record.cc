// Starts the recorder, judges what it writes, and reports the verdict as a message.
#include "checker/command_record.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstring>

#include "checker/check.h"
#include "checker/cli_recorder.h"
#include "checker/report_escape.h"
#include "checker/report_formats.h"

namespace sigspec {

namespace {

/// The recorder ends as the program did.
std::string ending_words(int status) {
  if (WIFSIGNALED(status))
    return fmt::format("was ended by signal {} ({})", WTERMSIG(status),
                       strsignal(WTERMSIG(status)));
  return fmt::format("exited with {}", WEXITSTATUS(status));
}

}  // namespace

ExitCode run_record(const RecordCommand& command, const Session& session) {
  const std::unique_ptr<Model> model = load_spec(session, SpecPart::ForRecordings);
  if (!model) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  CheckOptions options;
  options.kernel = *kernel;
  options.dialect = traces::find_dialect(command.with);
  const auto recorder =
      options.dialect == traces::Dialect::Ftrace ? make_ftrace_recorder() : make_strace_recorder();
  if (const std::string error = recorder->start(command.program, command.output); !error.empty())
    return fail(error);
  CheckReport report{version_text(*kernel), {}};
  report.files.push_back(check_trace(*model, recorder->path(), options));
  recorder->stop_reading();
  const int status = recorder->wait();
  FileReport& file = report.files[0];
  file.path = command.output.empty() ? command.program[0] : command.output;
  if (file.lines == 0) return fail(fmt::format("{} recorded nothing", command.with));
  // The terminal belongs to the program: the verdict is a message.
  const ColorUse color = session.color_messages ? ColorUse::Colored : ColorUse::Plain;
  std::fflush(stdout);
  std::fputs(format_file_text(file, color).c_str(), stderr);
  print_message(fmt::format("'{}' {}", printable(command.program[0]), ending_words(status)));
  if (!recorder->error().empty())
    return fail(fmt::format("cannot write '{}': {}", printable(command.output), recorder->error()));
  return exit_code(report);
}

}  // namespace sigspec
