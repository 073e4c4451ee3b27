# Runs inside of the virtual machine of scripts/vm-hang: makes each variant, asks, kills, releases. Writes
# to /out what it saw; a line that begins with FAILED is a failure.
exec >/out/said 2>&1
mkdir -p /out/saved /out/stuck
mount -t fusectl none /sys/fs/fuse/connections
release=$(uname -r)
echo "Linux ${release%%-*} of Debian"

say() { printf '%s: %s\n' "$variant" "$1"; }
fail() { printf 'FAILED %s: %s\n' "$variant" "$1"; }
state() { sed -n 's/^State:\t\(.\).*/\1/p' "/proc/$1/task/${2:-$1}/status" 2>/dev/null; }

# there: waits until the program says that the hang should be there; $init is whom it is about.
there() {
  for _ in $(seq 100); do
    init=$(sed -n "s/^there //p" "/out/stuck/$variant.log" 2>/dev/null)
    [ -n "$init" ] && return 0
    sleep 0.1
  done
  fail "it never came so far: $(cat "/out/stuck/$variant.log")"
  return 1
}
ended() {
  for _ in $(seq "$1"); do
    grep -qs "^ended" "/out/stuck/$variant.log" && return 0
    sleep 0.1
  done
  return 1
}

# hangs VARIANT HOLD RELEASE: it hangs, and is told to be held so; SIGKILL does nothing; RELEASE frees it.
hangs() {
  variant=$1 hold=$2 wanted=$3
  fuse_hang "$variant" "/tmp/$variant" >"/out/stuck/$variant.log" 2>&1 &
  there || return
  sigspec stuck "$init" --save "/out/saved/$variant" >"/out/stuck/$variant.txt" 2>&1
  [ $? = 1 ] || [ "$hold" = fuse.request ] || fail "status is not 1"
  grep -q "^  $hold$" "/out/stuck/$variant.txt" || fail "does not name $hold: $(cat "/out/stuck/$variant.txt")"
  held=$(sed -n "/^[0-9]/h; /^  $hold\$/{g;s/ .*//p;q}" "/out/stuck/$variant.txt")
  before=$(cat /proc/$held/status /proc/[0-9]*/task/$held/status 2>/dev/null | sed -n 's/^State:\t\(.\).*/\1/p' | head -1)
  say "held: task $held in $before, $(cat /proc/$held/stack /proc/[0-9]*/task/$held/stack 2>/dev/null | sed -n '1s/+.*//;1s/.* //p')"
  kill -KILL "$held" "$init"; say "kill -KILL: status $?"
  ended 15 && fail "SIGKILL ended it"
  sigspec stuck --all --patience 0.2 >"/out/stuck/$variant.killed.txt" 2>&1
  grep -q "^  $hold$" "/out/stuck/$variant.killed.txt" || fail "--all does not find it after SIGKILL"
  [ -e /proc/$init ] || fail "it is gone without a release"
  command=$(sed -n "s/^    release  //p" "/out/stuck/$variant.txt" | grep -- "$wanted" | head -1)
  [ -n "$command" ] || { fail "no release: $wanted"; return; }
  say "released by: $command"
  sh -c "$command" || say "the command said $?"
  if ended 40; then say "all ended: $(sed -n 's/^ended /wait status /p' "/out/stuck/$variant.log")"
  else fail "the release released nothing"; fi
  umount -l "/tmp/$variant" 2>/dev/null
}

# ends VARIANT: it does not hang.
ends() {
  variant=$1
  fuse_hang "$variant" "/tmp/$variant" >"/out/stuck/$variant.log" 2>&1 &
  if ended 60; then say "ended by itself: $(sed -n 's/^ended /wait status /p' "/out/stuck/$variant.log")"
  else fail "it hangs"; fi
  umount -l "/tmp/$variant" 2>/dev/null
}

# late CASE HOLD yes|no|unknown [FILTER]: it is told to be held so, and whether SIGKILL ends it, and so it is. FILTER: a line
# of what is said. When those that it waits for end, it does.
late() {
  variant=$1 hold=$2 ends=$3 line=${4:-.}
  /bin/late "$variant" >"/out/stuck/$variant.log" 2>&1 &
  maker=$!
  for _ in $(seq 80); do grep -qsE "^(ready|skipped)" "/out/stuck/$variant.log" && break; sleep 0.1; done
  asked=$(sed -n 's/^ready \([0-9]*\).*/\1/p' "/out/stuck/$variant.log")
  [ -n "$asked" ] || { fail "it never came so far: $(cat "/out/stuck/$variant.log")"; return; }
  sigspec stuck "$asked" --save "/out/saved/$variant" >"/out/stuck/$variant.txt" 2>&1
  said=$?
  grep -q "^  $hold$" "/out/stuck/$variant.txt" || fail "does not name $hold: $(cat "/out/stuck/$variant.txt")"
  grep -qE "$line" "/out/stuck/$variant.txt" || fail "does not say $line: $(cat "/out/stuck/$variant.txt")"
  say "held: $(state "$asked"), $(sed -n '1s/+.*//;1s/.* //p' "/proc/$asked/stack"); stuck says $said"
  case $ends.$said in yes.0|no.1|unknown.3) ;; *) fail "status is $said" ;; esac
  kill -KILL "$asked"; sleep 1
  case $(state "$asked") in Z|'') it=yes ;; *) it=no ;; esac
  [ $it = $ends ] || [ $ends = unknown ] || fail "after SIGKILL it is in '$(state "$asked")'"
  for child in $(cat "/proc/$maker/task/$maker/children"); do [ $child = "$asked" ] || kill -KILL "$child"; done
  [ "$variant" != frozen_file_system ] || fsfreeze --unfreeze /tmp/frozen
  umount -f /tmp/remote 2>/dev/null
  sleep 1
  umount -f /tmp/remote 2>/dev/null  # what was asked since
  case $(state "$asked") in Z|'') ;; *) fail "nothing released it" ;; esac
  kill -KILL $maker; sleep 0.3
  umount -f /tmp/late 2>/dev/null; umount -f -l /tmp/remote 2>/dev/null
} 2>/dev/null

# harmless CASE: held in another way, and kept.
harmless() {
  variant=$1
  cases "$variant" >"/out/stuck/$variant.log" 2>&1 &
  maker=$!
  for _ in $(seq 50); do grep -qs "^ready" "/out/stuck/$variant.log" && break; sleep 0.1; done
  asked=$(sed -n 's/^ready \([0-9]*\).*/\1/p' "/out/stuck/$variant.log")
  sigspec stuck "$asked" --save "/out/saved/$variant" >"/out/stuck/$variant.txt" 2>&1
  [ -d "/out/saved/$variant/proc" ] || fail "no copy: $(cat "/out/stuck/$variant.txt" "/out/stuck/$variant.log")"
  for child in $(cat /proc/$maker/task/*/children); do kill -KILL $child; done
  kill -KILL $maker; wait $maker
} 2>/dev/null

hangs exit fuse.flush_at_exit connections
hangs kill fuse.flush_at_exit connections
hangs no_namespace fuse.flush_at_exit connections
hangs thread_exit fuse.flush_at_exit connections
hangs idle_server fuse.flush_at_exit umount
hangs unanswered_read fuse.request connections
late disk_read disk.page_read yes
late disk_direct disk.request no
late disk_sync disk.writeback no
late frozen_file_system lock.frozen_file_system no 'release  fsfreeze --unfreeze /tmp/frozen'
late lock_of_directory lock.of_a_directory no
late lock_of_place lock.seat_of_a_file no
late fuse_stopped fuse.request unknown 'on .*: it is stopped'
late watched call.fanotify_permission yes
late nfs_stat net.nfs yes
late nfs_close net.nfs_flush no
late nfs_exit net.nfs_flush no
ends closed_before
ends no_flush
for variant in stopped traced traced_at_exit zombie leader_zombie vforked teardown sigwait_takes supervised; do harmless $variant; done
sleep 0.5
sigspec stuck --all --patience 0.2 >/out/stuck/after.txt 2>&1
variant=after
grep -q 'no task that should be gone' /out/stuck/after.txt || fail "something is left: $(cat /out/stuck/after.txt)"
touch /out/done
