// Decides the claims that are asked for.
#include "checker/command_claims.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "checker/cli_process.h"
#include "checker/cli_progress.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

bool is_asked(const ast::ClaimDecl& claim, const ClaimsCommand& command) {
  if (!command.page.empty() && claim.page != command.page) return false;
  return command.claims.empty() ||
         std::any_of(command.claims.begin(), command.claims.end(), [&](const std::string& name) {
           return claim.name.text == name || claim.name.text.starts_with(name + ".");
         });
}

/// Says what is wrong with a question that no claim fits.
ExitCode nothing_found(const Model& model, const ClaimsCommand& command) {
  std::vector<std::string> pages, names;
  for (const ClaimInfo& claim : model.claims) {
    pages.push_back(claim.declaration->page);
    const std::string& name = claim.declaration->name.text;
    names.push_back(name);
    names.push_back(name.substr(0, name.find('.')));
  }
  if (names.empty()) return fail("the specification has no claims");
  if (!command.page.empty() && std::find(pages.begin(), pages.end(), command.page) == pages.end())
    return fail(fmt::format("no claim is about the page '{}'{}", printable(command.page),
                            did_you_mean(command.page, pages)));
  const std::string name = command.claims.empty() ? "" : command.claims[0];
  return fail(fmt::format("no claim is called '{}'{}", printable(name), did_you_mean(name, names)));
}

}  // namespace

ExitCode run_claims(const ClaimsCommand& command, const Session& session) {
  LitmusSpec spec;
  if (!load_litmus_spec(session, spec)) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*spec.model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  ProgressLine line(is_terminal(STDERR_FILENO));
  ClaimDecider decider(spec, *kernel);
  std::vector<ClaimResult> results;
  bool found = false, unexpected = false, undecided = false;
  for (const ClaimInfo& claim : spec.model->claims) {
    if (!is_asked(*claim.declaration, command)) continue;
    found = true;
    line.show([&](double) { return claim.declaration->name.text; });
    ClaimResult result = decider.decide(claim);
    const bool open = result.faults.empty() && result.verdict == ClaimVerdict::Undecided;
    undecided = undecided || open;
    unexpected = unexpected || (!open && !result.as_expected());
    if (command.verdict.empty() || command.verdict == verdict_word(result.verdict))
      results.push_back(std::move(result));
  }
  line.clear();
  if (!found) return nothing_found(*spec.model, command);
  print_result(format_claims(results, command.format, version_text(*kernel)));
  if (unexpected) return ExitCode::Diverges;
  return undecided ? ExitCode::Inconclusive : ExitCode::Conforms;
}

}  // namespace sigspec
