#!/usr/bin/env bash
# The command line as a script sees it: exit codes, streams, formats, messages.
#
# $SIGSPEC is the program. No command's words about Linux are tested here, but for the two questions
# that the contract itself gives as examples.
set -uo pipefail
sigspec=$(realpath "${SIGSPEC:-build/sigspec}")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

# try STATUS ARGS...: runs the program; $out and $err hold what it wrote.
try() {
  local wanted=$1 status
  shift
  timeout 60 "$sigspec" "$@" >out 2>err </dev/null
  status=$?
  out=$(<out) err=$(<err) command="sigspec $*"
  [[ $status == "$wanted" ]] || fail "exit status $status, expected $wanted"
}
fail() {
  printf '%s: %s\n--- out\n%s\n--- err\n%s\n' "$command" "$1" "${out:0:600}" "${err:0:600}"
  failures=$((failures + 1))
}
shows() { [[ $out == *"$1"* ]] || fail "standard output lacks '$1'"; }
says() { [[ $err == *"$1"* ]] || fail "standard error lacks '$1'"; }
silent_err() { [[ -z $err ]] || fail "standard error is not empty"; }
silent_out() { [[ -z $out ]] || fail "standard output is not empty"; }
json() { jq -e "$1" out >/dev/null 2>&1 || fail "not so: $1"; }

# A recording that conforms, one that cannot be, one with a line nobody understands.
cat >good.strace <<'TRACE'
100 execve("/bin/true", ["true"], 0x7ffc3f0 /* 3 vars */) = 0
100 brk(NULL)                         = 0x5566680d2000
100 exit_group(0)                     = ?
100 +++ exited with 0 +++
TRACE
cat >bad.strace <<'TRACE'
100 execve("/bin/true", ["true"], 0x7ffc3f0 /* 3 vars */) = 0
100 +++ exited with 0 +++
100 getpid()                          = 100
TRACE
cp good.strace unclear.strace
printf '100 this is no line of strace\n' >>unclear.strace
mkdir -p folder/inner many
cp good.strace folder/inner/a.strace
xz -c good.strace >folder/b.strace.xz
echo '{"command": "true"}' >folder/b.json
printf 'some notes\n' >folder/notes.txt
sed 's/^100 //' good.strace >many/true.100

# --- help, version, usage
try 0 --help; shows "check"; shows "Exit status"; silent_err
try 0 help; shows "coverage"
for name in check record explain ask table claims audit coverage doc stuck fmt lint help; do
  try 0 "$name" --help; shows "Examples:"; shows "sigspec $name"; silent_err
  try 0 help "$name"; shows "Usage: sigspec $name"
done
try 0 --version; shows "sigspec "; shows "Linux 2.6"; silent_err
try 2; says "sigspec help"
try 2 chek; says "did you mean 'check'?"
try 2 help recrod; says "did you mean 'record'?"
try 2 --nonsense; says "--nonsense"
try 2 check; says "TRACE"
try 2 check good.strace --format yaml; says "yaml"

# --- check: verdicts and exit codes
try 0 check good.strace; shows "conforms"; silent_err
try 1 check bad.strace; shows "diverges"; shows "bad.strace:3: task 100"; shows "observed"
try 3 check unclear.strace; shows "not understood"
try 0 check unclear.strace --allow-unparsed
try 1 check good.strace bad.strace unclear.strace; shows "3 traces"
try 2 check missing.strace; shows "missing.strace"
try 1 check missing.strace bad.strace
try 2 check folder/notes-missing; try 2 check many/../empty-not-there
mkdir empty; try 2 check empty; says "no trace in 'empty'"; silent_out
try 0 check folder --format json
json '.totals.files == 2 and ([.files[].path] == ["folder/b.strace.xz", "folder/inner/a.strace"])'
try 0 check many --format json; json '.totals.files == 1 and .files[0].tasks == 1'
try 0 check folder many good.strace -j 3; shows "4 traces"
timeout 60 "$sigspec" check - <good.strace >out 2>err || { command="check -"; fail "status $?"; }
timeout 60 "$sigspec" check - <bad.strace >out 2>err
[[ $? == 1 ]] || { command="check - <bad"; fail "wrong status"; }

# --- check: kernels and bounds
try 0 check good.strace --kernel 5.10 --format json; json '.kernel == "5.10"'
try 2 check good.strace --kernel 99.1; says "99.1"
try 2 check good.strace --kernel banana; says "banana"
try 2 check good.strace --jobs 0

# --- check: formats
try 1 check bad.strace --format json; silent_err
json '.schema == "sigspec-check-1" and .verdict == "diverges" and .files[0].divergences[0].line == 3'
json '.files[0].divergences[0] | has("rule") and has("allowed") and has("because") and has("cites")'
try 1 check bad.strace --format sarif
json '.version == "2.1.0" and (.runs[0].results | length) >= 1
      and (.runs[0].tool.driver.rules[0] | has("help"))'
try 1 check bad.strace good.strace --format junit; shows '<testcase'; shows 'failures="1"'
try 1 check bad.strace --format markdown; shows '| trace |'
try 0 --color always check good.strace; shows $'\033['
try 0 check good.strace --color never
try 0 check good.strace; [[ $out != *$'\033'* ]] || fail "colours in a file"

# --- check: baselines
try 1 check bad.strace --write-baseline known.json
try 0 check bad.strace --baseline known.json; shows "known"
try 0 check bad.strace --baseline known.json --format json
json '.verdict == "conforms" and .files[0].divergences[0].known and .totals.known_divergences >= 1'
try 0 check good.strace --baseline known.json; says "matched nothing"
echo '{}' >broken.json
try 2 check bad.strace --baseline broken.json; says "broken.json"
try 2 check bad.strace --baseline nowhere.json; says "nowhere.json"

# --- strange bytes never leave a report
printf '100 \033]0;owned\007\377\376 \001(\n' >>unclear.strace
try 3 check unclear.strace; [[ $out != *$'\033'* ]] || fail "an escape sequence got through"
for format in json sarif; do try 3 check unclear.strace --format "$format"; json .; done

# --- ends quietly when nobody reads, and says so when the disk is full
"$sigspec" table 2>err | head -n 1 >/dev/null
[[ -s err ]] && { command="table | head"; err=$(<err) fail "not quiet"; }
if [[ -w /dev/full ]]; then
  "$sigspec" table >/dev/full 2>err
  [[ $? == 2 ]] || { command="table >/dev/full"; fail "wrong status"; }
fi

# --- interrupted: prints what there is
if command -v mkfifo >/dev/null; then
  mkfifo pipe
  "$sigspec" check good.strace pipe good.strace -j 1 >out 2>err &
  checker=$!
  exec 9>pipe
  cat good.strace >&9
  sleep 0.3
  kill -TERM "$checker"
  exec 9>&-
  wait "$checker"
  status=$? out=$(<out) err=$(<err) command="check interrupted"
  [[ $status == 3 ]] || fail "exit status $status"
  shows "good.strace: conforms"; shows "): inconclusive:"; says "interrupted"
fi

# --- explain
try 1 explain bad.strace:3; shows "observed"
try 2 explain bad.strace; says "TRACE:LINE"
try 2 explain bad.strace:900; says "has only"

# --- ask and table
try 0 ask read --on pipe; shows "no handler:"; silent_err
try 0 ask read --on socket --recv-timeout --format json; json '.schema == "sigspec-ask-1" and (.rows | length) > 0'
flag=$(jq -r .flag out)
try 0 ask read --on pipe --handler "$flag" --before-transfer; shows "issued again"
try 0 ask read --on pipe --handler "$flag" --before-transfer --format json
json '.outcomes | index("reissue") != null'
try 0 ask read --on pipe --handler none; shows "read.empty_pipe"
try 0 ask poll --stop-continue; shows "goes on"
try 0 ask read --where 'fd.object is pipe' --handler none
try 2 ask raed; says "did you mean 'read'?"
try 2 ask read --on pip; says "did you mean 'pipe'?"
try 2 ask read --handler "${flag}X"; says "did you mean '$flag'?"
try 2 ask read --frobnicated; says "'frobnicated'"
try 2 ask read --where 'fd.objct is pipe'; says "did you mean 'object'?"
try 2 ask read --on pipe --where 'fd.object is tty'; says "exclude each other"
try 0 table --format json; json '.schema == "sigspec-table-1" and (.rows | length) > 200'
json '[.rows[] | select(.handler == "" or .no_handler == "" or (.cites | length) == 0)] == []'
try 0 table --call read --format csv; shows "read.empty_pipe,"
try 0 table --format markdown; shows "| row |"
try 0 table --call read; shows "read.empty_pipe"
try 2 table --call raed; says "did you mean 'read'?"
# Both answer from the same rows.
rows='.rows[] | select(.name | startswith("read.")) | .name + " " + .handler + " " + .no_handler'
try 0 table --call read --format json; jq -r "$rows" out | sort >table.names
try 0 ask read --format json; jq -r "$rows" out | sort >ask.names
cmp -s table.names ask.names || { command="ask and table"; fail "they differ"; }

# --- stuck
try 2 stuck 999999999; says "no task 999999999"
try 2 stuck --signal SIGKIL 1; says "did you mean 'SIGKILL'?"
try 2 stuck --all --proc nowhere; says "nowhere"
mkdir -p copy/proc/7 && printf 'Name:\tx\nState:\tS (sleeping)\nPid:\t7\nTgid:\t7\n' >copy/proc/7/status
try 3 stuck 7 --proc copy; shows "7 (x) S"; shows "not read: stat"
try 3 stuck 7 --proc copy --format json; json '.schema == "sigspec-stuck-1" and .tasks[0].pid == 7'
json '.tasks[0].unread | map(select(.file == "stat" and (.costs | length) > 0)) | length == 1'
try 0 stuck --all --proc copy; shows "no task that should be gone"
try 0 stuck --proc copy; shows "no task that should be gone"
ln -sf /etc/passwd copy/proc/7/stat
try 3 stuck 7 --proc copy; shows "not read: stat"
try 3 stuck 7 --proc copy --save kept; try 2 stuck 7 --proc copy --save kept; says "there already"
try 3 stuck 7 --proc kept
sleep 30 &
try 0 stuck $!; shows "would end it"; silent_err
try 0 stuck $! --signal TERM --format json; json '.ends == "yes" and .signal == "SIGTERM"'
kill $!

# --- coverage
try 0 coverage good.strace; shows "exercised"; shows "rows: "
try 0 coverage good.strace --format json
json '.schema == "sigspec-coverage-1" and ([.rules[] | select(.times > 0)] | length) > 0'
try 1 coverage good.strace --missing
try 2 coverage missing.strace

# --- lint, fmt and another specification
cp -r "$root/spec" spec
try 0 lint spec; shows "rows"
try 0 lint; shows "the program"
try 0 --spec spec check good.strace
try 0 check good.strace --spec spec
try 2 --spec nowhere check good.strace; says "nowhere"
try 2 --spec empty check good.strace; says "no .sig file"
printf 'rule broken\n  shows nothing_known(t)\n' >spec/broken.sig
try 2 lint spec; shows "spec/broken.sig:"
try 2 --spec spec check good.strace; says "spec/broken.sig:"
printf 'const    A=1\n  cites man "x"\n' >ugly.sig
try 1 fmt --check ugly.sig; shows "ugly.sig"
try 0 fmt ugly.sig; silent_out
try 0 fmt --check ugly.sig; silent_out
printf 'const    A=1\n  cites man "x"\n' | "$sigspec" fmt - >out 2>err
cmp -s out ugly.sig || { command="fmt -"; fail "differs from fmt FILE"; }
printf 'const = =\n' >wrong.sig
cp wrong.sig wrong.before
try 2 fmt wrong.sig; says "wrong.sig:1:"
cmp -s wrong.sig wrong.before || fail "changed a file that does not parse"
try 2 fmt nowhere.sig

# A request to end goes to the program, and what was recorded until then is judged.
ended_by_request() {  # what `record` is given
  timeout 60 "$sigspec" record "$@" -- sh -c 'trap "kill \$!; echo told; exit 4" TERM; sleep 20 & echo begun; wait' \
    >out 2>err &
  local bound=$!
  for _ in {1..100}; do [[ -s out ]] && break; sleep 0.1; done
  kill -TERM "$(pgrep -P "$bound")"
  wait "$bound"
  command="record $*: a request to end" out=$(<out) err=$(<err)
  shows "told"; says "sh: conforms"; says "exited with 4"
}

# --- record, where this machine lets us trace
try 2 record; says "PROGRAM"
try 2 record --with magic -- true
try 2 check good.strace --dialect magic; says "magic"
try 0 check good.strace --dialect strace
try 3 check good.strace --dialect ftrace; shows "not understood"
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
  try 0 record -o kept.strace -- sh -c 'echo from the program; exit 5'
  shows "from the program"; says "exited with 5"; says "kept.strace: conforms"
  try 0 check kept.strace
  try 0 record -- true; says "true: conforms"; silent_out
  try 2 record -- no-such-program; says "recorded nothing"
  try 2 record -o nowhere/kept.strace -- true; says "nowhere"
  ended_by_request
  # The program finds the dispositions that we found.
  (trap '' INT PIPE; timeout 60 "$sigspec" record -- grep SigIgn /proc/self/status >out 2>err)
  inside=$(awk '/SigIgn/ { print $2 }' out)
  outside=$(trap '' INT PIPE; timeout 60 awk '/SigIgn/ { print $2 }' /proc/self/status)
  command="record: dispositions" out=$(<out) err=$(<err)
  [[ $inside == "$outside" ]] || fail "inside $inside, outside $outside"
fi

# --- and where the kernel lets us use its own tracing
instances() {  # of the recorder that was killed; others may be at work
  unshare -m sh -c 'mount -t tracefs none /mnt && ls /mnt/instances' 2>/dev/null | grep "^sigspec-$killed-"
}
timeout 60 "$sigspec" record --with ftrace -- true >out 2>err
if [[ $? == 2 ]]; then
  command="record --with ftrace" out=$(<out) err=$(<err)
  says "tracing (tracefs)"
else
  try 0 record --with ftrace -o kept.ftrace -- sh -c 'echo from the program; (exit 3); exit 5'
  shows "from the program"; says "exited with 5"; says "kept.ftrace: conforms"; says "2 tasks"
  try 0 check kept.ftrace --dialect ftrace
  try 0 check kept.ftrace
  try 2 record --with ftrace -- no-such-program; says "cannot run 'no-such-program'"
  try 2 record --with ftrace -o nowhere/kept.ftrace -- true; says "nowhere"
  ended_by_request --with ftrace
  # The tracers are gone, also when nobody was there to remove them.
  "$sigspec" record --with ftrace -- sleep 1 >/dev/null 2>&1 &
  killed=$!
  sleep 0.5
  kill -KILL "$killed"
  wait "$killed" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do [[ -z $(instances) ]] && break; sleep 0.5; done
  command="record --with ftrace: killed" out=$(instances) err=
  silent_out
fi

((failures == 0)) || { printf '%s failures\n' "$failures"; exit 1; }
