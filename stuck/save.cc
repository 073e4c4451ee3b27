// Writes the files of tasks under the names that they have in /proc.
#include "stuck/save.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "stuck/freezer.h"
#include "stuck/holders.h"
#include "stuck/task.h"

namespace sigspec::stuck {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFiles[] = {"status",  "stat",     "stack",     "wchan",
                                  "syscall", "children", "mountinfo", "cgroup"};

class Copy {
 public:
  Copy(const Root& root, const std::string& folder) : root_(root), folder_(folder) {}

  std::string error;

  void file(const std::string& path, const Reading& reading) {
    if (!reading.text || !error.empty()) return;
    const fs::path to = fs::path(folder_) / path;
    std::error_code code;
    fs::create_directories(to.parent_path(), code);
    std::ofstream out(to, std::ios::binary);
    out << *reading.text;
    if (!out) error = "cannot write '" + to.string() + "'";
  }
  void link(const std::string& path) {
    const Reading target = root_.link(path);
    if (!target.text || !error.empty()) return;
    const fs::path to = fs::path(folder_) / "proc" / path;
    std::error_code code;
    fs::create_directories(to.parent_path(), code);
    fs::create_symlink(*target.text, to, code);
  }

  void process(int number) {
    const std::string own = std::to_string(number) + "/";
    for (const int thread : threads(root_, number)) {
      const Task task = read_task(root_, number, thread);
      const std::string path = own + "task/" + std::to_string(thread) + "/";
      for (const char* name : kFiles) {
        Reading reading = root_.read(path + name);
        if (reading.missing && thread == number) reading = root_.read(own + name);
        file("proc/" + path + name, reading);
      }
      link(path + "ns/pid");
      if (!task.freezers.empty())
        file("proc/" + path + kFreezersFile, {write_freezers(task.freezers), {}});
      if (!task.call_arguments.empty()) descriptor(own, task.call_arguments[0]);
    }
    const auto open = descriptors(root_, number, [](std::string_view) { return true; });
    if (!open) return;
    for (const Descriptor& one : *open)
      if (is_kept(one)) descriptor(own, one.number);
  }

  void arguments(const Task& task) {
    std::string text;
    for (const auto& [name, value] : task.values)
      if (name.starts_with(kArgument))
        text += name.substr(std::string_view(kArgument).size()) + " " + value + "\n";
    const std::string path = std::to_string(task.process) + "/task/" + std::to_string(task.thread);
    if (!text.empty()) file("proc/" + path + "/" + kArgumentsFile, {text, {}});
  }

  void locks() { file("proc/locks", root_.read("locks")); }

  void connections() {
    const std::string place = "fs/fuse/connections";
    for (const int connection : root_.sys_numbers(place)) {
      const std::string path = place + "/" + std::to_string(connection) + "/waiting";
      file("sys/" + path, root_.read_sys(path));
    }
  }

 private:
  void descriptor(const std::string& own, std::int64_t number) {
    link(own + "fd/" + std::to_string(number));
    const std::string info = own + "fdinfo/" + std::to_string(number);
    file("proc/" + info, root_.read(info));
  }

  const Root& root_;
  std::string folder_;
};

}  // namespace

std::string save(const Root& root, const std::vector<Task>& tasks, const std::string& folder) {
  std::error_code code;
  if (fs::exists(folder, code)) return "'" + folder + "' is there already";
  fs::create_directories(folder + "/proc", code);
  if (code) return "cannot make '" + folder + "': " + code.message();
  Copy copy(root, folder);
  std::set<int> processes;
  for (const Task& task : tasks) {
    processes.insert(task.process);
    copy.arguments(task);
  }
  for (const int process : processes) copy.process(process);
  copy.locks();
  copy.connections();
  return copy.error;
}

}  // namespace sigspec::stuck
