// Prints litmus tests, and those that are made of the specification.
#include "checker/command_litmus.h"

#include "checker/litmus_tests.h"
#include "checker/spec_source.h"
#include "litmus/explore.h"
#include "litmus/generate.h"
#include "litmus/parser.h"
#include "litmus/show_c.h"
#include "litmus/world.h"

namespace sigspec {

ExitCode show_litmus_tests(const LitmusCommand& command, const Session& session) {
  const std::optional<LitmusInput> input = open_litmus(command.tests, command.kernel, session);
  if (!input) return ExitCode::Failed;
  const LitmusSpec& spec = input->spec;
  const SourceMap& sources = *spec.library.sources;
  Diagnostics diagnostics;
  std::size_t shown = 0;
  for (const litmus::Test& test : input->file.tests) {
    if (test.name.text.find(command.name) == std::string::npos) continue;
    const litmus::PreparedTest ready = prepare(*spec.model, spec.library, test, diagnostics);
    ++shown;
    if (command.list) print_result(test.name.text + "\n");
    else if (command.c) print_result(show_c(*spec.model, ready));
    else print_result(std::string(sources.text(test.span)) + "\n");
  }
  if (!diagnostics.empty())
    std::fputs(render_all(diagnostics, sources, session.color_messages).c_str(), stderr);
  if (shown == 0) return fail("found no test");
  return diagnostics.empty() ? ExitCode::Conforms : ExitCode::Failed;
}

namespace {

/// `exercises a, b, c`, in lines that are not too long.
std::string exercises_clause(const std::vector<std::string>& rules) {
  constexpr std::size_t kWidth = 100;
  std::string text = "  exercises";
  std::size_t width = text.size();
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::string word = rules[i] + (i + 1 < rules.size() ? "," : "");
    if (width + 1 + word.size() > kWidth) {
      text += "\n   ";
      width = 3;
    }
    text += " " + word;
    width += 1 + word.size();
  }
  return text + "\n";
}

/// What a generated test exercises, all that it may come to looked through.
std::vector<std::string> exercised(const LitmusSpec& spec, Program& program,
                                   const std::string& name, const std::string& text) {
  litmus::File file;
  Diagnostics diagnostics;
  const FileId id = spec.library.sources->add(name, text);
  litmus::parse_litmus(id, *spec.library.sources, file, diagnostics);
  if (file.tests.empty()) return {};
  const litmus::PreparedTest ready = prepare(*spec.model, spec.library, file.tests[0], diagnostics);
  if (!diagnostics.empty()) return {};
  return explore(*spec.model, program, spec.library, ready).exercised;
}

}  // namespace

ExitCode generate_litmus_tests(const LitmusCommand& command, const Session& session) {
  LitmusSpec spec;
  if (!load_litmus_spec(session, spec)) return ExitCode::Failed;
  Program program(*spec.model, spec.model->kernel_high, std::string(litmus::kClosedView),
                  Rows::Known);
  litmus::generate(
      *spec.model, spec.library, [&](const std::string& name, const std::string& text) {
        if (name.find(command.name) == std::string::npos) return;
        const std::size_t end = text.rfind('}');
        print_result(text.substr(0, end) + exercises_clause(exercised(spec, program, name, text)) +
                     text.substr(end) + "\n");
      });
  return ExitCode::Conforms;
}

}  // namespace sigspec
