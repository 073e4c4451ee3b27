# Traps while waiting: a child signals the shell twice, then ends it with SIGTERM.
count=0
trap 'count=$((count + 1)); echo "USR1 $count"' USR1
trap 'echo ALRM' ALRM
trap 'echo TERM; exit 3' TERM
trap 'echo EXIT' EXIT
me=$$
(sleep 0.2; kill -USR1 $me; sleep 0.2; kill -ALRM $me; sleep 0.2; kill -USR1 $me; sleep 0.2; kill -TERM $me) &
wait
echo "wait: $?"
wait
/bin/sleep 0.3
while :; do wait; done
