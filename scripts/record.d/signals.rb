# Traps, threads that keep the timer running, Process.wait, Timeout, and an end by SIGTERM's default.
require "timeout"
trap("USR1") { puts "USR1" }
trap("ALRM") { raise "alarm" }
child = fork { trap("TERM") { exit 5 }; sleep }
sleep 0.1
Process.kill("TERM", child)
puts Process.wait2(child)[1].exitstatus
busy = 3.times.map { Thread.new { x = 0; 3_000_000.times { x += 1 } } }
5.times { Process.kill("USR1", Process.pid); sleep 0.02 }
busy.each(&:join)
begin
  Timeout.timeout(0.1) { IO.pipe[0].read }
rescue Timeout::Error => error
  puts error.class
end
begin
  spawn("sleep 0.1; kill -ALRM #{Process.pid}")
  sleep
rescue => error
  puts error.message
end
Process.waitall
puts `echo backquotes`, $?.exitstatus
trap("TERM", "DEFAULT")
Process.kill("TERM", Process.pid)
sleep
