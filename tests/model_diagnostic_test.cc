// Diagnostics: carets in step with the text above them, suggestions, and the parser's messages.
//
// The goldens are tests/goldens/spec_errors/*.sig with what the parser says of them in *.expected;
// SIGSPEC_UPDATE=1 in the environment rewrites the expectations.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "model/diagnostic.h"
#include "tests/support/paths.h"
#include "tests/support/spec_text.h"

namespace sigspec {
namespace {

std::string rendered(const std::string& text, std::uint32_t begin, std::uint32_t end) {
  SourceMap sources;
  const FileId id = sources.add("f.sig", text);
  return render({Severity::Error, {id, begin, end}, "message", "", ""}, sources, false);
}

TEST(Diagnostic, CaretsStandUnderTheSpan) {
  EXPECT_EQ(rendered("first\nconst a = 1\n", 12, 13),
            "f.sig:2:7: error: message\n  const a = 1\n        ^\n");
  EXPECT_EQ(rendered("const abc\n", 6, 9), "f.sig:1:7: error: message\n  const abc\n        ^~~\n");
}

TEST(Diagnostic, TabsAndWideCharactersStayInStep) {
  EXPECT_EQ(rendered("\ta b", 1, 2), "f.sig:1:2: error: message\n      a b\n      ^\n");
  EXPECT_EQ(rendered("\xC3\xA9 b", 3, 4), "f.sig:1:4: error: message\n  \xC3\xA9 b\n    ^\n");
  EXPECT_EQ(rendered("\xE4\xB8\xAD b", 4, 5),
            "f.sig:1:5: error: message\n  \xE4\xB8\xAD b\n     ^\n");
  EXPECT_EQ(rendered("a\xFF" "b", 2, 3), "f.sig:1:3: error: message\n  a<FF>b\n       ^\n");
}

TEST(Diagnostic, SpansThatEndElsewhere) {
  EXPECT_EQ(rendered("abc\ndef", 1, 6), "f.sig:1:2: error: message\n  abc\n   ^~\n");
  EXPECT_EQ(rendered("abc", 3, 3), "f.sig:1:4: error: message\n  abc\n     ^\n");
  EXPECT_EQ(rendered("abc", 900, 1000), "f.sig:1:4: error: message\n  abc\n     ^\n");
  EXPECT_EQ(rendered("", 0, 0), "f.sig:1:1: error: message\n\n  ^\n");
}

TEST(Diagnostic, LongLinesAreCut) {
  const std::string text = rendered(std::string(1'000'000, 'x'), 500'000, 500'002);
  EXPECT_LT(text.size(), 500U);
  EXPECT_NE(text.find("^~"), std::string::npos);
}

TEST(Diagnostic, ColorsAndNotes) {
  SourceMap sources;
  const FileId id = sources.add("f.sig", "abc");
  const Diagnostic diagnostic{Severity::Warning, {id, 0, 1}, "message", "why", "do this"};
  EXPECT_EQ(render(diagnostic, sources, false),
            "f.sig:1:1: warning: message\n  abc\n  ^\n  note: why\n  help: do this\n");
  EXPECT_NE(render(diagnostic, sources, true).find("\33["), std::string::npos);
  EXPECT_FALSE(has_errors({diagnostic}));
}

TEST(Diagnostic, ClosestWord) {
  EXPECT_EQ(closest("SIGUSR3", {"SIGUSR1", "SIGCHLD"}), "SIGUSR1");
  EXPECT_EQ(closest("wehn", {"with", "when", "where"}), "when");
  EXPECT_EQ(closest("xyz", {"when", "where"}), "");
  EXPECT_EQ(closest("interupted", {"interrupted", "interruptible"}), "interrupted");
  EXPECT_EQ(closest(std::string(100'000, 'a'), {"aaa"}), "");
}

TEST(SourceMap, PositionsAndLines) {
  SourceMap sources;
  const FileId id = sources.add("f", "ab\r\ncd\n");
  EXPECT_EQ(sources.position(id, 0).line, 1U);
  EXPECT_EQ(sources.position(id, 5).line, 2U);
  EXPECT_EQ(sources.position(id, 5).column, 2U);
  EXPECT_EQ(sources.position(id, 7).line, 3U);
  EXPECT_EQ(sources.line(id, 1), "ab");
  EXPECT_EQ(sources.line(id, 4), "cd");
  EXPECT_EQ(sources.line(id, 7), "");
  EXPECT_EQ(sources.text(Span{id, 4, 6}), "cd");
}

TEST(SpecErrors, MessagesAreThoseExpected) {
  const bool update = std::getenv("SIGSPEC_UPDATE") != nullptr;
  std::vector<std::filesystem::path> files;
  const std::filesystem::path folder = test::source_dir() / "tests/goldens/spec_errors";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const bool parse_error = entry.path().filename().string().starts_with("parse_");
    if (parse_error && entry.path().extension() == ".sig") files.push_back(entry.path());
  }
  EXPECT_GE(files.size(), 8U);
  for (std::filesystem::path path : files) {
    const std::string name = path.filename().string();
    const test::Parsed parsed = test::parse(test::read_file(path.string()), name);
    path.replace_extension(".expected");
    if (update) std::ofstream(path) << parsed.messages();
    EXPECT_EQ(parsed.messages(), test::read_file(path.string())) << name;
  }
}

}  // namespace
}  // namespace sigspec
