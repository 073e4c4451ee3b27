// Claims and their verdicts as text, as a page for the authors of manuals, and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "checker/command_claims.h"
#include "checker/report_escape.h"
#include "checker/report_rules.h"

namespace sigspec {

namespace {

using Came = ClaimCase::Came;

constexpr ClaimVerdict kVerdicts[] = {ClaimVerdict::Refuted, ClaimVerdict::Conditional,
                                      ClaimVerdict::Holds, ClaimVerdict::Beyond,
                                      ClaimVerdict::Undecided};

std::size_t count(const std::vector<ClaimResult>& results, ClaimVerdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(),
                    [&](const ClaimResult& result) { return result.verdict == verdict; }));
}

/// The pages, in the order in which claims name them first.
std::vector<std::string> pages(const std::vector<ClaimResult>& results) {
  std::vector<std::string> names;
  for (const ClaimResult& result : results)
    if (std::find(names.begin(), names.end(), result.claim->page) == names.end())
      names.push_back(result.claim->page);
  return names;
}

std::string counts_line(const std::vector<ClaimResult>& results) {
  std::vector<std::string> parts;
  for (const ClaimVerdict verdict : kVerdicts)
    if (const std::size_t n = count(results, verdict); n > 0)
      parts.push_back(fmt::format("{} {}", n, verdict_phrase(verdict)));
  return fmt::format("{} of {}: {}", counted(results.size(), "claim"),
                     counted(pages(results).size(), "page"), joined(parts, ", "));
}

// ------------------------------------------------------------------------------------ text

/// Those that make it for real where no litmus test can.
std::vector<std::string> programs_of(const ast::ClaimDecl& claim) {
  std::vector<std::string> programs;
  for (const ast::Citation& cite : claim.clauses.cites)
    if (cite.kind == "live")
      for (const std::string& name : cite.texts) programs.push_back("tests/claims/" + name + ".c");
  return programs;
}

std::string text_of(const ClaimResult& result) {
  const ast::ClaimDecl& claim = *result.claim;
  std::string out =
      fmt::format("{:<16} {}: {}\n", verdict_phrase(result.verdict), claim.name.text, claim.says);
  const auto detail = [&](std::string_view word, const std::string& what) {
    out += fmt::format("    {:<7} {}\n", word, what);
  };
  if (!result.as_expected()) detail("wrong", "expected " + claim.expect);
  for (const std::string& fault : result.faults) detail("wrong", fault);
  if (result.verdict == ClaimVerdict::Holds && result.as_expected()) return out;
  detail("page", fmt::format("{}, {}", claim.page, claim.section));
  if (!result.doc.empty()) detail("but", one_line(result.doc));
  if (!claim.beyond.empty()) detail("why", claim.beyond);
  for (const std::string& what : result.cases_that(Came::Holds)) detail("holds", what);
  for (const std::string& what : result.cases_that(Came::Fails)) detail("fails", what);
  for (const std::string& what : result.cases_that(Came::Open)) detail("unclear", what);
  for (const ast::ClaimedTest& test : claim.seen_in)
    detail("seen", fmt::format("in {}: {}", test.name.text, test.outcome));
  if (!claim.unseen.empty()) detail("unseen", claim.unseen);
  for (const std::string& program : programs_of(claim))
    detail("seen", fmt::format("when the program {} runs", program));
  for (const std::string& cite : citation_texts(claim.clauses.cites)) detail("cites", cite);
  return out;
}

std::string format_text(const std::vector<ClaimResult>& results) {
  std::string out;
  for (const ClaimResult& result : results) out += text_of(result);
  return out + counts_line(results) + "\n";
}

// -------------------------------------------------------------------------------- Markdown

std::string section_of(const ClaimResult& result) {
  const ast::ClaimDecl& claim = *result.claim;
  std::string out =
      fmt::format("### {}: {}\n\n{}\n\n> {}\n\n", markdown_escaped(claim.page),
                  markdown_escaped(claim.name.text),
                  "In *" + markdown_escaped(claim.section) + "*:", markdown_escaped(claim.says));
  if (!result.doc.empty()) out += markdown_escaped(one_line(result.doc)) + "\n\n";
  const auto list = [&](std::string_view word, const std::vector<std::string>& items) {
    for (const std::string& item : items)
      out += fmt::format("- **{}** {}\n", word, markdown_escaped(item));
  };
  list("holds", result.cases_that(Came::Holds));
  list("fails", result.cases_that(Came::Fails));
  list("unclear", result.cases_that(Came::Open));
  for (const ast::ClaimedTest& test : claim.seen_in)
    out += fmt::format("- **seen** in the litmus test {}, which comes to {}\n",
                       markdown_code(test.name.text), markdown_code(test.outcome));
  if (!claim.unseen.empty())
    out += fmt::format("- **unseen** {}\n", markdown_escaped(claim.unseen));
  for (const std::string& program : programs_of(claim))
    out += fmt::format("- **seen** when the program {} runs\n", markdown_code(program));
  list("cites", citation_texts(claim.clauses.cites));
  list("wrong", result.faults);
  return out + "\n";
}

std::string format_markdown(const std::vector<ClaimResult>& results, const std::string& kernel) {
  std::string out = fmt::format(
      "# What the manual pages say, and what Linux does\n\n"
      "Sentences of man-pages 6.03 about signals and interrupted calls, in our own words, each\n"
      "decided by the model of Linux {}. Made by `sigspec claims --format markdown`; do not\n"
      "edit.\n\n"
      "{}.\n\n"
      "| page | claims | hold | hold only when | refuted | beyond the model |\n"
      "|---|---:|---:|---:|---:|---:|\n",
      markdown_escaped(kernel), counts_line(results));
  for (const std::string& page : pages(results)) {
    std::vector<ClaimResult> of_page;
    for (const ClaimResult& result : results)
      if (result.claim->page == page) of_page.push_back(result);
    out +=
        fmt::format("| {} | {} | {} | {} | {} | {} |\n", markdown_escaped(page), of_page.size(),
                    count(of_page, ClaimVerdict::Holds), count(of_page, ClaimVerdict::Conditional),
                    count(of_page, ClaimVerdict::Refuted), count(of_page, ClaimVerdict::Beyond));
  }
  const auto sections = [&](ClaimVerdict verdict, std::string_view title) {
    if (count(results, verdict) == 0) return;
    out += fmt::format("\n## {}\n\n", title);
    for (const ClaimResult& result : results)
      if (result.verdict == verdict) out += section_of(result);
    out.pop_back();
  };
  sections(ClaimVerdict::Refuted, "Where the pages are wrong");
  sections(ClaimVerdict::Conditional, "Where the pages say too much");
  sections(ClaimVerdict::Undecided, "What could not be decided");
  const auto table = [&](ClaimVerdict verdict, std::string_view head, auto&& last) {
    if (count(results, verdict) == 0) return;
    out += fmt::format("\n{}|---|---|---|\n", head);
    for (const ClaimResult& result : results)
      if (result.verdict == verdict)
        out += fmt::format("| {}, {} | {} | {} |\n", markdown_escaped(result.claim->page),
                           markdown_escaped(result.claim->section),
                           markdown_escaped(result.claim->says), markdown_escaped(last(result)));
  };
  table(ClaimVerdict::Holds, "## What holds\n\n| page | it says | claim |\n",
        [](const ClaimResult& result) { return result.claim->name.text; });
  table(ClaimVerdict::Beyond, "## What is beyond the model\n\n| page | it says | why |\n",
        [](const ClaimResult& result) { return result.claim->beyond; });
  return out;
}

// ------------------------------------------------------------------------------------ JSON

std::string format_json(const std::vector<ClaimResult>& results, const std::string& kernel) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array(), totals = Json::object();
  std::size_t as_expected = 0;
  for (const ClaimResult& result : results) {
    const ast::ClaimDecl& claim = *result.claim;
    Json seen_in = Json::array();
    for (const ast::ClaimedTest& test : claim.seen_in)
      seen_in.push_back(Json{{"test", test.name.text}, {"outcome", test.outcome}});
    as_expected += result.as_expected();
    list.push_back(Json{{"name", claim.name.text},
                        {"page", claim.page},
                        {"section", claim.section},
                        {"says", claim.says},
                        {"verdict", verdict_phrase(result.verdict)},
                        {"as_expected", result.as_expected()},
                        {"note", one_line(result.doc)},
                        {"holds", result.cases_that(Came::Holds)},
                        {"fails", result.cases_that(Came::Fails)},
                        {"unclear", result.cases_that(Came::Open)},
                        {"faults", result.faults},
                        {"seen_in", std::move(seen_in)},
                        {"unseen", claim.unseen},
                        {"programs", programs_of(claim)},
                        {"beyond", claim.beyond},
                        {"cites", citation_texts(claim.clauses.cites)}});
  }
  for (const ClaimVerdict verdict : kVerdicts)
    totals[std::string(verdict_phrase(verdict))] = count(results, verdict);
  totals["claims"] = results.size();
  totals["as_expected"] = as_expected;
  const Json out{{"schema", "sigspec-claims-1"},
                 {"kernel", kernel},
                 {"claims", std::move(list)},
                 {"totals", std::move(totals)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string format_claims(const std::vector<ClaimResult>& results, ClaimsFormat format,
                          const std::string& kernel) {
  switch (format) {
    case ClaimsFormat::Text: return format_text(results);
    case ClaimsFormat::Markdown: return format_markdown(results, kernel);
    case ClaimsFormat::Json: return format_json(results, kernel);
  }
  return {};
}

}  // namespace sigspec
