// Lines and events are read with the reader under test: traces/ is trusted here, the rules are not.
#include "tests/support/mutate_recording.h"

#include <algorithm>

#include "traces/input.h"
#include "traces/strace_reader.h"

namespace sigspec::test {

namespace {

std::vector<std::string> read_lines(const std::string& path, std::size_t lines_max) {
  std::vector<std::string> lines;
  auto input = traces::open_input(path);
  if (!input) return lines;
  traces::Line line;
  while (lines.size() < lines_max && (*input)->next(line)) lines.emplace_back(line.text);
  return lines;
}

Step make_step(const traces::Event& event) {
  Step step;
  step.kind = event.kind;
  step.tid = static_cast<std::int64_t>(event.tid);
  step.line = static_cast<std::size_t>(event.line);
  step.entry_line = static_cast<std::size_t>(event.entry_line);
  step.whole = event.whole;
  step.name = event.name;
  step.args = event.args;
  step.result = event.result.kind;
  step.value = event.kind == traces::EventKind::Exited ? event.value : event.result.value;
  step.negative = event.result.negative;
  step.result_name = event.result.name;
  return step;
}

}  // namespace

bool shows_everything(const std::string& options) {
  for (const char* hides : {"-e ", "-p ", "-z", "-X raw", "--seccomp-bpf"})
    if (options.find(hides) != std::string::npos) return false;
  return true;
}

const Send* Recording::send_of(std::size_t index) const {
  const auto& sends = families.sends;  // in the order of their steps
  const auto found =
      std::lower_bound(sends.begin(), sends.end(), index,
                       [](const Send& send, std::size_t step) { return send.step < step; });
  return found != sends.end() && found->step == index ? &*found : nullptr;
}

const ProcessFacts* Recording::process_with_id(std::int64_t pid, std::size_t line) const {
  const ProcessFacts* found = nullptr;
  for (const ProcessFacts& process : families.processes)
    if (process.pid == pid && steps[families.tasks[process.leader].first].line <= line)
      found = &process;
  return found && found->certain ? found : nullptr;
}

std::optional<Recording> read_recording(const std::string& path, std::size_t lines_max) {
  Recording recording;
  recording.lines = read_lines(path, lines_max);
  auto input = traces::open_input(path);
  if (!input || recording.lines.empty()) return std::nullopt;
  traces::StraceReader reader(**input);
  traces::Event event;
  while (reader.next(event) && static_cast<std::size_t>(event.line) <= recording.lines.size()) {
    if (event.kind == traces::EventKind::Frame) continue;
    // A damaged line cannot be altered with care.
    if (event.spliced || event.tid_guessed || event.result.injected) return std::nullopt;
    recording.steps.push_back(make_step(event));
  }
  find_families(recording);
  follow_tasks(recording);
  return recording;
}

}  // namespace sigspec::test
