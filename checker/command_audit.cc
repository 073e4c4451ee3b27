// Calls, or the call sites of programs, and whether they need a loop.
#include "checker/command_audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unordered_map>

#include "checker/command_ask.h"
#include "checker/report_escape.h"

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
    return command.calls.empty() || std::find(command.calls.begin(), command.calls.end(), call) !=
                                        command.calls.end();
  };
  Audit audit(*model, *kernel, tables, assumption);
  std::vector<AuditRow> rows;
  ExitCode code = ExitCode::Conforms;
  for (const std::string& path : command.graphs) {
    CallGraph graph;
    std::size_t bad_lines = 0;
    if (!read_graph(path, graph, bad_lines)) return fail("cannot read '" + printable(path) + "'");
    if (bad_lines > 0) {
      print_message(fmt::format("{}: {} not understood", printable(path),
                                counted(bad_lines, "line")));
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
  if (command.graphs.empty())
    for (const std::string& call : audit.calls())
      if (is_asked(call)) rows.push_back({{}, {}, audit.of(call)});
  // Several programs: what they have in common stands together.
  std::stable_sort(rows.begin(), rows.end(), [](const AuditRow& a, const AuditRow& b) {
    return a.made.trap < b.made.trap;
  });
  print_result(format_audit(rows, command.format,
                            {assumption_words(assumption, tables), version_text(*kernel)}));
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
      "  sigspec audit --stop-continue --format json",
      example_flag(session));
}

}  // namespace sigspec
