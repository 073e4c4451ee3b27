// Small traces of Linux programs, judged against the spec of Linux: what conforms, and on which
// line which rule is broken.
#pragma once

#include <string>

#include "checker/check.h"

namespace sigspec::test {

/// A program that begins, and a trace that hides nothing: calls of no class, failures, actions,
/// signals and masks are all to be seen.
inline const std::string kStart =
    "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
    "7 set_tid_address(0x7f10) = 7\n"
    "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n"
    "7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n"
    "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
    "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=SI_USER, si_pid=1, si_uid=0} ---\n";
inline constexpr std::uint64_t kStartLines = 6;

/// `rt_sigaction` lines of task 7: SIGUSR1 is caught, without and with SA_RESTART; SIGUSR2 is.
inline const std::string kCatch =
    "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
    "sa_restorer=0x7f00}, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0\n";
inline const std::string kTrap =
    "7 rt_sigaction(SIGUSR2, {sa_handler=0x402000, sa_mask=[], sa_flags=SA_RESTORER, "
    "sa_restorer=0x7f00}, NULL, 8) = 0\n";
inline const std::string kCatchRestart =
    "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER|SA_RESTART, "
    "sa_restorer=0x7f00}, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0\n";

std::string signal_line(const std::string& tid, const std::string& name);
std::string usr1(const std::string& tid = "7");

/// The sweep of mutants of the specification judges what the tests judge, too: it sets
/// SIGSPEC_KEEP_TRACES to a folder for them.
void keep_trace(const std::string& trace);

FileReport judge(const std::string& trace);
/// Every divergence in a line, for messages.
std::string told(const FileReport& report);

/// How often a rule took part in explaining it.
std::uint64_t times_fired(const std::string& trace, const std::string& rule);

void expect_conforms(const std::string& trace);
/// The first divergence: its rule, and its line, counted after kStart when the trace begins so.
void expect_diverges(const std::string& trace, std::uint64_t line, const std::string& rule);

}  // namespace sigspec::test
