// The manual as one Markdown document.
#include <fmt/format.h>

#include <algorithm>

#include "checker/manual.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

/// A name in code that leads to its entry.
std::string markdown_link(std::string_view kind, const std::string& name) {
  return fmt::format("[`{}`](#{}-{})", name, kind, name);
}

std::string markdown_links(std::string_view kind, const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) out.push_back(markdown_link(kind, name));
  return joined(out, ", ");
}

std::string anchor(std::string_view kind, const std::string& name) {
  return fmt::format("<a id=\"{}-{}\"></a>\n", kind, name);
}

std::string code_block(const std::string& source) { return "```sig\n" + source + "```\n\n"; }

std::string behind(const ManualEntry& entry) {
  constexpr std::size_t kShown = 5;
  std::string out;
  const auto item = [&](std::string_view word, const std::string& text) {
    if (!text.empty()) out += fmt::format("- {}: {}\n", word, text);
  };
  item("cites", markdown_escaped(joined(entry.text.cites, "; ")));
  item("seen live on Linux", markdown_escaped(entry.text.verified));
  item("untested", markdown_escaped(one_line(entry.text.untested)));
  item("unobservable", markdown_escaped(one_line(entry.text.unobservable)));
  std::vector<std::string> recordings;
  for (const auto& [name, times] : entry.recordings) {
    if (recordings.size() == kShown) break;
    recordings.push_back(fmt::format("{} ({})", markdown_escaped(name), times));
  }
  if (entry.recordings.size() > kShown)
    recordings.push_back(fmt::format("{} more", entry.recordings.size() - kShown));
  item("recordings", joined(recordings, ", "));
  std::vector<std::string> tests(
      entry.tests.begin(),
      entry.tests.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, entry.tests.size())));
  if (entry.tests.size() > kShown)
    tests.push_back(fmt::format("{} more", entry.tests.size() - kShown));
  item("litmus tests", markdown_escaped(joined(tests, ", ")));
  item("proofs", markdown_links("scenario", entry.proofs));
  item("claims", markdown_links("claim", entry.claims));
  return out.empty() ? out : out + "\n";
}

std::string markdown_restart_table(const Manual& manual) {
  std::string out = fmt::format(
      "| row | calls | context | interrupted | a handler | with {} | no handler |\n"
      "|---|---|---|---|---|---|---|\n",
      manual.flag);
  for (const RestartRow& row : manual.rows)
    out += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", markdown_link("rule", row.name),
                       markdown_escaped(joined(row.calls, ", ")), markdown_escaped(row.context()),
                       markdown_escaped(row.interrupted), markdown_escaped(row.outcomes.plain),
                       markdown_escaped(row.outcomes.restarting),
                       markdown_escaped(row.outcomes.unhandled));
  return out + "\n";
}

}  // namespace

std::string format_manual_markdown(const Manual& manual) {
  std::string out = fmt::format(
      "# Signals and interrupted system calls of Linux {}\n\n"
      "Made by `sigspec doc` of the specification: {}, {} of the restart table, {}, {}.\n\n"
      "- [The restart table](#restart-table)\n- [State diagrams](#diagrams)\n"
      "- [Rules](#rules)\n- [Tables](#tables)\n- [Proofs](#proofs)\n- [Claims](#claims)\n\n",
      markdown_escaped(manual.kernel), counted(manual.chapters.size(), "chapter"),
      counted(manual.rows.size(), "row"), counted(manual.scenarios.size(), "scenario"),
      counted(manual.claims.size(), "claim"));
  out += "<a id=\"restart-table\"></a>\n## The restart table\n\n" + markdown_restart_table(manual);
  out += "<a id=\"diagrams\"></a>\n## State diagrams\n\n";
  for (const Diagram& diagram : manual.diagrams)
    out += fmt::format("### {}\n\n{}\n\n```dot\n{}```\n\n", diagram.field,
                       markdown_escaped(one_line(diagram.doc)), to_dot(diagram));
  out += "<a id=\"rules\"></a>\n## Rules\n\n";
  for (const ManualChapter& chapter : manual.chapters) {
    out += fmt::format("### {}\n\n", markdown_escaped(chapter.title));
    for (const ManualEntry& entry : chapter.entries)
      out += anchor("rule", entry.text.name) + "#### " + entry.text.kind + " " +
             markdown_code(entry.text.name) + "\n\n" +
             (entry.text.doc.empty() ? "" : markdown_escaped(one_line(entry.text.doc)) + "\n\n") +
             code_block(entry.source) + behind(entry);
  }
  out += "<a id=\"tables\"></a>\n## Tables\n\n";
  for (const ManualTable& table : manual.tables)
    out += fmt::format("### {}\n\n{}\n\n{}{}", markdown_code(table.name),
                       markdown_escaped(one_line(table.doc)), code_block(table.source),
                       table.proofs.empty()
                           ? ""
                           : fmt::format("- proofs: {}\n\n",
                                         markdown_links("scenario", table.proofs)));
  out += "<a id=\"proofs\"></a>\n## Proofs\n\n";
  for (const ManualScenario& scenario : manual.scenarios) {
    out += anchor("scenario", scenario.name) + "### " + markdown_code(scenario.name) + "\n\n" +
           markdown_escaped(one_line(scenario.doc)) + "\n\n";
    if (!scenario.rules.empty())
      out += "Of Linux: " + markdown_links("rule", scenario.rules) + ".\n\n";
    for (const ManualProperty& property : scenario.properties)
      out += fmt::format("- {}: {} {}\n", markdown_code(property.name),
                         markdown_escaped(one_line(property.doc)),
                         markdown_escaped("(" + joined(property.verdicts, "; ") + ")"));
    out += "\n";
  }
  out += "<a id=\"claims\"></a>\n## Claims of manual pages\n\n";
  for (const ClaimResult& result : manual.claims)
    out +=
        fmt::format("<a id=\"claim-{}\"></a>\n- **{}** {}, *{}*: {}\n", result.claim->name.text,
                    verdict_phrase(result.verdict), markdown_escaped(result.claim->page),
                    markdown_escaped(result.claim->section), markdown_escaped(result.claim->says));
  return out;
}

}  // namespace sigspec
