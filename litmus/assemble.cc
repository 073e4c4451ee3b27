// Writes a test as the runner wants it, and reads what the runner answers.
#include "litmus/assemble.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "litmus/words.h"

namespace sigspec::litmus {

namespace {

class Assembling {
 public:
  Assembling(const Model& model, const Library& library, const PreparedTest& test,
             std::string_view machine)
      : model_(model), library_(library), test_(test), machine_(machine) {}

  std::string run() {
    std::string body;
    setup_ = 0;
    for (const PreparedStep& step : test_.setup) emit(step);
    setup_ = count_;
    for (std::size_t i = 0; i < test_.threads.size(); ++i) {
      const PreparedThread& thread = test_.threads[i];
      for (const PreparedHandler& handler : thread.handlers) {
        const int first = count_;
        for (const PreparedStep& step : handler.body) emit(step);
        for (const int signal : handler.signals)
          body += fmt::format("handler {} {} {} {} {} {} {}\n", i, number(signal),
                              bits(handler.flags, kFlagType), mask(handler.mask),
                              handler.ignored ? 1 : 0, first, count_ - first);
      }
      const int first = count_;
      for (const PreparedStep& step : thread.steps) emit(step);
      body += fmt::format("thread {} {} {} {} {} {} {} {} {}\n", thread.of,
                          thread.is_child ? 1 : 0, thread.is_init ? 1 : 0,
                          bits(thread.birth, kCloneFlagType), thread.comes_later ? 1 : 0,
                          thread.number_of, thread.slot, first, count_ - first);
    }
    const int first = count_;
    for (const PreparedStep& step : closing_steps(test_)) emit(step);
    body += fmt::format("closing {} {}\n", first, count_ - first);
    const EffectDecl* sets = library_.with_verb(kSetsHandler);
    const std::int64_t sets_handler =
        sets ? number_of(model_.call_id(sets->calls.front().text)) : -1;
    return fmt::format("test {} {} {}\n{}setup {}\n{}{}run\n", test_.slots.size(), sets_handler,
                       settle_ms(), memory_, setup_, body, code_);
  }

 private:
  std::int64_t number_of(int call) const {
    return call_number(model_, library_, machine_, call);
  }
  const Type* signals() const { return model_.types.find(kSignalType); }
  std::int64_t number(int signal) const {
    return signals()->members[static_cast<std::size_t>(signal)].number;
  }
  std::uint64_t mask(std::uint64_t members) const {
    std::uint64_t bits = 0;
    for (; members != 0; members &= members - 1)
      bits |= 1ULL << (number(std::countr_zero(members)) - 1);
    return bits;
  }
  std::uint64_t bits(std::uint64_t members, std::string_view flag_type) const {
    const Type* type = model_.types.find(flag_type);
    std::uint64_t bits = 0;
    for (; members != 0; members &= members - 1)
      bits |= static_cast<std::uint64_t>(
          type->members[static_cast<std::size_t>(std::countr_zero(members))].number);
    return bits;
  }

  /// Longer than any time that passes in the test.
  std::int64_t settle_ms() const {
    const std::uint64_t slow = objects_named(model_, kSlow);
    const bool waits_longer =
        std::any_of(test_.slots.begin(), test_.slots.end(),
                    [&](const Slot& s) { return s.object >= 0 && (slow >> s.object & 1) != 0; });
    return longest_wait(test_) / kMillisecondNs + (waits_longer ? 10 : 1) * kSettleMs;
  }

  void line(const std::string& text) {
    code_ += "do " + text + "\n";
    ++count_;
  }

  void emit(const PreparedStep& step) {
    if (step.kind == Step::Kind::Make)
      return line(fmt::format("M {} {} {}", step.who, step.awaited, number_of(step.call_id)));
    if (step.kind == Step::Kind::Leave) return line("J");
    if (step.kind == Step::Kind::Exec) return line(fmt::format("X {}", number_of(step.call_id)));
    if (step.kind == Step::Kind::Edit) return line(fmt::format("E {}", mask(step.mask)));
    if (step.kind == Step::Kind::When) {
      constexpr char kUntil[] = {'s', 't', 'e', 'd', 'r'};
      return line(fmt::format("W {} {} {} {}", kUntil[static_cast<std::size_t>(step.until)],
                              step.who, number_of(step.call_id), step.awaited));
    }
    std::string args, after;
    for (std::size_t i = 0; i < step.args.size(); ++i) {
      const Argument& argument = step.args[i];
      switch (argument.kind) {
        case Argument::Kind::Word: args += fmt::format(" w{}", argument.word); break;
        case Argument::Kind::Slot: args += slot(step, i); break;
        case Argument::Kind::Memory: {
          args += fmt::format(" m{}", size_);
          // Memory is zero where nothing is said: most of it is room for what a call writes.
          const std::size_t told = argument.memory.find_last_not_of('\0') + 1;
          memory_ += fmt::format("memory {} {} {} ", size_, argument.memory.size(), told);
          for (const char byte : std::string_view(argument.memory).substr(0, told))
            memory_ += fmt::format("{:02x}", static_cast<unsigned char>(byte));
          memory_ += "\n";
          for (const Pointer& pointer : argument.pointers)
            line(fmt::format("A {} {}", size_ + pointer.offset, size_ + pointer.to));
          for (const Patch& patch : argument.patches) {
            const std::string text = fmt::format("{} {}", patch.slot, size_ + patch.offset);
            if (argument.is_text()) {  // the whole text is made anew, behind the one without digits
              const std::size_t from = size_;
              size_ += room(argument.memory.size());
              args.resize(args.rfind(' '));
              args += fmt::format(" m{}", size_);
              line(fmt::format("N {} {} {} {}", patch.slot, from, patch.offset, size_));
              size_ += room(argument.memory.size() + kDigitsMax);
            } else if (patch.is_told) {
              after += "do L " + text + "\n";
              ++loads_;
            } else if (test_.is_word(patch.slot)) {
              line(fmt::format("A {} {}", size_ + patch.offset, word_of(patch.slot)));
            } else {
              line("P " + text);
            }
          }
          size_ += room(argument.memory.size());
          break;
        }
      }
    }
    line(fmt::format("C {} {} {}{}", step.result, number_of(step.call_id), step.args.size(), args));
    code_ += after;
    count_ += std::exchange(loads_, 0);
  }

  /// An argument: the number that a slot has, where it lies in memory, or what stands there.
  std::string slot(const PreparedStep& step, std::size_t i) const {
    const int slot = step.args[i].slot;
    const std::size_t word = word_of(slot);
    if (test_.passes_place(step, i)) return fmt::format(" m{}", word);
    if (test_.slots[static_cast<std::size_t>(slot)].kind == Slot::Kind::Content)
      return fmt::format(" c{}", word);
    return fmt::format(" s{}", slot);
  }

  static std::size_t word_of(int slot) { return kWordBytes * static_cast<std::size_t>(slot + 1); }
  static std::size_t room(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

  static constexpr std::int64_t kSettleMs = 100;
  static constexpr std::size_t kDigitsMax = 64;  // of a number, and more
  const Model& model_;
  const Library& library_;
  const PreparedTest& test_;
  std::string_view machine_;
  std::string code_, memory_;
  static constexpr std::size_t kWordBytes = 64;  // by slot, from the second on
  std::size_t size_ = kWordBytes * 130;          // behind the words
  int count_ = 0, setup_ = 0, loads_ = 0;
};

std::string signal_called(const Model& model, std::int64_t number) {
  for (const EnumMember& member : model.types.find(kSignalType)->members)
    if (member.number == number) return member.name;
  return std::to_string(number);
}

/// How a child is, by the code and the status that waitid(2) wrote.
std::string status_called(const Model& model, const std::string& code, const std::string& status) {
  const Type* codes = model.types.find(kCodeType);
  for (std::size_t i = 0; i < codes->members.size(); ++i) {
    if (codes->members[i].number != std::stoll(code) || codes->members[i].otherwise) continue;
    const auto is = [&](std::string_view constant) {
      return (members_named(model, constant, kCodeType) >> i & 1) != 0;
    };
    if (is(kToldExit)) return end_by(kExited, status);
    if (is(kToldKill)) return end_by(kKilledBy, signal_called(model, std::stoll(status)));
    if (is(kToldStop)) return end_by(kStoppedBy, signal_called(model, std::stoll(status)));
  }
  return std::string(kWentOn);
}

/// How a child is, by the status that wait(2) wrote.
std::string status_called(const Model& model, const std::string& text) {
  const int status = std::stoi(text);
  if (WIFEXITED(status)) return end_by(kExited, std::to_string(WEXITSTATUS(status)));
  if (WIFSIGNALED(status)) return end_by(kKilledBy, signal_called(model, WTERMSIG(status)));
  if (WIFSTOPPED(status))  // behind the signal, the event that a tracer is told
    return end_by(status >> 16 != 0 ? kEventStop : kStoppedBy,
                  signal_called(model, WSTOPSIG(status)));
  return std::string(kWentOn);
}

std::string result_called(const Model& model, const std::string& text) {
  if (text == "-") return std::string(kNotReached);
  const std::int64_t value = std::stoll(text);
  if (value >= 0 || value < -number_of(model, kMaxErrno).value_or(0)) return text;
  return error_called(model, -value);
}

}  // namespace

std::string assemble(const Model& model, const Library& library, const PreparedTest& test,
                     std::string_view machine) {
  return Assembling(model, library, test, machine).run();
}

std::vector<const PreparedStep*> numbered_steps(const PreparedTest& test) {
  std::vector<const PreparedStep*> steps;
  const auto add = [&](const PreparedStep& step) {
    std::size_t before = 0, behind = 0;
    for (const Argument& argument : step.args) {
      for (const Patch& patch : argument.patches) ++(patch.is_told ? behind : before);
      before += argument.pointers.size();
    }
    steps.insert(steps.end(), before + 1 + behind, &step);
  };
  for (const PreparedStep& step : test.setup) add(step);
  for (const PreparedThread& thread : test.threads) {
    for (const PreparedHandler& handler : thread.handlers)
      for (const PreparedStep& step : handler.body) add(step);
    for (const PreparedStep& step : thread.steps) add(step);
  }
  return steps;
}

std::optional<Outcome> read_outcome(const Model& model, const PreparedTest& test,
                                    const std::string& line) {
  std::istringstream in(line);
  std::string word;
  if (!(in >> word) || word != "run" || !(in >> word) || word != "1") return std::nullopt;
  in >> word;
  const std::vector<const PreparedStep*> steps = numbered_steps(test);
  Outcome outcome;
  for (const PreparedThread& thread : test.threads) {
    std::string end;
    std::vector<std::string> handled;
    if (!(in >> end)) return std::nullopt;
    while (in >> word && word != "|")
      handled.push_back(signal_called(model, std::stoll(word)));
    tell_handled(outcome, thread.name, handled);
    const std::string number = end.substr(1);
    switch (end[0]) {
      case 'E': end = end_by(kExited, number); break;
      case 'K': end = end_by(kKilledBy, signal_called(model, std::stoll(number))); break;
      case 'X': end = kEnded; break;
      case 'S': end = kStands; break;
      case 'D': end = kDone; break;
      case 'N': end = kUnborn; break;
      case 'C':
        end = end_by(kSleepsIn, steps.at(static_cast<std::size_t>(std::stoll(number)))->name);
        break;
      default: end = kPolls; break;
    }
    tell_end(outcome, thread.name, end);
  }
  std::vector<std::string> values(test.slots.size());
  std::map<std::string, std::string> tasks;  // by their numbers in this run
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(in >> values[i])) return std::nullopt;
    const Slot& slot = test.slots[i];
    // Who has the number of another is called by that name.
    if (slot.kind == Slot::Kind::Task && values[i] != "-" &&
        test.threads[static_cast<std::size_t>(slot.task)].number_of < 0)
      tasks[values[i]] = slot.name;
  }
  // What a wait wrote beside its result, if it is one.
  const auto beside = [&](const Slot& result, Slot::Kind kind) {
    for (std::size_t i = 0; i < test.slots.size(); ++i)
      if (test.slots[i].kind == kind && test.slots[i].name == result.name) return values[i];
    return std::string();
  };
  std::set<std::string> found;  // waits that found a child
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slot& slot = test.slots[i];
    const std::string child = beside(slot, Slot::Kind::Child);
    const std::string& told = values[i] == "0" && !child.empty() ? child : values[i];
    const bool waits = !child.empty() || !beside(slot, Slot::Kind::Status).empty();
    if (slot.kind == Slot::Kind::Result && waits && tasks.contains(told)) {
      outcome[slot.name] = tasks[told];
      found.insert(slot.name);
    } else if (slot.process >= 0 && values[i].find_first_of("-") != 0) {
      outcome[slot.name] = test.threads[static_cast<std::size_t>(slot.process)].name;
    } else if (slot.kind == Slot::Kind::Result)
      outcome[slot.name] = result_called(model, values[i]);
    else if (slot.kind == Slot::Kind::Status && found.contains(slot.name))
      tell_end(outcome, slot.name, status_called(model, values[i]));
    else if (slot.kind == Slot::Kind::Part && found.contains(slot.name))
      tell_end(outcome, slot.name,
               status_called(model, beside(slot, Slot::Kind::Code), values[i]));
  }
  // Behind another bar, what is so on no Linux.
  if (std::string what, how; in >> word >> what >> how) outcome[what] = how;
  return outcome;
}

}  // namespace sigspec::litmus
