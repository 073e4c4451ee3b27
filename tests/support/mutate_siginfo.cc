// Faults in what a siginfo says: who sent the signal, how, and what became of a child.
#include <algorithm>
#include <cstdlib>

#include "tests/support/mutate.h"
#include "tests/support/mutate_sets.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;

std::string field(const Step& step, const char* name) {
  return std::string(field_of(step.args, name));
}

bool is_delivery(const Recording& recording, const Step& step) {
  return recording.families.certain && step.kind == Kind::Delivered && step.certain &&
         step.complete;
}

void replace_field(const Recording& recording, const Step& step, const std::string& from,
                   const std::string& to, Places& places) {
  if (auto line = with_piece(recording, step, from, to))
    places.replace(step.line, std::move(*line));
}

/// The process of that id which lives at the step, or nullptr.
const ProcessFacts* process_of(const Recording& recording, const std::string& pid,
                               const Step& step) {
  return recording.process_with_id(std::strtoll(pid.c_str(), nullptr, 10), step.line);
}

bool sends(const Recording& recording, const ProcessFacts& process) {
  return std::any_of(
      recording.families.sends.begin(), recording.families.sends.end(),
      [&](const Send& send) { return &recording.families.processes[send.sender] == &process; });
}

/// In the name of a process that sends nothing.
void other_sender(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!is_delivery(recording, step)) continue;
    const std::string code = field(step, "si_code"), pid = field(step, "si_pid");
    if (code != "SI_USER" && code != "SI_TKILL") continue;
    const ProcessFacts* sender = process_of(recording, pid, step);
    if (!sender || !sends(recording, *sender)) continue;
    const auto kind = code == "SI_USER" ? Send::Kind::Kill : Send::Kind::Thread;
    if (!shows_sends(recording, kind, step.line)) continue;
    for (const ProcessFacts& other : recording.families.processes) {
      const TaskFacts& leader = recording.families.tasks[other.leader];
      if (!other.certain || other.pid == 0 || std::to_string(other.pid) == pid) continue;
      if (sends(recording, other) || recording.steps[leader.first].line > step.line ||
          recording.steps[leader.last].line < step.line)
        continue;
      replace_field(recording, step, "si_pid=" + pid, "si_pid=" + std::to_string(other.pid),
                    places);
      break;
    }
  }
}

/// kill says SI_USER and tkill SI_TKILL.
void other_code_of_send(const Recording& recording, Places& places) {
  for (const Send& send : recording.families.sends) {
    const Step& step = recording.steps[send.step];
    const Step* delivery = recording.step(step.next);
    if (!send.worked || !delivery || !is_delivery(recording, *delivery)) continue;
    if (send.target != recording.process(step).pid || recording.process(step).threaded) continue;
    if (signal_number(delivery->name) != send.signal) continue;
    const std::string code = field(*delivery, "si_code");
    if (field(*delivery, "si_pid") != std::to_string(send.target)) continue;
    const bool by_kill = send.kind == Send::Kind::Kill && code == "SI_USER";
    const bool by_tkill = send.kind == Send::Kind::Thread && code == "SI_TKILL";
    if (!by_kill && !by_tkill) continue;
    // Another of its sends could be the one that is taken.
    const auto same = std::count_if(
        recording.families.sends.begin(), recording.families.sends.end(), [&](const Send& other) {
          return other.sender == send.sender && other.signal == send.signal;
        });
    const auto kind_used = [&](Send::Kind kind) {
      return std::any_of(
          recording.families.sends.begin(), recording.families.sends.end(),
          [&](const Send& other) { return other.sender == send.sender && other.kind == kind; });
    };
    if (same > 1 && (kind_used(Send::Kind::Queue) || kind_used(Send::Kind::ThreadQueue) ||
                     (kind_used(Send::Kind::Kill) && kind_used(Send::Kind::Thread))))
      continue;
    const bool queued = places.choose(2);
    const char* other = queued ? "SI_QUEUE" : by_kill ? "SI_TKILL" : "SI_USER";
    const Send::Kind kind = queued    ? Send::Kind::Queue
                            : by_kill ? Send::Kind::Thread
                                      : Send::Kind::Kill;
    if (!shows_sends(recording, kind, step.line)) continue;
    replace_field(recording, *delivery, "si_code=" + code, "si_code=" + std::string(other), places);
  }
}

/// What a SIGCHLD says of a child whose end the recording shows.
const Step* end_told_by(const Recording& recording, const Step& step) {
  if (!is_delivery(recording, step) || step.name != "SIGCHLD") return nullptr;
  const ProcessFacts* child = process_of(recording, field(step, "si_pid"), step);
  if (!child || child->threaded || !child->tells_by_sigchld) return nullptr;
  const Step* end = recording.step(recording.families.tasks[child->leader].death);
  return end && end->complete ? end : nullptr;
}

void other_child_status(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* end = end_told_by(recording, step);
    const std::string status = field(step, "si_status");
    if (!end || end->kind != Kind::Exited || field(step, "si_code") != "CLD_EXITED") continue;
    if (status != std::to_string(end->value)) continue;
    const std::string other = std::to_string((end->value + 1 + places.choose(254)) % 256);
    replace_field(recording, step, "si_status=" + status, "si_status=" + other, places);
  }
}

void other_child_end(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* end = end_told_by(recording, step);
    const std::string code = field(step, "si_code");
    if (!end) continue;
    if (code == "CLD_EXITED" && end->kind == Kind::Exited)
      replace_field(recording, step, "si_code=CLD_EXITED", "si_code=CLD_KILLED", places);
    if ((code == "CLD_KILLED" || code == "CLD_DUMPED") && end->kind == Kind::Killed)
      replace_field(recording, step, "si_code=" + code, "si_code=CLD_EXITED", places);
  }
}

void other_child_killer(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* end = end_told_by(recording, step);
    const std::string status = field(step, "si_status");
    if (!end || end->kind != Kind::Killed || status != end->name) continue;
    const char* other = end->name == "SIGTERM" ? "SIGINT" : "SIGTERM";
    replace_field(recording, step, "si_status=" + status, "si_status=" + std::string(other),
                  places);
  }
}

}  // namespace

std::vector<Operator> siginfo_operators() {
  const std::vector<std::string> taken = {"deliver.taken", "send.named"};
  const std::vector<std::string> ended = {"exit.reported"};
  return {
      {"other_sender", "the sender is another", taken, other_sender},
      {"other_code_of_send", "si_code says how it was sent", taken, other_code_of_send},
      {"other_child_status", "the child ended with another status", ended, other_child_status},
      {"other_child_end", "the child ended otherwise", ended, other_child_end},
      {"other_child_killer", "another signal ended the child", ended, other_child_killer},
  };
}

}  // namespace sigspec::test
