// What the parts of litmus/ make of small tests: names, events, outcomes, programs.
#include <gtest/gtest.h>

#include <bit>
#include <optional>
#include <string>
#include <vector>

#include "litmus/assemble.h"
#include "litmus/closed_event.h"
#include "litmus/explore.h"
#include "litmus/show_c.h"
#include "litmus/words.h"
#include "tests/support/litmus_text.h"

namespace sigspec {
namespace {

using namespace litmus;

const std::string kReads = R"(litmus t {
  pipe p
  process A {
    on SIGUSR1 with SA_RESTART { }
    got = read(p.r, room 1, 1)
  }
  process B {
    when A sleeps in read
    kill(A, SIGUSR1)
    write(p.w, "x", 1)
  }
}
)";

TEST(LitmusWords, AreFoundInTheSpecification) {
  const Model& model = *litmus_spec().model;
  EXPECT_EQ(only_member(model, kHalt, kSignalType), "SIGSTOP");
  EXPECT_EQ(only_member(model, "NO_SUCH_CONSTANT", kSignalType), "");
  EXPECT_EQ(members_named(model, "SIGHUP", kSignalType),
            1ULL << model.types.find(kSignalType)->member("SIGHUP"));
  EXPECT_EQ(std::popcount(signals_named(model, "STOPS")), 4);
  EXPECT_EQ(objects_named(model, "no_such_object"), 0U);
  EXPECT_EQ(number_of(model, "PTRACE_SEIZE"), 0x4206);
  EXPECT_EQ(number_of(model, "NO_SUCH_NUMBER"), std::nullopt);
}

TEST(LitmusParser, KeepsWhatATestSays) {
  const LitmusText text(kReads);
  ASSERT_EQ(text.said(), "");
  const litmus::Test& test = text.file.tests.at(0);
  EXPECT_EQ(test.name.text, "t");
  EXPECT_EQ(test.objects.at(0).kind.text, "pipe");
  ASSERT_EQ(test.threads.size(), 2U);
  EXPECT_EQ(test.threads[0].handlers.at(0).flags.at(0).text, "SA_RESTART");
  EXPECT_EQ(test.threads[0].steps.at(0).result.text, "got");
  EXPECT_EQ(test.threads[1].steps.at(0).until, Step::Until::Sleeps);
  EXPECT_EQ(test.threads[1].steps.at(2).args.at(1).kind, litmus::Value::Kind::Text);
}

/// Signals and statuses in the order of the parameters; all else is unknown.
TEST(LitmusClosedEvent, HasWhatIsKnown) {
  const Model& model = *litmus_spec().model;
  Program program(model, model.kernel_high, std::string(kClosedView), Rows::Known);
  const int line = model.observation_of_line(kClosedView, "held");
  ASSERT_GE(line, 0);
  const ObservationInfo& info = model.observations[static_cast<std::size_t>(line)];
  EventClass& event_class = program.class_of(line);
  const int signal = model.types.find(kSignalType)->member("SIGUSR1");
  const auto at = static_cast<std::size_t>(info.offsets.back());
  EXPECT_EQ(closed_event(model, event_class, info, {{signal}}).at(at).a, 1ULL << signal);
  EXPECT_GT(std::popcount(unknown_event(event_class, info).at(at).a), 60);
}

std::vector<std::string> outcomes(const std::string& text) {
  const LitmusText test(text);
  EXPECT_EQ(test.said(), "");
  const LitmusSpec& spec = litmus_spec();
  Program program(*spec.model, spec.model->kernel_high, std::string(kClosedView), Rows::Known);
  std::vector<std::string> all;
  for (const Reached& reached : explore(*spec.model, program, spec.library, test.prepared).outcomes)
    all.push_back(to_text(reached.outcome));
  return all;
}

TEST(LitmusExplore, FindsAllOutcomes) {
  EXPECT_EQ(outcomes(kReads),
            std::vector<std::string>{"A.end=done A.got=1 A.handled=[SIGUSR1] B.end=done"});
  // The order of two processes is open.
  EXPECT_EQ(outcomes("litmus t { process A { kill(B, SIGTERM) } process B { got = kill(B, 0) } }"),
            (std::vector<std::string>{"A.end=done B.got=none B.killed_by=SIGTERM",
                                      "A.end=done B.got=0 B.killed_by=SIGTERM"}));
}

TEST(LitmusExplore, ComparesWithWhatIsExpected) {
  const auto faults = [](const std::string& expected) {
    const LitmusText text("litmus t { process A { got = kill(A, 0) } " + expected + " }");
    EXPECT_EQ(text.said(), "");
    const LitmusSpec& spec = litmus_spec();
    Program program(*spec.model, spec.model->kernel_high, std::string(kClosedView), Rows::Known);
    return compare(text.file.tests[0], explore(*spec.model, program, spec.library, text.prepared))
        .size();
  };
  EXPECT_EQ(faults("required A.got = 0 allowed A.end = done forbidden A.got = EINTR"), 0U);
  EXPECT_EQ(faults("required A.got = 0x0 and A.got < 18446744073709551614"), 1U);  // that is -2
  EXPECT_EQ(faults("required A.got = 1"), 1U);
  EXPECT_EQ(faults("allowed A.got > 0"), 1U);
  EXPECT_EQ(faults("forbidden A.got >= 0 and A.end != stopped"), 1U);
  EXPECT_EQ(faults("exercises read.empty_pipe"), 1U);
}

TEST(LitmusAssemble, WritesNumbersAndReadsOutcomes) {
  const LitmusSpec& spec = litmus_spec();
  const LitmusText text(kReads);
  const std::string program = assemble(*spec.model, spec.library, text.prepared);
  EXPECT_EQ(program.substr(0, 5), "test ");
  EXPECT_NE(program.find("\nhandler 0 10 "), std::string::npos);  // of thread 0, for SIGUSR1
  EXPECT_NE(program.find("do C "), std::string::npos);
  EXPECT_EQ(program.substr(program.size() - 4), "run\n");
  const std::vector<const PreparedStep*> steps = numbered_steps(text.prepared);
  ASSERT_GE(steps.size(), 4U);  // the setup first
  EXPECT_EQ(steps[steps.size() - 4]->name, "read");
  EXPECT_EQ(steps.back()->name, "write");

  // Two ends of a pipe, two processes, a result.
  const auto reads = [&](const std::string& line) {
    const auto outcome = read_outcome(*spec.model, text.prepared, line);
    return outcome ? to_text(*outcome) : "nothing";
  };
  EXPECT_EQ(reads("run 1 | D0 10 | D0 | 3 4 100 101 1"),
            "A.end=done A.got=1 A.handled=[SIGUSR1] B.end=done");
  EXPECT_EQ(reads("run 1 | K15 | S0 | 3 4 100 101 -4"),
            "A.got=EINTR A.killed_by=SIGTERM B.end=stopped");
  EXPECT_EQ(reads("run 0 | D0 | D0 | 3 4 100 101 1"), "nothing");
  EXPECT_EQ(reads("run 1 | D0 | D0 | 3 4"), "nothing");
}

TEST(LitmusShowC, PrintsTheCallsOfATest) {
  const LitmusText text(kReads);
  const std::string program = show_c(*litmus_spec().model, text.prepared);
  for (const char* part : {"int main(", "SYS_read", "SYS_kill", "SA_RESTART", "SIGUSR1"})
    EXPECT_NE(program.find(part), std::string::npos) << part << "\n" << program;
}

}  // namespace
}  // namespace sigspec
