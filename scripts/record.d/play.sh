# The second half of a recording, inside the clean root: runs $before, then strace (or sigspec, for the
# kernel's own tracing) with $run next to $beside, then $after. The trace goes to /out/trace; the fields are described in scripts/record.
set -eu
export -n strace run before beside after keys terminal stderr patience
cd /tmp

# Waits until the recording has a line that matches, for at most 10 seconds.
await() {
  local i
  for ((i = 0; i < 200; i++)); do
    if grep -qE -e "$1" /out/trace* 2>/dev/null; then return 0; fi
    sleep 0.05
  done
  echo "no line matched: $1" >&2
  return 1
}

# The pid of the newest process of that name.
pid_of() { pgrep -n -x "$1"; }

type_keys() {
  local word
  for word; do
    sleep 0.4
    printf "$word"
  done
  sleep 0.6
}

# A shell starts background commands with SIGINT and SIGQUIT ignored; a recording does not want that.
start='exec env --default-signal=INT,QUIT strace'
command="$start $strace -o /out/trace $run"
if [[ $strace == ftrace ]]; then command="exec env --default-signal=INT,QUIT ./sigspec record --with ftrace -o /out/trace -- $run"; fi
if [[ $stderr == yes ]]; then command="$start $strace $run 2>/out/trace"; fi
ulimit -c unlimited
eval "$before"
if [[ $terminal == yes ]]; then command="exec script -qc '${command//\'/\'\\\'\'}' /dev/null"; fi

if [[ -n $keys ]]; then
  eval "type_keys $keys" | eval "$command" >stdout 2>stderr &
else
  eval "$command" </dev/null >stdout 2>stderr &
fi
tracer=$!
# A soak has seen enough after some time: strace lets its tasks go, or is ended itself.
if [[ -n $patience ]]; then
  (sleep "$patience"; kill -TERM "$tracer"; sleep 1; kill -KILL "$tracer") 2>/dev/null &
fi
eval "$beside"
wait "$tracer" || echo "status of strace: $?"
tail -5 stderr
eval "$after"
