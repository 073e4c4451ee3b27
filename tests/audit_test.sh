#!/usr/bin/env bash
# `sigspec audit`, and programs for which it has to be right: what fails with EINTR under a handler
# with SA_RESTART is what the audit says, nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=$(realpath "${SIGSPEC:-build/sigspec}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }

# --- the calls, in each format
"$sigspec" audit >"$work/all"
grep -q '^no  *epoll_wait' "$work/all" || fail "epoll_wait is safe"
grep -q '^yes  *getpid$' "$work/all" || fail "getpid is not safe"
grep -qE '^[0-9,]+ calls: [0-9]+ yes, [0-9]+ no, [0-9]+ depends$' "$work/all" || fail "no counts"
"$sigspec" audit --call read --call pause --format json |
  python3 -c 'import json, sys
a = json.load(sys.stdin)
assert a["schema"] == "sigspec-audit-1", a
assert [(c["call"], c["safe"]) for c in a["calls"]] == [("pause", "no"), ("read", "depends")], a
assert all(c["fails"][0]["cites"] for c in a["calls"]), a'
"$sigspec" audit --call read --format markdown | grep -q '^| read |' || fail "no Markdown"
"$sigspec" audit --stop-continue --call pause | grep -q '^yes  *pause' || fail "a stop ends pause"
status=0
"$sigspec" audit --call raed 2>"$work/err" || status=$?
[[ $status == 2 ]] && grep -q "did you mean 'read'" "$work/err" || fail "a wrong call: $status"

# --- call graphs
printf 'Syscall6(SYS_EPOLL_WAIT)\nSyscall(SYS_FROBNICATE)\n' >"$work/unix.go"
unix=golang.org/x/sys/unix
cat >"$work/graph" <<END
0123abcd
$unix.EpollWait | $unix.Syscall6 | unix.go:1:9:8
$unix.Frobnicate | $unix.Syscall | unix.go:2:8:32
example.com/a.main | $unix.EpollWait | main.go:7:1:90
END
"$sigspec" audit --callgraph "$work/graph" --sources "$work" --format csv >"$work/sheet"
printf 'Trap,OK?,Not OK?,In man page?,Comment,Callsite\n' | cmp - <(head -1 "$work/sheet") ||
  fail "other columns"
grep -qE '^SYS_EPOLL_WAIT,,x,.*,main.go:7$' "$work/sheet" || fail "$(cat "$work/sheet")"
echo "example.com/a.odd | $unix.Frobnicate | main.go:9:1:99" >>"$work/graph"
echo "no line of a call graph" >>"$work/graph"
status=0
"$sigspec" audit --callgraph "$work/graph" --sources "$work" >"$work/out" 2>"$work/err" || status=$?
[[ $status == 3 ]] || fail "status $status for a call that nobody knows"
grep -q '^unknown  *SYS_FROBNICATE' "$work/out" || fail "a call that nobody knows"
grep -q '1 line not understood' "$work/err" || fail "a line that is none"

# --- recordings: what failed, whether it was made again, and from where
"$sigspec" audit traces/demo/accepted.strace >"$work/out"
grep -qE '^yes +read +[0-9]+ made, 1 failed$' "$work/out" || fail "$(cat "$work/out")"
grep -q 'on PIPES (read.empty_pipe)' "$work/out" || fail "the pipe is not told"
grep -qE '2 calls that failed and 1 was not made again$' "$work/out" || fail "it was made again"
grep -qE '^no +poll +1 made, 1 failed, 1 not made again \(line 32\)$' "$work/out" || fail "poll was made again"
"$sigspec" audit --handler none traces/demo/accepted.strace | grep -qE '^no +read' ||
  fail "read goes on without SA_RESTART"
cat >"$work/gives-up.strace" <<END
7     epoll_wait(3<anon_inode:[eventpoll]>, 0x7ffd3, 1, -1) = -1 EINTR (Interrupted system call)
 > /usr/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x17) [0x10a0e7]
 > /usr/bin/waits(main+0x42) [0x11b2]
7     --- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---
7     rt_sigreturn({mask=[]})           = -1 EINTR (Interrupted system call)
7     nanosleep({tv_sec=1, tv_nsec=0}, NULL) = 0
 > /usr/lib/x86_64-linux-gnu/libc.so.6(nanosleep+0x17) [0xd2]
 > /usr/bin/waits(main+0x60) [0x11d0]
END
"$sigspec" audit "$work/gives-up.strace" >"$work/out"
grep -qE '^no +epoll_wait +1 made, 1 failed, 1 not made again \(line 1\)$' "$work/out" ||
  fail "$(cat "$work/out")"
grep -q '  at waits(main+0x42)$' "$work/out" || fail "no call site"
"$sigspec" audit --format json "$work/gives-up.strace" | python3 -c 'import json, sys
a = json.load(sys.stdin)
assert a["schema"] == "sigspec-audit-trace-1", a
call = {c["call"]: c for c in a["calls"]}["epoll_wait"]
assert call["not_made_again"] == [1] and call["site"] == "waits(main+0x42)", call'
# What earlier lines say of a descriptor counts: its options, and what made it. A file may be one whose
# file system fails with EINTR, or not.
cat >"$work/timeout.strace" <<'END'
5     socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3<TCP:[17]>
5     socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 4<TCP:[18]>
5     setsockopt(4<TCP:[18]>, SOL_SOCKET, SO_RCVTIMEO_OLD, "\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16) = 0
5     read(3<TCP:[17]>, "x", 1)          = 1
5     recvfrom(4<TCP:[18]>, "x", 1, 0, NULL, NULL) = 1
5     openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 5</etc/passwd>
5     close(5</etc/passwd>)          = 0
END
"$sigspec" audit "$work/timeout.strace" >"$work/out"
for line in 'yes +read' 'no +recvfrom' 'depends +close'; do
  grep -qE "^$line +1 made$" "$work/out" || fail "not '$line': $(cat "$work/out")"
done
status=0
"$sigspec" audit "$work/missing.strace" 2>"$work/err" || status=$?
[[ $status == 2 ]] && grep -q missing.strace "$work/err" || fail "a recording that is not there"

# --- programs: what the file tells, and that it is a part
cat >"$work/calls.c" <<'END'
#include <poll.h>
int main(void) {
  long result;
  __asm__ volatile("movl $34, %%eax\n\tsyscall" : "=a"(result) : : "rcx", "r11", "memory");
  return poll(0, 0, 1) + (int)result;
}
END
gcc -O1 -o "$work/calls" "$work/calls.c"
status=0
"$sigspec" audit "$work/calls" >"$work/out" 2>"$work/err" || status=$?
[[ $status == 3 ]] && grep -q 'in part' "$work/err" || fail "an ELF file is told as a whole: $status"
grep -qE '^no +poll$|^no +poll ' "$work/out" || fail "poll is not imported: $(cat "$work/out")"
grep -q 'imports poll' "$work/out" || fail "poll is not imported"
grep -qE '^no +pause' "$work/out" && grep -qE '  main\+0x' "$work/out" || fail "no number was read"

# --- real programs. A call that fails is one of which the audit says so; those that are safe never
# do. In the context that the program has, the answer is one or the other.
declare -A context=([read]='--on pipe --before-transfer' [futex]='--op FUTEX_WAIT --timeout')
agrees() {  # PROGRAM
  local call outcome safe answer
  timeout --foreground 60 "$1" >"$work/outcomes" || fail "$1 ended with $?"
  grep -q EINTR "$work/outcomes" || fail "$1: nothing was interrupted"
  while read -r call outcome; do
    safe=$("$sigspec" audit --handler SA_RESTART --call "$call" | awk -v c="$call" '$2 == c { print $1 }')
    if [[ ${context[$call]:-} ]]; then
      # shellcheck disable=SC2086
      answer=$("$sigspec" ask "$call" ${context[$call]} --handler SA_RESTART --format json |
        python3 -c 'import json, sys
own = [r for r in json.load(sys.stdin)["rows"] if not r["of_every_call"]]
print("no" if all(r["outcome"] == "EINTR" for r in own) else "yes")')
      [[ $safe == depends ]] || fail "$1: $call: the audit says $safe"
      safe=$answer
    fi
    case "$safe $outcome" in
      "yes ok" | "no EINTR" | "depends ok" | "depends EINTR") ;;
      *) fail "$1: $call: the audit says $safe, the program got $outcome" ;;
    esac
  done <"$work/outcomes"
  echo "$1: $(wc -l <"$work/outcomes") calls as the audit says"
}
gcc -O1 -o "$work/in-c" tests/audit/preempted.c
agrees "$work/in-c"
if command -v go >/dev/null; then
  (cd "$work" && GOCACHE=$work/cache GOFLAGS=-mod=mod HOME=$work \
    go build -o in-go "$OLDPWD/tests/audit/preempted.go")
  agrees "$work/in-go"
else
  echo "no Go toolchain: its program was not run"
fi
