// The manual as one page of HTML: all that it needs is in it.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "checker/manual.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

#include "checker/manual_page.inc"

std::string html(std::string_view text) { return xml_escaped(text); }

/// Text in which line feeds count. `xml_escaped` shows them as escapes.
std::string html_lines(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out += html(std::string_view(text).substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return out;
}

std::string html_link(std::string_view kind, const std::string& name) {
  return fmt::format("<a href=\"#{0}-{1}\"><code>{1}</code></a>", kind, html(name));
}

std::string html_links(std::string_view kind, const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) out.push_back(html_link(kind, name));
  return joined(out, ", ");
}

/// An element that the search finds.
std::string found_as(std::string_view kind, std::string_view word, const std::string& name,
                     const std::string& doc) {
  return fmt::format("id=\"{}-{}\" data-find=\"{}\" data-kind=\"{}\" data-text=\"{}\"", kind,
                     html(name), html(name), word, html(one_line(doc)));
}

std::string outcome_class(const std::string& outcome, const std::string& code) {
  if (outcome == "reissue" || outcome == "go on" || outcome == "completes") return "goes";
  return outcome == code || outcome.find(' ') != outcome.npos || !outcome.starts_with('E')
             ? outcome.starts_with('E') ? "fails" : "other"
             : "fails";
}

std::string list(const std::vector<std::string>& items, std::size_t shown) {
  std::vector<std::string> first(
      items.begin(), items.begin() + static_cast<std::ptrdiff_t>(std::min(shown, items.size())));
  std::string out = joined(first, ", ");
  if (items.size() > shown) {
    const std::vector<std::string> rest(items.begin() + static_cast<std::ptrdiff_t>(shown),
                                        items.end());
    out += fmt::format(" <details><summary>and {} more</summary>{}</details>", rest.size(),
                       joined(rest, ", "));
  }
  return out;
}

std::string outcomes_of(const Manual& manual, const RestartRow& row) {
  const auto cell = [&](const std::string& of, const std::string& outcome) {
    return fmt::format("<td data-of=\"{}\" class=\"{}\">{}</td>", html(of),
                       outcome_class(outcome, row.interrupted), html(outcome));
  };
  return cell("a handler", row.outcomes.plain) +
         cell("with " + manual.flag, row.outcomes.restarting) +
         cell("no handler", row.outcomes.unhandled);
}

std::string select(std::string_view id, std::string_view label,
                   const std::set<std::string>& values) {
  std::string out =
      fmt::format("<label>{}<select id=\"by-{}\"><option value=\"\">any</option>", label, id);
  for (const std::string& value : values) out += fmt::format("<option>{}</option>", html(value));
  return out + "</select></label>";
}

std::string html_restart_table(const Manual& manual) {
  std::set<std::string> codes, outcomes;
  for (const RestartRow& row : manual.rows) {
    codes.insert(row.interrupted);
    outcomes.insert({row.outcomes.plain, row.outcomes.restarting, row.outcomes.unhandled});
  }
  std::string out =
      "<div class=\"filters\"><label>call<input id=\"by-call\" placeholder=\"read\"></label>"
      "<label>context<input id=\"by-context\" placeholder=\"timeout\"></label>" +
      select("code", "interrupted", codes) + select("outcome", "outcome", outcomes) +
      fmt::format(
          "<label>of<select id=\"by-column\"><option value=\"\">any of the three</option>"
          "<option value=\"handler\">a handler</option><option value=\"restarting\">with {}"
          "</option><option value=\"unhandled\">no handler</option></select></label>"
          "<span id=\"shown\" role=\"status\"></span></div>\n",
          html(manual.flag));
  out += fmt::format(
      "<table id=\"rows\"><thead><tr><th>row</th><th>context</th><th>sleeps</th>"
      "<th>interrupted</th><th>a handler</th><th>with {}</th><th>no handler</th>"
      "</tr></thead><tbody>\n",
      html(manual.flag));
  for (const RestartRow& row : manual.rows)
    out += fmt::format(
        "<tr data-row=\"{}\" data-calls=\"{}\" data-context=\"{}\" data-code=\"{}\" "
        "data-handler=\"{}\" data-restarting=\"{}\" data-unhandled=\"{}\"><td>{}</td>"
        "<td data-of=\"context\">{}</td><td data-of=\"sleeps\">{}</td>"
        "<td data-of=\"interrupted\">{}</td>{}</tr>\n",
        html(row.name), html(joined(row.calls, " ")), html(row.context()), html(row.interrupted),
        html(row.outcomes.plain), html(row.outcomes.restarting), html(row.outcomes.unhandled),
        html_link("rule", row.name), html(row.context()), html(row.sleeps), html(row.interrupted),
        outcomes_of(manual, row));
  return out + "</tbody></table>\n";
}

std::string entry_of(const Manual& manual, const ManualEntry& entry) {
  constexpr std::size_t kShown = 6;
  std::string out = fmt::format("<article {}><h4>{}<small>{}, {}</small></h4>\n",
                                found_as("rule", entry.text.kind, entry.text.name, entry.text.doc),
                                html(entry.text.name), entry.text.kind, html(entry.text.place));
  if (!entry.text.doc.empty()) out += fmt::format("<p>{}</p>\n", html(one_line(entry.text.doc)));
  out += fmt::format("<pre><code>{}</code></pre>\n<dl>", html_lines(entry.source));
  const auto item = [&](std::string_view word, const std::string& markup) {
    if (!markup.empty()) out += fmt::format("<dt>{}</dt><dd>{}</dd>", word, markup);
  };
  if (entry.row) {
    item("calls", html(joined(entry.row->calls, ", ")));
    item("outcomes", html(fmt::format("{} after a handler; {} after one with {}; {} without one",
                                      entry.row->outcomes.plain, entry.row->outcomes.restarting,
                                      manual.flag, entry.row->outcomes.unhandled)));
  }
  item("cites", html(joined(entry.text.cites, "; ")));
  if (!entry.text.verified.empty()) item("seen live", html("on Linux " + entry.text.verified));
  item("untested", html(one_line(entry.text.untested)));
  item("unobservable", html(one_line(entry.text.unobservable)));
  std::vector<std::string> recordings, tests;
  for (const auto& [name, times] : entry.recordings)
    recordings.push_back(html(fmt::format("{} ({})", name, times)));
  for (const std::string& test : entry.tests) tests.push_back(html(test));
  item("recordings", list(recordings, kShown));
  item("litmus tests", list(tests, kShown));
  item("proofs", html_links("scenario", entry.proofs));
  item("claims", html_links("claim", entry.claims));
  return out + "</dl></article>\n";
}

std::string diagram_of(const Diagram& diagram) {
  const std::string svg = to_svg(diagram);
  std::string out = fmt::format("<h3 {}>{}</h3>\n<p>{}</p>\n",
                                found_as("diagram", "diagram", diagram.field, diagram.doc),
                                html(diagram.field), html(one_line(diagram.doc)));
  if (svg.empty())
    return out + fmt::format(
                     "<p class=\"lead\">Graphviz was not installed when this page was made: "
                     "this is what it would draw.</p><pre><code>{}</code></pre>\n",
                     html_lines(to_dot(diagram)));
  return out + "<div class=\"diagram\">" + svg + "</div>\n";
}

std::string scenario_of(const ManualScenario& scenario) {
  std::string out = fmt::format("<article {}><h4>{}<small>scenario</small></h4>\n<p>{}</p>\n<dl>",
                                found_as("scenario", "scenario", scenario.name, scenario.doc),
                                html(scenario.name), html(one_line(scenario.doc)));
  if (!scenario.cites.empty())
    out += fmt::format("<dt>cites</dt><dd>{}</dd>", html(joined(scenario.cites, "; ")));
  if (!scenario.rules.empty())
    out += fmt::format("<dt>of Linux</dt><dd>{}</dd>", html_links("rule", scenario.rules));
  out += "</dl>\n";
  for (const ManualProperty& property : scenario.properties)
    out += fmt::format(
        "<details><summary><code>{}</code> {}</summary><p>{}</p><pre><code>{}</code>"
        "</pre></details>\n",
        html(property.name), html(joined(property.verdicts, "; ")), html(one_line(property.doc)),
        html_lines(property.source));
  return out + "</article>\n";
}

std::string claim_of(const ClaimResult& result) {
  const ast::ClaimDecl& claim = *result.claim;
  const bool holds = result.verdict == ClaimVerdict::Holds;
  std::string out = fmt::format(
      "<article {}><h4>{}<small>{}, {}</small></h4>\n<p><span class=\"verdict {}\">{}</span> "
      "{}</p>\n",
      found_as("claim", "claim", claim.name.text, claim.says), html(claim.name.text),
      html(claim.page), html(claim.section),
      holds                                     ? "goes"
      : result.verdict == ClaimVerdict::Refuted ? "fails"
                                                : "other",
      verdict_phrase(result.verdict), html(claim.says));
  if (!result.doc.empty()) out += fmt::format("<p>{}</p>\n", html(one_line(result.doc)));
  if (!claim.beyond.empty()) out += fmt::format("<p>{}</p>\n", html(claim.beyond));
  out += "<details><summary>why</summary><dl>";
  for (const ClaimCase& one : result.cases)
    out += fmt::format("<dt>{}</dt><dd>{}</dd>",
                       one.came == ClaimCase::Came::Holds ? "holds" : "fails", html(one.what));
  for (const ast::ClaimedTest& test : claim.seen_in)
    out += fmt::format("<dt>seen in</dt><dd><code>{}</code>: {}</dd>", html(test.name.text),
                       html(test.outcome));
  return out + "</dl></details></article>\n";
}

}  // namespace

std::string format_manual_html(const Manual& manual) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<title>Signals and interrupted calls of Linux {}</title><link rel=\"icon\" "
      "href=\"data:,\">\n"
      "<style>{}</style></head><body id=\"top\">\n",
      html(manual.kernel), kStyle);
  out +=
      "<header><b><a href=\"#top\">sigspec</a></b><div class=\"find\"><input type=\"search\" "
      "id=\"search\" placeholder=\"Search ( / )\" aria-label=\"Search\" autocomplete=\"off\">"
      "<ul id=\"results\"></ul></div><button id=\"theme\" aria-label=\"Light or dark\">&#9680;"
      "</button></header>\n<div class=\"shell\"><nav aria-label=\"Contents\">"
      "<a href=\"#restart-table\">The restart table</a><a href=\"#diagrams\">State diagrams</a>"
      "<a href=\"#rules\">Rules</a><a href=\"#tables\">Tables</a><a href=\"#proofs\">Proofs</a>"
      "<a href=\"#claims\">Claims</a><div class=\"chapters\"><b>Chapters</b>";
  for (const ManualChapter& chapter : manual.chapters)
    out += fmt::format("<a href=\"#chapter-{0}\">{0}</a>", html(chapter.title));
  out += fmt::format(
      "</div></nav><main>\n<h1>Signals and interrupted system calls of Linux {}</h1>\n"
      "<p class=\"lead\">How Linux delivers and blocks signals, and what a signal does to a call "
      "in "
      "progress. Made by <code>sigspec doc</code> of the specification, with {} and {} that "
      "exercise "
      "it.</p>\n<div class=\"cards\">",
      html(manual.kernel), counted(manual.recordings, "recording"),
      counted(manual.tests, "litmus test"));
  std::size_t rules = 0;
  for (const ManualChapter& chapter : manual.chapters) rules += chapter.entries.size();
  const auto card = [&](std::string_view to, std::size_t n, std::string_view what) {
    out += fmt::format("<a href=\"#{}\"><b>{}</b>{}</a>", to, n, what);
  };
  card("restart-table", manual.rows.size(), "rows of the restart table");
  card("rules", rules, "rules and rows");
  card("proofs", manual.scenarios.size(), "scenarios with proofs");
  card("claims", manual.claims.size(), "claims of manual pages");
  out += "</div>\n<h2 id=\"restart-table\">The restart table</h2>\n" + html_restart_table(manual);
  out += "<h2 id=\"diagrams\">State diagrams</h2>\n";
  for (const Diagram& diagram : manual.diagrams) out += diagram_of(diagram);
  out += "<h2 id=\"rules\">Rules</h2>\n";
  for (const ManualChapter& chapter : manual.chapters) {
    out += fmt::format("<h3 id=\"chapter-{0}\">{0}</h3>\n", html(chapter.title));
    for (const ManualEntry& entry : chapter.entries) out += entry_of(manual, entry);
  }
  out += "<h2 id=\"tables\">Tables</h2>\n";
  for (const ManualTable& table : manual.tables)
    out += fmt::format(
        "<article {}><h4>{}<small>table</small></h4><p>{}</p><pre><code>{}</code></pre>{}"
        "</article>\n",
        found_as("table", "table", table.name, table.doc), html(table.name),
        html(one_line(table.doc)), html_lines(table.source),
        table.proofs.empty()
            ? ""
            : fmt::format("<dl><dt>proofs</dt><dd>{}</dd></dl>",
                          html_links("scenario", table.proofs)));
  out += "<h2 id=\"proofs\">Proofs</h2>\n";
  for (const ManualScenario& scenario : manual.scenarios) out += scenario_of(scenario);
  out += "<h2 id=\"claims\">Claims of manual pages</h2>\n";
  for (const ClaimResult& result : manual.claims) out += claim_of(result);
  return out + fmt::format("</main></div>\n<script>{}</script></body></html>\n", kScript);
}

}  // namespace sigspec
