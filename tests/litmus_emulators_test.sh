#!/usr/bin/env bash
# Litmus tests inside qemu-user and gVisor: whatever they do otherwise than Linux is known, with a
# reason. An emulator that this machine lacks, or that does not run here, is named and left out.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ran=0

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
  ran=$((ran + 1))
}

under qemu-x86_64 qemu-x86_64
under qemu-aarch64 qemu-aarch64 aarch64
under qemu-riscv64 qemu-riscv64 riscv64
under runsc "runsc --platform=ptrace --network=none --ignore-cgroups do"

if [[ $ran -gt 0 ]] && command -v qemu-x86_64 >/dev/null; then
  known=traces/litmus/known/qemu-x86_64.baseline
  run() { "$sigspec" litmus run --runs 1 "$@" traces/litmus >"$scratch/ran" 2>"$scratch/messages"; }
  # Without the baseline the same run fails; so it does with one that excuses another outcome.
  refuses run --name epoll_pwait2_handler --under qemu-x86_64
  sed 's/A.got=other_error/A.got=EINVAL/' $known >"$scratch/other"
  refuses run --name epoll_pwait2_handler --under qemu-x86_64 --baseline "$scratch/other"
  run --name epoll_pwait2_handler --under qemu-x86_64 --baseline $known
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
  # A baseline must say why, and which outcomes.
  echo 'epoll_pwait2_handler' >"$scratch/bad"
  refuses run --name read_pipe --baseline "$scratch/bad"
  grep -q 'found no reason' "$scratch/messages"
  echo 'epoll_pwait2_handler: some reason' >"$scratch/bad"
  refuses run --name read_pipe --baseline "$scratch/bad"
  grep -q 'found no outcome' "$scratch/messages"
fi
[[ $ran -gt 0 ]] || exit 77
