// Puts together what the files of one task say.
#include "stuck/task.h"

#include <algorithm>
#include <charconv>

#include "stuck/freezer.h"
#include "stuck/lines.h"
#include "stuck/save.h"

namespace sigspec::stuck {

namespace {

constexpr std::size_t kThreadsMax = 4096;  // that are looked at to count those alive
constexpr std::size_t kChildrenMax = 4096;

std::string first_word(std::string_view text) {
  return std::string(text.substr(0, text.find_first_of(" \n")));
}

/// Reads one file, or says that it could not be.
class Files {
 public:
  Files(const Root& root, Task& task)
      : root_(root),
        task_(task),
        own_(std::to_string(task.process) + "/task/" + std::to_string(task.thread) + "/"),
        shared_(std::to_string(task.process) + "/") {}

  /// The thread's own, where there is one.
  std::optional<std::string> read(const std::string& name) {
    Reading reading = root_.read(own_ + name);
    if (reading.missing && task_.process == task_.thread) reading = root_.read(shared_ + name);
    return taken(name, std::move(reading));
  }
  std::optional<std::string> link(const std::string& name) {
    return taken(name, root_.link(own_ + name));
  }
  const std::string& own() const { return own_; }
  const std::string& shared() const { return shared_; }

 private:
  std::optional<std::string> taken(const std::string& name, Reading reading) {
    if (!reading.text) task_.unread.push_back({name, reading.why});
    return std::move(reading.text);
  }
  const Root& root_;
  Task& task_;
  std::string own_, shared_;
};

/// How many of the other threads have not ended.
void count_others(const Root& root, Task& task) {
  int alive = 0;
  std::size_t looked_at = 0;
  for (const int thread : threads(root, task.process)) {
    if (thread == task.thread || ++looked_at > kThreadsMax) continue;
    Task other;
    const Reading status =
        root.read(std::to_string(task.process) + "/task/" + std::to_string(thread) + "/status");
    if (!status.text) continue;
    read_status(*status.text, other);
    alive += !has_ended(other);
  }
  task.values["task alive"] = std::to_string(alive);
}

void read_children(std::string_view text, Task& task) {
  while (task.children.size() < kChildrenMax) {
    int child = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), child);
    if (error != std::errc()) return;
    task.children.push_back(child);
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    if (text.starts_with(' ')) text.remove_prefix(1);
  }
}

}  // namespace

bool has_ended(const Task& task) {
  const std::string_view state = task.value("status State");
  return state == "Z" || state == "X";
}

Task read_task(const Root& root, int process, int thread) {
  Task task;
  task.process = process;
  task.thread = thread;
  Files files(root, task);
  const auto status = files.read("status");
  if (!status) return task;
  read_status(*status, task);
  if (const auto stat = files.read("stat")) read_stat(*stat, task);
  task.values["task leader"] = process == thread ? "true" : "false";
  if (has_ended(task)) {  // of the rest nothing is left
    count_others(root, task);
    return task;
  }
  if (const auto stack = files.read("stack")) {
    read_stack(*stack, task);
    task.stack_is_whole = true;
  }
  if (task.stack.empty())
    if (const auto wchan = files.read("wchan"); wchan && *wchan != "0")
      task.stack.push_back(first_word(*wchan));
  task.values["task place"] = task.stack.empty() ? "false" : "true";
  if (const auto call = files.read("syscall")) read_syscall(*call, task);
  if (!task.call_arguments.empty()) {
    const Reading object =
        root.link(files.shared() + "fd/" + std::to_string(task.call_arguments[0]));
    if (object.text) task.call_object = *object.text;
  }
  if (root.is_copy())
    each_line(
        root.read(files.own() + kArgumentsFile).text.value_or(""), [&](std::string_view line) {
          const std::size_t space = line.find(' ');
          if (space == line.npos) return;
          task.values[kArgument + std::string(line.substr(0, space))] = line.substr(space + 1);
        });
  if (const auto children = files.read("children")) read_children(*children, task);
  // A task that ends has given them back, from some point on.
  if (const Reading mounts = root.read(files.own() + "mountinfo"); mounts.text)
    task.mounts = read_mounts(*mounts.text);
  else if (mounts.denied) task.unread.push_back({"mountinfo", mounts.why});
  if (const auto link = files.link("ns/pid")) task.pid_namespace = *link;
  task.freezers = read_freezers(root, task);
  if (files.read("cgroup"))
    for (const bool first : {false, true})
      task.values[first ? "cgroup frozen.v1" : "cgroup frozen.v2"] =
          std::any_of(task.freezers.begin(), task.freezers.end(),
                      [&](const Freezer& freezer) {
                        return freezer.frozen && freezer.first_version == first;
                      })
              ? "true"
              : "false";
  return task;
}

void read_path(const Root& root, Task& task) {
  constexpr std::size_t kPathMax = 1024, kFirst = 2;  // arguments that may be a path
  const std::string kept(kArgument + std::string("path"));
  if (task.values.contains(kept)) task.call_object = task.values[kept];
  for (std::size_t i = 0; i < kFirst && i < task.call_arguments.size(); ++i) {
    if (!task.call_object.empty()) return;
    const Reading text =
        root.memory(task.thread, static_cast<std::uint64_t>(task.call_arguments[i]), kPathMax);
    const std::string_view found = text.text ? *text.text : std::string_view();
    const std::size_t end = found.find('\0');
    if (!found.starts_with('/') || end == found.npos || found.find('\n') < end) continue;
    task.call_object = found.substr(0, end);
    task.values[kept] = task.call_object;
  }
}

std::vector<int> processes(const Root& root) { return root.numbers(""); }

std::vector<int> threads(const Root& root, int process) {
  std::vector<int> found = root.numbers(std::to_string(process) + "/task");
  if (found.empty()) found.push_back(process);
  return found;
}

int process_of(const Root& root, int number) {
  const Reading status = root.read(std::to_string(number) + "/status");
  if (status.text) {
    Task task;
    read_status(*status.text, task);
    const auto leader = static_cast<int>(task.number("status Tgid"));
    return leader > 0 ? leader : number;
  }
  for (const int process : processes(root))
    if (root.read(std::to_string(process) + "/task/" + std::to_string(number) + "/status").text)
      return process;
  return 0;
}

}  // namespace sigspec::stuck
