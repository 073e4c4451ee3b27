// Leaves out lines of a recording as strace's filters do.
#include "tests/support/hide.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string_view>

#include "tests/support/fault_sweep.h"

namespace sigspec::test {

namespace {

using traces::EventKind;

bool is_call(const Step& step) {
  return step.kind == EventKind::Entered || step.kind == EventKind::Returned;
}

bool is_call_but(const Step& step, std::initializer_list<std::string_view> shown) {
  return is_call(step) && std::find(shown.begin(), shown.end(), step.name) == shown.end();
}

bool is_signal(const Step& step) {
  return step.kind == EventKind::Delivered || step.kind == EventKind::Stopped ||
         step.kind == EventKind::Killed;
}

bool has_failed(const Recording&, const Step& step) {
  return step.kind == EventKind::Entered ||
         (step.kind == EventKind::Returned && step.result != traces::ResultKind::Value);
}

bool is_before(const Recording& recording, const Step& step, std::size_t thirds) {
  return step.line * 3 < recording.lines.size() * thirds;
}

}  // namespace

const std::vector<Hiding>& hidings() {
  static const std::vector<Hiding> kAll = {
      {"-e trace=none", [](const Recording&, const Step& s) { return is_call(s); }},
      {"-e trace=kill,tgkill,rt_sigaction,rt_sigprocmask,rt_sigreturn,rt_sigsuspend,pause",
       [](const Recording&, const Step& s) {
         return is_call_but(s, {"kill", "tgkill", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn",
                                "rt_sigsuspend", "pause"});
       }},
      {"-e trace=kill", [](const Recording&, const Step& s) { return is_call_but(s, {"kill"}); }},
      {"-e trace=rt_sigaction",
       [](const Recording&, const Step& s) { return is_call_but(s, {"rt_sigaction"}); }},
      {"-e trace=read,write",
       [](const Recording&, const Step& s) {
         return is_call_but(s, {"read", "write"});
       }},
      {"-e trace=execve",
       [](const Recording&, const Step& s) { return is_call_but(s, {"execve"}); }},
      {"-e trace=clone,clone3,fork,vfork,execve,exit,exit_group,wait4,waitid,kill,tgkill",
       [](const Recording&, const Step& s) {
         return is_call_but(s, {"clone", "clone3", "fork", "vfork", "execve", "exit", "exit_group",
                                "wait4", "waitid", "kill", "tgkill"});
       }},
      {"-e trace=wait4", [](const Recording&, const Step& s) { return is_call_but(s, {"wait4"}); }},
      {"-e trace=poll,ppoll,select,pselect6,futex,nanosleep,clock_nanosleep,restart_syscall",
       [](const Recording&, const Step& s) {
         return is_call_but(s, {"poll", "ppoll", "select", "pselect6", "futex", "nanosleep",
                                "clock_nanosleep", "restart_syscall"});
       }},
      {"-e signal=none", [](const Recording&, const Step& s) { return is_signal(s); }},
      {"-e trace=none -e signal=none",
       [](const Recording&, const Step& s) { return is_call(s) || is_signal(s); }},
      {"-qqq", [](const Recording&, const Step& s) { return s.kind == EventKind::Exited; }},
      {"-e trace=!wait4",
       [](const Recording&, const Step& s) { return is_call(s) && s.name == "wait4"; }},
      {"-e trace=!futex",
       [](const Recording&, const Step& s) { return is_call(s) && s.name == "futex"; }},
      {"-e trace=!pipe2,openat,dup2",
       [](const Recording&, const Step& s) {
         return is_call(s) && (s.name == "pipe2" || s.name == "openat" || s.name == "dup2");
       }},
      {"-e trace=!execve,openat,access,newfstatat,readlink,getcwd",
       [](const Recording&, const Step& s) {
         return is_call(s) && !is_call_but(s, {"execve", "openat", "access", "newfstatat",
                                               "readlink", "getcwd"});
       }},
      {"-z", has_failed},
      {"without -f",
       [](const Recording& r, const Step& s) { return s.tid != r.steps.front().tid; }},
      {"-p of the last task",
       [](const Recording& r, const Step& s) { return s.tid != r.steps.back().tid; }},
      {"its beginning is lost",
       [](const Recording& r, const Step& s) { return is_before(r, s, 1); }},
      {"its end is left", [](const Recording& r, const Step& s) { return is_before(r, s, 2); }},
      {"its end is lost", [](const Recording& r, const Step& s) { return !is_before(r, s, 2); }},
  };
  return kAll;
}

std::vector<std::string> recordings_to_hide_from() {
  return whole_recordings([](const std::string& options) {
    return shows_everything(options) && (" " + options + " ").find(" -r ") == std::string::npos;
  });
}

std::optional<std::string> hide(const Recording& recording, const Hiding& hiding) {
  std::set<std::size_t> out;
  for (const Step& step : recording.steps) {
    // A call that ends well is told on one line then, however long it took.
    if (hiding.leaves_out == has_failed && step.kind == EventKind::Entered) return std::nullopt;
    if (hiding.leaves_out(recording, step)) out.insert(step.line);
  }
  if (out.empty()) return std::nullopt;
  std::string left;
  bool keeps = true;
  for (std::size_t i = 0; i < recording.lines.size(); ++i) {
    const std::string& line = recording.lines[i];
    // What -k prints of a call goes with it.
    if (!line.starts_with(" > ")) keeps = !out.contains(i + 1);
    if (keeps) left += line + "\n";
  }
  return left;
}

}  // namespace sigspec::test
