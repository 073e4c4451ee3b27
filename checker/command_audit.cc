// Calls, or the call sites of programs, and whether they need a loop.
#include "checker/command_audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unordered_map>

#include "checker/check.h"
#include "checker/command_ask.h"
#include "checker/conform.h"
#include "checker/elf_calls.h"
#include "checker/report_escape.h"
#include "traces/trace.h"

namespace sigspec {

namespace {

std::string assumption_words(const Assumption& assumption, const OutcomeTables& tables) {
  if (assumption.stop_continue) return "stops and no handlers";
  if (assumption.handler.empty()) return "handlers without flags";
  if (tables.is_no_handler(assumption.handler[0])) return assumption.handler[0];
  return "handlers with " + joined(assumption.handler, " and ");
}

/// Letters and digits alone, in small letters.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)))
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// Finds calls by what programs name their numbers: SYS_READ, fcntl64Syscall, EpollWait.
class TrapNames {
 public:
  explicit TrapNames(const Model& model) {
    for (const CallInfo& call : model.calls) calls_.emplace(bare(call.name), call.name);
  }

  /// Returns: the name of the call; the trap itself when there is none.
  std::string call_of(const std::string& trap) const {
    std::string name = bare(trap);
    if (const auto found = calls_.find(name); found != calls_.end()) return found->second;
    constexpr std::string_view kBefore = "sys", kBehind = "syscall";
    if (name.ends_with(kBehind)) name.resize(name.size() - kBehind.size());
    if (name.starts_with(kBefore)) name.erase(0, kBefore.size());
    const auto found = calls_.find(name);
    return found == calls_.end() ? trap : found->second;
  }

 private:
  std::unordered_map<std::string, std::string> calls_;
};

/// Reads a file of `callgraph`. Counts the lines that are none of it.
bool read_graph(const std::string& path, CallGraph& graph, std::size_t& bad_lines) {
  std::ifstream file(path);
  if (path != "-" && !file) return false;
  std::istream& in = path == "-" ? std::cin : file;
  for (std::string line; std::getline(in, line);)
    if (!graph.add(line)) ++bad_lines;
  return true;
}

/// Audits a recording. Returns: nothing when it cannot be read, and says why.
std::optional<TraceAuditReport> audit_recording(const Model& model, Version kernel,
                                                const OutcomeTables& tables,
                                                const Assumption& assumption,
                                                const std::string& path) {
  traces::ReaderOptions options = reader_options(model);
  options.frames = true;
  auto trace = traces::open_trace(path, options);
  if (!trace) {
    fail(trace.error());
    return std::nullopt;
  }
  CheckOptions judged;
  judged.kernel = kernel;
  Programs programs(model, judged);
  FileReport report;
  Conform conform(programs.of(std::string(traces::name_of((*trace)->dialect()))), report, 0);
  TraceAudit audit(model, kernel, tables, assumption, conform);
  traces::Event event;
  while ((*trace)->next(event)) {
    conform.feed(event);
    audit.add(event);
  }
  if (const std::string failure = (*trace)->failure(); !failure.empty()) {
    fail(printable(path) + ": " + printable(failure));
    return std::nullopt;
  }
  return TraceAuditReport{path, audit.calls(), (*trace)->stats().not_understood};
}

/// The first bytes of a file; empty for standard input, which can be read only once.
std::string first_bytes(const std::string& path) {
  std::string bytes(4, '\0');
  std::ifstream file(path, std::ios::binary);
  const auto size = static_cast<std::streamsize>(bytes.size());
  return path != "-" && file.read(bytes.data(), size) ? bytes : std::string();
}

}  // namespace

ExitCode run_audit(const AuditCommand& command, const Session& session) {
  const std::unique_ptr<Model> model = load_spec(session);
  if (!model) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  const OutcomeTables tables(*model, *kernel);
  for (const std::string& word : command.assumption.handler)
    if (!tables.is_flag(word) && !tables.is_no_handler(word))
      return fail(fmt::format("--handler: the specification knows no flag '{}'{}", printable(word),
                              did_you_mean(word, tables.handler_words())));
  Assumption assumption = command.assumption;
  if (!command.handler_given && !assumption.stop_continue)
    assumption.handler = {tables.deciding_flag()};
  for (const std::string& call : command.calls)
    if (model->call_id(call) < 0) {
      std::vector<std::string> names;
      for (const CallInfo& known : model->calls) names.push_back(known.name);
      return fail(fmt::format("the specification knows no call '{}'{}", printable(call),
                              did_you_mean(call, names)));
    }
  const auto is_asked = [&](const std::string& call) {
    return command.calls.empty() ||
           std::find(command.calls.begin(), command.calls.end(), call) != command.calls.end();
  };
  Audit audit(*model, *kernel, tables, assumption);
  std::vector<AuditRow> rows;
  ExitCode code = ExitCode::Conforms;
  for (const std::string& path : command.graphs) {
    CallGraph graph;
    std::size_t bad_lines = 0;
    if (!read_graph(path, graph, bad_lines)) return fail("cannot read '" + printable(path) + "'");
    if (bad_lines > 0) {
      print_message(
          fmt::format("{}: {} not understood", printable(path), counted(bad_lines, "line")));
      code = ExitCode::Inconclusive;
    }
    const TrapNames names(*model);
    const std::string program =
        command.graphs.size() == 1 ? "" : std::filesystem::path(path).filename().string();
    for (DirectCall& made : graph.direct_calls(command.packages, command.sources)) {
      const std::string call = names.call_of(made.trap);
      if (is_asked(call)) rows.push_back({program, std::move(made), audit.of(call)});
    }
  }
  const AuditHead head{assumption_words(assumption, tables), version_text(*kernel)};
  bool only_recordings = command.graphs.empty() && !command.programs.empty();
  for (const std::string& path : command.programs) {
    if (!is_elf(first_bytes(path))) {
      auto report = audit_recording(*model, *kernel, tables, assumption, path);
      if (!report) return ExitCode::Failed;
      std::erase_if(report->calls, [&](const TracedCall& call) { return !is_asked(call.call); });
      print_result(format_trace_audit(*report, command.format, head));
      if (report->lost > 0) code = ExitCode::Inconclusive;
      continue;
    }
    std::string error;
    const std::optional<std::string> bytes = read_file(path, error);
    if (!bytes) return fail(error);
    auto calls = elf_calls(*model, *bytes, path);
    if (!calls) return fail(fmt::format("'{}' is no program for x86-64", printable(path)));
    print_message(
        fmt::format("{}: in part: numbers that are no immediate, and what functions of "
                    "libraries call, are not seen",
                    printable(path)));
    code = ExitCode::Inconclusive;
    only_recordings = false;
    for (DirectCall& made : *calls)
      if (is_asked(made.trap)) {
        CallAudit found = audit.of(made.trap);
        rows.push_back({{}, std::move(made), std::move(found)});
      }
  }
  if (only_recordings) return code;
  if (command.graphs.empty() && command.programs.empty())
    for (const std::string& call : audit.calls())
      if (is_asked(call)) rows.push_back({{}, {}, audit.of(call)});
  // Several programs: what they have in common stands together.
  std::stable_sort(rows.begin(), rows.end(),
                   [](const AuditRow& a, const AuditRow& b) { return a.made.trap < b.made.trap; });
  print_result(format_audit(rows, command.format, head));
  if (std::any_of(rows.begin(), rows.end(),
                  [](const AuditRow& row) { return row.audit.safety == Safety::Unknown; }))
    code = ExitCode::Inconclusive;
  return code;
}

std::string audit_examples(const Session& session) {
  return fmt::format(
      "Examples:\n"
      "  sigspec audit --call read --call epoll_wait\n"
      "  sigspec audit --handler {0} --callgraph dockerd.callgraph --format csv > sheet.csv\n"
      "  sigspec audit --stop-continue --format json\n"
      "  sigspec audit program.strace    # recorded with strace -f -y, and -k for call sites\n"
      "  sigspec audit /usr/bin/program  # what its file tells, which is a part",
      example_flag(session));
}

}  // namespace sigspec
