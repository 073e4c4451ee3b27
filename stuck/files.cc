// The formats of single files of /proc, as proc(5) has them.
#include <algorithm>

#include "stuck/lines.h"
#include "stuck/task.h"

namespace sigspec::stuck {

namespace {

constexpr std::size_t kFramesMax = 64;
constexpr std::size_t kMountsMax = 4096;

}  // namespace

std::int64_t Task::number(std::string_view key) const {
  std::int64_t number = 0;
  return to_number(value(key), number) ? number : 0;
}

/// `Name: value ...`. Of NSpid the last is the number inside, and how many there are is how
/// deep.
void read_status(std::string_view text, Task& task) {
  each_line(text, [&](std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return;
    const std::string key = "status " + std::string(line.substr(0, colon));
    const std::vector<std::string_view> found = words(line.substr(colon + 1));
    if (found.empty() || task.values.contains(key)) return;
    task.values[key] = found.front();
    if (key == "status NSpid") {
      task.values["status NSpid.inside"] = found.back();
      task.values["status NSpid.depth"] = std::to_string(found.size());
    }
  });
}

/// The name in parentheses may hold anything: what counts begins behind the last of them.
void read_stat(std::string_view text, Task& task) {
  constexpr std::size_t kFlags = 6, kExitCode = 49;  // counted from the state
  const std::size_t name_end = text.rfind(')');
  if (name_end == text.npos) return;
  if (const std::size_t end = text.find('\n', name_end); end != text.npos)
    text = text.substr(0, end);
  const std::vector<std::string_view> fields = words(text.substr(name_end + 1));
  if (fields.size() > kFlags) task.values["stat flags"] = fields[kFlags];
  if (fields.size() > kExitCode) task.values["stat exit_code"] = fields[kExitCode];
}

/// `[<0>] fuse_flush+0x16f/0x1b0 [fuse]`
void read_stack(std::string_view text, Task& task) {
  each_line(text, [&](std::string_view line) {
    if (task.stack.size() >= kFramesMax) return;
    const std::vector<std::string_view> found = words(line);
    for (std::string_view word : found) {
      if (word.starts_with("[<")) continue;
      std::string name(word.substr(0, word.find('+')));
      // What a compiler has split or specialised is the same function.
      if (const std::size_t dot = name.find('.'); dot != name.npos) name.resize(dot);
      if (!name.empty() && !name.starts_with("0x")) task.stack.push_back(std::move(name));
      return;
    }
  });
}

/// `230 0x0 0x1 ... SP PC`, `-1 SP PC` outside of a call, `running`.
void read_syscall(std::string_view text, Task& task) {
  const std::vector<std::string_view> found = words(text.substr(0, text.find('\n')));
  std::int64_t number = 0;
  if (found.empty() || !to_number(found[0], number)) return;
  task.values["syscall number"] = std::to_string(number);
  if (number < 0) return;
  for (std::size_t i = 1; i < found.size() && i <= 6; ++i) {
    std::uint64_t argument = 0;
    if (!to_number(found[i], argument, 16)) return;
    task.call_arguments.push_back(static_cast<std::int64_t>(argument));
  }
}

/// `36 35 98:0 /root /point options - type source ...`
std::vector<Mount> read_mounts(std::string_view text) {
  std::vector<Mount> mounts;
  each_line(text, [&](std::string_view line) {
    if (mounts.size() >= kMountsMax) return;
    const std::vector<std::string_view> fields = words(line);
    const auto dash = std::find(fields.begin(), fields.end(), "-");
    if (fields.size() < 6 || dash == fields.end() || dash + 1 == fields.end()) return;
    Mount mount;
    const std::size_t colon = fields[2].find(':');
    std::int64_t major = 0, minor = 0;
    if (colon == line.npos || !to_number(fields[2].substr(0, colon), major) ||
        !to_number(fields[2].substr(colon + 1), minor))
      return;
    constexpr int kMinorBits = 20;
    mount.device = major << kMinorBits | minor;
    mount.point = fields[4];
    mount.type = *(dash + 1);
    mounts.push_back(std::move(mount));
  });
  return mounts;
}

}  // namespace sigspec::stuck
