// Finds relatives in the files of the task, and holders in those of all others.
#include "checker/stuck_whom.h"

#include <algorithm>
#include <set>

#include "checker/stuck_frames.h"
#include "checker/stuck_shown.h"
#include "checker/stuck_ways.h"
#include "stuck/holders.h"

namespace sigspec {

namespace {

constexpr std::string_view kWhomType = "Whom", kLocksFile = "locks", kOwnObject = "{object}",
                           kConnection = "{connection:";

stuck::Task look_at(const stuck::Root& root, int process, int thread) {
  stuck::Task task;
  task.process = process;
  task.thread = thread;
  const stuck::Reading status =
      root.read(std::to_string(process) + "/task/" + std::to_string(thread) + "/status");
  if (status.text) stuck::read_status(*status.text, task);
  return task;
}

/// Who lives in the pid namespace of its init, or one beneath it: first whoever has not ended.
std::vector<int> inhabitants(const stuck::Root& root, const stuck::Task& init) {
  std::vector<int> alive, ended;
  std::set<int> family{init.process};
  for (const int process : stuck::processes(root)) {
    if (process == init.process) continue;
    bool is_member = false;
    for (const int thread : stuck::threads(root, process)) {
      const stuck::Reading link =
          root.link(std::to_string(process) + "/task/" + std::to_string(thread) + "/ns/pid");
      const stuck::Task seen = look_at(root, process, thread);
      const auto parent = static_cast<int>(seen.number("status PPid"));
      is_member = is_member || family.contains(parent) ||
                  (link.text && !init.pid_namespace.empty() && *link.text == init.pid_namespace);
      if (!is_member || seen.values.empty()) continue;
      family.insert(process);
      (has_ended(seen) ? ended : alive).push_back(thread);
    }
  }
  return alive.empty() ? ended : alive;
}

/// `total 0*`, `flags *1|*2`: does what fdinfo says fit? What it does not say may be anything.
/// `but` in between turns it round.
bool fits_info(std::string_view wanted, const stuck::Root& root, const stuck::Task& task,
               const stuck::Descriptor& descriptor) {
  const std::size_t space = wanted.find(' ');
  const auto said = descriptor.info.find(wanted.substr(0, space));
  if (space == wanted.npos || said == descriptor.info.end()) return true;
  std::string_view pattern = wanted.substr(space + 1);
  if (pattern.starts_with(kConnection)) {
    pattern = pattern.substr(kConnection.size(), pattern.size() - kConnection.size() - 1);
    const std::vector<std::int64_t> connections = connections_of(root, task, std::string(pattern));
    return connections.empty() ||
           std::any_of(connections.begin(), connections.end(), [&](std::int64_t connection) {
             return std::to_string(connection) == said->second;
           });
  }
  const bool turned = pattern.starts_with("but ");
  return fits_patterns(turned ? pattern.substr(4) : pattern, said->second) != turned;
}

}  // namespace

Whom find_whom(const Model& model, const stuck::Root& root, const stuck::Task& task,
               const std::string& on) {
  const Type* type = model.types.find(kWhomType);
  const int member = type ? type->member(on) : -1;
  if (member < 0) return {};
  const std::vector<std::string>& texts = type->members[static_cast<std::size_t>(member)].texts;
  Whom whom;
  const auto add = [&](std::int64_t number) {
    if (number > 0) whom.threads.push_back(static_cast<int>(number));
  };
  if (on == "parent") add(task.number("status PPid"));
  if (on == "tracer") add(task.number("status TracerPid"));
  if (on == "children") whom.threads = task.children;
  if (on == "threads")
    for (const int thread : stuck::threads(root, task.process))
      if (thread != task.thread && !has_ended(look_at(root, task.process, thread))) add(thread);
  if (on == "namespace_") whom.threads = inhabitants(root, task);
  if (texts.empty()) {
    whom.hidden = whom.threads.empty() && (on == "parent" || on == "tracer");
    return whom;
  }

  whom.object = texts[0] == kOwnObject ? task.call_object : texts[0];
  if (whom.object.empty()) return whom;
  whom.sought = true;
  const stuck::Holders holders = texts[0] == kLocksFile ? stuck::find_lock_owners(root, task)
                                                        : stuck::find_holders(root, whom.object);
  if (texts[0] == kLocksFile) whom.object.clear();
  whom.unread = holders.unread;
  std::set<int> seen;
  for (const stuck::Holder& holder : holders.found)
    if (texts.size() < 2 || fits_info(texts[1], root, task, holder.descriptor))
      if (seen.insert(holder.process).second) add(holder.process);
  return whom;
}

std::vector<Somebody> introduce(const Type& shown, const stuck::Root& root, const stuck::Task& task,
                                const std::vector<int>& threads) {
  std::vector<Somebody> people;
  for (const int thread : threads) {
    const int process = stuck::process_of(root, thread);
    const stuck::Task seen = look_at(root, process, thread);
    people.push_back({thread, std::string(seen.value("status Name")),
                      meaning_of(shown, seen, "status State"), process == task.process});
  }
  return people;
}

}  // namespace sigspec
