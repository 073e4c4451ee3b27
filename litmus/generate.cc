// Writes tests as text, so that what is generated can be read, kept and changed.
#include "litmus/generate.h"

#include <fmt/format.h>

#include <bit>
#include <string_view>
#include <vector>

#include "litmus/words.h"

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
// Constants of the specification: sets of signals.
constexpr std::string_view kAlone = "TRIED_ALONE", kBeforeAndTwice = "TRIED_BEFORE_AND_TWICE",
                           kStops = "TRIED_AS_STOPS";
constexpr std::string_view kPairs[] = {"TRIED_AS_PAIR_1", "TRIED_AS_PAIR_2", "TRIED_AS_PAIR_3"};
constexpr std::string_view kAtOnce[] = {"TRIED_AT_ONCE_1", "TRIED_AT_ONCE_2", "TRIED_AT_ONCE_3"};

class Generating {
 public:
  using Tell = std::function<void(const std::string&, const std::string&)>;
  Generating(const Model& model, const Library& library, const Tell& tell)
      : model_(model),
        library_(library),
        tell_(tell),
        kill_(call_with(kSendsToProcess)),
        tkill_(call_with(kSendsToThread)) {}

  void run() {
    for (const SituationDecl& situation : library_.file.situations) of_situation(situation);
    of_queues();
  }

 private:
  std::string call_with(std::string_view verb) const {
    const EffectDecl* effect = library_.with_verb(verb);
    return effect ? effect->calls.front().text : "";
  }
  std::vector<std::string> signals(std::string_view constant) const {
    std::vector<std::string> names;
    for (std::uint64_t set = signals_named(model_, constant); set != 0; set &= set - 1)
      names.push_back(model_.types.find(kSignalType)
                          ->members[static_cast<std::size_t>(std::countr_zero(set))]
                          .name);
    return names;
  }
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
    out += "  process A {\n" + handlers;
    if (!situation.first.empty())
      out += "    when B did " + situation.first.back().result.text + "\n";
    out += own_first + steps(situation.waits) + own_last + "  }\n  process B {\n" +
           steps(situation.first) + "    when A rests\n" + during;
    out += "    when A rests\n" + steps(situation.ends) + last + "  }\n}\n";
    tell_(situation.name.text + "_" + name, out);
  }

  void of_situation(const SituationDecl& situation) {
    for (const std::string& signal : signals(kAlone))
      for (const Treatment& treatment : kTreatments) one(situation, signal, treatment);
    for (const std::string_view constant : kPairs) {
      const std::vector<std::string> pair = signals(constant);
      for (const Treatment& first : kTreatments)
        for (const Treatment& second : {kTreatments[1], kTreatments[2], kTreatments[3]})
          two(situation, pair[0], first, pair[1], second);
    }
    halted(situation);
  }

  void one(const SituationDecl& situation, std::string_view signal, const Treatment& treatment) {
    const std::string tag = fmt::format("{}_{}", signal, treatment.name);
    const std::string kill = fmt::format("    {}(A, {})\n", kill_, signal);
    const std::string handlers = handler(treatment, signal);
    test(situation, "during_" + tag, handlers, "", kill, "", "");
    if ((signals_named(model_, kBeforeAndTwice) & signals_named(model_, signal)) != 0) {
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
    const std::string go_on = only_member(model_, kGoOn, kSignalType);
    for (const std::string& stop : signals(kStops))
      for (const Treatment& treatment : {kTreatments[0], kTreatments[2], kTreatments[3]})
        test(situation, fmt::format("{}_and_{}_{}", stop, go_on, treatment.name),
             handler(treatment, go_on), "",
             fmt::format("    {0}(A, {1})\n    when A is stopped\n    {0}(A, {2})\n", kill_, stop,
                         go_on),
             "", "");
  }

  /// Signals that wait behind a mask, and are all let in at once.
  void of_queues() {
    constexpr std::string_view kModes[] = {"{ }", "with SA_NODEFER { }", "with SA_RESETHAND { }",
                                           "blocking {%, &} { }"};
    for (std::size_t set = 0; set < std::size(kAtOnce); ++set)
      for (unsigned modes = 0; modes < 64; ++modes)
        for (unsigned order = 0; order < 6; ++order)
          queue(signals(kAtOnce[set]), kModes, modes, order, set);
  }

  void queue(const std::vector<std::string>& set, const std::string_view (&kinds)[4],
             unsigned modes, unsigned order, std::size_t number) {
    constexpr unsigned kOrders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                       {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    std::string handlers, sends;
    for (unsigned i = 0; i < 3; ++i) {
      std::string mode(kinds[modes >> (2 * i) & 3]);
      if (const auto at = mode.find('%'); at != std::string::npos)
        mode.replace(at, 4, fmt::format("{}, {}", set[(i + 1) % 3], set[(i + 2) % 3]));
      handlers += fmt::format("    on {} {}\n", set[i], mode);
      const unsigned at = kOrders[order][i];
      sends += fmt::format("    {}(A, {})\n", at == 1 ? tkill_ : kill_, set[at]);
      if (i == 0) sends += fmt::format("    {}(A, {})\n", kill_, set[at]);
    }
    const std::string all = fmt::format("{{{}, {}, {}}}", set[0], set[1], set[2]);
    const std::string name = fmt::format("queues_{}_{}_{}", number, modes, order);
    tell_(name,
          fmt::format("litmus {} {{\n  process A {{\n{}    rt_sigprocmask(SIG_BLOCK, {}, none, 8)\n"
                      "{}    done = rt_sigprocmask(SIG_UNBLOCK, {}, none, 8)\n  }}\n}}\n",
                      name, handlers, all, sends, all));
  }

  const Model& model_;
  const Library& library_;
  const Tell& tell_;
  const std::string kill_, tkill_;
};

}  // namespace

void generate(const Model& model, const Library& library,
              const std::function<void(const std::string& name, const std::string& text)>& tell) {
  Generating(model, library, tell).run();
}

}  // namespace sigspec::litmus
