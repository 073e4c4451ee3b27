// Writes the page of an emulator's divergences.
#include "checker/litmus_atlas.h"

#include <fmt/format.h>

#include "checker/report_escape.h"

namespace sigspec {

namespace {

std::string citations(const ast::Clauses& clauses) {
  std::string text;
  for (const ast::Citation& cite : clauses.cites)
    for (const std::string& what : cite.texts)
      text += (text.empty() ? "" : "; ") + cite.kind + " " + what;
  return text.empty() ? "those of the rules" : text;
}

std::string listed(const std::vector<std::string>& outcomes) {
  std::string text;
  for (const std::string& outcome : outcomes)
    text += (text.empty() ? "`" : ", or `") + outcome + "`";
  return text;
}

/// A test that came out otherwise, apart from what is so in all tests.
struct OtherThanLinux {
  const LitmusVerdict* verdict = nullptr;
  std::vector<std::string> seen;
  std::string reason;
};

std::vector<OtherThanLinux> divergences(const std::vector<LitmusVerdict>& verdicts,
                                        const LitmusBaseline& known) {
  std::vector<OtherThanLinux> found;
  for (const LitmusVerdict& verdict : verdicts) {
    const auto entry = known.tests.find(verdict.test->name.text);
    if (entry == known.tests.end()) continue;
    found.push_back({&verdict,
                     {entry->second.outcomes.begin(), entry->second.outcomes.end()},
                     entry->second.reason});
  }
  return found;
}

/// In how many tests an outcome has that part.
std::size_t tests_with(const std::string& part, const std::vector<LitmusVerdict>& verdicts) {
  LitmusBaseline only;
  only.parts[part] = "counted";
  std::size_t tests = 0;
  for (const LitmusVerdict& verdict : verdicts)
    for (const LitmusVerdict::Seen& seen : verdict.seen) {
      std::string outcome = seen.outcome;
      if (only.take_parts(outcome).empty()) continue;
      ++tests;
      break;
    }
  return tests;
}

}  // namespace

std::string format_atlas(const std::string& under, const std::string& version,
                         const std::vector<LitmusVerdict>& verdicts, const LitmusBaseline& baseline,
                         const SourceMap& sources) {
  const std::vector<OtherThanLinux> found = divergences(verdicts, known_after(verdicts, baseline));
  std::string text = fmt::format(
      "# What `{}` does otherwise than Linux\n\nSeen on: {}. {} of {} came out as no run on Linux "
      "may.\n\n",
      under, version, found.size(), counted(verdicts.size(), "test"));
  for (const auto& [part, reason] : baseline.parts)
    text += fmt::format("In {} the outcome has `{}` besides: {}.\n\n",
                        counted(tests_with(part, verdicts), "test"), part, reason);
  text += "| test | Linux | here | why |\n|---|---|---|---|\n";
  for (const OtherThanLinux& one : found)
    text += fmt::format("| [{0}](#{0}) | {1} | {2} | {3} |\n", one.verdict->test->name.text,
                        listed(one.verdict->allowed), listed(one.seen), one.reason);
  for (const OtherThanLinux& one : found) {
    const litmus::Test& test = *one.verdict->test;
    text += fmt::format("\n## {}\n\n", test.name.text);
    if (!test.doc.empty()) text += test.doc + "\n\n";
    text += fmt::format("- Linux: {}\n- here: {}\n- why: {}\n- citations: {}\n",
                        listed(one.verdict->allowed), listed(one.seen), one.reason,
                        citations(test.clauses));
    text +=
        fmt::format("- as C: `sigspec litmus show --c --name {} traces/litmus`\n\n```\n{}\n```\n",
                    test.name.text, sources.text(test.span));
  }
  return text;
}

}  // namespace sigspec
