# Pipelines by exec, a background process that is killed, events.
puts [exec ls / | sort | head -2]
set pid [exec sleep 20 &]
after 100 {exec kill -TERM $pid; set done 1}
vwait done
catch {exec sh -c {kill -SEGV $$}} message
puts $message
set channel [open "|cat" r+]
puts $channel hello; flush $channel
puts [gets $channel]
close $channel
puts [exec sh -c "exit 0"]
