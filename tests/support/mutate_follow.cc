// Follows masks, actions and handler frames of single-threaded tasks through a recording.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "tests/support/mutate_recording.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

struct Followed {
  bool certain = true, open = false;
  bool actions_shown = false, masks_shown = false, returns_shown = false;
  bool first = true, child = false;
  std::optional<SignalSet> mask;
  SignalSet blocked = 0;              // these at least, where the mask is not known
  bool temporary = false;             // a call's own mask is in place
  std::optional<SignalSet> original;  // the one that it will put back
  std::vector<FrameSeen> frames;
  std::shared_ptr<const Actions> actions = all_actions(KnownAction::Is::Unknown);

  static std::shared_ptr<const Actions> all_actions(KnownAction::Is is) {
    KnownAction action;
    action.is = is;
    auto all = std::make_shared<Actions>();
    all->fill(std::make_shared<const KnownAction>(action));
    return all;
  }
  const KnownAction& action(int signal) const {
    return *(*actions)[static_cast<std::size_t>(signal)];
  }
  void set_action(int signal, KnownAction to) {
    auto changed = std::make_shared<Actions>(*actions);
    (*changed)[static_cast<std::size_t>(signal)] =
        std::make_shared<const KnownAction>(std::move(to));
    actions = std::move(changed);
  }
  std::vector<PendingSeen> pending, of_maker;
  std::size_t last = kNoStep;
  std::size_t code = kNoStep;
  bool code_only = false;  // nothing came between the code and now
  bool promised = false;
  std::size_t promised_call = kNoStep;
};

bool has_own_mask(const std::string& name) {
  return name == "ppoll" || name == "pselect6" || name == "epoll_pwait" || name == "epoll_pwait2" ||
         name == "io_pgetevents" || name == "io_uring_enter";
}

class Follower {
 public:
  explicit Follower(Recording& recording) : recording_(recording) {}

  void run() {
    find_families();
    for (std::size_t i = 0; i < recording_.steps.size(); ++i) {
      Step& step = recording_.steps[i];
      if (step.kind == Kind::NotUnderstood || step.kind == Kind::Attached) continue;
      if (step.kind == Kind::Identified) {
        if (auto node = tasks_.extract(0); !node.empty()) {
          node.key() = step.tid;
          tasks_.insert(std::move(node));
        }
        continue;
      }
      Followed& task = task_of(step.tid);
      remember(task, step, i);
      follow(task, step, i);
      if (step.kind == Kind::Exited || step.kind == Kind::Killed || step.kind == Kind::Superseded)
        tasks_.erase(step.tid);
    }
  }

 private:
  /// Who made whom, by the line on which the call began; and all who ever shared their actions.
  void find_families() {
    for (const Step& step : recording_.steps) {
      if (step.args.find("CLONE_NEWPID") != std::string::npos) recording_.has_init = true;
      if (step.kind == Kind::Personality) other_abi_ = true;
      if (!step.returns(Result::Value) || !makes_task(step.name) || step.negative) continue;
      const auto child = static_cast<std::int64_t>(step.value);
      children_[step.entry_line] = child;
      if (step.args.find("CLONE_SIGHAND") == std::string::npos) continue;
      threaded_.insert(step.tid);
      threaded_.insert(child);
    }
  }

  Followed& task_of(std::int64_t tid) {
    const auto found = tasks_.find(tid);
    if (found != tasks_.end()) return found->second;
    Followed task;
    if (const auto born = unborn_.find(tid); born != unborn_.end()) {
      task = std::move(born->second);
      unborn_.erase(born);
    } else if (tasks_.empty() && !any_task_) {
      task.actions = Followed::all_actions(KnownAction::Is::DefaultOrIgnored);
    } else {
      task.certain = false;
    }
    any_task_ = true;
    if (threaded_.count(tid) || other_abi_) task.certain = false;
    return tasks_.emplace(tid, std::move(task)).first->second;
  }

  void remember(Followed& task, Step& step, std::size_t index) {
    if (step.kind == Kind::Delivered) shown_ |= kSignals;
    step.certain = task.certain;
    // Until one of each was shown, a filter may have hidden them all.
    step.complete = shown_ == kAll && (task.returns_shown || task.frames.empty());
    step.actions_shown = task.actions_shown;
    step.masks_shown = task.masks_shown;
    step.returns_shown = task.returns_shown;
    step.inside_call = task.open;
    step.first_of_child = task.first && task.child;
    step.mask = task.mask;
    step.depth = task.frames.size();
    step.code = task.code;
    step.promised = task.promised;
    step.promised_call = task.promised_call;
    step.pending = task.pending;
    step.actions = task.actions;
    if (step.first_of_child) step.of_maker = task.of_maker;
    step.previous = task.last;
    task.last = index;
    if (step.first_of_child || step.name.starts_with("execve"))
      for (int s = 1; s <= 64; ++s)
        if (task.action(s).is_caught()) step.handlers.emplace_back(s, task.action(s));
    task.first = false;
  }

  void follow(Followed& task, Step& step, std::size_t index) {
    if (step.previous != kNoStep) recording_.steps[step.previous].next = index;
    if (step.kind == Kind::Delivered) return delivered(task, step);
    if (step.kind == Kind::Stopped) task.code_only = false;
    if (step.begins_call()) entered(task, step);
    if (step.kind == Kind::Entered) task.open = true;
    if (step.kind != Kind::Returned) return;
    task.open = false;
    returned(task, step, index);
  }

  void entered(Followed& task, const Step& step) {
    if (task.temporary) task.mask = task.original;
    task.temporary = false;
    task.code = kNoStep;
    task.promised = false;
    if (!makes_task(step.name)) return;
    const auto child = children_.find(step.entry_line);
    if (child == children_.end()) return;
    Followed copy = task;
    copy.first = copy.child = true;
    copy.last = kNoStep;
    copy.open = false;
    copy.of_maker = std::exchange(copy.pending, {});
    if (threaded_.count(step.tid)) {
      copy.actions = Followed::all_actions(KnownAction::Is::Unknown);
      copy.mask.reset();
      copy.frames.clear();
      copy.certain = !other_abi_;
    }
    if (step.args.find("CLONE_CLEAR_SIGHAND") != std::string::npos) copy.certain = false;
    unborn_[child->second] = std::move(copy);
  }

  void returned(Followed& task, Step& step, std::size_t index) {
    if (step.result == Result::Code) {
      task.code = index;
      task.code_only = true;
    }
    if (step.name == "set_robust_list" || step.name == "rseq") shown_ |= kUnclassed;
    if (step.name == "rt_sigaction") shown_ |= kActions;
    const bool eintr = step.result == Result::Error && step.result_name == "EINTR";
    if (step.result == Result::Error && !eintr) shown_ |= kErrors;
    if ((step.result == Result::Code || eintr) && has_own_mask(step.name)) {
      task.original = task.mask;
      task.mask.reset();
      task.temporary = true;
    }
    if (step.name == "rt_sigsuspend" && step.result == Result::Code) {
      task.original = task.mask;
      task.mask = read_set(traces::LazyArguments(step.args)[0]);
      if (task.mask) *task.mask &= ~kNeverBlocked;
      task.temporary = true;
    }
    if (step.name == "rt_sigreturn") return from_handler(task, step);
    if (step.name.starts_with("signalfd")) takes_by_descriptor_ = true;
    if (takes_by_descriptor_) task.pending.clear();
    if (step.result != Result::Value) return;
    if (step.name.starts_with("rt_sigtimedwait")) taken(task, static_cast<int>(step.value));
    send_to_itself(task, step, index);
    if (step.name == "rt_sigprocmask") change_mask(task, step);
    if (step.name == "rt_sigaction") change_action(task, step);
    if (step.name.starts_with("execve")) replace_program(task);
  }

  static void change_mask(Followed& task, const Step& step) {
    task.masks_shown = true;
    const auto args = traces::split_arguments(step.args);
    const auto old = read_set(args[2]);
    if (old && task.mask && *old != *task.mask) task.certain = false;
    if (old) task.mask = old;
    if (args[1] == "NULL") return;
    const auto set = read_set(args[1]);
    if (!set) {
      task.blocked = 0;
      return task.mask.reset();
    }
    if (args[0] == "SIG_BLOCK") task.blocked |= *set & ~kNeverBlocked;
    if (args[0] == "SIG_UNBLOCK") task.blocked &= ~*set;
    if (args[0] == "SIG_SETMASK") task.mask = *set;
    else if (!task.mask) return;
    else if (args[0] == "SIG_BLOCK") *task.mask |= *set;
    else if (args[0] == "SIG_UNBLOCK") *task.mask &= ~*set;
    else task.mask.reset();
    if (task.mask) *task.mask &= ~kNeverBlocked;
  }

  static void change_action(Followed& task, Step& step) {
    task.actions_shown = true;
    const auto args = traces::split_arguments(step.args);
    const int signal = signal_number(args[0]);
    if (signal == 0) {
      task.certain = false;
      return;
    }
    step.action = task.action(signal);
    if (args[1] == "NULL" && args[2] == "NULL") return;
    const KnownAction now =
        read_action(args[1] == "NULL" ? args[2] : args[1]).value_or(KnownAction{});
    task.set_action(signal, now);
    if (args[1] != "NULL" && !now.is_caught())  // what is ignored from now on is dropped
      std::erase_if(task.pending, [&](const PendingSeen& p) { return p.signal == signal; });
  }

  /// Only signals whose sending has no further effect: SIGCONT and the stop signals cancel others.
  void send_to_itself(Followed& task, const Step& step, std::size_t index) {
    const Send* send = recording_.send_of(index);
    if (!send || !send->worked || send->signal == 0 || takes_by_descriptor_) return;
    if (send->target != recording_.process(step).pid) return;
    if (send->kind == Send::Kind::Group || send->kind == Send::Kind::Descriptor) return;
    const SignalSet mask = task.mask.value_or(task.blocked), here = bit(send->signal);
    if (!(mask & here) || (here & kCancelling)) return;
    const bool of_thread =
        send->kind == Send::Kind::Thread || send->kind == Send::Kind::ThreadQueue;
    for (const PendingSeen& other : task.pending)
      if (send->signal < 32 && other.signal == send->signal && other.of_thread == of_thread) return;
    task.pending.push_back({send->signal, of_thread, index});
  }

  static void taken(Followed& task, int signal) {
    const auto takes = [&](bool of_thread) {
      const auto found =
          std::find_if(task.pending.begin(), task.pending.end(), [&](const PendingSeen& pending) {
            return pending.signal == signal && pending.of_thread == of_thread;
          });
      if (found == task.pending.end()) return false;
      task.pending.erase(found);
      return true;
    };
    if (!takes(true)) takes(false);
  }

  static void replace_program(Followed& task) {
    task.frames.clear();
    const auto before =
        std::exchange(task.actions, Followed::all_actions(KnownAction::Is::DefaultOrIgnored));
    for (int s = 1; s <= 64; ++s) {
      const KnownAction& action = *(*before)[static_cast<std::size_t>(s)];
      if (action.is == KnownAction::Is::Exact && action.is_ignored())
        task.set_action(s, *read_action("{sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}"));
    }
  }

  void delivered(Followed& task, Step& step) {
    const int signal = signal_number(step.name);
    const KnownAction action = task.action(signal);
    step.action = action;
    taken(task, signal);
    if (action.is == KnownAction::Is::Unknown) task.certain = false;
    if (!action.is_caught()) {
      task.code_only = false;
      return;
    }
    FrameSeen frame;
    frame.signal = signal;
    frame.editable = (action.flags & kSigInfo) != 0;
    frame.mask = task.temporary ? task.original : task.mask;
    if (task.code != kNoStep) {
      frame.call = task.code;
      frame.promise = promise(recording_.steps[task.code].result_name, action, task.code_only);
    } else if (task.promised) {
      frame.call = task.promised_call;
      frame.promise = Promise::Reissue;
    }
    task.frames.push_back(frame);
    task.code = kNoStep;
    task.promised = task.temporary = false;
    if (task.mask) *task.mask |= action.mask | (action.flags & kNoDefer ? 0 : bit(signal));
    if (action.flags & kResetHand) {
      KnownAction reset = action;
      reset.is = KnownAction::Is::DefaultOrIgnored;
      task.set_action(signal, reset);
    }
  }

  static Promise promise(const std::string& code, const KnownAction& action, bool sure) {
    if (!sure) return Promise::Unsure;
    if (code == "ERESTARTNOINTR") return Promise::Reissue;
    return code == "ERESTARTSYS" && (action.flags & kRestart) ? Promise::Reissue : Promise::Fail;
  }

  static void from_handler(Followed& task, Step& step) {
    const auto shown = read_set(field_of(step.args, "mask"));
    task.returns_shown = true;
    if (task.frames.empty()) {
      task.certain = step.certain = false;
    } else {
      step.frame = task.frames.back();
      task.frames.pop_back();
      task.promised = step.frame->promise == Promise::Reissue;
      task.promised_call = step.frame->call;
      // The program may have changed the frame, or left handlers by a jump.
      if (step.frame->mask && shown && *step.frame->mask != *shown)
        task.certain = step.certain = false;
    }
    task.mask = shown;
    task.blocked = shown.value_or(0);
  }

  // What the recording has shown so far.
  static constexpr int kSignals = 1, kUnclassed = 2, kActions = 4, kErrors = 8, kAll = 15;

  Recording& recording_;
  int shown_ = 0;
  std::map<std::int64_t, Followed> tasks_, unborn_;
  std::map<std::size_t, std::int64_t> children_;
  std::set<std::int64_t> threaded_;
  bool any_task_ = false, other_abi_ = false;
  bool takes_by_descriptor_ = false;  // by signalfd, nobody can tell what
};

}  // namespace

bool makes_task(const std::string& name) {
  return name == "clone" || name == "clone3" || name == "fork" || name == "vfork";
}

void follow_tasks(Recording& recording) { Follower(recording).run(); }

}  // namespace sigspec::test
