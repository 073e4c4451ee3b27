// Prints litmus tests, and those that are made of the specification.
#include "checker/command_litmus.h"

#include "checker/litmus_tests.h"
#include "checker/spec_source.h"
#include "litmus/generate.h"
#include "litmus/show_c.h"

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

ExitCode generate_litmus_tests(const LitmusCommand& command, const Session& session) {
  LitmusSpec spec;
  if (!load_litmus_spec(session, spec)) return ExitCode::Failed;
  litmus::generate(*spec.model, spec.library,
                   [&](const std::string& name, const std::string& text) {
                     if (name.find(command.name) != std::string::npos) print_result(text + "\n");
                   });
  return ExitCode::Conforms;
}

}  // namespace sigspec
