// What holds of some signals and not of others, tried with each of them. What is expected is
// written here once more, from signal(7), and not taken from the specification.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/support/mutate_sets.h"
#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

constexpr SignalSet kStops = bit(19) | bit(20) | bit(21) | bit(22);
constexpr SignalSet kIgnoredByDefault = bit(17) | bit(18) | bit(23) | bit(28);
constexpr SignalSet kDumpsCore =
    bit(3) | bit(4) | bit(5) | bit(6) | bit(7) | bit(8) | bit(11) | bit(24) | bit(25) | bit(31);
constexpr int kFirstRealtime = 32, kLast = 64;

bool holds(SignalSet set, int signal) { return (set & bit(signal)) != 0; }

std::vector<int> signals_but(SignalSet left_out) {
  std::vector<int> all;
  for (int s = 1; s <= kLast; ++s)
    if (!holds(left_out, s)) all.push_back(s);
  return all;
}

std::string blocks(SignalSet set) {
  return fmt::format("7 rt_sigprocmask(SIG_SETMASK, {}, NULL, 8) = 0\n", print_set(set));
}
std::string catches(int s) {
  return fmt::format(
      "7 rt_sigaction({}, {{sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7f00}}, NULL, 8) = 0\n",
      signal_name(s));
}
std::string defaults(int s) {
  return fmt::format(
      "7 rt_sigaction({}, {{sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}}, NULL, 8) = 0\n",
      signal_name(s));
}
std::string sends_itself(int s) { return fmt::format("7 tgkill(7, 7, {}) = 0\n", signal_name(s)); }
std::string takes(int s, std::string_view code, std::string_view rest = ", si_pid=7, si_uid=0") {
  return fmt::format("7 --- {0} {{si_signo={0}, si_code={1}{2}}} ---\n", signal_name(s), code,
                     rest);
}
std::string returns_to(SignalSet mask) {
  return fmt::format("7 rt_sigreturn({{mask={}}}) = 0\n", print_set(mask));
}
/// So a recording tells that no option hides this signal: what is lost is lost then.
std::string catches_and_shows(int s) {
  return catches(s) + takes(s, "SI_USER", ", si_pid=1, si_uid=0") + returns_to(0);
}
const std::string kGoesOn = "7 getpid() = 7\n";

TEST(EverySignal, IsQueuedOnceOrEachTime) {
  for (const int s : signals_but(kNeverBlocked | bit(17))) {
    const std::string trace = kStart + catches(s) + blocks(bit(s)) + sends_itself(s) +
                              sends_itself(s) + blocks(0) + takes(s, "SI_TKILL") + returns_to(0);
    const std::string again = trace + takes(s, "SI_TKILL") + returns_to(0) + kGoesOn;
    if (s < kFirstRealtime) {
      expect_conforms(trace + kGoesOn);
      expect_diverges(again, 8, "deliver.taken");
    } else {
      expect_conforms(again);
    }
  }
}

TEST(EverySignal, OfNoInterestToTheKernelIsSentByPrograms) {
  // SIGUSR1, SIGUSR2, SIGPIPE, SIGSTKFLT, SIGCHLD and SIGXFSZ, and those without a meaning.
  const SignalSet kByPrograms = bit(10) | bit(12) | bit(13) | bit(16) | bit(17) | bit(25);
  const SignalSet kByTimers = bit(14) | bit(26) | bit(27);
  for (const int s : signals_but(kNeverBlocked | kByTimers)) {
    const std::string trace = kStart + catches(s) + takes(s, "SI_KERNEL", "") + returns_to(0);
    if (holds(kByPrograms, s) || s >= kFirstRealtime) expect_diverges(trace, 2, "deliver.taken");
    else expect_conforms(trace);
  }
}

TEST(EverySignal, HasADefaultAction) {
  for (const int s : signals_but(bit(9) | bit(17))) {
    // The program may have been started with the signal ignored.
    const std::string trace =
        kStart + (s == 19 ? "" : defaults(s)) + takes(s, "SI_USER", ", si_pid=1, si_uid=0");
    const std::uint64_t then = s == 19 ? 2 : 3;
    const std::string stops = fmt::format("7 --- stopped by {} ---\n", signal_name(s));
    const auto dies = [&](bool core) {
      return fmt::format("7 +++ killed by {}{} +++\n", signal_name(s),
                         core ? " (core dumped)" : "");
    };
    const bool is_fatal = !holds(kIgnoredByDefault | kStops, s);
    if (holds(kIgnoredByDefault, s)) expect_conforms(trace + kGoesOn);
    if (holds(kStops, s)) expect_conforms(trace + stops);
    else expect_diverges(trace + stops, then, "stop.group");
    if (is_fatal) {
      expect_conforms(trace + dies(false));
      expect_diverges(trace + kGoesOn, then, "call.entered");
    } else {
      expect_diverges(trace + dies(false), then, "exit.killed_by_signal");
    }
    if (holds(kDumpsCore, s)) expect_conforms(trace + dies(true));
    else expect_diverges(trace + dies(true), then, "exit.killed_by_signal");
  }
}

TEST(EverySignal, OfAFaultIsNotHeldBack) {
  for (const int s : signals_but(kNeverBlocked | bit(17))) {
    const std::string trace = kStart + blocks(bit(s)) + takes(s, "SI_KERNEL", "") +
                              fmt::format("7 +++ killed by {} +++\n", signal_name(s));
    if (holds(kSynchronous, s)) expect_conforms(trace);
    else expect_diverges(trace, 2, "deliver.taken");
  }
}

TEST(EverySignal, OfAFaultIsTakenBeforeOthers) {
  for (const int s : signals_but(kNeverBlocked | bit(17) | bit(18) | kStops | bit(1))) {
    const SignalSet both = bit(1) | bit(s);
    const std::string before = kStart + catches_and_shows(1) + catches_and_shows(s) + blocks(both) +
                               sends_itself(1) + sends_itself(s) + blocks(0);
    const int first = holds(kSynchronous, s) ? s : 1, second = holds(kSynchronous, s) ? 1 : s;
    expect_conforms(before + takes(first, "SI_TKILL"));
    expect_diverges(before + takes(second, "SI_TKILL"), 11, "deliver.taken");
  }
}

TEST(EverySignal, ThatStopsTakesBackTheOneThatContinues) {
  for (const int s : signals_but(bit(9) | bit(17) | bit(18) | bit(19))) {
    const SignalSet both = bit(18) | bit(s);
    const auto pending = [&](int first, int second) {
      return kStart + catches_and_shows(18) + catches_and_shows(s) + blocks(both) +
             sends_itself(first) + sends_itself(second);
    };
    const std::string after_stop = pending(18, s) + blocks(bit(s)) + kGoesOn;
    const std::string after_continue = pending(s, 18) + blocks(bit(18)) + kGoesOn;
    if (holds(kStops, s)) {
      expect_conforms(after_stop);
      expect_conforms(after_continue);
      expect_diverges(pending(18, s) + blocks(bit(s)) + takes(18, "SI_TKILL"), 11, "deliver.taken");
      expect_diverges(pending(s, 18) + blocks(bit(18)) + takes(s, "SI_TKILL"), 11, "deliver.taken");
    } else {
      expect_diverges(after_stop, 11, "call.entered");
      expect_diverges(after_continue, 11, "call.entered");
    }
  }
}

}  // namespace
}  // namespace sigspec
