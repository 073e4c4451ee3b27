// One pass for the calls that make tasks, one over all steps in their order.
#include "tests/support/mutate_families.h"

#include <cstdlib>
#include <map>
#include <optional>

#include "tests/support/mutate_recording.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

bool holds(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

/// What stands as "flags=..." or "exit_signal=..." among the arguments.
bool tells_by_sigchld(const Step& step) {
  return step.name == "fork" || step.name == "vfork" || holds(step.args, "SIGCHLD");
}

struct Birth {
  std::size_t step = kNobody;  // the call's return
  std::int64_t maker = 0, child = 0;
  bool seen = false;
};

class FamilyFinder {
 public:
  explicit FamilyFinder(Recording& recording)
      : recording_(recording), families_(recording.families) {}

  void run() {
    find_births();
    for (std::size_t i = 0; i < recording_.steps.size(); ++i) place(recording_.steps[i], i);
  }

 private:
  void find_births() {
    for (std::size_t i = 0; i < recording_.steps.size(); ++i) {
      const Step& step = recording_.steps[i];
      if (!makes_task(step.name) || !step.returns(Result::Value) || step.negative) continue;
      births_.push_back({i, step.tid, static_cast<std::int64_t>(step.value), false});
    }
  }

  void place(Step& step, std::size_t index) {
    if (holds(step.args, "CLONE_NEWPID")) families_.certain = false;
    if (step.kind == Kind::Identified) {
      if (auto node = alive_.extract(0); !node.empty()) {
        node.key() = step.tid;
        families_.tasks[node.mapped()].tid = step.tid;
        name_process(node.mapped(), step.tid);
        alive_.insert(std::move(node));
      }
      return;
    }
    if (step.kind == Kind::NotUnderstood || step.kind == Kind::Attached) return;
    step.task = task_of(step, index);
    TaskFacts& task = families_.tasks[step.task];
    task.last = index;
    ProcessFacts& process = families_.processes[task.process];
    if (step.kind == Kind::Superseded) {
      process.certain = false;
      alive_.erase(step.tid);
    }
    if (step.kind == Kind::Exited || step.kind == Kind::Killed) {
      task.death = index;
      alive_.erase(step.tid);
    }
    if (step.kind != Kind::Returned) return;
    // A recording of one task has no ids in front of its lines.
    if (step.tid == 0 && step.returns(Result::Value) && process.pid == 0 &&
        (step.name == "getpid" || step.name == "gettid" || step.name == "set_tid_address"))
      process.pid = static_cast<std::int64_t>(step.value);
    add_send(step, index);
  }

  void name_process(std::size_t task, std::int64_t tid) {
    ProcessFacts& process = families_.processes[families_.tasks[task].process];
    if (process.leader == task) process.pid = tid;
  }

  std::size_t task_of(const Step& step, std::size_t index) {
    if (const auto known = alive_.find(step.tid); known != alive_.end()) return known->second;
    TaskFacts task;
    task.tid = step.tid;
    task.first = index;
    const std::size_t id = families_.tasks.size();
    Birth* birth = birth_of(step);
    const auto maker = birth ? alive_.find(birth->maker) : alive_.end();
    if (maker != alive_.end()) {
      const Step& call = recording_.steps[birth->step];
      task.maker = maker->second;
      task.made_by = birth->step;
      task.birth_line = call.entry_line;
      task.process = join_process(id, families_.tasks[maker->second].process, call, step.tid);
    } else {
      ProcessFacts process;
      process.pid = step.tid;
      process.leader = id;
      process.certain = families_.tasks.empty();
      families_.processes.push_back(process);
      task.process = families_.processes.size() - 1;
    }
    families_.tasks.push_back(task);
    families_.processes[task.process].tasks.push_back(id);
    alive_[step.tid] = id;
    return id;
  }

  /// The process of a task that `call` made in `maker`.
  std::size_t join_process(std::size_t task, std::size_t maker, const Step& call,
                           std::int64_t tid) {
    if (holds(call.args, "CLONE_THREAD")) {
      families_.processes[maker].threaded = true;
      return maker;
    }
    ProcessFacts process;
    process.pid = tid;
    process.leader = task;
    process.parent = maker;
    process.certain = !holds(call.args, "CLONE_PARENT") && !holds(call.args, "CLONE_NEWPID");
    process.tells_by_sigchld = tells_by_sigchld(call);
    process.vforked = call.name == "vfork" || holds(call.args, "CLONE_VFORK");
    // What shares the actions of another process is no process by itself here.
    if (holds(call.args, "CLONE_SIGHAND")) {
      process.threaded = true;
      families_.processes[maker].threaded = true;
    }
    families_.processes.push_back(process);
    families_.processes[maker].children.push_back(families_.processes.size() - 1);
    return families_.processes.size() - 1;
  }

  /// The call that made this task: begun before its first line, of a child not seen yet.
  Birth* birth_of(const Step& step) {
    Birth* found = nullptr;
    for (Birth& birth : births_) {
      if (birth.child != step.tid || birth.seen) continue;
      if (recording_.steps[birth.step].entry_line > step.line) break;
      found = &birth;
    }
    if (found) found->seen = true;
    return found;
  }

  /// The process that a descriptor stands for, where it shows: `3<pid:7>`.
  static std::optional<std::int64_t> process_of(std::string_view descriptor) {
    constexpr std::string_view kMark = "<pid:";
    const auto at = descriptor.find(kMark);
    if (at == descriptor.npos) return std::nullopt;
    return std::strtoll(std::string(descriptor.substr(at + kMark.size())).c_str(), nullptr, 10);
  }

  static Send::Kind kind_by_descriptor(const traces::Arguments& args) {
    if (!process_of(args[0]) || args[3] != "0") return Send::Kind::Descriptor;
    return args[2] == "NULL" ? Send::Kind::Kill : Send::Kind::Queue;
  }

  void add_send(const Step& step, std::size_t index) {
    const auto args = traces::split_arguments(step.args);
    Send send;
    std::size_t target = 0, signal = 1;
    if (step.name == "kill") send.kind = Send::Kind::Kill;
    else if (step.name == "tkill") send.kind = Send::Kind::Thread;
    else if (step.name == "tgkill") send.kind = Send::Kind::Thread, target = 1, signal = 2;
    else if (step.name == "rt_sigqueueinfo") send.kind = Send::Kind::Queue;
    else if (step.name == "rt_tgsigqueueinfo")
      send.kind = Send::Kind::ThreadQueue, target = 1, signal = 2;
    else if (step.name == "pidfd_send_signal") send.kind = kind_by_descriptor(args);
    else return;
    send.target = std::strtoll(std::string(args[target]).c_str(), nullptr, 10);
    if (step.name == "pidfd_send_signal") send.target = process_of(args[0]).value_or(0);
    if (send.kind == Send::Kind::Kill && send.target <= 0) send.kind = Send::Kind::Group;
    send.signal = signal_number(args[signal]);
    send.step = index;
    send.entry_line = step.entry_line;
    send.line = step.line;
    send.sender = families_.tasks[step.task].process;
    send.worked = step.returns(Result::Value) && !step.negative;
    families_.sends.push_back(send);
  }

  Recording& recording_;
  Families& families_;
  std::vector<Birth> births_;
  std::map<std::int64_t, std::size_t> alive_;
};

}  // namespace

void find_families(Recording& recording) { FamilyFinder(recording).run(); }

}  // namespace sigspec::test
