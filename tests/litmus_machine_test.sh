#!/usr/bin/env bash
# Litmus tests on a second real kernel, Debian's in a virtual machine: as Linux of that version does.
# Where a machine cannot be had, that is told and left out.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# What a command comes to there is what the machine comes to here.
status=0
SECONDS_MAX=300 scripts/in-machine sh -c 'uname -r; exit 3' >"$scratch/kernel" 2>"$scratch/messages" || status=$?
if [[ ! -s $scratch/kernel ]]; then
  echo "no virtual machine here: $(tail -n 1 "$scratch/messages")"
  exit 77
fi
[[ $status == 3 ]]
version=$(grep -oE '^[0-9]+\.[0-9]+' "$scratch/kernel")
[[ $version != "$(uname -r | grep -oE '^[0-9]+\.[0-9]+')" ]]
SECONDS_MAX=400 "$sigspec" litmus run --runs 1 --jobs 1 --under scripts/in-machine --kernel "$version" traces/litmus \
  >"$scratch/ran" 2>"$scratch/messages" || { cat "$scratch/ran" "$scratch/messages"; exit 1; }
echo "Linux $version: $(tail -n 1 "$scratch/ran")"
