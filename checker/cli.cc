// Output, errors and exit codes of all commands.
#include "checker/cli.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "checker/report_escape.h"
#include "checker/spec_source.h"

namespace sigspec {

void print_result(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void print_message(std::string_view text) {
  std::fflush(stdout);
  const std::string line = fmt::format("sigspec: {}\n", text);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

ExitCode fail(std::string_view text) {
  print_message(fmt::format("error: {}", text));
  return ExitCode::Failed;
}

bool flush_results() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

std::unique_ptr<Model> load_spec(const Session& session, SpecPart part) {
  const bool built_in = session.spec_dir.empty();
  const SpecSource source = built_in ? built_in_spec(part) : read_spec_source(session.spec_dir);
  if (!source.error.empty()) {
    fail(source.error);
    return nullptr;
  }
  Diagnostics diagnostics;
  auto sources = std::make_shared<SourceMap>();
  auto model = load_model(source.texts, sources, diagnostics,
                          built_in ? Checking::WasDone : Checking::OfEverything);
  if (!diagnostics.empty())
    std::fputs(render_all(diagnostics, *sources, session.color_messages).c_str(), stderr);
  if (!model) fail(fmt::format("the specification in {} has errors", source.name));
  return model;
}

std::string version_text(Version version) {
  return version.patch ? fmt::format("{}.{}.{}", version.major, version.minor, version.patch)
                       : fmt::format("{}.{}", version.major, version.minor);
}

std::optional<Version> choose_kernel(const Model& model, const std::string& text) {
  if (text.empty()) return model.kernel_high;
  const std::optional<Version> version = parse_version(text);
  if (!version || !version->given()) {
    fail(fmt::format("--kernel: found '{}', expected a version like {}", printable(text),
                     version_text(model.kernel_high)));
    return std::nullopt;
  }
  // A stable release belongs to its series: 6.18.3 is 6.18 here.
  Version series = *version;
  if (model.kernel_high.patch == 0) series.patch = 0;
  if (*version < model.kernel_low || series > model.kernel_high) {
    fail(fmt::format(
        "--kernel: found {}, expected a version that the specification covers: {} "
        "to {}",
        version_text(*version), version_text(model.kernel_low), version_text(model.kernel_high)));
    return std::nullopt;
  }
  return version;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string_view near = closest(word, {candidates.begin(), candidates.end()});
  return near.empty() ? "" : fmt::format("; did you mean '{}'?", near);
}

ExitCode exit_code(const CheckReport& report) {
  switch (overall(report)) {
    case Verdict::Diverges: return ExitCode::Diverges;
    case Verdict::Conforms: return ExitCode::Conforms;
    case Verdict::Inconclusive: break;
  }
  const bool unreadable = count_totals(report).unreadable > 0;
  return unreadable ? ExitCode::Failed : ExitCode::Inconclusive;
}

std::string write_file(const std::string& path, std::string_view text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  const bool written = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  int error = errno;
  if (file && std::fclose(file) != 0 && written) error = errno;
  else if (written) return {};
  return fmt::format("cannot write '{}': {}", printable(path), std::strerror(error));
}

std::optional<std::string> read_file(const std::string& path, std::string& error) {
  std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  std::string text;
  if (file) {
    char buffer[1 << 16];
    std::size_t count = 0;
    while ((count = std::fread(buffer, 1, sizeof buffer, file)) > 0) text.append(buffer, count);
  }
  const bool failed = !file || std::ferror(file) != 0;
  if (failed) error = fmt::format("cannot read '{}': {}", printable(path), std::strerror(errno));
  if (file && file != stdin) std::fclose(file);
  if (failed) return std::nullopt;
  return text;
}

}  // namespace sigspec
