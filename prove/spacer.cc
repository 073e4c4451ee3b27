// One relation, the reachable states, over the slots that matter; one clause for all steps.
//
// It runs in a process of its own: Spacer of Z3 4.8.12 ends its process when it meets a fault in
// itself ("Failed to verify: found"), which random systems of a few rules provoke.
#include "prove/spacer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <utility>

#include "prove/cone.h"

namespace sigspec::prove {

namespace {

constexpr int kBetweenLooksMs = 50;

class Asker {
 public:
  Asker(const System& system, const SystemProperty& property, const Watch& watch)
      : system_(system),
        property_(property),
        watch_(watch),
        cone_(find_cone(system)),
        symbolic_(system),
        next_(symbolic_.fresh("y")) {}

  Spacer run() {
    Spacer made;
    z3::context& context = symbolic_.context();
    z3::fixedpoint engine(context);
    z3::params params(context);
    params.set("engine", context.str_symbol("spacer"));
    engine.set(params);
    z3::func_decl reachable = relation();
    engine.register_relation(reachable);
    z3::expr begins = context.bool_val(true);
    std::vector<Term> first = symbolic_.after(system_.initial, symbolic_.nothing(), begins, "i");
    begins = begins && symbolic_.constants(first) && equal(next_, first);
    add(engine, z3::implies(begins, reachable(arguments(next_))), "begins");
    std::vector<Term> now = symbolic_.state();
    const z3::expr leads = symbolic_.leads_on(now, next_, cone_.state, "e");
    add(engine, z3::implies(reachable(arguments(now)) && leads, reachable(arguments(next_))),
        "leads");
    z3::expr query = z3::exists(arguments(now), reachable(arguments(now)) && violated(now));
    watch_.tell("Spacer");
    const z3::check_result answer = engine.query(query);
    if (answer == z3::sat) made.answer = Spacer::Answer::Violated;
    if (answer == z3::unsat && check(engine.get_cover_delta(-1, reachable), made.proof))
      made.answer = Spacer::Answer::Proved;
    return made;
  }

 private:
  z3::expr_vector arguments(const std::vector<Term>& state) {
    z3::expr_vector list(symbolic_.context());
    for (std::size_t i = 0; i < state.size(); ++i)
      if (cone_.state[i]) list.push_back(*state[i]);
    return list;
  }

  z3::func_decl relation() {
    z3::sort_vector sorts(symbolic_.context());
    for (const z3::expr& argument : arguments(next_)) sorts.push_back(argument.get_sort());
    return symbolic_.context().function("reachable", sorts, symbolic_.context().bool_sort());
  }

  z3::expr equal(const std::vector<Term>& x, const std::vector<Term>& y) {
    z3::expr all = symbolic_.context().bool_val(true);
    for (std::size_t i = 0; i < x.size(); ++i)
      if (cone_.state[i]) all = all && *x[i] == *y[i];
    return all;
  }

  z3::expr violated(std::vector<Term>& state) {
    const z3::expr left = symbolic_.truth(property_.left, state);
    return property_.declaration->kind == "always" ? !left : left;
  }

  /// A clause over everything that is unknown in it.
  void add(z3::fixedpoint& engine, const z3::expr& clause, const char* name) {
    z3::expr_vector unknown(symbolic_.context());
    for (const std::vector<Term>* state : {&symbolic_.state(), &std::as_const(next_)})
      for (const Term& term : *state) unknown.push_back(*term);
    for (const Step& step : system_.steps)
      for (const OpenSlot& open : step.open) unknown.push_back(symbolic_.open_value(open, "e"));
    for (const OpenSlot& open : system_.initial.open)
      unknown.push_back(symbolic_.open_value(open, "i"));
    z3::expr closed = z3::forall(unknown, clause);
    engine.add_rule(closed, symbolic_.context().str_symbol(name));
  }

  /// The invariant that was found holds at the beginning, every step keeps it, and it is enough.
  bool check(const z3::expr& found, Induction& proof) {
    std::vector<Term> state = symbolic_.state();
    const auto holds_in = [&](std::vector<Term>& in) {
      z3::expr invariant = found;
      z3::expr_vector values = arguments(in);
      return invariant.substitute(values);
    };
    z3::expr may = symbolic_.context().bool_val(true);
    std::vector<Term> first = symbolic_.after(system_.initial, symbolic_.nothing(), may, "i");
    if (!ask(symbolic_, "the beginning", may && symbolic_.constants(first) && !holds_in(first),
             watch_, proof))
      return false;
    for (const Step& step : system_.steps) {
      z3::expr before = holds_in(state);
      std::vector<Term> next = symbolic_.after(step, state, before);
      if (!ask(symbolic_, name_of_step(step), before && !holds_in(next), watch_, proof))
        return false;
    }
    const std::string name = "what was found implies " + property_.declaration->name.text;
    return ask(symbolic_, name, holds_in(state) && violated(state), watch_, proof);
  }

  const System& system_;
  const SystemProperty& property_;
  const Watch& watch_;
  Cone cone_;
  SymbolicSystem symbolic_;
  std::vector<Term> next_;
};

/// The answer, and each condition's name and text behind it, every one closed by a zero byte.
void write_answer(int file, const Spacer& made) {
  std::string text = std::to_string(static_cast<int>(made.answer)) + '\0';
  for (const Condition& condition : made.proof.conditions)
    text += condition.name + '\0' + condition.smt + '\0';
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t written = write(file, text.data() + at, text.size() - at);
    if (written <= 0) return;
    at += static_cast<std::size_t>(written);
  }
}

Spacer read_answer(int file, const Watch& watch) {
  std::string text;
  std::array<char, 65536> buffer{};
  pollfd ready{file, POLLIN, 0};
  for (ssize_t got = 1; got > 0;) {
    if (watch.stopped()) return {};
    if (poll(&ready, 1, kBetweenLooksMs) <= 0) continue;
    got = read(file, buffer.data(), buffer.size());
    if (got > 0) text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  std::vector<std::string> parts;
  for (std::size_t at = 0, end = 0; (end = text.find('\0', at)) != text.npos; at = end + 1)
    parts.push_back(text.substr(at, end - at));
  Spacer made;
  if (parts.empty()) return made;
  made.answer = static_cast<Spacer::Answer>(std::stoi(parts[0]));
  for (std::size_t i = 1; i + 1 < parts.size(); i += 2)
    made.proof.conditions.push_back({parts[i], parts[i + 1]});
  if (made.answer == Spacer::Answer::Proved) made.proof.answer = Induction::Answer::Proved;
  return made;
}

}  // namespace

Spacer ask_spacer(const System& system, const SystemProperty& property, const Watch& watch) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return {};
  watch.tell("Spacer");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    const int nowhere = open("/dev/null", O_WRONLY);  // for what Z3 says of its own faults
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    try {
      write_answer(ends[1], Asker(system, property, watch).run());
    } catch (const z3::exception&) {
    }
    _exit(0);
  }
  close(ends[1]);
  Spacer made = child < 0 ? Spacer{} : read_answer(ends[0], watch);
  close(ends[0]);
  if (child > 0) {
    kill(child, SIGKILL);  // it has answered, or takes too long
    waitpid(child, nullptr, 0);
  }
  return made;
}

}  // namespace sigspec::prove
