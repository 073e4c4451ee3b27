// Faults in what becomes of an interrupted call.
#include <algorithm>
#include <array>
#include <map>

#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Result = traces::ResultKind;

const std::map<std::string, std::string> kCodes = {
    {"SYS", "? ERESTARTSYS (To be restarted if SA_RESTART is set)"},
    {"NOINTR", "? ERESTARTNOINTR (To be restarted)"},
    {"NOHAND", "? ERESTARTNOHAND (To be restarted if no handler)"},
    {"BLOCK", "? ERESTART_RESTARTBLOCK (Interrupted by signal)"}};

/// Codes that no context of the call has.
const std::map<std::string, std::vector<std::string>> kImpossibleCodes = {
    {"read", {"NOHAND", "BLOCK"}},
    {"write", {"NOHAND", "BLOCK"}},
    {"openat", {"NOHAND", "BLOCK"}},
    {"wait4", {"NOHAND", "BLOCK", "NOINTR"}},
    {"waitid", {"NOHAND", "BLOCK", "NOINTR"}},
    {"poll", {"SYS", "NOHAND", "NOINTR"}},
    {"ppoll", {"SYS", "BLOCK", "NOINTR"}},
    {"select", {"SYS", "BLOCK", "NOINTR"}},
    {"pselect6", {"SYS", "BLOCK", "NOINTR"}},
    {"epoll_wait", {"SYS", "NOHAND", "BLOCK", "NOINTR"}},
    {"nanosleep", {"SYS", "NOHAND", "NOINTR"}},
    {"pause", {"SYS", "BLOCK", "NOINTR"}},
    {"rt_sigsuspend", {"SYS", "BLOCK", "NOINTR"}},
    {"restart_syscall", {"SYS", "NOHAND", "NOINTR"}},
    {"flock", {"NOHAND", "BLOCK"}},
    {"fcntl", {"NOHAND", "BLOCK"}},
    {"futex", {"NOHAND"}},
    {"futex_waitv", {"NOHAND", "BLOCK"}},
    {"fork", {"SYS", "NOHAND", "BLOCK"}},
    {"vfork", {"SYS", "NOHAND", "BLOCK"}},
    {"clone", {"SYS", "NOHAND", "BLOCK"}},
    {"clone3", {"SYS", "NOHAND", "BLOCK"}},
    {"splice", {"NOHAND", "BLOCK"}},
    {"tee", {"NOHAND", "BLOCK"}},
    {"vmsplice", {"NOHAND", "BLOCK"}},
    {"sendfile", {"NOHAND", "BLOCK"}},
    {"copy_file_range", {"NOHAND", "BLOCK"}},
    {"recvfrom", {"NOHAND", "BLOCK"}},
    {"recvmsg", {"NOHAND", "BLOCK"}},
    {"recvmmsg", {"NOHAND", "BLOCK"}},
    {"sendto", {"NOHAND", "BLOCK"}},
    {"sendmsg", {"NOHAND", "BLOCK"}},
    {"sendmmsg", {"NOHAND", "BLOCK"}},
    {"connect", {"NOHAND", "BLOCK"}},
    {"accept", {"NOHAND", "BLOCK"}},
    {"accept4", {"NOHAND", "BLOCK"}},
    {"msgrcv", {"SYS", "BLOCK"}},
    {"msgsnd", {"SYS", "BLOCK"}},
    {"mq_timedsend", {"NOHAND", "BLOCK"}},
    {"mq_timedreceive", {"NOHAND", "BLOCK"}},
    {"io_getevents", {"SYS", "NOHAND", "BLOCK"}},
    {"io_pgetevents", {"SYS", "BLOCK"}},
    {"syslog", {"NOHAND", "BLOCK"}},
    {"truncate", {"NOHAND", "BLOCK"}},
    {"execve", {"NOHAND", "BLOCK"}},
    {"ptrace", {"NOHAND", "BLOCK"}},
    {"madvise", {"NOHAND", "BLOCK"}},
    {"ioctl", {"NOHAND", "BLOCK"}}};

/// Calls that are restarted, or fail only by way of a handler.
constexpr std::array kNeverLiteralEintr = {"wait4",     "waitid",          "poll",         "pause",
                                           "nanosleep", "clock_nanosleep", "rt_sigsuspend"};

const std::map<std::string, int> kNumbers = {
    {"write", 1},      {"poll", 7},    {"select", 23},           {"pause", 34},
    {"nanosleep", 35}, {"accept", 43}, {"recvfrom", 45},         {"wait4", 61},
    {"flock", 73},     {"futex", 202}, {"clock_nanosleep", 230}, {"waitid", 247},
    {"pselect6", 270}, {"ppoll", 271}, {"accept4", 288},         {"rt_sigsuspend", 130}};

void offer(Places& places, const Step& step, std::optional<std::string> line) {
  if (line) places.replace(step.line, std::move(*line));
}

/// A whole call, whatever it replaces: of a task that SIGKILL ends strace may print any call as
/// entered, so that alone is no lie.
std::string as_call(const std::string& head, const std::string& args) {
  return head + args + ") = 0";
}

/// What the first argument stands for: "pipe", "/dev/pts", "TCP".
std::string object_of(const Step& step) {
  const std::string first(traces::LazyArguments(step.args)[0]);
  const std::size_t open = first.find('<');
  return open == std::string::npos
             ? ""
             : first.substr(open + 1, first.find_first_of(":[0123456789>", open + 1) - open - 1);
}

void other_code(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const auto codes = kImpossibleCodes.find(step.name);
    if (!step.returns(Result::Code) || !step.complete || codes == kImpossibleCodes.end()) continue;
    for (const std::string& code : codes->second)
      if (auto line = with_result(recording, step, kCodes.at(code)))
        places.offer({{{Edit::How::Replace, step.line, std::move(*line)}},
                      {},
                      step.name + " " + object_of(step) + " " + code});
  }
}

void literal_eintr(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.returns(Result::Code) || !step.complete) continue;
    const bool never = std::find(kNeverLiteralEintr.begin(), kNeverLiteralEintr.end(), step.name) !=
                       kNeverLiteralEintr.end();
    const bool pipe = (step.name == "read" || step.name == "write") &&
                      traces::LazyArguments(step.args)[0].find("<pipe:") != std::string::npos;
    if (never || pipe) offer(places, step, with_result(recording, step, kEintr));
  }
}

bool returns_surely(const Step& step, Promise promise) {
  return step.certain && step.complete && step.whole && step.frame && step.depth == 1 &&
         !step.frame->editable && step.frame->promise == promise && step.frame->call != kNoStep;
}

void eintr_as_success(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps)
    if (returns_surely(step, Promise::Fail) && step.result == Result::Error)
      offer(places, step, with_result(recording, step, "0"));
}

void eintr_as_restart(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!returns_surely(step, Promise::Fail) || step.result != Result::Error) continue;
    const auto number = kNumbers.find(recording.steps[step.frame->call].name);
    if (number != kNumbers.end())
      offer(places, step, with_result(recording, step, std::to_string(number->second)));
  }
}

void restart_as_eintr(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps)
    if (returns_surely(step, Promise::Reissue) && step.result == Result::Value)
      offer(places, step, with_result(recording, step, kEintr));
}

/// The call that has to follow: after a handler with SA_RESTART, or after no handler at all.
const Step* call_owed(const Recording& recording, const Step& step) {
  if (!step.certain || !step.complete || !step.begins_call()) return nullptr;
  if (step.name == "rt_sigreturn") return nullptr;
  return recording.step(step.promised ? step.promised_call : step.code);
}

void another_call(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps)
    if (call_owed(recording, step))
      offer(places, step, in_place_of(recording, step, as_call("getppid(", "")));
}

void another_argument(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* owed = call_owed(recording, step);
    if (!owed || owed->name != step.name || !step.whole) continue;
    static constexpr std::array kByNumber = {"read",  "write", "wait4",    "accept",
                                             "flock", "fcntl", "recvfrom", "accept4"};
    if (std::find(kByNumber.begin(), kByNumber.end(), step.name) == kByNumber.end()) continue;
    const auto first = traces::LazyArguments(step.args)[0];
    const std::string head = step.name + "(" + std::string(first);
    offer(places, step, with_piece(recording, step, head, step.name + "(4321"));
  }
}

/// As above: the last one, where it is a number that stands behind what the call gives back.
void last_argument(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* owed = call_owed(recording, step);
    if (!owed || owed->name != step.name || !step.whole || !step.complete) continue;
    static constexpr std::array kByCount = {"read", "readv", "pread64", "write", "writev"};
    if (std::find(kByCount.begin(), kByCount.end(), step.name) == kByCount.end()) continue;
    const std::string last(traces::last_word(step.args));
    if (last != traces::last_word(owed->args)) continue;
    offer(places, step, with_piece(recording, step, ", " + last + ")", ", 4321)"));
  }
}

void resumed_as_reissue(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* owed = call_owed(recording, step);
    if (!owed || step.name != "restart_syscall" || step.promised) continue;
    if (owed->name == "restart_syscall") continue;
    offer(places, step, in_place_of(recording, step, as_call(owed->name + "(", owed->args)));
  }
}

void reissue_as_resumed(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* owed = call_owed(recording, step);
    if (!owed || step.name == "restart_syscall" || step.promised) continue;
    const std::string inner = "<... resuming interrupted " + owed->name + " ...>";
    offer(places, step, in_place_of(recording, step, as_call("restart_syscall(", inner)));
  }
}

void code_leaks(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* next = recording.step(step.next);
    if (!step.returns(Result::Code) || !step.complete || !next) continue;
    if (const auto line = in_place_of(recording, step, "getpgrp() = 77"))
      places.insert_after(step.line, *line);
  }
}

}  // namespace

std::vector<Operator> restart_operators() {
  const std::string code = "return.restart_code", back = "rt_sigreturn.from_handler",
                    error = "rt_sigreturn.from_handler_with_error", again = "restart.reissued",
                    unhandled = "restart.unhandled", resumed = "restart.resumed";
  return {
      {"other_code", "the call has no wait that ends so", {code}, other_code},
      {"literal_eintr",
       "the call fails so only by way of a handler",
       {"return.interrupted"},
       literal_eintr},
      {"eintr_as_success", "without SA_RESTART the call fails", {back}, eintr_as_success},
      {"eintr_as_restart", "without SA_RESTART nothing is restarted", {back}, eintr_as_restart},
      {"restart_as_eintr", "with SA_RESTART the call begins again", {error}, restart_as_eintr},
      {"another_call",
       "the kernel has set up the call",
       {again, unhandled, resumed, "call.entered*"},
       another_call},
      {"another_argument", "registers are as they were", {again, unhandled}, another_argument},
      {"last_argument", "registers are as they were", {again, unhandled}, last_argument},
      {"resumed_as_reissue", "a restart block goes on", {resumed, unhandled}, resumed_as_reissue},
      {"reissue_as_resumed",
       "only a restart block goes on",
       {resumed, unhandled},
       reissue_as_resumed},
      {"code_leaks",
       "no program sees a restart code",
       {unhandled, resumed, "call.entered*"},
       code_leaks},
  };
}

}  // namespace sigspec::test
