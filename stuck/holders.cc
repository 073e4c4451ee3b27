// Goes through the descriptors of all processes.
#include "stuck/holders.h"

#include <algorithm>

#include "stuck/lines.h"

namespace sigspec::stuck {

namespace {

constexpr std::string_view kLock = "lock";
constexpr std::size_t kDescriptorsMax = 1 << 14;  // of a process

std::map<std::string, std::string, std::less<>> read_info(std::string_view text) {
  std::map<std::string, std::string, std::less<>> info;
  each_line(text, [&](std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return;
    const std::string_view value = line.substr(colon + 1);
    const std::size_t begin = value.find_first_not_of(" \t");
    info.emplace(line.substr(0, colon), begin == value.npos ? "" : value.substr(begin));
  });
  return info;
}

/// A line of /proc/locks: `7: -> POSIX  ADVISORY  WRITE 12 08:01:99 0 EOF`.
struct Lock {
  std::string_view group, kind, file;
  std::string_view process;
  bool waits = false;
};

std::optional<Lock> read_lock(std::string_view line) {
  std::vector<std::string_view> fields = words(line);
  Lock lock;
  if (fields.size() > 1 && fields[1] == "->") {
    lock.waits = true;
    fields.erase(fields.begin() + 1);
  }
  if (fields.size() < 6) return std::nullopt;
  lock.group = fields[0];
  lock.kind = fields[1];
  lock.process = fields[4];
  lock.file = fields[5];
  return lock;
}

Holders holders_of(const Root& root, const std::function<bool(std::string_view)>& is_wanted,
                   const std::function<bool(const Descriptor&)>& is_one) {
  Holders holders;
  for (const int process : processes(root)) {
    const auto found = descriptors(root, process, is_wanted);
    if (!found) {
      ++holders.unread;
      continue;
    }
    for (const Descriptor& descriptor : *found)
      if (is_one(descriptor)) holders.found.push_back({process, descriptor});
  }
  return holders;
}

}  // namespace

std::optional<std::vector<Descriptor>> descriptors(
    const Root& root, int process, const std::function<bool(std::string_view)>& is_wanted) {
  std::string own = std::to_string(process) + "/";
  // Of a first thread that has ended nothing is left; the others still have theirs.
  const Reading status = root.read(own + "status");
  Task leader;
  read_status(status.text.value_or(""), leader);
  if (has_ended(leader))
    for (const int thread : threads(root, process))
      if (thread != process)
        own = std::to_string(process) + "/task/" + std::to_string(thread) + "/";
  if (root.is_denied(own + "fd")) return std::nullopt;
  std::vector<Descriptor> found;
  std::size_t seen = 0;
  for (const int number : root.numbers(own + "fd")) {
    if (++seen > kDescriptorsMax) break;
    const Reading object = root.link(own + "fd/" + std::to_string(number));
    if (!object.text || !is_wanted(*object.text)) continue;
    const Reading info = root.read(own + "fdinfo/" + std::to_string(number));
    found.push_back({number, *object.text, read_info(info.text.value_or(""))});
  }
  return found;
}

bool is_kept(const Descriptor& descriptor) {
  return !descriptor.object.starts_with('/') || descriptor.object.starts_with("/dev/") ||
         descriptor.info.contains(kLock);
}

Holders find_holders(const Root& root, std::string_view object) {
  return holders_of(
      root, [&](std::string_view one) { return one == object; },
      [](const Descriptor&) { return true; });
}

Holders find_lock_owners(const Root& root, const Task& task) {
  const std::string locks = root.read("locks").text.value_or("");
  const std::string own = std::to_string(task.process);
  std::vector<Lock> all;
  each_line(locks, [&](std::string_view line) {
    if (const auto lock = read_lock(line)) all.push_back(*lock);
  });
  const auto waits = std::find_if(
      all.begin(), all.end(), [&](const Lock& lock) { return lock.waits && lock.process == own; });
  Holders owners;
  for (const Lock& lock : all) {
    int owner = 0;
    if (waits != all.end() && !lock.waits && lock.group == waits->group &&
        to_number(lock.process, owner) && owner > 0 && process_of(root, owner) != 0)
      owners.found.push_back({owner, {}});
  }
  if (!owners.found.empty() || task.call_arguments.empty()) return owners;
  // The lock is that of an open file, and whoever asked for it may be gone: who has it open?
  const Reading info = root.read(own + "/fdinfo/" + std::to_string(task.call_arguments[0]));
  const std::string number = read_info(info.text.value_or(""))["ino"];
  if (number.empty()) return owners;
  return holders_of(
      root, [](std::string_view object) { return object.starts_with('/'); },
      [&](const Descriptor& descriptor) {
        const auto said = descriptor.info.find(kLock);
        if (said == descriptor.info.end()) return false;
        const auto held = read_lock(said->second);
        return held && !held->waits && held->file.ends_with(":" + number);
      });
}

void read_descriptors(const Root& root, Task& task) {
  const auto found = descriptors(root, task.process, [](std::string_view object) {
    return object.starts_with("anon_inode:");
  });
  if (!found) {
    task.unread.push_back({"fdinfo", "Permission denied"});
    return;
  }
  task.values[kDescriptorsRead] = "true";
  for (const Descriptor& descriptor : *found)
    for (const auto& [name, value] : descriptor.info) {
      std::string& known = task.values["fd " + descriptor.object + " " + name];
      known += (known.empty() ? "" : " ") + value;
    }
}

}  // namespace sigspec::stuck
