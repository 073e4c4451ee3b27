// The output formats of a check: each is a function from a report to text.
#pragma once

#include <string>
#include <vector>

#include "checker/explain.h"
#include "checker/report.h"
#include "checker/report_rules.h"

namespace sigspec {

/// Of a line of a recording, in bytes: the rest is left out.
inline constexpr std::size_t kShownTextMax = 400;

enum class ColorUse : std::uint8_t { Plain, Colored };

/// For people: one file's verdict line and its divergences as blocks.
std::string format_file_text(const FileReport& file, ColorUse color);
/// One divergence as a block.
std::string format_divergence_text(const FileReport& file, const Divergence& divergence,
                                   ColorUse color);
/// The last lines: how many traces came out how.
std::string format_summary_text(const CheckReport& report, ColorUse color);
/// All files and the summary.
std::string format_text(const CheckReport& report, ColorUse color);

/// For people: a line, and for each thing it shows the state, the rules, and what they changed.
std::string format_explanation_text(const LineExplanation& explanation, ColorUse color);
/// The schema `sigspec-explain-1`.
std::string format_explanation_json(const LineExplanation& explanation);

/// The schema `sigspec-check-1`.
std::string format_json(const CheckReport& report);

/// SARIF 2.1.0, for code scanning; the rules carry their documentation.
std::string format_sarif(const CheckReport& report, const std::vector<RuleText>& rules,
                         const std::string& program_version);

/// One test case a trace.
std::string format_junit(const CheckReport& report);

/// A comment on a change: a table of the traces, then what diverged.
std::string format_markdown(const CheckReport& report);

}  // namespace sigspec
