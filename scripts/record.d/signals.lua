-- Handlers, alarm, fork, wait and poll through luaposix.
local signal, unistd = require "posix.signal", require "posix.unistd"
local wait, poll = require "posix.sys.wait", require "posix.poll"
signal.signal(signal.SIGALRM, function() print "alarm" end)
signal.signal(signal.SIGUSR1, function() print "usr1" end)
unistd.alarm(1)
print(poll.rpoll(0, 1500))
local child = unistd.fork()
if child == 0 then
  for _ = 1, 3 do signal.kill(unistd.getppid(), signal.SIGUSR1) end
  os.exit(3)
end
print(wait.wait(child))
signal.raise(signal.SIGUSR1)
for i = 1, 1000 do local _ = i * i end
signal.signal(signal.SIGUSR1, signal.SIG_DFL)
signal.raise(signal.SIGUSR1)
