# A coprocess, process substitutions, a timed read and wait -n.
coproc upper { while read -r line; do echo "${line^^}"; done; }
echo hello >&"${upper[1]}"
read -r answer <&"${upper[0]}"
echo "$answer"
kill "$upper_PID"
wait "$upper_PID"
echo "coproc: $?"
diff <(seq 5) <(seq 6)
mkfifo fifo
exec 5<>fifo
read -t 0.3 -r nothing <&5
echo "read: $?"
sleep 0.3 & sleep 0.1 & sleep 0.2 &
wait -n
echo "first: $?"
wait
echo "$(sleep 0.1; echo substituted)"
