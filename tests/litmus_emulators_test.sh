#!/usr/bin/env bash
# Litmus tests inside qemu-user and gVisor: whatever they do otherwise than Linux is known, with a
# reason. An emulator that this machine lacks, or that does not run here, is named and left out.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ran=0
"$sigspec" litmus gen >"$scratch/generated.lit"

# refuses COMMAND...: it fails. (A line that begins with `!` never ends a script.)
refuses() { ! "$@"; }

# under NAME COMMAND [MACHINE]: all shipped tests, and no divergence that is new.
under() {
  local name=$1 command=$2 machine=${3:-x86_64} program=/bin/true
  [[ $machine == x86_64 ]] || program="$(dirname "$(readlink -f "$sigspec")")/litmus-runner-$machine"
  # Without arguments a runner says how it is used, and ends with status 2.
  # shellcheck disable=SC2086
  if timeout --foreground 60 $command "$program" >/dev/null 2>&1 || [[ $? == 2 ]]; then :; else
    echo "$name does not run here: left out"
    return
  fi
  "$sigspec" litmus run --runs 2 --under "$command" --machine "$machine" --baseline "traces/litmus/known/$name.baseline" \
    --atlas "$scratch/$name.md" traces/litmus >"$scratch/$name" 2>"$scratch/messages" || {
    cat "$scratch/$name"
    exit 1
  }
  echo "$name: $(tail -n 1 "$scratch/$name")"
  grep -q "^# What \`$command\` does otherwise than Linux" "$scratch/$name.md"
  # Of the generated tests those of one handler while a call waits, and some of several signals.
  for part in during_SIGUSR1_restart during_SIGUSR1_handler before_SIGUSR1_ignored queues_1_resetting_plain; do
    "$sigspec" litmus run --runs 1 --under "$command" --machine "$machine" --name $part \
      --baseline "traces/litmus/known/generated/$name.baseline" "$scratch/generated.lit" >"$scratch/$name" 2>&1 || {
      cat "$scratch/$name"
      exit 1
    }
    echo "$name, $part: $(grep ' never seen' "$scratch/$name" | tail -n 1)"
  done
  ran=$((ran + 1))
}

under qemu-x86_64 qemu-x86_64
under qemu-aarch64 qemu-aarch64 aarch64
under qemu-riscv64 qemu-riscv64 riscv64
under runsc "runsc --platform=ptrace --network=none --ignore-cgroups do"

if [[ $ran -gt 0 ]] && command -v qemu-x86_64 >/dev/null; then
  known=traces/litmus/known/qemu-x86_64.baseline
  run() { "$sigspec" litmus run --runs "${runs:-1}" "$@" traces/litmus >"$scratch/ran" 2>"$scratch/messages"; }
  # Without the baseline the same run fails; so it does with one that excuses another outcome.
  refuses run --name epoll_pwait2_handler --under qemu-x86_64
  sed 's/A.got=other_error/A.got=EINVAL/' $known >"$scratch/other"
  refuses run --name epoll_pwait2_handler --under qemu-x86_64 --baseline "$scratch/other"
  run --name epoll_pwait2_handler --under qemu-x86_64 --baseline $known
  # Who is made by a vfork that is a fork has begun before a run is over.
  runs=20 run --name vfork_goes_on_at_exec --under qemu-x86_64
  # What is so in all tests is told, and excused only where it is known.
  refuses run --name read_pipe_handler --under qemu-x86_64
  grep -q 'stack=misaligned    NOT ALLOWED' "$scratch/ran"
  run --name read_pipe_handler --under qemu-x86_64 --baseline $known
  # Another machine has its own calls, and its emulator its own faults.
  refuses run --name mask_holds_while_handler_runs --under qemu-riscv64 --machine riscv64
  grep -q 'A.seen=1    NOT ALLOWED' "$scratch/ran"
  refuses run --name select_as_sleep --under qemu-aarch64 --machine aarch64
  grep -q 'aarch64 does not have' "$scratch/messages"
  refuses run --machine mips --under qemu-mips
  grep -q "found no machine 'mips', expected x86_64, aarch64, riscv64" "$scratch/messages"
  refuses run --machine aarch64
  grep -q 'expected --under' "$scratch/messages"
  # A pattern excuses the words beneath it, and nothing else; what excuses nothing is told.
  printf '%s\n' '*: stack' '  stack=misaligned' 'epoll_pwait2_*: not there' '  A.got=other_error' >"$scratch/pattern"
  run --name epoll_pwait2_handler --under qemu-x86_64 --baseline "$scratch/pattern"
  refuses grep -q 'matched nothing' "$scratch/messages"
  sed 's/A.got=other_error/A.got=EINVAL/' "$scratch/pattern" >"$scratch/other"
  refuses run --name epoll_pwait2_handler --under qemu-x86_64 --baseline "$scratch/other"
  grep -q "the baseline's entry for epoll_pwait2_\* with 'A.got=EINVAL' matched nothing" "$scratch/messages"
  # Whoever is told to end leaves nobody behind, neither runners nor what emulates them; killed, neither.
  for signal in TERM KILL; do
    "$sigspec" litmus run --runs 1000 --no-record --jobs 2 --under qemu-x86_64 --name read_pipe traces/litmus \
      >"$scratch/ran" 2>"$scratch/messages" &
    program=$!
    running() { ps -e -o stat=,args= | awk '$1 !~ /Z/' | grep -F -- '--emulated 1000 ' | grep -vq grep; }
    for ((i = 0; i < 200; i++)); do ! running || break; sleep 0.1; done
    running
    kill -$signal $program
    wait $program || true
    for ((i = 0; i < 100; i++)); do running || break; sleep 0.1; done
    refuses running
    [[ $signal == KILL ]] || grep -q 'interrupted: not every test was run' "$scratch/messages"
  done
  # A baseline must say why, and which outcomes.
  echo 'epoll_pwait2_handler' >"$scratch/bad"
  refuses run --name read_pipe --baseline "$scratch/bad"
  grep -q 'found no reason' "$scratch/messages"
  echo 'epoll_pwait2_handler: some reason' >"$scratch/bad"
  refuses run --name read_pipe --baseline "$scratch/bad"
  grep -q 'found no outcome' "$scratch/messages"
fi
[[ $ran -gt 0 ]] || exit 77
