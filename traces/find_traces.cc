// Which files make which recording: the -ff files of one run belong together; see trace.h.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "traces/chars.h"
#include "traces/input.h"
#include "traces/strace_reader.h"
#include "traces/trace.h"

namespace sigspec::traces {
namespace {

namespace fs = std::filesystem;

// "NAME.TID", also compressed: "NAME.TID.xz".  Returns: the tid, and NAME by `head`; else zero.
Tid split_task_file(std::string path, std::string& head) {
  for (std::string_view ending : {".gz", ".xz", ".zst"}) {
    if (path.size() > ending.size() && path.ends_with(ending)) {
      path.resize(path.size() - ending.size());
      break;
    }
  }
  const std::size_t dot = path.rfind('.');
  if (dot == std::string::npos || dot == 0 || dot + 1 == path.size()) return Tid{};
  std::uint64_t tid = 0;
  const char* begin = path.data() + dot + 1;
  const char* end = path.data() + path.size();
  if (end - begin > 7 || scan_decimal(begin, end, tid) != end || tid > kTidMax) return Tid{};
  head = path.substr(0, dot);
  return Tid{static_cast<std::int32_t>(tid)};
}

/// Calls `look(first bytes)`. Returns: what that returns; false where nothing can be read.
template <class Look>
bool looks(const std::string& path, Look look) {
  auto input = open_input(path, {4096, 64 * 1024});
  return input && look((*input)->peek());
}

// What is named so may as well be one of several logs, each with its tasks' numbers in its lines.
Tid find_task(const std::string& path, std::string& head) {
  const Tid tid = split_task_file(path, head);
  if (tid == Tid{}) return tid;
  return looks(path, says_whose_lines) ? Tid{} : tid;
}

using Groups = std::map<std::string, std::vector<TraceFile>>;

void add_file(const std::string& path, Groups& groups) {
  std::string head;
  const Tid tid = find_task(path, head);
  if (tid == Tid{}) head = path;
  groups[head].push_back({path, tid});
}

std::vector<TraceFiles> make_traces(Groups groups) {
  std::vector<TraceFiles> out;
  for (auto& [name, files] : groups) {
    std::sort(files.begin(), files.end(), [](const TraceFile& a, const TraceFile& b) {
      return a.tid != b.tid ? a.tid < b.tid : a.path < b.path;
    });
    out.push_back({files.size() == 1 ? files[0].path : name, std::move(files)});
  }
  return out;
}

Outcome<std::vector<TraceFiles>> find_beneath(const std::string& path,
                                              bool (*wanted)(std::string_view)) {
  Groups groups;
  std::error_code error;
  for (fs::recursive_directory_iterator at(path, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().filename().string().starts_with(".")) {
      at.disable_recursion_pending();
      continue;
    }
    std::error_code ignored;
    const std::string file = at->path().string();
    if (at->is_regular_file(ignored) && looks(file, wanted)) add_file(file, groups);
  }
  if (error) return Failure{"cannot read " + path + ": " + error.message()};
  std::vector<TraceFiles> out = make_traces(std::move(groups));
  // A single NAME.1 is more likely a kept older log than the only task of an -ff run.
  for (TraceFiles& trace : out)
    if (trace.files.size() == 1) trace.files[0].tid = Tid{};
  return out;
}

// `path` is no file but may be what was given to strace -ff -o.
Outcome<std::vector<TraceFiles>> find_task_files(const std::string& path) {
  Groups groups;
  std::error_code error;
  const fs::path folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path() : ".";
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string file =
        fs::path(path).has_parent_path() ? at->path().string() : at->path().filename().string();
    std::string head;
    if (split_task_file(file, head) == Tid{} || head != path) continue;
    if (const Tid tid = find_task(file, head); tid != Tid{}) groups[path].push_back({file, tid});
  }
  if (groups.empty()) return Failure{"cannot open " + path + ": no such file"};
  return make_traces(std::move(groups));
}

}  // namespace

Outcome<std::vector<TraceFiles>> find_traces(const std::string& path,
                                             bool (*wanted)(std::string_view)) {
  std::error_code ignored;
  if (path != "-" && fs::is_directory(path, ignored)) return find_beneath(path, wanted);
  if (path != "-" && !fs::exists(path, ignored)) return find_task_files(path);
  return std::vector<TraceFiles>{{path, {{path, Tid{}}}}};
}

std::vector<std::string> join_task_files(const std::vector<std::string>& paths) {
  std::map<std::string, std::set<std::string>> given;  // by head
  std::string head;
  for (const std::string& path : paths)
    if (split_task_file(path, head) != Tid{}) given[head].insert(path);
  std::erase_if(given, [](const auto& run) {
    std::error_code ignored;
    if (run.second.size() < 2 || fs::exists(run.first, ignored)) return true;
    auto found = find_task_files(run.first);
    return !found || found->front().files.size() != run.second.size();
  });
  std::vector<std::string> joined;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    const bool is_part = split_task_file(path, head) != Tid{} && given.contains(head);
    if (!is_part) joined.push_back(path);
    else if (seen.insert(head).second) joined.push_back(head);
  }
  return joined;
}

}  // namespace sigspec::traces
