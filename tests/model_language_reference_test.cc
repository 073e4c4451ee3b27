// Every example of the language reference does what the page says of it.
//
// spec/README.md marks its examples: ```sig stands beside the whole of spec/, ```sig alone by
// itself, and ```sig error: MESSAGE must be refused with that message and no other.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "model/model.h"
#include "model/parser.h"
#include "model/print.h"
#include "tests/support/paths.h"
#include "tests/support/small_model.h"

namespace sigspec {
namespace {

struct Example {
  int line = 0;
  bool alone = false;
  std::string error, text;
};

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// The blocks of the page that are in the language.
std::vector<Example> examples() {
  std::istringstream page(read(test::source_dir() / "spec/README.md"));
  std::vector<Example> found;
  std::string text;
  bool inside = false;
  for (int line = 1; std::getline(page, text); ++line) {
    if (inside && text == "```") {
      inside = false;
    } else if (inside) {
      found.back().text += text + "\n";
    } else if (text == "```sig" || text.starts_with("```sig ")) {
      inside = true;
      const auto error = text.find("error: ");
      found.push_back({line,
                       text.starts_with("```sig alone"),
                       error == text.npos ? "" : text.substr(error + 7),
                       {}});
    }
  }
  return found;
}

std::vector<SpecText> specification() {
  std::vector<SpecText> texts;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(test::source_dir() / "spec")) {
    if (entry.path().extension() == ".sig") {
      texts.push_back({entry.path().string(), read(entry.path())});
    }
  }
  return texts;
}

TEST(LanguageReference, ExamplesAreCheckedAsThePageSays) {
  const std::vector<SpecText> linux_texts = specification();
  ASSERT_GE(examples().size(), 12U);
  for (const Example& example : examples()) {
    std::vector<SpecText> texts;
    if (!example.alone) texts = linux_texts;
    texts.push_back({"spec/README.md:" + std::to_string(example.line), example.text});
    const test::Loaded loaded = test::load(texts);
    if (example.error.empty()) {
      EXPECT_TRUE(loaded.diagnostics.empty()) << example.line << ": " << loaded.messages();
      continue;
    }
    ASSERT_EQ(loaded.diagnostics.size(), 1U) << example.line << ": " << loaded.messages();
    EXPECT_EQ(loaded.diagnostics[0].message, example.error) << "line " << example.line;
  }
}

std::string formatted(const std::string& text, const Example& example) {
  SourceMap sources;
  Diagnostics diagnostics;
  const ast::File file = parse_spec(sources.add("example", text), sources, diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << "line " << example.line;
  return print_spec(file, sources);
}

TEST(LanguageReference, ExamplesFormatTheSameTwice) {
  for (const Example& example : examples()) {
    const std::string once = formatted(example.text, example);
    EXPECT_EQ(formatted(once, example), once) << "line " << example.line;
  }
}

}  // namespace
}  // namespace sigspec
