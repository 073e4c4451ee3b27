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

std::optional<std::uint64_t> read_flags(std::string_view text) {
  std::uint64_t bits = 0;
  bool known = true;
  const bool whole = traces::parse_flags(text, [&](const traces::Constant& part) {
    std::uint64_t named = part.bits;
    for (const Flag& flag : kFlags)
      if (part.name == flag.name) named = flag.bits;
    known = known && (part.name.empty() || named != 0);
    bits |= named;
  });
  return whole && known ? std::optional(bits) : std::nullopt;
}

}  // namespace

int signal_number(std::string_view name) {
  return name.starts_with("SIG") ? short_number(name.substr(3)) : 0;
}

std::string signal_name(int signal) { return "SIG" + short_name(signal); }

std::optional<SignalSet> read_set(std::string_view text) {
  SignalSet set = 0;
  bool known = true;
  const auto form = traces::parse_set(text, [&](const traces::Constant& member) {
    const std::uint64_t signal =
        member.name.empty() ? member.bits : static_cast<std::uint64_t>(short_number(member.name));
    known = known && signal >= 1 && signal <= 64;
    if (known) set |= bit(static_cast<int>(signal));
  });
  if (form == traces::SetForm::None || !known) return std::nullopt;
  return form == traces::SetForm::Complement ? ~set : set;
}

std::string print_set(SignalSet set) {
  const bool complement = std::popcount(set) > 32;
  std::string text = complement ? "~[" : "[";
  for (int signal = 1; signal <= 64; ++signal)
    if (((set & bit(signal)) != 0) != complement)
      text += (text.back() == '[' ? "" : " ") + short_name(signal);
  return text + "]";
}

std::string_view field_of(std::string_view structure, std::string_view name) {
  std::string_view found;
  traces::parse_fields(structure, [&](std::string_view field, std::string_view value) {
    if (field == name) found = value;
  });
  return found;
}

std::optional<KnownAction> read_action(std::string_view text) {
  KnownAction action;
  std::optional<SignalSet> mask;
  std::optional<std::uint64_t> flags;
  const bool whole = traces::parse_fields(text, [&](std::string_view name, std::string_view value) {
    if (name == "sa_handler" || name == "sa_sigaction") action.handler = value;
    if (name == "sa_mask") mask = read_set(value);
    if (name == "sa_flags") flags = read_flags(value);
  });
  // The C library's flags are an int: the highest one spreads.
  std::uint64_t kept = 0xffffffff00000000;
  for (const Flag& flag : kFlags) kept |= flag.bits;
  if (!whole || action.handler.empty() || !mask || !flags || (*flags & ~kept) != 0)
    return std::nullopt;
  action.is = KnownAction::Is::Exact;
  action.mask = *mask & ~kNeverBlocked;
  action.flags = *flags & 0xffffffff;
  action.text = text;
  return action;
}

}  // namespace sigspec::test
