#!/usr/bin/env bash
# Litmus tests inside qemu-user and gVisor: whatever they do otherwise than Linux is known, with a
# reason. An emulator that this machine lacks, or that does not run here, is named and left out.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ran=0

# under NAME COMMAND: all shipped tests, and no divergence that is new.
under() {
  local name=$1 command=$2
  # shellcheck disable=SC2086
  if ! timeout --foreground 60 $command /bin/true >/dev/null 2>&1; then
    echo "$name does not run here: left out"
    return
  fi
  "$sigspec" litmus run --runs 2 --under "$command" --baseline "traces/litmus/known/$name.baseline" \
    --atlas "$scratch/$name.md" traces/litmus >"$scratch/$name" 2>"$scratch/messages" || {
    cat "$scratch/$name"
    exit 1
  }
  echo "$name: $(tail -n 1 "$scratch/$name")"
  grep -q "^# What \`$command\` does otherwise than Linux" "$scratch/$name.md"
  ran=$((ran + 1))
}

under qemu-x86_64 qemu-x86_64
under runsc "runsc --platform=ptrace --network=none --ignore-cgroups do"

if [[ $ran -gt 0 ]] && command -v qemu-x86_64 >/dev/null; then
  known=traces/litmus/known/qemu-x86_64.baseline
  run() { "$sigspec" litmus run --runs 1 "$@" traces/litmus >"$scratch/ran" 2>"$scratch/messages"; }
  # Without the baseline the same run fails; so it does with one that excuses another outcome.
  ! run --name epoll_pwait2_handler --under qemu-x86_64
  sed 's/A.got=other_error/A.got=EINVAL/' $known >"$scratch/other"
  ! run --name epoll_pwait2_handler --under qemu-x86_64 --baseline "$scratch/other"
  run --name epoll_pwait2_handler --under qemu-x86_64 --baseline $known
  # What is so in all tests is told, and excused only where it is known.
  ! run --name read_pipe_handler --under qemu-x86_64
  grep -q 'stack=misaligned    NOT ALLOWED' "$scratch/ran"
  run --name read_pipe_handler --under qemu-x86_64 --baseline $known
  # A baseline must say why, and which outcomes.
  echo 'epoll_pwait2_handler' >"$scratch/bad"
  ! run --name read_pipe --baseline "$scratch/bad"
  grep -q 'found no reason' "$scratch/messages"
  echo 'epoll_pwait2_handler: some reason' >"$scratch/bad"
  ! run --name read_pipe --baseline "$scratch/bad"
  grep -q 'found no outcome' "$scratch/messages"
fi
[[ $ran -gt 0 ]] || exit 77
