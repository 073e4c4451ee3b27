#!/usr/bin/env bash
# `sigspec stuck` on tasks that are really held (stuck/cases.c), and on saved copies of such.
#
# Each live case runs in namespaces of its own and hurts nobody. Where this machine does not let us make
# one it is skipped, with a word. SIGSPEC_UPDATE=1 writes the expectations of the saved copies anew.
set -uo pipefail
sigspec=$(realpath "${SIGSPEC:-build/sigspec}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0 made=0
export AS=

fail() {
  printf '%s: %s\n' "$case" "$1"
  [[ ! -e $work/out ]] || head -c 2500 "$work/out"
  failures=$((failures + 1))
}

# live CASE SIGNAL STATUS FILTER [SHELL [UNDO]]: makes the case, asks, and looks at the JSON with jq. $a and $b are
# the numbers that the case printed; SHELL runs before the question, UNDO after it. Then the signal is sent, and must
# do what was said.
live() {
  case=$1
  local signal=$2 wanted=$3 filter=$4 before=${5:-} after=${6:-} status
  rm -f "$work"/{out,said,ended}
  timeout --foreground -k 5 40 unshare --mount --pid --fork --mount-proc --ipc --net --kill-child \
    bash -c '
      "$0" "$1" >"$2/said" &
      for _ in $(seq 300); do grep -qE "^(ready|skipped)" "$2/said" && break; sleep 0.05; done
      grep "^ready" "$2/said" >/dev/null || { cat "$2/said"; exit 77; }
      read -r _ a b <"$2/said"
      eval "$5"
      ${AS:-} "$3" stuck --signal "$4" --format json "$a" >"$2/out" 2>"$2/err"
      status=$?
      "$3" stuck --all --patience 0.1 --format json >"$2/all" 2>&1
      rm -rf "$2/copy"
      "$3" stuck --signal "$4" --save "$2/copy" "$a" >"$2/text" 2>&1
      "$3" stuck --signal "$4" --proc "$2/copy" "$a" >"$2/from_copy" 2>&1
      echo "$a $b" >"$2/numbers"
      state() { sed -n "s/^State:.\(.\).*/\1/p" "/proc/$a/status" 2>/dev/null; }
      if [[ $(state) != Z ]]; then  # and so it is
        kill -"$4" "$a"
        for _ in $(seq 20); do [[ $(state) != [^Z] ]] && break; sleep 0.02; done
        [[ $(state) == [^Z] ]] && echo no >"$2/ended" || echo yes >"$2/ended"
      fi
      eval "$6"
      exit $status' "$work/cases" "$case" "$work" "$sigspec" "$signal" "$before" "$after" >"$work/log" 2>&1
  status=$?
  if [[ $status == 77 || ! -e $work/out ]]; then
    echo "skipped: $case: $(tail -n 1 "$work/log" 2>/dev/null)"
    return
  fi
  made=$((made + 1))
  [[ $status == "$wanted" ]] || fail "exit status $status, expected $wanted: $(cat "$work/err")"
  local a b
  read -r a b <"$work/numbers"
  jq -e --argjson a "${a:-0}" --argjson b "${b:-0}" \
    "def held(\$name): [.tasks[].holds[] | select(.name == \$name and .applies == \"yes\")] | length > 0;
     def way(\$name): [.tasks[].holds[].releases[] | select(.name == \$name) | .command][0];
     def on(\$name): [.tasks[].holds[] | select(.name == \$name) | .whom[]];
     def state(\$name): [.tasks[].holds[] | select(.name == \$name) | .people[].state][0];
     $filter" "$work/out" >/dev/null 2>"$work/err" || fail "not so: $filter $(cat "$work/err")"
  if [[ -e $work/ended && $(jq -r .ends "$work/out") != unknown ]]; then
    [[ $(jq -r .ends "$work/out") == "$(cat "$work/ended")" ]] || fail "the signal ended it: $(cat "$work/ended")"
  fi
  # Among all that should be gone is whoever has ended, is stopped or in D; who sleeps interruptibly is not.
  local state asked
  state=$(jq -r '.tasks[0].state' "$work/out") asked=$(jq --argjson a "$a" '[.tasks[].pid] | index($a) != null' "$work/all")
  case $state in
    Z | T | t | D) [[ $asked == true ]] || fail "$state is not among all" ;;
    S) jq -e '.tasks[0].holds | any(.name == "exit.under_way")' "$work/out" >/dev/null || [[ $asked == false ]] ||
      fail 'it need not be gone' ;;
  esac
  # A copy tells the same.
  [[ ${copies:-yes} == yes ]] || return
  diff "$work/text" "$work/from_copy" >"$work/diff" || { cat "$work/diff"; fail 'is another in a copy'; }
}

freeze_2='g=$(awk "\$1 == \"cgroup2\" || \$3 == \"cgroup2\" {print \$2; exit}" /proc/mounts)/sigspec-test-$RANDOM
  mkdir "$g" && echo "$a" >"$g/cgroup.procs" && echo 1 >"$g/cgroup.freeze" || { echo "no freezer of version 2"; exit 77; }; sleep 0.3'
thaw_2='echo 0 >"$g/cgroup.freeze"; kill -KILL "$a"; for _ in $(seq 50); do rmdir "$g" 2>/dev/null && break; sleep 0.1; done'
freeze_1='g=$(grep " cgroup .*freezer" /proc/mounts | cut -d" " -f2)/sigspec-test-$RANDOM
  mkdir "$g" && echo "$a" >"$g/cgroup.procs" && echo FROZEN >"$g/freezer.state" || { echo "no freezer of version 1"; exit 77; }; sleep 0.3'
thaw_1='echo THAWED >"$g/freezer.state"; kill -KILL "$a"; for _ in $(seq 50); do rmdir "$g" 2>/dev/null && break; sleep 0.1; done'

if [[ $(id -u) != 0 ]] || ! command -v jq gcc >/dev/null; then
  echo 'skipped: the live cases need root, gcc and jq'
elif ! gcc -O1 -pthread -I "$here/.." -o "$work/cases" "$here"/stuck/*.c; then
  case=cases; fail 'does not compile'
else
  # What a signal comes to.
  live blocked SIGTERM 1 'held("signal.blocked") and .tasks[0].comes_to == ["stays_pending"]'
  live blocked SIGKILL 0 '.ends == "yes" and .tasks[0].comes_to == ["ends"]'
  live ignored SIGTERM 1 'held("signal.ignored") and .tasks[0].comes_to == ["dropped"]'
  live caught SIGTERM 1 'held("signal.caught") and .tasks[0].comes_to == ["handled"]
    and (.tasks[0].rules | index("deliver.handler")) != null'
  live caught SIGUSR1 0 '.tasks[0].comes_to == ["ends"] and (.tasks[0].rules | index("deliver.fatal")) != null'
  live caught SIGWINCH 1 'held("signal.ignored_by_default")'
  live caught SIGTSTP 1 'held("signal.stops_it")'
  live one_takes SIGTERM 0 '.tasks[0].ends == "no" and ([.tasks[] | select(.ends == "yes")] | length) == 1'
  live one_takes SIGTERM 0 '(.tasks[0].takers | length) == 1 and .tasks[0].takers != [$a]'
  live caught_by_thread SIGTERM 1 '(.tasks[0].takers | length) == 1 and .tasks[0].takers != [$a]'
  live sigwait_takes SIGTERM 1 'held("signal.awaited") and .tasks[0].unread == []'
  live sigwait_takes SIGUSR1 0 '[.tasks[].holds[].name] | index("signal.awaited") == null'
  live sigwait_takes SIGKILL 0 '.ends == "yes"'
  live signalfd_takes SIGTERM 1 'held("signal.read_by_descriptor") and held("signal.blocked")'
  live init SIGTERM 1 'held("signal.init_is_immune")'
  live init SIGKILL 0 '.ends == "yes"'
  # Stopped, traced, frozen.
  live stopped SIGTERM 1 'held("stop.by_signal") and way("send_continue") == "kill -CONT \($a)"'
  live stopped SIGKILL 0 '.ends == "yes"'
  live traced SIGTERM 1 'held("stop.by_tracer") and on("stop.by_tracer") == [$b]
    and way("end_tracer") == "kill -KILL \($b)"'
  live traced SIGKILL 0 '.ends == "yes"'
  live traced_at_exit SIGKILL 1 'held("stop.by_tracer_at_exit") and on("stop.by_tracer_at_exit") == [$b]
    and way("end_tracer") == "kill -KILL \($b)"'
  live traced_by_stopped SIGTERM 1 'held("stop.by_tracer") and state("stop.by_tracer") == "it is stopped"
    and held("stop.by_signal") and way("send_continue") == "kill -CONT \($b)"'
  live reads_pipe SIGKILL 0 'held("process.frozen_group")' "$freeze_2" "$thaw_2"
  live reads_pipe SIGTERM 0 'held("process.frozen_group")' "$freeze_2" "$thaw_2"
  live reads_pipe SIGQUIT 1 'held("freeze.by_group") and (way("thaw") | test("^echo 0 >.*cgroup.freeze$"))' "$freeze_2" "$thaw_2"
  live reads_pipe SIGKILL 1 'held("freeze.in_place") and (way("thaw") | test("^echo THAWED >.*freezer.state$"))' \
    "$freeze_1" "$thaw_1"
  # Ended, or nearly.
  live zombie SIGKILL 1 '.tasks[0].ended == "with status 3" and held("dead.not_waited_for") and on("dead.not_waited_for") == [$b]
    and way("end_parent") == "kill -KILL \($b)"'
  live zombie_of_stopped SIGKILL 1 'on("dead.not_waited_for") == [$b] and state("dead.not_waited_for") == "it is stopped"
    and way("send_continue") == "kill -CONT \($b)"'
  live zombie_of_tracer SIGKILL 1 'held("dead.not_waited_for_by_tracer") and on("dead.not_waited_for_by_tracer") == [$b]'
  live leader_zombie SIGKILL 1 'held("dead.leader_before_others") and (on("dead.leader_before_others") | length) == 1'
  live vforked SIGKILL 0 'held("process.vfork") and .tasks[0].state == "D"'
  live vforked SIGUSR1 0 'held("process.vfork")'
  live teardown SIGKILL 1 'held("process.namespace_teardown") and held("exit.under_way")
    and on("process.namespace_teardown") == [$b] and held("dead.not_waited_for")'
  live nested_teardown SIGKILL 1 '([.tasks[].holds[] | select(.name == "process.namespace_teardown")] | length) == 2
    and on("dead.not_waited_for") != [] and ([.tasks[].tid] | index($b)) != null'
  # What it waits for.
  live reads_pipe SIGKILL 0 'held("call.pipe_read") and (.tasks[0].holds[] | .states == ["interruptible"])'
  live locks_file SIGTERM 0 'held("lock.of_a_file") and (on("lock.of_a_file") | length) == 1'
  live flocks_file SIGTERM 0 'held("lock.of_a_file") and on("lock.of_a_file") == [$b]'
  live unknown_wait SIGKILL 0 'held("wait.not_known_interruptible")
    and (.tasks[0].holds[0].frames | index("devkmsg_read")) != null'
  live futex SIGTERM 0 'held("lock.futex")'
  live epoll SIGTERM 0 'held("call.epoll")'
  live waits_for_child SIGTERM 0 'held("process.waits_for_child")'
  live userfault SIGKILL 0 'held("call.userfault") and (on("call.userfault") | index($a)) != null'
  live supervised SIGKILL 0 'held("call.supervised") and on("call.supervised") == [$a]'
  # What may not be read is said, and what that costs; nothing is made up.
  copies=no AS='setpriv --reuid 65534 --regid 65534 --clear-groups'
  live vforked SIGKILL 3 '.ends == "unknown" and held("wait.not_known")
    and ([.tasks[0].unread[] | select(.why == "Permission denied") | .file] | index("stack", "syscall")) != null
    and (.tasks[0].unread[0].costs | length) > 0'
  live reads_pipe SIGKILL 3 'held("wait.not_shown")'
  live stopped SIGTERM 1 'held("stop.by_signal")'
  live zombie SIGKILL 1 'held("dead.not_waited_for") and on("dead.not_waited_for") == [$b]'
  AS='' copies=yes
  echo "$made live cases"
fi

# Saved copies: what they are said to be, word for word.
for saved in "$here"/stuck/saved/*/; do
  saved=${saved%/}
  [[ -d $saved/proc ]] || continue
  case=${saved#"$here"/stuck/saved/} expected=$saved.expected
  # shellcheck disable=SC2046
  "$sigspec" stuck $(cd "$saved/proc" && echo [0-9]*) --proc "$saved" >"$work/out" 2>&1
  echo "exit status $?" >>"$work/out"
  if [[ ${SIGSPEC_UPDATE:-} == 1 ]]; then cp "$work/out" "$expected"; fi
  diff "$expected" "$work/out" >"$work/diff" || { cat "$work/diff"; fail 'is not what was expected'; }
done

((failures == 0)) || { printf '%s failures\n' "$failures"; exit 1; }
