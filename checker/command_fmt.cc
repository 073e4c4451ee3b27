// Prints what was parsed, in its canonical form, and what could not be parsed.
#include "checker/command_fmt.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "checker/report_escape.h"
#include "checker/spec_source.h"
#include "model/parser.h"
#include "model/print.h"

namespace sigspec {

namespace {

/// The canonical form of a text; nullopt when it does not parse, which is said.
std::optional<std::string> formatted(const SpecText& text, const Session& session) {
  SourceMap sources;
  Diagnostics diagnostics;
  const FileId id = sources.add(text.path, text.text);
  const ast::File file = parse_spec(id, sources, diagnostics);
  if (!diagnostics.empty())
    std::fputs(render_all(diagnostics, sources, session.color_messages).c_str(), stderr);
  if (has_errors(diagnostics)) return std::nullopt;
  return print_spec(file, sources);
}

ExitCode format_input(const FmtCommand& command, const Session& session) {
  std::string error;
  const std::optional<std::string> text = read_file("-", error);
  if (!text) return fail(error);
  const std::optional<std::string> out = formatted({"<stdin>", *text}, session);
  if (!out) return ExitCode::Failed;
  if (!command.check) print_result(*out);
  return command.check && *out != *text ? ExitCode::Diverges : ExitCode::Conforms;
}

ExitCode format_file(const SpecText& text, const FmtCommand& command, const Session& session) {
  const std::optional<std::string> out = formatted(text, session);
  if (!out) return ExitCode::Failed;
  if (*out == text.text) return ExitCode::Conforms;
  if (command.check) {
    print_result(text.path + "\n");
    return ExitCode::Diverges;
  }
  const std::string error = write_file(text.path, *out);
  return error.empty() ? ExitCode::Conforms : fail(error);
}

}  // namespace

ExitCode run_fmt(const FmtCommand& command, const Session& session) {
  ExitCode worst = ExitCode::Conforms;
  const auto note = [&](ExitCode code) {
    if (worst != ExitCode::Failed && code != ExitCode::Conforms) worst = code;
  };
  for (const std::string& path : command.files) {
    std::error_code code;
    if (path == "-") {
      note(format_input(command, session));
    } else if (std::filesystem::is_directory(path, code)) {
      const SpecSource source = read_spec_source(path);
      if (!source.error.empty()) note(fail(source.error));
      for (const SpecText& text : source.texts) note(format_file(text, command, session));
    } else {
      std::string error;
      const std::optional<std::string> text = read_file(path, error);
      note(text ? format_file({path, *text}, command, session) : fail(error));
    }
  }
  return worst;
}

ExitCode run_lint(const LintCommand& command, const Session& session) {
  const std::string& directory = command.directory.empty() ? session.spec_dir : command.directory;
  const SpecSource source = read_spec_source(directory);
  if (!source.error.empty()) return fail(source.error);
  Diagnostics diagnostics;
  auto sources = std::make_shared<SourceMap>();
  const auto model = load_model(source.texts, sources, diagnostics);
  // What lint finds is its result.
  print_result(render_all(diagnostics, *sources, session.color_results));
  if (!model) return ExitCode::Failed;
  std::size_t rows = 0;
  for (const RuleInfo& rule : model->rules) rows += rule.row != nullptr;
  print_result(fmt::format("{}: {}, {}, {}, {}\n", source.name,
                           counted(source.texts.size(), "file"),
                           counted(model->rules.size() - rows, "rule"), counted(rows, "row"),
                           counted(model->calls.size(), "call")));
  return ExitCode::Conforms;
}

}  // namespace sigspec
