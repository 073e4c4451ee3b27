// Random litmus tests: whatever the machine's kernel comes to, the model allows. Programs that
// show otherwise are shrunk to the smallest. RC_PARAMS=max_success=N runs N batches of
// about 3.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

#include "checker/litmus_runner.h"
#include "checker/litmus_tests.h"
#include "litmus/assemble.h"
#include "litmus/explore.h"
#include "litmus/parser.h"
#include "litmus/world.h"
#include "tests/support/paths.h"

namespace sigspec {
namespace {

const std::vector<std::string> kSignals{"SIGUSR1", "SIGUSR2", "SIGRTMIN", "SIGCHLD"};
/// How A treats a signal; `%` is another one. The first is the simplest. None is left to end A:
/// that a fatal signal ends its process when it is sent, ahead of others, the model lacks.
const std::vector<std::string> kTreatments{
    "{ }",
    "with SA_RESTART { }",
    "ignored",
    "with SA_RESTART | SA_NODEFER { }",
    "with SA_RESTART blocking {%} { }",
    "{ write(p.w, \"y\", 1) }",
    "with SA_RESTART { kill(A, %) }",
};
/// What A does; `#` is a number of its own, `%` a signal. No time of theirs passes in a run, which
/// may be held up for longer than a short one.
const std::vector<std::string> kOwnSteps{
    "g# = read(p.r, room 2, 2)",
    "g# = poll(pollfd { fd: p.r, events: POLLIN }, 1, 20000)",
    "g# = nanosleep(20 s, none)",
    "g# = read(e, room 8, 8)",
    "g# = futex(w, FUTEX_WAIT, 0, none)",
    "g# = pause()",
    "g# = wait4(-1, out, 0, none)",
    "g# = wait4(C, out, WUNTRACED | WCONTINUED, none)",
    "g# = wait4(-1, out, WNOHANG, none)",
    "kill(A, %)",
    "rt_sigprocmask(SIG_BLOCK, {%}, none, 8)",
    "rt_sigprocmask(SIG_UNBLOCK, {%}, none, 8)",
    "write(p.w, \"z\", 1)",
};
/// What its child C does.
const std::vector<std::string> kChildSteps{
    "g# = pause()",
    "kill(A, %)",
    "exit_group(#)",
    "g# = read(e, room 8, 8)",
    "rt_sigprocmask(SIG_UNBLOCK, {%}, none, 8)",
};
/// What B does to them.
const std::vector<std::string> kOtherSteps{
    "when A rests",
    "kill(A, %)",
    "tkill(A, %)",
    "write(p.w, \"x\", 1)",
    "write(e, number8 { value: 1 }, 8)",
    "futex(w, FUTEX_WAKE, 1)",
    "send {%, SIGUSR1} to A",
    "kill(A, SIGSTOP) when A is stopped kill(A, SIGCONT)",
    "kill(C, %)",
    "kill(C, SIGSTOP)",
    "kill(C, SIGCONT)",
    "kill(C, SIGKILL)",
};

constexpr std::size_t kSteps = 5;  // of each, at most

std::string filled(std::string text, std::size_t number, const std::string& signal) {
  if (const auto at = text.find('#'); at != std::string::npos)
    text.replace(at, 1, std::to_string(number));
  for (auto at = text.find('%'); at != std::string::npos; at = text.find('%'))
    text.replace(at, 1, signal);
  return text;
}

/// So many of a step and a signal, each as one number.
rc::Gen<std::vector<std::size_t>> choices(std::size_t count) {
  return rc::gen::resize(kSteps, rc::gen::container<std::vector<std::size_t>>(rc::gen::resize(
                                     rc::kNominalSize, rc::gen::inRange<std::size_t>(0, count))));
}

std::string steps(const std::vector<std::string>& kinds, const std::vector<std::size_t>& chosen) {
  std::string text;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    text += "    " + filled(kinds[chosen[i] / kSignals.size()], i, kSignals[chosen[i] % 4]) + "\n";
  return text;
}

/// How A treats each signal, what it does, what its child does, and what B does to them.
struct Random {
  std::vector<std::size_t> treatments, own, child, others;
};

rc::Gen<Random> random_program() {
  return rc::gen::build<Random>(
      rc::gen::set(
          &Random::treatments,
          rc::gen::container<std::vector<std::size_t>>(
              kSignals.size(), rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(
                                                                     0, kTreatments.size())))),
      rc::gen::set(&Random::own, choices(kOwnSteps.size() * kSignals.size())),
      rc::gen::set(&Random::child, choices(kChildSteps.size() * kSignals.size())),
      rc::gen::set(&Random::others, choices(kOtherSteps.size() * kSignals.size())));
}

std::string to_text(const Random& random) {
  std::string text = "litmus random {\n  pipe p\n  eventfd e\n  word w\n  process A {\n";
  for (std::size_t i = 0; i < random.treatments.size(); ++i)
    text += "    on " + kSignals[i] + " " +
            filled(kTreatments[random.treatments[i]], i, kSignals[(i + 1) % kSignals.size()]) +
            "\n";
  return text + steps(kOwnSteps, random.own) + "  }\n  process C child of A {\n" +
         steps(kChildSteps, random.child) + "  }\n  process B {\n" +
         steps(kOtherSteps, random.others) + "  }\n}\n";
}

void showValue(const Random& random, std::ostream& out) { out << to_text(random); }

/// A program with all that the model lets it come to.
struct Ready {
  std::string text;
  litmus::File file;
  litmus::PreparedTest test;
  std::set<std::string> allowed;
};

class Batch {
 public:
  Batch() {
    setenv("LITMUS_RUNNER", (test::sigspec_binary().parent_path() / "litmus-runner").c_str(), 0);
    if (load_litmus_spec({}, spec_))
      rules_.emplace(*spec_.model, spec_.model->kernel_high, std::string(litmus::kClosedView));
  }
  bool is_loaded() const { return rules_.has_value(); }

  /// Returns: what a program came to that the model does not allow, in words. Programs that have
  /// too many states, and runs that a busy machine let come to nothing, say nothing.
  std::string contradiction(const std::vector<Random>& programs) {
    std::vector<std::unique_ptr<Ready>> all;
    std::vector<std::string> texts;
    for (const Random& program : programs) {
      std::unique_ptr<Ready> ready = prepare(to_text(program));
      if (!ready) continue;
      texts.push_back(assemble(*spec_.model, spec_.library, ready->test));
      all.push_back(std::move(ready));
    }
    std::string found;
    if (texts.empty()) return found;
    runs_ += texts.size();  // whether the runner comes to them or not
    run_litmus({}, texts, [&](std::size_t i, const std::string& answer) {
      const auto outcome = read_outcome(*spec_.model, all[i]->test, answer);
      if (!outcome) return;
      ++settled_;
      const std::string text = litmus::to_text(*outcome);
      if (all[i]->allowed.contains(text)) return;
      found += all[i]->text + "came to " + text + ", of these are allowed:\n";
      for (const std::string& allowed : all[i]->allowed) found += "  " + allowed + "\n";
    });
    return found;
  }
  std::size_t runs() const { return runs_; }
  std::size_t settled() const { return settled_; }

 private:
  std::unique_ptr<Ready> prepare(const std::string& text) {
    auto ready = std::make_unique<Ready>();
    ready->text = text;
    Diagnostics diagnostics;
    litmus::parse_litmus(spec_.library.sources->add("random", text), *spec_.library.sources,
                         ready->file, diagnostics);
    if (!diagnostics.empty()) throw std::logic_error("no litmus test: " + text);
    ready->test = litmus::prepare(*spec_.model, spec_.library, ready->file.tests[0], diagnostics);
    if (!diagnostics.empty()) throw std::logic_error("no litmus test: " + text);
    const litmus::Exploration found =
        litmus::explore(*spec_.model, *rules_, spec_.library, ready->test, kStatesMax);
    if (!found.complete) return nullptr;
    for (const litmus::Reached& reached : found.outcomes)
      ready->allowed.insert(litmus::to_text(reached.outcome));
    return ready;
  }

  static constexpr std::size_t kStatesMax = 5'000;
  LitmusSpec spec_;
  std::optional<Program> rules_;
  std::size_t runs_ = 0, settled_ = 0;
};

TEST(LitmusRandom, TheKernelDoesWhatTheModelAllows) {
  Batch batch;
  ASSERT_TRUE(batch.is_loaded());
  constexpr int kPrograms = 6;  // at most
  // Without RC_PARAMS it ends after a minute, on machines that are slow or busy.
  const auto deadline = std::chrono::steady_clock::now() +
                        std::chrono::seconds(std::getenv("RC_PARAMS") ? 86'400 : 60);
  EXPECT_TRUE(rc::check("outcomes", [&] {
    if (std::chrono::steady_clock::now() > deadline) return;
    const auto programs =
        *rc::gen::resize(kPrograms, rc::gen::container<std::vector<Random>>(random_program()));
    const std::string contradiction = batch.contradiction(programs);
    if (!contradiction.empty()) std::cerr << contradiction;  // a run may never show it again
    RC_LOG() << contradiction;
    RC_ASSERT(contradiction.empty());
  }));
  // A machine that lets many runs come to nothing would let anything pass.
  EXPECT_GE(batch.settled() * 10, batch.runs() * 9);
  RecordProperty("runs", static_cast<int>(batch.runs()));
}

}  // namespace
}  // namespace sigspec
