// Writes tests as text, so that what is generated can be read, kept and changed.
#include "litmus/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <string_view>
#include <vector>

#include "litmus/words.h"

namespace sigspec::litmus {

namespace {

/// The kinds of tests that treatments of spec/litmus are for: of one signal, of the second of two,
/// of what continues whoever was stopped, of several that wait behind a mask; and what puts one
/// signal or several behind it, and lets them out.
constexpr std::string_view kOne = "alone", kSecond = "second", kHalted = "halted",
                           kQueued = "queued", kHolds = "holds", kReleases = "releases",
                           kHoldsAll = "holds_all", kReleasesAll = "releases_all";
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
  using Treatment = TreatmentDecl;
  /// Those for such tests, in the order in which they are declared; of one signal, if it is given.
  std::vector<const Treatment*> treatments(std::string_view kind,
                                           std::string_view signal = {}) const {
    const auto names = [](const std::vector<Name>& list, std::string_view name) {
      return std::any_of(list.begin(), list.end(), [&](const Name& n) { return n.text == name; });
    };
    std::vector<const Treatment*> found;
    for (const Treatment& treatment : library_.file.treatments)
      if (names(treatment.in, kind) && (treatment.of.empty() || names(treatment.of, signal)))
        found.push_back(&treatment);
    return found;
  }
  /// What a process has for it, with signals in place of the parameters.
  std::string filled(const Treatment& treatment, const std::vector<std::string>& signals) const {
    std::string out;
    const auto add = [&](Span span) {
      out += "    ";
      const std::string_view body = text(span);
      for (std::size_t at = 0; at < body.size();) {
        const auto is_part = [&](std::size_t i) {
          return i < body.size() &&
                 (std::isalnum(static_cast<unsigned char>(body[i])) != 0 || body[i] == '_');
        };
        std::size_t end = at;
        while (is_part(end)) ++end;
        std::string word(body.substr(at, end > at ? end - at : 1));
        at += word.size();
        for (std::size_t i = 0; i < treatment.params.size() && i < signals.size(); ++i)
          if (treatment.params[i].text == word) {
            word = signals[i];
            break;
          }
        out += word;
      }
      out += "\n";
    };
    for (const Handler& handler : treatment.handlers) add(handler.span);
    for (const Step& step : treatment.steps) add(step.span);
    return out;
  }
  std::string filled(std::string_view kind, const std::vector<std::string>& signals) const {
    std::string out;
    for (const Treatment* treatment : treatments(kind)) out += filled(*treatment, signals);
    return out;
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
    out += own_first + steps(situation.waits) + own_last + "  }\n";
    if (!situation.child.empty())
      out += "  process C child of A {\n" + steps(situation.child) + "  }\n";
    out += "  process B {\n" + steps(situation.first) + "    when A rests\n" + during;
    out += "    when A rests\n" + steps(situation.ends) + last + "  }\n}\n";
    tell_(situation.name.text + "_" + name, out);
  }

  void of_situation(const SituationDecl& situation) {
    for (const std::string& signal : signals(kAlone))
      for (const Treatment* treatment : treatments(kOne, signal))
        one(situation, signal, *treatment);
    for (const std::string_view constant : kPairs) {
      const std::vector<std::string> pair = signals(constant);
      for (const Treatment* first : treatments(kOne, pair[0]))
        for (const Treatment* second : treatments(kSecond, pair[1]))
          two(situation, pair[0], *first, pair[1], *second);
    }
    halted(situation);
  }

  void one(const SituationDecl& situation, const std::string& signal, const Treatment& treatment) {
    const std::string tag = fmt::format("{}_{}", signal, treatment.name.text);
    const std::string kill = fmt::format("    {}(A, {})\n", kill_, signal);
    const std::string handlers = filled(treatment, {signal});
    test(situation, "during_" + tag, handlers, "", kill, "", "");
    if ((signals_named(model_, kBeforeAndTwice) & signals_named(model_, signal)) != 0) {
      test(situation, "twice_" + tag, handlers, "", kill + "    when A rests\n" + kill, "", "");
      test(situation, "before_" + tag, handlers, kill, "", "", "");
      test(situation, "blocked_" + tag, handlers, filled(kHolds, {signal}), kill,
           filled(kReleases, {signal}), "");
    }
  }

  void two(const SituationDecl& situation, const std::string& a, const Treatment& first,
           const std::string& b, const Treatment& second) {
    test(situation, fmt::format("both_{}_{}_{}_{}", a, first.name.text, b, second.name.text),
         filled(first, {a}) + filled(second, {b}), "",
         fmt::format("    send {{{}, {}}} to A\n", a, b), "", "");
  }

  /// Nothing but a stop, and what continues it; and once more.
  void halted(const SituationDecl& situation) {
    const std::string go_on = only_member(model_, kGoOn, kSignalType);
    for (const std::string& stop : signals(kStops))
      for (const Treatment* treatment : treatments(kHalted, go_on))
        test(situation, fmt::format("{}_and_{}_{}", stop, go_on, treatment->name.text),
             filled(*treatment, {go_on}), "",
             halts(stop, go_on), "", "");
    const std::string stop = only_member(model_, kHalt, kSignalType);
    test(situation, fmt::format("{}_and_{}_twice", stop, go_on), "", "",
         halts(stop, go_on) + "    when A rests\n" + halts(stop, go_on), "", "");
  }

  std::string halts(const std::string& stop, const std::string& go_on) const {
    return fmt::format("    {0}(A, {1})\n    when A is stopped\n    {0}(A, {2})\n", kill_, stop,
                       go_on);
  }

  /// Signals that wait behind a mask, and are all let in at once.
  void of_queues() {
    const std::vector<const Treatment*> kinds = treatments(kQueued);
    const std::size_t count = kinds.size();
    for (std::size_t set = 0; set < std::size(kAtOnce); ++set)
      for (std::size_t modes = 0; modes < count * count * count; ++modes)
        for (unsigned order = 0; order < 6; ++order)
          queue(signals(kAtOnce[set]), kinds, modes, order, set);
  }

  void queue(const std::vector<std::string>& set, const std::vector<const Treatment*>& kinds,
             std::size_t modes, unsigned order, std::size_t number) {
    constexpr unsigned kOrders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                       {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    std::string handlers, sends, treated;
    std::size_t mode = modes;
    for (unsigned i = 0; i < 3; ++i) {
      const Treatment& treatment = *kinds[mode % kinds.size()];
      handlers += filled(treatment, {set[i], set[(i + 1) % 3], set[(i + 2) % 3]});
      treated += treatment.name.text + "_";
      mode /= kinds.size();
      const unsigned at = kOrders[order][i];
      sends += fmt::format("    {}(A, {})\n", at == 1 ? tkill_ : kill_, set[at]);
      if (i == 0) sends += fmt::format("    {}(A, {})\n", kill_, set[at]);
    }
    const std::string name = fmt::format("queues_{}_{}{}", number, treated, order);
    tell_(name,
          fmt::format("litmus {} {{\n  process A {{\n{}{}{}{}  }}\n}}\n", name, handlers,
                      filled(kHoldsAll, set), sends, filled(kReleasesAll, set)));
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
