#!/usr/bin/env bash
# Litmus tests: the model comes to what they expect, this machine's kernel to what the model allows,
# and so does the C program that a test is printed as.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# refuses COMMAND...: it fails. (A line that begins with `!` never ends a script.)
refuses() { ! "$@"; }

# wrong_of LIST: what is not as it says, of the rules that "$scratch/covered" tells of.
wrong_of() {
  awk '
    FNR == NR && (/^#/ || NF == 0) { next }
    FNR == NR && NF < 2 { print $1 ": no reason"; next }
    FNR == NR && sub(/\*$/, "", $1) { families[$1]; next }
    FNR == NR { listed[$1]; next }
    $2 != "rule" || /untested: |unobservable: / { next }
    { for (family in families) if (index($3, family) == 1) next }
    { known[$3] }
    /not exercised$/ && !($3 in listed) { print $3 ": no litmus test reaches it" }
    !/not exercised$/ && $3 in listed { print $3 ": a litmus test reaches it, though it is listed" }
    END { for (rule in listed) if (!(rule in known)) print rule ": there is no such rule" }
  ' "$1" "$scratch/covered"
}

"$sigspec" explore traces/litmus >"$scratch/explored" || {
  cat "$scratch/explored"
  exit 1
}
"$sigspec" litmus run --runs 5 --keep "$scratch/recorded" --junit "$scratch/junit.xml" \
  traces/litmus >"$scratch/ran" || {
  cat "$scratch/ran"
  exit 1
}
tail -n 2 "$scratch/ran"
grep -q 'failures="0" errors="0"' "$scratch/junit.xml"
if command -v strace >/dev/null; then
  grep -Eq '^recorded: ([0-9]+) traces .* \1 conform; .* 0 divergences' "$scratch/ran"
  # Their recordings reach every rule but those of the list, and none of those.
  "$sigspec" coverage "$scratch/recorded" >"$scratch/covered"
  wrong_of tests/litmus_unreached.list >"$scratch/wrong"
  test ! -s "$scratch/wrong" || {
    cat "$scratch/wrong"
    exit 1
  }
  { grep -v '^abi' tests/litmus_unreached.list; echo "kill.sends no test kills"; } >"$scratch/list"
  test "$(wrong_of "$scratch/list" | wc -l)" == 2
  # A rule that is wrong of poll is at odds with its outcomes and with its recording.
  cp -r spec "$scratch/spec"
  sed -i '0,/interrupted ERESTART_RESTARTBLOCK/s//interrupted ERESTARTSYS/' \
    "$scratch/spec/calls/poll.sig"
  status=0
  "$sigspec" --spec "$scratch/spec" litmus run --runs 1 --name poll_timed_restart \
    --keep "$scratch/kept" --junit "$scratch/junit.xml" traces/litmus >"$scratch/ran" || status=$?
  [[ $status == 1 ]]
  grep -q '^recorded: 2 traces .*: diverges: 1 conform, 1 diverge' "$scratch/ran"
  grep -q 'rule     return.restart_code' "$scratch/ran"
  grep -q 'NOT ALLOWED by the model' "$scratch/ran"
  grep -q '<failure message="1 run outside' "$scratch/junit.xml"
  # A thread that runs the program anew is found at every moment, also where its calls take long.
  slowly="-e trace=execve,mmap,gettid -e inject=execve,mmap,gettid:delay_exit=20000"
  "$sigspec" litmus run --runs 5 --under "strace -f -qq -o /dev/null $slowly" --name exec_by_a_thread \
    traces/litmus >"$scratch/ran" || {
    cat "$scratch/ran"
    exit 1
  }
  # What is kept is what check and coverage read.
  "$sigspec" check "$scratch/kept" >/dev/null
  "$sigspec" coverage "$scratch/kept" >"$scratch/covered"
  grep -Eq ' [1-9][0-9]*  row   poll.waiting' "$scratch/covered"
fi

# Another recorder, which sees signals when they are sent, judges the same runs.
if timeout --foreground 60 "$sigspec" record --with ftrace -- true >/dev/null 2>&1 || [[ $? != 2 ]]; then
  "$sigspec" litmus run --runs 1 --with ftrace --name handled traces/litmus >"$scratch/ran" || {
    cat "$scratch/ran"
    exit 1
  }
  grep -Eq '^recorded: ([0-9]+) traces .* \1 conform; .* 0 divergences' "$scratch/ran"
else
  echo "ftrace cannot be used here: left out"
fi

# Generated tests, as many as there is time for: those of one signal while a call waits.
"$sigspec" litmus gen >"$scratch/generated.lit"
test "$(grep -c ^litmus "$scratch/generated.lit")" -ge 3000
test "$(grep -c ^litmus "$scratch/generated.lit")" == "$(grep -c '^  exercises ' "$scratch/generated.lit")"
# Rows that none of them exercises are listed with the reason.
[[ ! -e $scratch/covered ]] || awk '
  FNR == NR && $2 == "row" { if (!/untested: |unobservable: /) rows[$3]; next }
  FNR == NR { next }
  FILENAME ~ /generated/ { if (/^  exercises /) in_list = 1; if (/^}/) in_list = 0 }
  FILENAME ~ /generated/ && in_list { gsub(/,/, " "); for (i = 1; i <= NF; i++) delete rows[$i]; next }
  FILENAME ~ /generated/ || /^#/ { next }
  NF < 2 { print $1 ": no reason" }
  { pattern = $1; gsub(/\./, "[.]", pattern); gsub(/\*/, ".*", pattern); stands = 0
    for (row in rows) if (row ~ "^" pattern "$") { stands = 1; told[row] }
    if (!stands) print $1 ": stands for no row that is not exercised" }
  END { for (row in rows) if (!(row in told)) print row ": no generated test exercises it" }
' "$scratch/covered" "$scratch/generated.lit" tests/litmus_rows.list >"$scratch/wrong"
[[ ! -s $scratch/wrong ]] || { cat "$scratch/wrong"; exit 1; }

for part in during_SIGUSR1_restart during_SIGUSR1_handler during_SIGRTMIN queues_1_resetting_plain; do
  "$sigspec" litmus run --runs 1 --no-record --name $part "$scratch/generated.lit" >"$scratch/ran" || {
    cat "$scratch/ran"
    exit 1
  }
  tail -n 1 "$scratch/ran"
done

# What this program was begun with does not matter, as where nohup has it ignore SIGHUP.
(
  trap '' HUP PIPE
  "$sigspec" litmus run --runs 1 --name read_pipe_both_SIGHUP "$scratch/generated.lit" >"$scratch/ran"
) || { cat "$scratch/ran"; exit 1; }

# One that is too large for the runner is told to be.
cat >"$scratch/large.lit" <<'TEST'
litmus too_large { pipe p process A { got = read(p.r, room 1000000, 1000000) } }
TEST
refuses "$sigspec" litmus run --runs 1 --no-record "$scratch/large.lit" >/dev/null 2>"$scratch/messages"
grep -q 'or 524288 bytes of memory' "$scratch/messages"

# A test that expects what is not so fails, on the model and with a real run.
sed 's/required A.got = 1/required A.got = 2/' traces/litmus/pipe.lit >"$scratch/wrong.lit"
refuses "$sigspec" explore "$scratch/wrong.lit" >/dev/null
refuses "$sigspec" litmus run --runs 1 "$scratch/wrong.lit" >/dev/null

# So does one that claims to exercise what it does not.
sed "s/required A.got = 1/exercises read.empty_pipe, nanosleep.relative required A.got = 1/" traces/litmus/pipe.lit \
  >"$scratch/wrong.lit"
status=0
"$sigspec" explore "$scratch/wrong.lit" >"$scratch/explored" || status=$?
[[ $status == 1 ]]
grep -q 'not as expected: nanosleep.relative' "$scratch/explored"
refuses grep -q 'not as expected: read.empty_pipe' "$scratch/explored"

# Within a thing with one end a number's name is a number.
"$sigspec" litmus show --c --name read_timerfd_restart traces/litmus >"$scratch/test.c"
grep -q 'timerfd_create, 0x1 /\* CLOCK_MONOTONIC' "$scratch/test.c"

# Every test is a C program that compiles without a warning.
mkdir "$scratch/c"
"$sigspec" litmus show --c traces/litmus | awk -v to="$scratch/c/" '
  /^\/\* [a-z0-9_]+(:| \*\/)$/ { close(file); file = to $2 ".c"; sub(/:.c$/, ".c", file) }
  { print >file }'
test "$(ls "$scratch/c" | wc -l)" == "$("$sigspec" litmus list traces/litmus | wc -l)"
printf '%s\0' "$scratch"/c/*.c | xargs -0 -P 2 -n 1 gcc -Wall -Werror -fsyntax-only

# shows TEST TEXT...: what its program prints when it runs.
shows() {
  gcc -Wall -Werror -o "$scratch/test" "$scratch/c/$1.c"
  timeout 20 unshare -mpinf --mount-proc "$scratch/test" >"$scratch/answer"
  local text
  for text in "${@:2}"; do
    grep -qF "$text" "$scratch/answer" || {
      echo "$1: no '$text' in"
      cat "$scratch/answer"
      exit 1
    }
  done
}
shows read_pipe_fails 'A.got: EINTR'
shows nanosleep_stopped 'A: done'
shows fault_is_handled_and_read_fails 'A.got: EINTR' 'handled Segmentation fault User defined signal 2'
# Handlers for signals that the C library keeps to itself.
shows queued_signals_are_all_there 'A: done' 'A.got: 0'
# Processes with another's number, files that are opened by that.
shows map_of_a_stranger 'A.by_number: 0' 'A.checked: ESRCH' 'A.wrote: 5'
# A child that is made later, one that dies with its maker, and one that a tracer holds.
shows child_has_no_alarm 'A.left: 100' 'C.left: 0'
shows maker_in_vfork_is_killed 'A: ended' 'C: ended'
shows tracer_continues_from_group_stop 'C: stopped'
# Ends of things, which whoever made them closes as well.
shows pipe_without_writer 'A.first: 3' 'A.last: 0'
# An error that no program should see.
shows recvmmsg_leaves_its_code 'A.next: error 512'
