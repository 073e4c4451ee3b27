// Gathers what the manual says of each rule, row, table and scenario.
#include "checker/manual.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "checker/manual_uses.h"
#include "checker/signal_life.h"
#include "model/print.h"

namespace sigspec {

namespace {

/// Of what names of rules belong to: the tests, proofs or claims that name them.
using Mentions = std::map<std::string, std::vector<std::string>, std::less<>>;

std::vector<std::string> mentions_of(const Mentions& mentions, const std::string& name) {
  const auto found = mentions.find(name);
  return found == mentions.end() ? std::vector<std::string>() : found->second;
}

/// `calls/read` of `.../calls/read.sig`.
std::string chapter_title(const std::string& path) {
  const auto file = path.rfind('/');
  const auto folder = file == path.npos || file == 0 ? path.npos : path.rfind('/', file - 1);
  std::string title = path.substr(folder == path.npos ? 0 : folder + 1);
  return title.substr(0, title.rfind('.'));
}

/// The lines of the source that declare it, moved to the left margin.
std::string source_of(const Model& model, Span span) {
  const std::string_view whole = model.sources->text(span.file);
  std::size_t begin = whole.rfind('\n', span.begin);
  begin = begin == whole.npos ? 0 : begin + 1;
  const std::size_t margin = span.begin - begin;
  std::string text(whole.substr(span.begin, span.end - span.begin));
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    if (at > 0) line.erase(0, std::min(margin, line.find_first_not_of(' ')));
    out += line + "\n";
    at = end + 1;
  }
  return out;
}

Span span_of(const RuleInfo& info) { return info.row ? info.row->span : info.rule->span; }

std::vector<ManualScenario> scenarios_of(const Model& model, Mentions& proofs) {
  std::vector<ManualScenario> scenarios;
  for (const ScenarioInfo& info : model.scenarios) {
    const ast::ScenarioDecl& decl = *info.declaration;
    ManualScenario scenario{decl.name.text, info.doc, citation_texts(decl.clauses.cites), {}, {}};
    for (const ast::Name& use : decl.uses) {
      if (model.begins.contains(use.text)) continue;  // how tasks begin, which is no rule
      scenario.rules.push_back(use.text);
      proofs[use.text].push_back(scenario.name);
    }
    for (const ast::Property& property : decl.properties) {
      ManualProperty told{property.name.text, property.doc, source_of(model, property.span), {}};
      for (const ast::Expect& expect : decl.expects) {
        const bool meant =
            expect.properties.empty() ||
            std::any_of(expect.properties.begin(), expect.properties.end(),
                        [&](const ast::Name& name) { return name.text == told.name; });
        if (meant) told.verdicts.push_back(expect.value.text + ": " + expect.verdict);
      }
      scenario.properties.push_back(std::move(told));
    }
    scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

std::vector<ManualTable> tables_of(const Model& model, const Mentions& proofs) {
  std::vector<ManualTable> tables;
  for (const ast::File& file : model.files)
    for (const ast::Decl& decl : file.decls)
      if (const auto* table = std::get_if<ast::TableDecl>(&decl.node))
        tables.push_back({table->name.text, decl.doc, source_of(model, decl.span),
                          citation_texts(table->clauses.cites),
                          mentions_of(proofs, table->name.text)});
  return tables;
}

}  // namespace

Manual make_manual(const Model& model, Version kernel, ManualSources sources) {
  Manual manual;
  manual.flag = OutcomeTables(model, kernel).deciding_flag();
  manual.recordings = sources.recordings;
  manual.tests = sources.tests.size();
  manual.rows = restart_table(model, kernel, "");
  const ScenarioUses uses = scenario_uses(model);
  manual.tables = tables_of(model, uses.by_name);
  manual.claims = std::move(sources.claims);
  manual.diagrams = make_diagrams(model, kernel);
  manual.diagrams.push_back(draw_signal_life(model, kernel));
  Mentions tests, proofs, claims;
  manual.scenarios = scenarios_of(model, proofs);
  for (const auto& [test, exercised] : sources.tests)
    for (const std::string& rule : exercised) tests[rule].push_back(test);
  for (const ClaimResult& result : manual.claims)
    for (const ast::ClaimedRows& rows : result.claim->rows)
      for (const ast::Name& row : rows.only) claims[row.text].push_back(result.claim->name.text);
  std::map<std::string, const RuleCount*> counts;
  for (const RuleCount& count : sources.counts) counts[count.rule.name] = &count;
  std::map<std::string, const RestartRow*> rows;
  for (const RestartRow& row : manual.rows) rows[row.name] = &row;

  std::map<FileId, ManualChapter> chapters;
  const std::vector<RuleText> texts = rule_texts(model);
  for (std::size_t id = 0; id < texts.size(); ++id) {
    const RuleInfo& info = model.rules[id];
    if (!holds_at(*info.clauses, kernel)) continue;
    ManualEntry entry;
    entry.text = texts[id];
    entry.source = source_of(model, span_of(info));
    if (const auto row = rows.find(info.name); row != rows.end()) entry.row = row->second;
    if (const auto count = counts.find(info.name); count != counts.end()) {
      entry.times = count->second->times;
      entry.recordings = count->second->traces;
    }
    entry.tests = mentions_of(tests, info.name);
    entry.proofs = mentions_of(proofs, info.name);
    if (entry.row)
      entry.proofs.insert(entry.proofs.end(), uses.of_all_rows.begin(), uses.of_all_rows.end());
    entry.claims = mentions_of(claims, info.name);
    ManualChapter& chapter = chapters[info.span.file];
    if (chapter.path.empty()) {
      chapter.path = model.sources->path(info.span.file);
      chapter.title = chapter_title(chapter.path);
    }
    chapter.entries.push_back(std::move(entry));
  }
  for (auto& [file, chapter] : chapters) manual.chapters.push_back(std::move(chapter));
  return manual;
}

}  // namespace sigspec
