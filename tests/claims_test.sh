#!/usr/bin/env bash
# `sigspec claims`: what the pages say comes out as the claims expect, by the model and not by what
# is written down; papers/claims.md is what it prints; real runs show what contradicts the pages.
#
# SIGSPEC_UPDATE=1 writes papers/claims.md anew; then read the diff.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=$(realpath "${SIGSPEC:-build/sigspec}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }
# try STATUS ARGUMENTS...: the command ends so; its output is $work/out, its messages $work/err.
try() {
  local wanted=$1 status=0
  shift
  "$sigspec" "$@" >"$work/out" 2>"$work/err" || status=$?
  [[ $status == "$wanted" ]] || { cat "$work/out" "$work/err"; fail "$* ended with $status"; }
}

# --- all of them, as they expect
try 0 claims --format json
cp "$work/out" "$work/json"
python3 - "$work/json" <<'END'
import json, sys

claims = {c["name"]: c for c in json.load(open(sys.argv[1]))["claims"]}
assert len(claims) >= 150, len(claims)
for claim in claims.values():
    assert claim["as_expected"], claim
    wrong = claim["verdict"] in ("refuted", "holds only when")
    assert claim["fails"] if wrong else not claim["fails"], claim
    assert not wrong or claim["seen_in"] or claim["unseen"], claim

# The known contradictions between the pages and the kernel, M1 to M24.
known = """signal7.recvmmsg_own_timeout_eintr signal7.stop_recvmmsg_own_timeout
signal7.futex_wait_always_restarts signal7.futex_bitset_always_restarts
signal7.sem_timedwait_restarts signal7.output_receive_timeout_eintr signal7.ioctl_restarts
signal7.stop_list_io_getevents signal7.stop_list_io_uring_enter signal7.stop_list_select
signal7.stop_list_socket_read signal7.stop_list_socket_write signal7.stop_list_splice
signal7.stop_list_epoll_pwait2 signal7.stop_list_drain
restart_syscall2.after_stop restart_syscall2.returns_of_restarted
sigaction2.kill_cannot_be_named sigaction2.einval signal7.frame_holds_current_mask
signal7.pending_over_exec signal7.arbitrary_thread signal7.order_unspecified
signal7.pending_union sigpending2.union signal7.pending_until_delivered fallocate2.eintr
getrandom2.large_eintr close2.eintr sigaltstack2.only_autodisarm
sigaltstack2.disable_ignores_others semop2.eintr_only_by_handler
io_getevents2.eintr_only_by_handler epoll_wait2.eintr_only_by_handler
sigwaitinfo2.eintr_only_by_handler pidfd_send_signal2.flags pidfd_send_signal2.sends_to_process
signal7.disk_io signal7.seccomp_only_restarts""".split()
for name in known:
    assert claims[name]["verdict"] in ("refuted", "holds only when"), claims[name]

# The agreements that were checked live.
agreed = """pipes_restart terminals_restart sockets_restart fifo_open_restarts wait_restarts
accept_restarts connect_restarts recv_restarts recvmsg_restarts send_restarts sendmsg_restarts
flock_restarts record_locks_restart message_queues_restart futex_wait_restarts
futex_bitset_restarts sem_wait_restarts mutex_restarts inotify_restarts input_timeout_eintr
output_send_timeout_eintr pause_eintr sigsuspend_eintr sigtimedwait_eintr epoll_eintr poll_eintr
ppoll_eintr select_eintr message_ipc_eintr semaphore_ipc_eintr sleep_eintr sleep_gives_rest
io_getevents_eintr stop_input_timeout stop_output_timeout stop_epoll stop_semop
stop_sigtimedwait""".split()
for name in ["signal7." + a for a in agreed] + ["sigaction2." + a for a in (
        "unsupported", "resethand", "nodefer", "nocldstop")]:
    assert claims[name]["verdict"] == "holds", claims[name]
END

# --- the page
try 0 claims --format markdown
[[ ${SIGSPEC_UPDATE:-} == 1 ]] && cp "$work/out" papers/claims.md
diff papers/claims.md "$work/out" || fail "SIGSPEC_UPDATE=1 writes papers/claims.md anew"

# --- a part of them; what there is not
try 0 claims --page 'futex(2)'
grep -q 'futex2.wait_eintr' "$work/out" || fail "no claim of futex(2)"
! grep -q 'semop2' "$work/out" || fail "a claim of another page"
try 0 claims signal7 --verdict refuted
grep -q '^refuted  *signal7.order_unspecified' "$work/out" || fail "the order is not refuted"
grep -q '    seen    in page_pending_together: ' "$work/out" || fail "nothing shows it"
try 2 claims signal8
grep -q "did you mean" "$work/err" || fail "no suggestion"
try 2 claims --page 'futex(3)'
grep -q "did you mean 'futex(2)'" "$work/err" || fail "no page is suggested"

# --- an older kernel has no scopes of descriptors: what is refuted now held then
try 1 claims pidfd_send_signal2.flags --kernel 6.1
grep -q '^holds ' "$work/out" && grep -q 'expected refuted' "$work/out" || fail "6.1 has scopes"

# --- a verdict is the model's: faults that are planted in it change what comes out
plant() { # plant FILE SED-EXPRESSION CLAIM VERDICT
  rm -rf "$work/spec"
  cp -r spec "$work/spec"
  sed -i "$2" "$work/spec/$1"
  ! diff -q "spec/$1" "$work/spec/$1" >/dev/null || fail "nothing planted in $1"
  try 1 --spec "$work/spec" claims "$3"
  grep -q "^$4 " "$work/out" || { cat "$work/out"; fail "$3 is not $4"; }
}
plant linux/restart.sig '/SA_RESTART in a.flags -> reissue/d' signal7.pipes_restart 'holds only when'
plant linux/signals.sig 's/SIGCHLD | SIGWINCH | SIGURG  /SIGCHLD | SIGURG/; s/SIGCONT   /SIGCONT | SIGWINCH/' \
  signal7.default_ignores 'holds only when'
plant linux/generation.sig 's/if s = SIGCONT then STOPS else if/if/' \
  posix_signals.sigcont_discards 'holds only when'
plant claims/signal7.sig 's/expect refuted/expect holds/' signal7.order_unspecified refuted
plant claims/tests.lit 's/flags: SS_ONSTACK/flags: 0/; s/page_stack_mode/page_stack_modes/' \
  sigaltstack2.only_autodisarm 'holds only when'
grep -q "no litmus test 'page_stack_mode'; did you mean 'page_stack_modes'" "$work/out" ||
  fail "a test that is not there"

# --- real runs: every outcome of the model's is seen, so those that the claims name are
"$sigspec" explore spec/claims >"$work/explored" || { cat "$work/explored"; fail "explore"; }
"$sigspec" litmus run --runs 5 --no-record spec/claims >"$work/ran" || {
  cat "$work/ran"
  fail "a real run comes to what the model does not"
}
tail -n 1 "$work/ran"
grep -Eq ': 0 outside .* 0 runs came to nothing' "$work/ran" || fail "not all runs came to an end"
# What no litmus test can make a program does, for real: claims that name it are shown by it, and no others.
if [[ $(id -u) == 0 ]] && command -v gcc >/dev/null; then
  gcc -O1 -pthread -I. -o "$work/pages" tests/claims/pages.c
  timeout --foreground 100 unshare -mpfin --kill-child --mount-proc \
    sh -c 'ip link set lo up; exec "$0"' "$work/pages" >"$work/pages.out"
  ! grep 'not shown' "$work/pages.out" || fail "the kernel does what the page says"
  diff <(cut -d' ' -f1 "$work/pages.out" | sort) \
    <(jq -r '.claims[] | select(.programs | index("tests/claims/pages.c")) | .name' "$work/json" | sort) ||
    fail "other claims name the program"
  grep skipped "$work/pages.out" || true
  echo "$(grep -c ' shown' "$work/pages.out") claims shown by tests/claims/pages.c"
fi
# A test that shows something has one outcome only, so that every run of it has shown it.
python3 - "$work/json" "$work/explored" <<'END'
import json, re, sys

outcomes = dict(re.findall(r"^(\w+): (\d+) outcome", open(sys.argv[2]).read(), re.M))
shown = {s["test"] for c in json.load(open(sys.argv[1]))["claims"] for s in c["seen_in"]}
assert len(shown) >= 12, shown
assert all(outcomes[test] == "1" for test in shown), outcomes
END
