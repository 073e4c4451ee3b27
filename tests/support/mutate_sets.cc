// The names of signals and flags are written down a second time here: a test that asked the
// specification for them would not notice when it is wrong.
#include "tests/support/mutate_sets.h"

#include <array>
#include <bit>

#include "traces/signal_text.h"

namespace sigspec::test {

namespace {

constexpr std::array<const char*, 32> kStandard = {
    "",     "HUP",  "INT",  "QUIT", "ILL",    "TRAP",   "ABRT",  "BUS",  "FPE",  "KILL", "USR1",
    "SEGV", "USR2", "PIPE", "ALRM", "TERM",   "STKFLT", "CHLD",  "CONT", "STOP", "TSTP", "TTIN",
    "TTOU", "URG",  "XCPU", "XFSZ", "VTALRM", "PROF",   "WINCH", "IO",   "PWR",  "SYS"};

struct Flag {
  const char* name;
  std::uint64_t bits;
};
constexpr Flag kFlags[] = {
    {"SA_NOCLDSTOP", 0x1},        {"SA_NOCLDWAIT", 0x2},       {"SA_SIGINFO", 0x4},
    {"SA_EXPOSE_TAGBITS", 0x800}, {"SA_RESTORER", 0x04000000}, {"SA_ONSTACK", 0x08000000},
    {"SA_RESTART", kRestart},     {"SA_NODEFER", kNoDefer},    {"SA_RESETHAND", kResetHand}};

int short_number(std::string_view name) {
  if (name == "RTMIN") return 32;
  if (name.starts_with("RT_")) return 32 + std::stoi(std::string(name.substr(3)));
  for (std::size_t i = 1; i < kStandard.size(); ++i)
    if (name == kStandard[i]) return static_cast<int>(i);
  return 0;
}

std::string short_name(int signal) {
  if (signal < 32) return kStandard[static_cast<std::size_t>(signal)];
  return signal == 32 ? "RTMIN" : "RT_" + std::to_string(signal - 32);
}

class PlainNames final : public traces::Names {
 public:
  std::optional<std::uint64_t> find(traces::NameKind kind, std::string_view name) const override {
    if (kind == traces::NameKind::SetMember) {
      const int number = short_number(name);
      return number ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(number))
                    : std::nullopt;
    }
    if (kind == traces::NameKind::ActionFlag)
      for (const Flag& flag : kFlags)
        if (name == flag.name) return flag.bits;
    return std::nullopt;
  }
};

const PlainNames kNames;

}  // namespace

int signal_number(std::string_view name) {
  return name.starts_with("SIG") ? short_number(name.substr(3)) : 0;
}

std::string signal_name(int signal) { return "SIG" + short_name(signal); }

std::optional<SignalSet> read_set(std::string_view text) {
  const traces::SigsetText set = traces::parse_sigset(text, kNames);
  return set.understood ? std::optional<SignalSet>(set.bits) : std::nullopt;
}

std::string print_set(SignalSet set) {
  const bool complement = std::popcount(set) > 32;
  std::string text = complement ? "~[" : "[";
  for (int signal = 1; signal <= 64; ++signal)
    if (((set & bit(signal)) != 0) != complement)
      text += (text.back() == '[' ? "" : " ") + short_name(signal);
  return text + "]";
}

std::optional<KnownAction> read_action(std::string_view text) {
  const traces::SigactionText parts = traces::parse_sigaction(text, kNames);
  // The C library's flags are an int: the highest one spreads.
  std::uint64_t kept = 0xffffffff00000000;
  for (const Flag& flag : kFlags) kept |= flag.bits;
  if (!parts.understood || (parts.flags.bits & ~kept) != 0) return std::nullopt;
  KnownAction action;
  action.is = KnownAction::Is::Exact;
  action.handler = parts.handler;
  action.mask = parts.mask.bits & ~kNeverBlocked;
  action.flags = parts.flags.bits & 0xffffffff;
  action.text = text;
  return action;
}

}  // namespace sigspec::test
