# Perl: %SIG handlers, alarm that leaves a read by die, SIGCHLD reaping, SIGPIPE, POSIX::sigsuspend.
use strict; use warnings; use POSIX qw(:signal_h :sys_wait_h);
$SIG{ALRM} = sub { die "alarm\n" };
pipe(my $reader, my $writer);
eval { alarm 1; sysread $reader, my $byte, 1; };
print "left read: $@";
my $reaped = 0;
$SIG{CHLD} = sub { $reaped++ while waitpid(-1, WNOHANG) > 0 };
for my $i (1 .. 4) { my $pid = fork // die; if (!$pid) { select undef, undef, undef, 0.02 * $i; exit $i } }
my $mask = POSIX::SigSet->new(SIGCHLD);
sigprocmask(SIG_BLOCK, $mask);
sigsuspend(POSIX::SigSet->new) while $reaped < 4;
sigprocmask(SIG_UNBLOCK, $mask);
$SIG{PIPE} = sub { print "pipe\n" };
close $reader; syswrite $writer, "x";
local $SIG{INT} = 'IGNORE'; kill INT => $$;
$SIG{USR1} = sub { $SIG{USR1} = 'DEFAULT'; kill USR1 => $$ };
kill USR1 => $$; sleep 1; print "not reached\n";
