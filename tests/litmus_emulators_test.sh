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
  if ! timeout 60 $command /bin/true >/dev/null 2>&1; then
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
  # Without the baseline the same run fails.
  ! "$sigspec" litmus run --runs 1 --name epoll_pwait2 --under qemu-x86_64 traces/litmus \
    >/dev/null 2>&1
  # A baseline must say why.
  echo 'epoll_pwait2_handler' >"$scratch/bad"
  ! "$sigspec" litmus run --runs 1 --name read_pipe --baseline "$scratch/bad" traces/litmus \
    2>"$scratch/messages" >/dev/null
  grep -q 'found no reason' "$scratch/messages"
fi
[[ $ran -gt 0 ]] || exit 77
