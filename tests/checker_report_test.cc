// Every output format of a check, against goldens: SIGSPEC_UPDATE_GOLDENS=1 writes them anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "checker/command_coverage.h"
#include "checker/report_baseline.h"
#include "checker/report_escape.h"
#include "checker/report_formats.h"
#include "tests/support/paths.h"

namespace sigspec {
namespace {

using Json = nlohmann::json;

void expect_golden(const std::string& name, const std::string& text) {
  const auto path = test::source_dir() / "tests/goldens/reports" / name;
  if (const char* update = std::getenv("SIGSPEC_UPDATE_GOLDENS"); update && *update == '1') {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(text, expected.str()) << path;
}

/// Bytes that break documents: no UTF-8, controls, and what each format quotes.
const std::string kStrange = "a\xff\xfe\x01\x1b[31m<&>\"'|`*_ \xe2\x80\xae \xc3\xa9 ]]> ``` \\";

Divergence divergence(std::uint64_t line) {
  Divergence d;
  d.line = line;
  d.task = 4711;
  d.rule = "sample.rule, sample.row";
  d.observed = "the call failed";
  d.allowed = {"the same call again", "the end of the task"};
  d.because = "flag in t.actions[s].flags, and it was set in line 3";
  d.related_lines = {3, 7};
  d.cites = {"kernel kernel/signal.c:get_signal", "rule D6 D9"};
  d.text = "4711 read(3, \"\", 4) = -1 (Interrupted)";
  return d;
}

CheckReport sample() {
  CheckReport report{"6.18", {}};
  FileReport good;
  good.path = "traces/good.strace";
  good.lines = 1204;
  good.events = 1300;
  good.tasks = 1;
  good.signals = 17;
  good.restarts = 5;
  FileReport bad = good;
  bad.path = "traces/" + kStrange;
  bad.verdict = Verdict::Diverges;
  bad.divergence_count = 3;
  bad.divergences = {divergence(12), divergence(99)};
  bad.divergences[1].known = true;
  bad.divergences[1].known_reason = "a fault of Linux: " + kStrange;
  bad.divergences[1].observed = bad.divergences[1].text = bad.divergences[1].because = kStrange;
  FileReport unclear = good;
  unclear.path = "traces/unclear.strace";
  unclear.verdict = Verdict::Inconclusive;
  unclear.unparsed_count = 2;
  unclear.unparsed = {{5, kStrange}, {6, std::string(1000, 'x')}};
  unclear.notes = {"the mask at the start is not known"};
  FileReport missing;
  missing.path = "traces/missing.strace";
  missing.verdict = Verdict::Inconclusive;
  missing.error = "cannot open: No such file or directory";
  report.files = {good, bad, unclear, missing};
  return report;
}

std::vector<RuleText> sample_rules() {
  return {{"sample.rule",
           "A caught signal runs its handler. Then\nthe task goes on.",
           "rule",
           {"kernel kernel/signal.c:get_signal"},
           "6.18",
           "",
           "",
           "spec/linux/sample.sig:12"},
          {"sample.row",
           "",
           "row",
           {"man signal(7)"},
           "",
           "no such device here",
           "",
           "spec/calls/sample.sig:4"}};
}

TEST(Report, Text) {
  expect_golden("text.expected", format_text(sample(), ColorUse::Plain));
  expect_golden("text_colored.expected", format_text(sample(), ColorUse::Colored));
}

TEST(Report, JsonIsValidWhateverTheBytes) {
  const std::string text = format_json(sample());
  expect_golden("json.expected", text);
  const Json json = Json::parse(text);
  EXPECT_EQ(json["schema"], "sigspec-check-1");
  EXPECT_EQ(json["verdict"], "diverges");
  EXPECT_EQ(json["totals"]["divergences"], 3);
  EXPECT_EQ(json["files"][1]["divergences"][0]["related_lines"], Json({3, 7}));
}

TEST(Report, SarifNamesEachRuleOnce) {
  const std::string text = format_sarif(sample(), sample_rules(), "0.0.0");
  expect_golden("sarif.expected", text);
  const Json run = Json::parse(text)["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["rules"].size(), 1U);
  EXPECT_EQ(run["results"].size(), 2U);
  EXPECT_EQ(run["results"][1]["suppressions"].size(), 1U);
}

TEST(Report, Junit) { expect_golden("junit.expected", format_junit(sample())); }

TEST(Report, Markdown) { expect_golden("markdown.expected", format_markdown(sample())); }

TEST(Report, Coverage) {
  const std::vector<RuleText> rules = sample_rules();
  std::vector<RuleCount> counts{{rules[0], 12, 0, {}, {{"a", 7}, {"b", 3}, {"c", 1}, {"d", 1}}},
                                {rules[1], 0, 0, {}, {}}};
  counts.push_back(counts[1]);  // at odds with what the specification says of it
  counts[2].times = 1;
  counts.push_back(counts[1]);  // one of several rows that may be meant
  counts[3].rule.untested.clear();
  counts[3].together = 5;
  counts[3].others = {"sample.other"};
  counts.push_back(counts[3]);  // nothing is known of it
  counts[4].together = 0;
  counts.push_back(counts[4]);  // no recording can show it
  counts[5].rule.unobservable = "nothing tells";
  counts.push_back(counts[5]);  // one did after all
  counts[6].times = 1;
  expect_golden("coverage.expected", format_coverage_text(counts));
  expect_golden("coverage_json.expected", format_coverage_json(counts, "6.18", 2));
}

TEST(Report, PrintableKeepsOnlyWhatMayBeShown) {
  EXPECT_EQ(printable("plain \xc3\xa9 \xf0\x9f\x90\xa7"), "plain \xc3\xa9 \xf0\x9f\x90\xa7");
  EXPECT_EQ(printable("\x1b[2J\n\t\x7f"), "\\x1b[2J\\x0a\\x09\\x7f");
  EXPECT_EQ(printable("\xc0\xaf\xed\xa0\x80\xf8\xff"), "\\xc0\\xaf\\xed\\xa0\\x80\\xf8\\xff");
  EXPECT_EQ(printable("\xc2\x85\xe2\x80\xae\xef\xbf\xbf"),
            "\\xc2\\x85\\xe2\\x80\\xae\\xef\\xbf\\xbf");
  EXPECT_EQ(printable("cut \xe2\x82"), "cut \\xe2\\x82");
  EXPECT_EQ(printable(std::string_view("\0x", 2)), "\\x00x");
}

TEST(Report, ShortenedCutsBetweenCharacters) {
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(shortened("ab\xc3\xa9z", 3), "ab... (+3 bytes)");
}

TEST(Report, CodeCannotBeEndedByWhatItHolds) {
  EXPECT_EQ(markdown_code("a`b``c|d"), "``` a`b``c|d ```");
  EXPECT_EQ(markdown_cell_code("c|d"), "`c\\|d`");
}

TEST(Verdict, KnownDivergencesDoNotFail) {
  FileReport file = sample().files[1];
  file.divergence_count = 2;
  settle_verdict(file, UnparsedLines::MakeInconclusive);
  EXPECT_EQ(file.verdict, Verdict::Diverges);
  file.divergences[0].known = true;
  settle_verdict(file, UnparsedLines::MakeInconclusive);
  EXPECT_EQ(file.verdict, Verdict::Conforms);
  file.divergence_count = 3;  // one that was not kept cannot be known
  settle_verdict(file, UnparsedLines::MakeInconclusive);
  EXPECT_EQ(file.verdict, Verdict::Diverges);
}

TEST(Verdict, AllowedLinesConformButBoundsDoNot) {
  FileReport file = sample().files[2];
  settle_verdict(file, UnparsedLines::MakeInconclusive);
  EXPECT_EQ(file.verdict, Verdict::Inconclusive);
  settle_verdict(file, UnparsedLines::AreAllowed);
  EXPECT_EQ(file.verdict, Verdict::Conforms);
  file.times_capped = 1;
  settle_verdict(file, UnparsedLines::AreAllowed);
  EXPECT_EQ(file.verdict, Verdict::Inconclusive);
  file = sample().files[0];
  file.times_lost = 1;
  settle_verdict(file, UnparsedLines::AreAllowed);
  EXPECT_EQ(file.verdict, Verdict::Inconclusive);
  FileReport missing = sample().files[3];
  settle_verdict(missing, UnparsedLines::AreAllowed);
  EXPECT_EQ(missing.verdict, Verdict::Inconclusive);
}

TEST(Baseline, WhatItWritesMatchesAgain) {
  CheckReport report = sample();
  std::string error;
  std::optional<Baseline> baseline = parse_baseline(format_baseline(report), error);
  ASSERT_TRUE(baseline) << error;
  ASSERT_EQ(baseline->known.size(), 2U);
  for (FileReport& file : report.files) mark_known(file, *baseline);
  for (const Divergence& d : report.files[1].divergences) EXPECT_TRUE(d.known);
  EXPECT_EQ(baseline->known[0].times, 1U);
}

TEST(Baseline, PathsMatchAtSlashes) {
  CheckReport report = sample();
  report.files[1].path = "far/traces/bad.strace";
  report.files[1].divergences[1].known = false;
  const auto marked = [&](const std::string& path) {
    std::string error;
    FileReport file = report.files[1];
    auto baseline = parse_baseline(R"({"schema": "sigspec-baseline-1", "known": [{"path": ")" +
                                       path + R"(", "rule": "sample.rule, sample.row",
                                       "line": 12, "reason": "x"}]})",
                                   error);
    mark_known(file, *baseline);
    return file.divergences[0].known && !file.divergences[1].known;
  };
  EXPECT_TRUE(marked("traces/bad.strace"));
  EXPECT_TRUE(marked("bad.strace"));
  EXPECT_FALSE(marked("ad.strace"));
  EXPECT_FALSE(marked("other.strace"));
}

TEST(Baseline, FaultsAreNamed) {
  std::string error;
  EXPECT_FALSE(parse_baseline("{", error));
  EXPECT_FALSE(parse_baseline(R"({"schema": "other", "known": []})", error));
  EXPECT_NE(error.find("sigspec-baseline-1"), std::string::npos);
  EXPECT_FALSE(
      parse_baseline(R"({"schema": "sigspec-baseline-1", "known": [{"path": "a"}]})", error));
  EXPECT_FALSE(parse_baseline(
      R"({"schema": "sigspec-baseline-1", "known": [{"path": "", "rule": "", "reason": ""}]})",
      error));
}

}  // namespace
}  // namespace sigspec
