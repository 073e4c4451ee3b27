// Finds and parses litmus tests.
#include "checker/litmus_tests.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string_view>

#include "checker/report_escape.h"
#include "checker/spec_source.h"
#include "litmus/parser.h"
#include "litmus/prepare.h"

namespace sigspec {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_beneath(const std::string& path) {
  std::error_code code;
  if (!fs::is_directory(path, code)) return {path};
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(path, code))
    if (entry.path().extension() == kLitmusSuffix) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

bool read_tests(const std::vector<std::string>& paths, const Session& session, SourceMap& sources,
                litmus::File& file) {
  Diagnostics diagnostics;
  for (const std::string& path : paths)
    for (const std::string& name : files_beneath(path)) {
      std::string error;
      std::optional<std::string> text = read_file(name, error);
      if (!text) {
        fail(error);
        return false;
      }
      const FileId id = sources.add(name == "-" ? "standard input" : name, std::move(*text));
      litmus::parse_litmus(id, sources, file, diagnostics);
    }
  std::set<std::string_view> names;
  for (const litmus::Test& test : file.tests)
    if (!names.insert(test.name.text).second)
      diagnostics.push_back(
          {Severity::Error, test.name.span,
           fmt::format("found a second '{}', expected a new name", test.name.text), {}, {}});
  if (!diagnostics.empty())
    std::fputs(render_all(diagnostics, sources, session.color_messages).c_str(), stderr);
  return diagnostics.empty();
}

}  // namespace

bool load_litmus_spec(const Session& session, LitmusSpec& spec) {
  spec.model = load_spec(session);
  if (!spec.model) return false;
  Diagnostics diagnostics;
  spec.library.sources = spec.model->sources;
  for (const SpecText& text : read_spec_source(session.spec_dir).litmus_texts) {
    const FileId id = spec.library.sources->add(text.path, text.text);
    litmus::parse_litmus(id, *spec.library.sources, spec.library.file, diagnostics);
  }
  if (diagnostics.empty()) litmus::check_library(*spec.model, spec.library.file, diagnostics);
  if (diagnostics.empty()) return true;
  std::fputs(render_all(diagnostics, *spec.library.sources, session.color_messages).c_str(),
             stderr);
  return false;
}

std::optional<LitmusInput> open_litmus(const std::vector<std::string>& paths,
                                       const std::string& kernel, const Session& session) {
  LitmusInput input;
  if (!load_litmus_spec(session, input.spec)) return std::nullopt;
  const std::optional<Version> chosen = choose_kernel(*input.spec.model, kernel);
  if (!chosen) return std::nullopt;
  input.kernel = *chosen;
  std::erase_if(input.spec.library.file.effects, [&](const litmus::EffectDecl& effect) {
    return !holds_at(effect.clauses, input.kernel);
  });
  if (!read_tests(paths, session, *input.spec.library.sources, input.file)) return std::nullopt;
  const std::size_t left_out = std::erase_if(input.file.tests, [&](const litmus::Test& test) {
    return !holds_at(test.clauses, input.kernel);
  });
  if (left_out > 0)
    print_message(fmt::format("{} left out: not for Linux {}", counted(left_out, "test"),
                              version_text(input.kernel)));
  return input;
}

}  // namespace sigspec
