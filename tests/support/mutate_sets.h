// Signal sets and actions as strace prints them, read by an account of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sigspec::test {

/// Bit n-1 stands for signal n.
using SignalSet = std::uint64_t;

constexpr SignalSet bit(int signal) { return SignalSet{1} << (signal - 1); }

/// Returns: 0 when there is no such signal.  `name` with its prefix.
int signal_number(std::string_view name);
/// With its prefix.
std::string signal_name(int signal);

/// SIGKILL and SIGSTOP.
inline constexpr SignalSet kNeverBlocked = bit(9) | bit(19);
/// SIGCONT and the signals that stop: sending one takes others back.
inline constexpr SignalSet kCancelling = bit(18) | bit(19) | bit(20) | bit(21) | bit(22);
/// Faults of the program.
inline constexpr SignalSet kSynchronous = bit(4) | bit(5) | bit(7) | bit(8) | bit(11) | bit(31);

std::optional<SignalSet> read_set(std::string_view text);
std::string print_set(SignalSet set);

inline constexpr std::uint64_t kSigInfo = 0x4, kRestart = 0x10000000, kNoDefer = 0x40000000,
                               kResetHand = 0x80000000;

/// Returns: empty when the structure has no such field.
std::string_view field_of(std::string_view structure, std::string_view name);

/// What is known of a signal's action.
struct KnownAction {
  enum class Is { Unknown, DefaultOrIgnored, Exact };
  Is is = Is::Unknown;
  std::string handler;  // of an exact one, as printed
  SignalSet mask = 0;
  std::uint64_t flags = 0;
  std::string text;  // the whole

  bool is_default() const { return handler == "SIG_DFL"; }
  bool is_ignored() const { return handler == "SIG_IGN"; }
  bool is_caught() const { return is == Is::Exact && !is_default() && !is_ignored(); }
};

/// Returns: an exact action, as the kernel stores it; nothing when the text is not plain.
std::optional<KnownAction> read_action(std::string_view text);

}  // namespace sigspec::test
