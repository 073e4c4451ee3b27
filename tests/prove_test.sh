#!/usr/bin/env bash
# `sigspec prove` on the scenarios of spec/: every `expect` comes out, and what is printed.
set -uo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
status=0
out=$(mktemp)

# expect WHAT COMMAND...: the command's output has this line or part of one.
expect() {
  local what=$1 output
  shift
  output=$("$@" 2>&1)
  grep -qF -- "$what" <<<"$output" || { printf 'no "%s" in:\n%s\n' "$what" "$output"; status=1; }
}
# exits STATUS COMMAND...
exits() {
  local expected=$1
  shift
  "$@" >/dev/null 2>&1
  local found=$?
  [[ $found == "$expected" ]] || { echo "status $found, expected $expected: $*"; status=1; }
}

"$sigspec" prove >"$out" || { cat "$out"; status=1; }
rm -f "$out"

# The hang at Netflix, as it was measured: the thread shows S, and no signal is pending.
expect 'thread1.state = interruptible' "$sigspec" prove fuse_flush_at_exit --variant linux_6_1
expect 'for nothing has to happen any more' "$sigspec" prove fuse_flush_at_exit --variant linux_6_1
expect '"verdict": "refuted"' "$sigspec" prove fuse_flush_at_exit --format json
expect 'sequenceDiagram' "$sigspec" prove fuse_flush_at_exit --format mermaid

# No empty victory: each property that is proved is broken by a fault in some rule, of the scenario
# or of Linux. handler_masks alone would take longer than all others together.
for scenario in $(grep -hoP '^scenario \K\w+' spec/scenarios/*.sig | grep -v handler_masks); do
  killers=$("$sigspec" prove "$scenario" --mutants) || { echo "$scenario: $killers"; status=1; }
  [[ $scenario != restart_transparency ]] || of_restarts=$killers
done
expect 'linux: rule call.entered without' echo "$of_restarts"
# Z3 finds what the explorer finds, at the same depth.
expect 'Z3 agrees to depth 4' "$sigspec" prove fuse_flush_at_exit --variant linux_6_1 --cross-check

# Counterexamples as programs: each test of the scenarios belongs to a variant that is refuted, and
# ends on the model and on this kernel as it says. Of a variant without one it is said why.
tests=$(mktemp)
"$sigspec" prove --no-recheck --litmus >"$tests" 2>"$tests.none" || { echo 'no litmus tests'; status=1; }
diff <(grep -h '^litmus ' spec/scenarios/tests.lit | sort) <(grep '^litmus ' "$tests" | sort) ||
  { echo 'tests that belong to no counterexample'; status=1; }
exits 0 "$sigspec" explore "$tests"
[[ $EUID != 0 ]] || exits 0 "$sigspec" litmus run --runs 2 "$tests"
if grep 'no litmus test shows' "$tests.none" | grep -v ' fails: '; then
  echo 'no program, and no reason'
  status=1
fi
rm -f "$tests" "$tests.none"
exits 1 "$sigspec" prove fuse_flush_at_exit --litmus

# What an engine cannot do in its time is said.
expect 'not compared' "$sigspec" prove fuse_flush_at_exit --variant flush_async \
  --property measured_after_term --cross-check --engine-seconds 1

# An interrupted run prints what it has, and says that there is more. Without --foreground timeout
# sends two signals, and the second one ends the program at once.
mkdir -p build && part=$(mktemp)
timeout --foreground -s INT 2 "$sigspec" prove byte_stream --cross-check >"$part" 2>&1
[[ $? == 124 || $? == 3 ]] || { echo 'an interrupted run has another status'; status=1; }
expect 'interrupted: not every property was decided' cat "$part"
expect 'verdict' cat "$part"
rm -f "$part"

expect "did you mean 'fuse_flush_at_exit'?" "$sigspec" prove fuse_flush_at_exti
exits 2 "$sigspec" prove no_such_scenario
exits 2 "$sigspec" prove --variant no_such_variant

# Certificates are kept where they are asked for, or it is said why not.
kept=$(mktemp -d)
expect 'certificate rechecked' "$sigspec" prove run_states --variant sentry --certificates "$kept/made"
[[ -s $kept/made/run_states.sentry.reached.smt2 ]] || { echo 'no certificate is kept'; status=1; }
rm -rf "$kept"
exits 2 "$sigspec" prove run_states --certificates /dev/null/certificates
# Without abc nobody decides what liveness comes to in more states than may be explored.
exits 3 env PATH=/nowhere "$sigspec" prove fuse_flush_at_exit --variant flush_async --states 100
exit "$status"
