// `sigspec claims`: what manual pages say, against what the model and so the kernel does.
#pragma once

#include <string>
#include <vector>

#include "checker/claims.h"
#include "checker/cli.h"

namespace sigspec {

enum class ClaimsFormat : std::uint8_t { Text, Markdown, Json };

struct ClaimsCommand {
  std::vector<std::string> claims;  // their names, or what these begin with; empty: all
  std::string page, verdict;        // only of this page, only with this verdict
  ClaimsFormat format = ClaimsFormat::Text;
  std::string kernel;
};

/// A document of all results.
std::string format_claims(const std::vector<ClaimResult>& results, ClaimsFormat format,
                          const std::string& kernel);

/// Returns: Diverges when a verdict is not the one that the claim expects; Inconclusive when the
/// model could not decide one.
ExitCode run_claims(const ClaimsCommand& command, const Session& session);

}  // namespace sigspec
