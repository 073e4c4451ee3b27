// A program with a child, in a trace that hides nothing: what tests of several tasks begin with.
#pragma once

#include <string>

#include "tests/support/small_trace.h"

namespace sigspec::test {

/// 7 has a child 8; signals have been sent and taken, so that both are known to be shown.
inline const std::string kFamily =
    kStart +
    "7 rt_sigaction(SIGUSR1, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
    "7 rt_sigaction(SIGUSR2, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
    "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
    "7 kill(7, SIGUSR1) = 0\n"
    "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0} ---\n"
    "7 tgkill(7, 7, SIGUSR2) = 0\n"
    "7 --- SIGUSR2 {si_signo=SIGUSR2, si_code=SI_TKILL, si_pid=7, si_uid=0} ---\n"
    "7 fork() = 8\n"
    "8 getpid() = 8\n";
inline constexpr std::uint64_t kFamilyLines = 9;  // after kStart

inline std::string from(const std::string& sender, const std::string& name,
                        const std::string& code) {
  return "--- " + name + " {si_signo=" + name + ", si_code=" + code + ", si_pid=" + sender +
         ", si_uid=0} ---\n";
}
inline std::string chld(const std::string& code, const std::string& status) {
  return "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=" + code + ", si_pid=8, si_uid=0, si_status=" +
         status + ", si_utime=0, si_stime=0} ---\n";
}
inline std::string waited(const std::string& status) {
  return "7 wait4(-1, [{" + status + "}], 0, NULL) = 8\n";
}
inline void expect_broken(const std::string& rest, std::uint64_t line, const std::string& rule) {
  expect_diverges(kFamily + rest, kFamilyLines + line, rule);
}

}  // namespace sigspec::test
