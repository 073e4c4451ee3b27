// Writes and reads what is known of an emulator's divergences.
#include "checker/litmus_atlas.h"

#include <fmt/format.h>

#include <sstream>

#include "checker/cli.h"
#include "checker/report_escape.h"

namespace sigspec {

std::string read_litmus_baseline(const std::string& path, LitmusBaseline& baseline) {
  std::string error;
  const std::optional<std::string> text = read_file(path, error);
  if (!text) return error;
  std::istringstream in(*text);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const auto colon = line.find(": ");
    if (colon == std::string::npos || colon + 2 >= line.size())
      return fmt::format("{}:{}: found no reason, expected 'TEST: why'", printable(path), number);
    baseline.reasons[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return {};
}

std::string write_litmus_baseline(const std::string& path,
                                  const std::vector<LitmusDivergence>& divergences) {
  std::string text = "# Tests that come out otherwise than on Linux, and why.\n";
  for (const LitmusDivergence& one : divergences)
    text += fmt::format(
        "{}: {}\n", one.test->name.text,
        one.reason.empty() ? "not looked into yet; seen: " + one.seen.front() : one.reason);
  return write_file(path, text);
}

namespace {

std::string citations(const ast::Clauses& clauses) {
  std::string text;
  for (const ast::Citation& cite : clauses.cites)
    for (const std::string& what : cite.texts)
      text += (text.empty() ? "" : "; ") + cite.kind + " " + what;
  return text;
}

std::string listed(const std::vector<std::string>& outcomes) {
  std::string text;
  for (const std::string& outcome : outcomes)
    text += (text.empty() ? "`" : ", or `") + outcome + "`";
  return text;
}

}  // namespace

std::string format_atlas(const std::string& under, const std::string& version, std::size_t tests,
                         const std::vector<LitmusDivergence>& divergences,
                         const SourceMap& sources) {
  std::string text = fmt::format(
      "# What `{}` does otherwise than Linux\n\nSeen on: {}. {} of {} came out as no run on Linux "
      "may.\n\n| test | Linux | here | why |\n|---|---|---|---|\n",
      under, version, divergences.size(), counted(tests, "test"));
  for (const LitmusDivergence& one : divergences)
    text += fmt::format("| [{0}](#{0}) | {1} | {2} | {3} |\n", one.test->name.text,
                        listed(one.allowed), listed(one.seen), one.reason);
  for (const LitmusDivergence& one : divergences) {
    text += fmt::format("\n## {}\n\n{}\n\n", one.test->name.text, one.test->doc);
    text += fmt::format("- Linux: {}\n- here: {}\n", listed(one.allowed), listed(one.seen));
    if (!one.reason.empty()) text += fmt::format("- why: {}\n", one.reason);
    text += fmt::format("- citations: {}\n", citations(one.test->clauses));
    text +=
        fmt::format("- as C: `sigspec litmus show --c --name {} traces/litmus`\n\n```\n{}\n```\n",
                    one.test->name.text, sources.text(one.test->span));
  }
  return text;
}

}  // namespace sigspec
