// What is said of litmus tests that are wrong: where, what was expected, what may have been meant.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/litmus_text.h"

namespace sigspec {
namespace {

struct Wrong {
  std::string text, said;
};

void expect_said(const std::vector<Wrong>& table) {
  for (const Wrong& wrong : table)
    EXPECT_EQ(LitmusText("litmus t {\n" + wrong.text + "\n}\n").said(), wrong.said) << wrong.text;
}

TEST(LitmusErrors, OfTheParserNameWhatIsExpected) {
  expect_said({
      {"process A { count = pause() }",
       "count: found 'count', expected a name, 'when', 'on' or 'after'; 'count' is a word of the language "
       "and no name"},
      {"proces A { pause() }",
       "proces: found 'proces', expected a clause, a process, an expectation, 'exercises' or "
       "'}'; did you mean 'process'?"},
      {"process A { pause() } require A.end = done",
       "require: found 'require', expected a clause, a process, an expectation, 'exercises' or "
       "'}'; did you mean 'required'?"},
      {"process A { kill(A SIGUSR1) }", "SIGUSR1: found 'SIGUSR1', expected ')', ',' or '|'"},
      {"process A { when A stops }",
       "stops: found 'stops', expected 'is', 'sleeps', 'has', 'did' or 'rests'"},
      {"process A { nanosleep(50 m, none) }",
       "m: found 'm', expected a unit of time (ns, us, ms, s), ')' or ','"},
      {"process A { pause() } process C child A { }", "A: found 'A', expected 'of'"},
      {"process A { on SIGUSR1 blocking SIGUSR2 { } }", "SIGUSR2: found 'SIGUSR2', expected '{'"},
      {"process A { pause() } required A.got == 1", "=: found '=', expected a value"},
  });
}

TEST(LitmusErrors, OfNamesSayWhatMayBeMeant) {
  expect_said({
      {"process A { puase() }",
       "puase: found 'puase', expected a system call; did you mean 'pause'?"},
      {"process A { fork() }",
       "fork: found 'fork', expected 'process ... child of' or 'make' for a new process"},
      {"pipee p process A { pause() }",
       "pipee: found 'pipee', expected a kind of thing; did you mean 'pipe'?"},
      {"pipe p process A { read(p.x, room 1, 1) }",
       "p.x: found 'p.x', expected a thing, a process, a result or a number's name; "
       "did you mean 'p.r'?"},
      {"process A { ptrace(PTRACE_SIZE, A, 0, 0) }",
       "PTRACE_SIZE: found 'PTRACE_SIZE', expected a thing, a process, a result or a number's "
       "name; did you mean 'PTRACE_SEIZE'?"},
      {"process A { on SIGUSER1 { } }",
       "SIGUSER1: found 'SIGUSER1', expected a signal; did you mean 'SIGUSR1'?"},
      {"process A { on SIGUSR1 with SA_RESTRAT { } }",
       "SA_RESTRAT: found 'SA_RESTRAT', expected a flag; did you mean 'SA_RESTART'?"},
      {"process A { pause() } process C child of A as init { kill(A, SIGUSR1) }",
       "A: found a process, expected none: 'C' does not see the numbers of others"},
      {"process A { pause() } process C child of A as init { pause() } thread D of C { pause() }",
       "C: found 'C', expected no init: it is alone"},
      {"process A { make C by clone } process C child of A { pause() }",
       "clone: found 'clone', expected a call that makes a process"},
      {"process A { leave }", "leave: found this outside of handlers, which alone have frames"},
      {"process A { on SIGUSR1 without SA_RESTART { } }",
       "SA_RESTART: found 'SA_RESTART', expected a flag that handlers have unasked"},
      {"process A { when B did get } process B { got = pause() }",
       "get: found 'get', expected a result of 'B'; did you mean 'got'?"},
      {"process A { send {SIGUSR1} to C }", "C: found 'C', expected a process or a thread"},
      {"pipe p process A { poll(polfd { fd: p.r }, 1, -1) }",
       "polfd { fd: p.r }: found 'polfd', expected a layout; did you mean 'pollfd'?"},
      {"pipe p process A { poll(pollfd { fdd: p.r }, 1, -1) }",
       "fdd: found 'fdd', expected a field of 'pollfd'; did you mean 'fd'?"},
      {"process A { pause() } exercises read.empty_pip",
       "read.empty_pip: found 'read.empty_pip', expected a rule or a row; "
       "did you mean 'read.empty_pipe'?"},
  });
}

/// A condition that no outcome can have would forbid nothing, and never know.
TEST(LitmusErrors, OfConditionsThatNoOutcomeCanHave) {
  const std::string steps = "process A { got = pause() } process B { got = wait4(C, out, 0, none) "
                            "} process C child of B { }\n";
  expect_said({
      {steps + "forbidden A.gott = 1",
       "A.gott: found 'A.gott', expected what an outcome tells; did you mean 'A.got'?"},
      {steps + "required D.end = done",
       "D.end: found 'D.end', expected what an outcome tells; did you mean 'A.end'?"},
      {steps + "required A.got.exited = 1",
       "A.got.exited: found 'A.got.exited', expected what an outcome tells; "
       "did you mean 'B.got.exited'?"},
      {steps + "required A.killed_by = SIGKIL",
       "SIGKIL: found 'SIGKIL', expected a signal; did you mean 'SIGKILL'?"},
      {steps + "required A.handled = [SIGUSR1, SIGUSER2]",
       "SIGUSER2: found 'SIGUSER2', expected a signal; did you mean 'SIGUSR2'?"},
      {steps + "required A.got = EINTER",
       "EINTER: found 'EINTER', expected an error or a process; did you mean 'EINTR'?"},
      {steps + "required A.sleeps_in = puase",
       "puase: found 'puase', expected a system call; did you mean 'pause'?"},
      {steps + "required A.end = gone", "gone: found 'gone', expected how it ends; "
                                        "did you mean 'done'?"},
      {steps + "required A.got = none and B.got = C and B.got.exited = 0 and C.end = ended", ""},
  });
}

TEST(LitmusErrors, OfTestsThatCannotBe) {
  expect_said({
      {"pipe p", "t: found no process, expected one at least"},
      {"process A { } process A { }", "A: found a second 'A', expected a new name"},
      {"pipe p pipe p process A { }", "p: found a second 'p', expected a new name"},
      {"thread T of T { }",
       "T: found 'T', expected one that is not made by 'T' itself"},
      {"process A child of B { } process B child of A { }",
       "B: found 'B', expected one that is not made by 'A' itself\n"
       "A: found 'A', expected one that is not made by 'B' itself"},
      {"process A { make B } process B { }", "B: found 'B', expected a child of 'A'"},
      {"process A { kill(A) }", "kill(A): found 1 arguments, expected 'sig' as well"},
      {"process A { kill(A, 0, 0, 0, 0, 0, 0) }",
       "kill(A, 0, 0, 0, 0, 0, 0): found 7 arguments, expected at most 6"},
      {"process A { select(3, number8 { value: 4 }, none, none, none) }",
       "select(3, number8 { value: 4 }, none, none, none): found 'select', expected other "
       "arguments for it; Which numbers descriptors have no test knows: it can only ask about "
       "standard output."},
      {"process A { alarm(1) timer_settime(0, 0, itimerspec { value: 1 s }, none) }",
       "timer_settime(0, 0, itimerspec { value: 1 s }, none): found a second timer of 'A', "
       "expected one in a process"},
      {"process A { alarm(1) } process B { timer_settime(0, 0, itimerspec { value: 1 s }, none) }",
       ""},
      {"process A { setitimer(ITIMER_REAL, itimerval { value: 1 s, every: 1 s }, none) }",
       "setitimer(ITIMER_REAL, itimerval { value: 1 s, every: 1 s }, none): found 'setitimer', "
       "expected other arguments for it; A timer that comes again and again would leave no test "
       "an end."},
  });
}

TEST(LitmusErrors, OfEffectsThatSpeakOfWhatIsNotThere) {
  LitmusText text(
      "thing full_stream(a: socket_unix_stream, b: socket_unix_stream) { }\n"
      "thing timed of full_straem { }\n"
      "effect read(fd, buf, count) on PIPE, full_stream where cuont > 0 takes_bytes df count for timeout "
      "TIME_IS_OVR\n  cites man \"read(2)\"\n"
      "effect raed(fd) where fd.sise = BUF fails_with MAKES_NO_SENSE\n  cites man \"read(2)\"\n");
  check_library(*litmus_spec().model, text.file, text.faults);
  EXPECT_EQ(text.said(),
            "full_straem: found 'full_straem', expected a thing with ends of its own; did you mean "
            "'full_stream'?\n"
            "PIPE: found 'PIPE', expected a kind of object or an end of a thing; did you mean "
            "'PIPES'?\n"
            "full_stream: found 'full_stream', expected a kind of object or an end of a thing; did "
            "you mean 'full_stream.a'?\n"
            "cuont: found 'cuont', expected a parameter of the call; did you mean 'count'?\n"
            "df: found 'df', expected a parameter of the call or a constant; did you mean 'fd'?\n"
            "timeout: found 'timeout', expected a parameter of the call\n"
            "TIME_IS_OVR: found 'TIME_IS_OVR', expected an error's name; did you mean "
            "'TIME_IS_OVER'?\n"
            "raed: found 'raed', expected a system call; did you mean 'read'?\n"
            "sise: found 'sise', expected a field of a layout\n"
            "BUF: found 'BUF', expected a number's name");
}

}  // namespace
}  // namespace sigspec
