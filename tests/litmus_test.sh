#!/usr/bin/env bash
# Litmus tests: the model comes to what they expect, this machine's kernel to what the model allows,
# and so does the C program that a test is printed as.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$sigspec" explore traces/litmus >"$scratch/explored" || {
  cat "$scratch/explored"
  exit 1
}
"$sigspec" litmus run --runs 5 traces/litmus >"$scratch/ran" || {
  cat "$scratch/ran"
  exit 1
}
tail -n 1 "$scratch/ran"

# Generated tests, as many as there is time for: those of one signal while a call waits.
"$sigspec" litmus gen >"$scratch/generated.lit"
test "$(grep -c ^litmus "$scratch/generated.lit")" -ge 3000
for part in during_SIGUSR1_restart during_SIGUSR1_handler during_SIGRTMIN queues_1_2; do
  "$sigspec" litmus run --runs 1 --name $part "$scratch/generated.lit" >"$scratch/ran" || {
    cat "$scratch/ran"
    exit 1
  }
  tail -n 1 "$scratch/ran"
done

# A test that expects what is not so fails, on the model and with a real run.
sed 's/required A.got = 1/required A.got = 2/' traces/litmus/pipe.lit >"$scratch/wrong.lit"
! "$sigspec" explore "$scratch/wrong.lit" >/dev/null
! "$sigspec" litmus run --runs 1 "$scratch/wrong.lit" >/dev/null

"$sigspec" litmus show --c --name read_pipe_fails traces/litmus/pipe.lit >"$scratch/test.c"
gcc -Wall -o "$scratch/test" "$scratch/test.c"
timeout 20 "$scratch/test" >"$scratch/answer"
grep -q 'A.got: EINTR' "$scratch/answer"
