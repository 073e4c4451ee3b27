// Planting: the parts that operators share.
#include "tests/support/mutate.h"

#include <algorithm>

namespace sigspec::test {

std::size_t Mutant::last_line() const {
  std::size_t last = 0;
  for (const Edit& edit : edits) last = std::max(last, edit.line);
  for (const std::size_t line : shows) last = std::max(last, line);
  return last;
}

void Places::offer(Mutant mutant) {
  ++found_;
  if (kept_.size() < kept_max_) {
    kept_.push_back(std::move(mutant));
    return;
  }
  const std::size_t at = choose(found_);
  if (at < kept_max_) kept_[at] = std::move(mutant);
}

std::span<const Operator> mutation_operators() {
  static const std::vector<Operator> kAll = [] {
    std::vector<Operator> all;
    for (auto& group :
         {restart_operators(), mask_operators(), action_operators(), life_operators(),
          delivery_operators(), phantom_operators(), siginfo_operators(), pending_operators(),
          wait_operators(), end_operators(), stop_operators(), birth_operators(),
          transfer_operators(), clock_operators(), stack_operators(), queue_operators()})
      all.insert(all.end(), group.begin(), group.end());
    return all;
  }();
  return kAll;
}

ChangedText change(const Recording& recording, const Mutant& mutant, std::size_t lines_behind) {
  ChangedText changed;
  std::size_t written = 0;
  const auto write = [&](const std::string& line) {
    changed.text += line + "\n";
    ++written;
  };
  const auto plant = [&](const std::string& line) {
    write(line);
    changed.planted.push_back(written);
  };
  const std::size_t last = std::min(recording.lines.size(), mutant.last_line() + lines_behind);
  for (std::size_t line = 1; line <= last; ++line) {
    const Edit* instead = nullptr;
    for (const Edit& edit : mutant.edits)
      if (edit.line == line && edit.how != Edit::How::InsertAfter) instead = &edit;
    if (!instead) write(recording.line(line));
    else if (instead->how == Edit::How::Replace) plant(instead->text);
    if (std::find(mutant.shows.begin(), mutant.shows.end(), line) != mutant.shows.end())
      changed.shows.push_back(written);
    for (const Edit& edit : mutant.edits)
      if (edit.line == line && edit.how == Edit::How::InsertAfter) plant(edit.text);
  }
  return changed;
}

std::optional<std::string> prefix_of(const Recording& recording, const Step& step) {
  const std::string& line = recording.line(step.line);
  std::size_t at = std::string::npos;
  switch (step.kind) {
    case traces::EventKind::Delivered:
    case traces::EventKind::Stopped: at = line.find("--- "); break;
    case traces::EventKind::Exited:
    case traces::EventKind::Killed: at = line.find("+++ "); break;
    case traces::EventKind::Returned:
      at = step.whole ? line.find(step.name + "(") : line.find("<... ");
      break;
    case traces::EventKind::Entered: at = line.find(step.name + "("); break;
    default: break;
  }
  if (at == std::string::npos) return std::nullopt;
  return line.substr(0, at);
}

std::optional<std::string> in_place_of(const Recording& recording, const Step& step,
                                       const std::string& text) {
  const auto prefix = prefix_of(recording, step);
  if (!prefix) return std::nullopt;
  return *prefix + text;
}

std::optional<std::string> with_piece(const Recording& recording, const Step& step,
                                      const std::string& from, const std::string& to) {
  std::string line = recording.line(step.line);
  const std::size_t at = line.rfind(from);
  if (at == std::string::npos || from == to) return std::nullopt;
  return line.replace(at, from.size(), to);
}

std::optional<std::string> with_result(const Recording& recording, const Step& step,
                                       const std::string& result) {
  std::string line = recording.line(step.line);
  const std::size_t at = line.rfind(" = ");
  if (at == std::string::npos) return std::nullopt;
  const std::size_t duration = line.rfind(" <");
  const bool has_duration = line.back() == '>' && duration != std::string::npos && duration > at;
  return line.substr(0, at + 3) + result + (has_duration ? line.substr(duration) : "");
}

std::string delivery_of(int signal, const std::string& code, std::int64_t pid) {
  const std::string name = signal_name(signal);
  return "--- " + name + " {si_signo=" + name + ", si_code=" + code +
         (pid ? ", si_pid=" + std::to_string(pid) + ", si_uid=0" : "") + "} ---";
}

bool quiet_after(const Recording& recording, const Step& step) {
  if (!step.certain || !step.complete || !step.returns(traces::ResultKind::Value)) return false;
  for (const char* name : {"rt_sigprocmask", "rt_sigreturn", "rt_sigaction", "execve"})
    if (step.name == name) return false;
  const Step* next = recording.step(step.next);
  return next && next->certain && next->begins_call() && next->code == kNoStep;
}

bool shows_sends(const Recording& recording, Send::Kind kind, std::size_t line) {
  const auto& sends = recording.families.sends;
  return std::any_of(sends.begin(), sends.end(),
                     [&](const Send& send) { return send.kind == kind && send.line < line; });
}

bool shows_signal(const Recording& recording, const std::string& name, std::size_t line) {
  return std::any_of(recording.steps.begin(), recording.steps.end(), [&](const Step& step) {
    return step.kind == traces::EventKind::Delivered && step.name == name && step.line < line;
  });
}

SignalSet altered(SignalSet set, Places& places) {
  // Never SIGKILL, SIGSTOP, nor the two that the C library hides.
  int signal = 0;
  do signal = 1 + static_cast<int>(places.choose(64));
  while (bit(signal) & (kNeverBlocked | bit(32) | bit(33)));
  return set ^ bit(signal);
}

}  // namespace sigspec::test
