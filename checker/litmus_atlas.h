// What an emulator does that Linux does not, as a page.
#pragma once

#include <string>
#include <vector>

#include "checker/litmus_verdict.h"

namespace sigspec {

/// A page in Markdown: for each divergence what Linux does and what was seen, the citations, the
/// shortest test that shows it, which others do, and how to have it as a C program. `under`: what
/// the tests ran in. `model`: whose sources hold the tests.
std::string format_atlas(const std::string& under, const std::string& version,
                         const std::vector<LitmusVerdict>& verdicts, const LitmusBaseline& baseline,
                         const Model& model);

}  // namespace sigspec
