#!/usr/bin/env bash
# `sigspec explain` on each kind of line, against tests/goldens/explain/*.expected.
#
# SIGSPEC_UPDATE=1 in the environment rewrites those; never in CI. $SIGSPEC is the program.
set -uo pipefail
sigspec=$(realpath "${SIGSPEC:-build/sigspec}")
cd "$(dirname "$0")/goldens/explain" || exit 1
failures=0

# explains NAME STATUS LINE [OPTION...]: a line of $trace.
trace=story.strace
explains() {
  local name=$1 wanted=$2 line=$3 status
  shift 3
  timeout 60 "$sigspec" explain "$trace:$line" "$@" >"$work/out" 2>&1
  status=$?
  if [[ $status != "$wanted" ]]; then
    echo "$name: exit status $status, expected $wanted"
    failures=$((failures + 1))
  fi
  [[ ${SIGSPEC_UPDATE:-} ]] && cp "$work/out" "$name.expected"
  diff -u "$name.expected" "$work/out" || failures=$((failures + 1))
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

explains first_line 0 1
explains mask 0 4
explains action 0 5
explains interrupted 0 6
explains delivery 0 7
explains return_of_handler 0 9
explains restart 0 10
explains birth 0 12
explains first_half 0 15
explains second_half 0 18
explains exit 0 17
explains message 0 19
explains not_understood 3 14
explains divergence 1 23
explains divergence_json 1 23 --format json
explains past_the_end 2 900
explains cut 1 23 --cut -
explains nothing_to_cut 2 9 --cut -

trace=inotify.strace
explains newer_kernel 0 4
explains older_kernel 1 4 --kernel 3.0

# A lost signal, behind the call that made the task: it goes on, so nothing was misread.
trace=misread.strace
explains misread 1 12
exit $((failures > 0))
