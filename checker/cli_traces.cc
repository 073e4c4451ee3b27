// From arguments to paths of single traces.
#include "checker/cli_traces.h"

#include <fmt/format.h>

#include <filesystem>

#include "checker/report_escape.h"
#include "traces/trace.h"

namespace sigspec {

std::vector<std::string> find_traces(const std::vector<std::string>& arguments,
                                     std::vector<std::string>& errors) {
  std::vector<std::string> paths;
  for (const std::string& argument : arguments) {
    std::error_code ignored;
    if (argument == "-" || !std::filesystem::is_directory(argument, ignored)) {
      paths.push_back(argument);
      continue;
    }
    auto found = traces::find_traces(argument, traces::looks_like_recording);
    if (!found) errors.push_back(printable(found.error()));
    else if (found->empty()) errors.push_back(fmt::format("no trace in '{}'", printable(argument)));
    else
      for (const traces::TraceFiles& trace : *found) paths.push_back(trace.name);
  }
  return traces::join_task_files(paths);
}

}  // namespace sigspec
