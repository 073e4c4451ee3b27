# Trap functions, a coprocess, a process substitution, and wait interrupted by a trap.
TRAPUSR1() { print "usr1 $1" }
TRAPZERR() { print "zerr $?" }
trap 'print exit' EXIT
(sleep 0.2; kill -USR1 $$; sleep 0.2; kill -USR1 $$) &
wait
print "wait $?"
wait
cat <(print substituted)
coproc { read line; print "got $line" }
print -p hello
read -p answer
print $answer
false
sleep 5 &
kill -INT %1
wait %1
print $?
kill -TERM $$
