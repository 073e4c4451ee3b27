// Writes tests as text, so that what is generated can be read, kept and changed.
#include "litmus/generate.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace sigspec::litmus {

namespace {

/// How a process treats a signal: what stands in its text, and in the test's name.
struct Treatment {
  std::string_view name, handler;  // `{}` stands for the signal
};

constexpr Treatment kTreatments[] = {
    {"default", ""},
    {"ignored", "on {} ignored"},
    {"handler", "on {} {{ }}"},
    {"restart", "on {} with SA_RESTART {{ }}"},
    {"siginfo", "on {} with SA_RESTART | SA_SIGINFO {{ }}"},
    {"nodefer", "on {} with SA_RESTART | SA_NODEFER {{ }}"},
    {"resethand", "on {} with SA_RESETHAND {{ }}"},
    {"resethand_restart", "on {} with SA_RESETHAND | SA_RESTART {{ }}"},
};
constexpr std::string_view kSignals[] = {"SIGUSR1", "SIGCHLD", "SIGTSTP", "SIGRTMIN", "SIGALRM"};
/// Two signals, and how each of them is treated.
constexpr std::string_view kPairs[][2] = {
    {"SIGUSR1", "SIGUSR2"}, {"SIGRTMIN", "SIGHUP"}, {"SIGTERM", "SIGCHLD"}};

class Generating {
 public:
  using Tell = std::function<void(const std::string&, const std::string&)>;
  Generating(const Library& library, const Tell& tell) : library_(library), tell_(tell) {}

  void run() {
    for (const SituationDecl& situation : library_.file.situations) of_situation(situation);
    of_queues();
  }

 private:
  std::string_view text(Span span) const { return library_.sources->text(span); }
  std::string steps(const std::vector<Step>& list) const {
    std::string out;
    for (const Step& step : list) out += "    " + std::string(text(step.span)) + "\n";
    return out;
  }
  static std::string handler(const Treatment& treatment, std::string_view signal) {
    if (treatment.handler.empty()) return {};
    return "    " + fmt::format(fmt::runtime(treatment.handler), signal) + "\n";
  }

  /// A waits in the situation's call; B does `before`, waits until A sleeps, does `during`, waits
  /// until A rests, and ends the wait.
  void test(const SituationDecl& situation, const std::string& name, const std::string& handlers,
            const std::string& own_first, const std::string& during, const std::string& own_last,
            const std::string& last) {
    std::string out = "litmus " + situation.name.text + "_" + name + " {\n";
    for (const Object& object : situation.objects)
      out += "  " + std::string(text(object.span)) + "\n";
    const Step& waits = situation.waits.back();
    out += "  process A {\n" + handlers;
    if (!situation.first.empty())
      out += "    when B did " + situation.first.back().result.text + "\n";
    out += own_first + steps(situation.waits) + own_last + "  }\n  process B {\n" +
           steps(situation.first) + "    when A rests\n" + during;
    out += "    when A rests\n" + steps(situation.ends) + last + "  }\n}\n";
    (void)waits;
    tell_(situation.name.text + "_" + name, out);
  }

  void of_situation(const SituationDecl& situation) {
    for (const std::string_view signal : kSignals)
      for (const Treatment& treatment : kTreatments) one(situation, signal, treatment);
    for (const auto& pair : kPairs)
      for (const Treatment& first : kTreatments)
        for (const Treatment& second : {kTreatments[1], kTreatments[2], kTreatments[3]})
          two(situation, pair[0], first, pair[1], second);
    halted(situation);
  }

  void one(const SituationDecl& situation, std::string_view signal, const Treatment& treatment) {
    const std::string tag = fmt::format("{}_{}", signal, treatment.name);
    const std::string kill = fmt::format("    kill(A, {})\n", signal);
    const std::string handlers = handler(treatment, signal);
    test(situation, "during_" + tag, handlers, "", kill, "", "");
    if (signal == kSignals[0] || signal == kSignals[3]) {
      test(situation, "twice_" + tag, handlers, "", kill + "    when A rests\n" + kill, "", "");
      test(situation, "before_" + tag, handlers, kill, "", "", "");
      const std::string block =
          fmt::format("    rt_sigprocmask(SIG_BLOCK, {{{}}}, none, 8)\n", signal);
      const std::string open =
          fmt::format("    rt_sigprocmask(SIG_UNBLOCK, {{{}}}, none, 8)\n", signal);
      test(situation, "blocked_" + tag, handlers, block, kill, open, "");
    }
  }

  void two(const SituationDecl& situation, std::string_view a, const Treatment& first,
           std::string_view b, const Treatment& second) {
    test(situation, fmt::format("both_{}_{}_{}_{}", a, first.name, b, second.name),
         handler(first, a) + handler(second, b), "",
         fmt::format("    send {{{}, {}}} to A\n", a, b), "", "");
  }

  /// Nothing but a stop, and what continues it.
  void halted(const SituationDecl& situation) {
    for (const std::string_view stop : {"SIGSTOP", "SIGTTIN"})
      for (const Treatment& treatment : {kTreatments[0], kTreatments[2], kTreatments[3]})
        test(situation, fmt::format("{}_and_SIGCONT_{}", stop, treatment.name),
             handler(treatment, "SIGCONT"), "",
             fmt::format("    kill(A, {})\n    when A is stopped\n    kill(A, SIGCONT)\n", stop),
             "", "");
  }

  /// Signals that wait behind a mask, and are all let in at once.
  void of_queues() {
    constexpr std::string_view kSets[][3] = {{"SIGUSR1", "SIGUSR2", "SIGTERM"},
                                             {"SIGHUP", "SIGRTMIN", "SIGRT_1"},
                                             {"SIGCHLD", "SIGURG", "SIGRT_2"}};
    constexpr std::string_view kModes[] = {"{ }", "with SA_NODEFER { }", "with SA_RESETHAND { }",
                                           "blocking {%, &} { }"};
    for (std::size_t set = 0; set < std::size(kSets); ++set)
      for (unsigned modes = 0; modes < 64; ++modes)
        for (unsigned order = 0; order < 6; ++order) queue(kSets[set], kModes, modes, order, set);
  }

  void queue(const std::string_view (&set)[3], const std::string_view (&kinds)[4], unsigned modes,
             unsigned order, std::size_t number) {
    constexpr unsigned kOrders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                       {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    std::string handlers, sends;
    for (unsigned i = 0; i < 3; ++i) {
      std::string mode(kinds[modes >> (2 * i) & 3]);
      if (const auto at = mode.find('%'); at != std::string::npos)
        mode.replace(at, 4, fmt::format("{}, {}", set[(i + 1) % 3], set[(i + 2) % 3]));
      handlers += fmt::format("    on {} {}\n", set[i], mode);
      const unsigned at = kOrders[order][i];
      sends += fmt::format("    {}(A, {})\n", at == 1 ? "tkill" : "kill", set[at]);
      if (i == 0) sends += fmt::format("    kill(A, {})\n", set[at]);
    }
    const std::string all = fmt::format("{{{}, {}, {}}}", set[0], set[1], set[2]);
    const std::string name = fmt::format("queues_{}_{}_{}", number, modes, order);
    tell_(name,
          fmt::format("litmus {} {{\n  process A {{\n{}    rt_sigprocmask(SIG_BLOCK, {}, none, 8)\n"
                      "{}    done = rt_sigprocmask(SIG_UNBLOCK, {}, none, 8)\n  }}\n}}\n",
                      name, handlers, all, sends, all));
  }

  const Library& library_;
  const Tell& tell_;
};

}  // namespace

void generate(const Library& library,
              const std::function<void(const std::string& name, const std::string& text)>& tell) {
  Generating(library, tell).run();
}

}  // namespace sigspec::litmus
