// Fills in the places of commands from what /proc and /sys show.
#include "checker/stuck_ways.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/holds.h"

namespace sigspec {

namespace {

using Places = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t kServersMax = 4;
constexpr const char* kConnections = "fs/fuse/connections/";

/// A path as a word of a shell.
std::string quoted(const std::string& path) {
  const bool plain = !path.empty() && std::all_of(path.begin(), path.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '/' || c == '.' || c == '_' || c == '-' || c == ':';
  });
  if (plain) return path;
  std::string out = "'";
  for (const char c : path) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string filled(std::string_view text, const Places& places) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', open == text.npos ? 0 : open);
    if (open == text.npos || close == text.npos) break;
    const std::string name(text.substr(open + 1, close - open - 1));
    const auto known = places.find(name);
    out += text.substr(0, open);
    if (known != places.end()) out += known->second;
    else
      for (const char c : name.substr(0, name.find(':')))
        out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    text.remove_prefix(close + 1);
  }
  return out + std::string(text);
}

/// `{place:fuse}`, `{connection:fuse}`: the type of file system that a release is about; empty:
/// none.
std::string type_of_mounts(const ast::ReleaseDecl& release) {
  for (const std::string& text : {release.command, release.price})
    for (const std::string_view place : {"{place:", "{connection:"}) {
      const std::size_t at = text.find(place);
      if (at == text.npos) continue;
      const std::size_t begin = at + place.size();
      return text.substr(begin, text.find('}', begin) - begin);
    }
  return {};
}

/// The mount in which the object of the task's call lies; nullptr: it is in no path.
const stuck::Mount* mount_of(const stuck::Task& task) {
  const stuck::Mount* best = nullptr;
  for (const stuck::Mount& mount : task.mounts) {
    const bool beneath = task.call_object.starts_with(mount.point) &&
                         (mount.point.ends_with('/') || task.call_object == mount.point ||
                          task.call_object[mount.point.size()] == '/');
    if (beneath && (!best || mount.point.size() >= best->point.size())) best = &mount;
  }
  return best;
}

/// `fuse|fuseblk`: is it one of those, or a kind of it (`fuse.sshfs`)?
bool is_of_type(const stuck::Mount& mount, const std::string& types) {
  for (const std::string& type : alternatives(types))
    if (mount.type == type || mount.type.starts_with(type + ".")) return true;
  return false;
}

/// Mounts of a type: that in which the object of the call lies; else those on which requests are
/// waited for. The number of a FUSE connection is that of the mount's device. Of a mount without a
/// connection that is not known.
std::vector<const stuck::Mount*> mounts_of_type(const stuck::Root& root, const stuck::Task& task,
                                                const std::string& type) {
  if (const stuck::Mount* mount = mount_of(task); mount && is_of_type(*mount, type)) return {mount};
  std::vector<const stuck::Mount*> found;
  for (const stuck::Mount& mount : task.mounts) {
    if (!is_of_type(mount, type)) continue;
    const stuck::Reading waiting =
        root.read_sys(kConnections + std::to_string(mount.device) + "/waiting");
    if (!waiting.text || !waiting.text->starts_with("0")) found.push_back(&mount);
  }
  return found;
}

Places places_of(const stuck::Task& task) {
  Places places{{"pid", std::to_string(task.process)}, {"thread", std::to_string(task.thread)}};
  if (const auto parent = task.number("status PPid"); parent > 0)
    places["parent"] = std::to_string(parent);
  if (const auto tracer = task.number("status TracerPid"); tracer > 0)
    places["tracer"] = std::to_string(tracer);
  if (!task.children.empty()) places["children"] = fmt::format("{}", fmt::join(task.children, " "));
  for (const stuck::Freezer& freezer : task.freezers)
    if (freezer.frozen) {
      places.emplace("freezer", quoted(freezer.path));
      places.emplace("thaw", freezer.thaw);
    }
  return places;
}

}  // namespace

std::vector<std::int64_t> connections_of(const stuck::Root& root, const stuck::Task& task,
                                         const std::string& type) {
  std::vector<std::int64_t> connections;
  for (const stuck::Mount* mount : mounts_of_type(root, task, type))
    connections.push_back(mount->device);
  return connections;
}

std::vector<Way> ways_out(const Model& model, const stuck::Root& root, const stuck::Task& task,
                          const ast::HoldDecl& hold, const std::vector<int>& servers) {
  std::vector<Way> ways;
  const auto add = [&](const ReleaseInfo& info, const Places& places) {
    ways.push_back({&info, filled(info.declaration->command, places),
                    filled(info.declaration->price, places)});
  };
  for (const ast::Name& name : hold.releases) {
    const ReleaseInfo& info = model.releases.find(name.text)->second;
    Places places = places_of(task);
    const std::string type = type_of_mounts(*info.declaration);
    const auto mounts =
        type.empty() ? std::vector<const stuck::Mount*>() : mounts_of_type(root, task, type);
    for (const stuck::Mount* mount : mounts) {
      places["connection:" + type] = std::to_string(mount->device);
      places["place:" + type] = quoted(mount->point);
      add(info, places);
    }
    if (!mounts.empty()) continue;
    if (info.declaration->command.find("{server}") != std::string::npos) {
      for (std::size_t i = 0; i < servers.size() && i < kServersMax; ++i) {
        places["server"] = std::to_string(servers[i]);
        add(info, places);
      }
      if (!servers.empty()) continue;
    }
    if (const stuck::Mount* mount = mount_of(task)) places["place"] = quoted(mount->point);
    add(info, places);
  }
  return ways;
}

}  // namespace sigspec
