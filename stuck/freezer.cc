// Finds the files of the two freezers: that of version 1 and that of version 2 of control groups.
#include "stuck/freezer.h"

#include <algorithm>

namespace sigspec::stuck {

namespace {

constexpr std::size_t kDepthMax = 64;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(at), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// Where hierarchies are mounted; empty: not at all.
struct Hierarchies {
  std::string unified, freezer;
};

Hierarchies find_hierarchies() {
  Hierarchies found;
  const std::string mounts = Root::read_file("/proc/self/mountinfo").text.value_or("");
  for (const std::string_view line : split(mounts, '\n')) {
    const std::vector<std::string_view> fields = split(line, ' ');
    const auto dash = std::find(fields.begin(), fields.end(), "-");
    if (fields.size() < 5 || fields.end() - dash < 4) continue;
    const std::string_view type = dash[1];
    std::string point(fields[4]);
    if (type == "cgroup2" && found.unified.empty()) found.unified = std::move(point);
    else if (type == "cgroup" && found.freezer.empty()) {
      const auto options = split(dash[3], ',');
      if (std::find(options.begin(), options.end(), "freezer") != options.end())
        found.freezer = std::move(point);
    }
  }
  return found;
}

/// From the group upwards: each may freeze all beneath it.
void add(const std::string& mount, std::string group, const std::string& file,
         const std::string& thaw, const std::string& frozen_by, std::vector<Freezer>& out) {
  for (std::size_t depth = 0; depth < kDepthMax && group.size() > 1; ++depth) {
    Freezer freezer{mount + group + "/" + file, thaw, false, !frozen_by.empty()};
    const std::string asked = frozen_by.empty() ? freezer.path : mount + group + "/" + frozen_by;
    if (const Reading value = Root::read_file(asked); value.text) {
      freezer.frozen = value.text->starts_with('1');
      out.push_back(std::move(freezer));
    }
    group.resize(group.rfind('/'));
  }
}

}  // namespace

std::vector<Freezer> read_freezers(const Root& root, const Task& task) {
  std::vector<Freezer> found;
  const std::string own =
      std::to_string(task.process) + "/task/" + std::to_string(task.thread) + "/";
  if (root.is_copy()) {
    const std::string kept = root.read(own + kFreezersFile).text.value_or("");
    for (const std::string_view line : split(kept, '\n')) {
      const std::size_t first = line.find(' ');
      const std::size_t second = first == line.npos ? first : line.find(' ', first + 1);
      if (second == line.npos) continue;
      found.push_back({std::string(line.substr(second + 1)),
                       std::string(line.substr(first + 1, second - first - 1)),
                       line.starts_with('1'), line.starts_with("1v1") || line.starts_with("0v1")});
    }
    return found;
  }
  static const Hierarchies kMounted = find_hierarchies();
  const std::string groups = root.read(own + "cgroup").text.value_or("");
  for (const std::string_view line : split(groups, '\n')) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == line.npos ? first : line.find(':', first + 1);
    if (second == line.npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const std::string group(line.substr(second + 1));
    if (controllers.empty() && !kMounted.unified.empty())
      add(kMounted.unified, group, "cgroup.freeze", "0", "", found);
    if (controllers == "freezer" && !kMounted.freezer.empty())
      add(kMounted.freezer, group, "freezer.state", "THAWED", "freezer.self_freezing", found);
  }
  return found;
}

std::string write_freezers(const std::vector<Freezer>& freezers) {
  std::string text;
  for (const Freezer& freezer : freezers)
    text += std::string(freezer.frozen ? "1" : "0") + (freezer.first_version ? "v1 " : "v2 ") +
            freezer.thaw + " " + freezer.path + "\n";
  return text;
}

}  // namespace sigspec::stuck
