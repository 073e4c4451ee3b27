// Reads the texts of a specification, built in or from a folder.
#include "checker/spec_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "checker/cli.h"
#include "checker/embedded_spec.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNotOfRecordings[] = {"/scenarios/", "/claims/", "/stuck/",
                                                 "/closed.sig", "/closed_stops.sig"};

/// What it says of Linux, or of the things that litmus tests are made of.
void keep(SpecSource& source, std::string path, std::string text) {
  auto& texts = path.ends_with(kLitmusSuffix) ? source.litmus_texts : source.texts;
  texts.push_back({std::move(path), std::move(text)});
}

std::vector<std::string> spec_files(const std::string& directory, std::string& error) {
  std::vector<std::string> paths;
  std::error_code code;
  fs::recursive_directory_iterator i(directory, code), end;
  for (; !code && i != end; i.increment(code))
    if ((i->path().extension() == ".sig" || i->path().extension() == kLitmusSuffix) &&
        i->is_regular_file(code))
      paths.push_back(i->path().string());
  if (code) error = fmt::format("cannot read '{}': {}", printable(directory), code.message());
  else if (paths.empty()) error = fmt::format("no .sig file in '{}'", printable(directory));
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

bool is_for_recordings(std::string_view path) {
  return std::none_of(std::begin(kNotOfRecordings), std::end(kNotOfRecordings),
                      [&](std::string_view folder) { return path.find(folder) != path.npos; });
}

SpecSource built_in_spec(SpecPart part) {
  SpecSource source{"the program", {}, {}, {}};
  for (const EmbeddedFile& file : embedded_spec()) {
    if (part == SpecPart::ForRecordings && !is_for_recordings(file.path)) continue;
    keep(source, std::string(file.path), std::string(file.text));
  }
  return source;
}

SpecSource read_spec_source(const std::string& directory) {
  if (directory.empty()) return built_in_spec();
  SpecSource source{"'" + printable(directory) + "'", {}, {}, {}};
  for (const std::string& path : spec_files(directory, source.error)) {
    std::string error;
    std::optional<std::string> text = read_file(path, error);
    if (!text) {
      source.error = error;
      break;
    }
    keep(source, path, std::move(*text));
  }
  return source;
}

std::string render_all(const Diagnostics& diagnostics, const SourceMap& sources, bool color) {
  std::string out;
  std::size_t errors = 0;
  for (const Diagnostic& diagnostic : diagnostics) {
    out += render(diagnostic, sources, color);
    if (!out.empty() && out.back() != '\n') out += '\n';
    errors += diagnostic.severity == Severity::Error;
  }
  if (errors > 0) out += counted(errors, "error") + "\n";
  return out;
}

}  // namespace sigspec
