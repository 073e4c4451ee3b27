// Makes expressions, effects and rules as text.
#include "tests/support/random_spec.h"

namespace sigspec::test {

namespace {

constexpr const char* kEntities = R"sig(
enum Color { red, green, blue }
record Span { low: int, high: int, edge: Color }
entity Observer { met: set Color }
entity Process { p: Color, shelf: array Color of Color, total: int }
entity Task in Process {
  self: identity, c: Color, d: Color, s: set Color, n: int, m: int, on: bool, a: Span, b: Span,
  heap: stack 3 of Color, marks: stack 2 of Span, rack: array Color of Color,
  sums: array Color of int,
}
begins started(t: Task) cites rule X1 do
  t.c := red t.d := green t.s := {} t.n := 0 t.m := 1 t.on := false t.p := red t.total := 0
  t.a := { low: 0, high: 1, edge: red } t.b := { low: 2, high: 0, edge: green }
  t.heap := none t.marks := none
  for i: Color do { t.rack[i] := i t.sums[i] := 0 t.shelf[i] := red }
begins attached(t: Task) cites rule X1 do t.on := false t.n := 0
)sig";

constexpr std::string_view kObservations[] = {"one", "two", "three", "four"};

}  // namespace

std::string RandomSpec::color(int depth) {
  switch (below(depth > 0 ? 12 : 6)) {
    case 0: return pick({"red", "green", "blue"});
    case 1: return "x";
    case 2: return "t.c";
    case 3: return "t.d";
    case 4: return pick({"t.p", "t.a.edge", "t.b.edge"});
    case 5: return pick({"top(t.heap)", "top(t.marks).edge"});
    case 6: return "t.rack[" + color(depth - 1) + "]";
    case 7: return "t.shelf[" + color(depth - 1) + "]";
    case 8:
      return "(either " + color(depth - 1) + " or " + color(depth - 1) + " when " +
             truth(depth - 1) + ")";
    case 9: return "first(" + colors(depth - 1) + ")";
    default:
      return "(if " + truth(depth - 1) + " then " + color(depth - 1) + " else " + color(depth - 1) +
             ")";
  }
}

std::string RandomSpec::number(int depth) {
  switch (below(depth > 0 ? 11 : 7)) {
    case 0: return pick({"0", "1", "2"});
    case 1: return "k";
    case 2: return "t.n";
    case 3: return "t.m";
    case 4: return pick({"t.a.low", "t.a.high", "t.b.low", "t.b.high"});
    case 5: return "t.total";
    case 6: return "top(t.marks).low";
    case 7: return "t.sums[" + color(depth - 1) + "]";
    case 8: return "(" + number(depth - 1) + pick({" + 1", " - 1", " - t.m"}) + ")";
    default:
      return "(if " + truth(depth - 1) + " then " + number(depth - 1) + " else " +
             number(depth - 1) + ")";
  }
}

std::string RandomSpec::truth(int depth) {
  switch (below(depth > 0 ? 12 : 5)) {
    case 0: return "t.on";
    case 1: return "empty(" + pick({"t.heap", "t.marks"}) + ")";
    case 2: return pick({"t.c", "t.d", "x", "t.p"}) + " is " + pick({"red", "green | blue"});
    case 3:
      return pick({"t.n", "t.m", "k", "t.total", "top(t.marks).low"}) + pick({" < ", " = "}) +
             pick({"1", "2", "t.b.high"});
    case 4: return pick({"x", "t.c"}) + " in " + pick({"t.s", "observer.met"});
    case 5: return "(" + color(depth - 1) + " = " + color(depth - 1) + ")";
    case 6: return "(" + number(depth - 1) + pick({" < ", " = "}) + number(depth - 1) + ")";
    case 7: return "(" + color(depth - 1) + " in " + colors(depth - 1) + ")";
    case 8: return "(" + colors(depth - 1) + " = " + colors(depth - 1) + ")";
    case 9: return "(not " + truth(depth - 1) + ")";
    default: return "(" + truth(depth - 1) + pick({" and ", " or "}) + truth(depth - 1) + ")";
  }
}

std::string RandomSpec::colors(int depth) {
  switch (below(depth > 0 ? 7 : 3)) {
    case 0: return "t.s";
    case 1: return pick({"{red}", "{red, blue}"});
    case 2: return "observer.met";
    case 3:
      return "(if " + truth(depth - 1) + " then " + colors(depth - 1) + " else " +
             colors(depth - 1) + ")";
    default:
      return "(" + colors(depth - 1) + pick({" + ", " - ", " & "}) + "{" + color(depth - 1) + "})";
  }
}

/// Somewhere to assign to, and a value for it.
std::string RandomSpec::place(int depth, std::string& value) {
  switch (below(9)) {
    case 0: value = color(depth); return pick({"t.c", "t.d", "t.p", "t.a.edge"});
    case 1: value = color(depth); return pick({"t.rack[", "t.shelf["}) + color(1) + "]";
    case 2: value = number(depth); return pick({"t.n", "t.m", "t.total", "t.b.low"});
    case 3: value = number(depth); return "t.sums[" + color(1) + "]";
    case 4: value = truth(depth); return "t.on";
    case 5: value = colors(depth); return pick({"t.s", "observer.met"});
    case 6: value = pick({"t.a", "t.b", "top(t.marks)"}); return pick({"t.a", "t.b"});
    default:
      value =
          "{ low: " + number(depth) + ", high: " + number(depth) + ", edge: " + color(depth) + " }";
      return pick({"t.a", "t.b"});
  }
}

std::string RandomSpec::assignment(int depth) {
  std::string value;
  std::string target = place(depth, value);
  return target + " := " + value;
}

std::string RandomSpec::effect() {
  switch (below(14)) {
    case 0: return "push t.heap " + color(1);
    case 1: return "pop " + pick({"t.heap", "t.marks"}) +
             (below(2) ? " if " + truth(1) + " then { " + assignment(1) + " }" : "");
    case 2: return "push t.marks " + pick({"t.a", "{ low: t.n, high: t.a.low, edge: t.d }"});
    case 3: {
      const std::string name = "v" + std::to_string(below(1000000));
      return pick({"let " + name + " = t.n t.n := t.m t.m := " + name,
                   "let " + name + " = t.c t.c := t.d t.d := " + name});
    }
    case 4:
    case 5:
    case 6: return "if " + truth(2) + " then { " + assignment(1) + " " + assignment(1) + " }";
    case 7: return "for i: Color where " + truth(1) + " do { t.rack[i] := " + color(1) + " }";
    case 8: return "for u: Task where " + truth(1) + " do { u.c := " + color(1) + " }";
    case 9:
      return "tell " + pick({"t.self", "process_at(t.n)"}) + " told(" + color(1) + ") when " +
             truth(1);
    default: return assignment(2);
  }
}

std::string RandomSpec::rule(std::string_view observation, std::string_view when) {
  std::string text = "rule r" + std::to_string(rules_++) + " cites rule X1 shows " +
                     std::string(observation) + "(t, x, k)";
  if (below(6) == 0) text += " with " + truth(1);
  if (!when.empty()) text += " when " + std::string(when);
  const std::size_t effects = below(4);
  if (effects > 0) text += " do";
  for (std::size_t i = 0; i < effects; ++i) text += " " + effect();
  return text + "\n";
}

std::string RandomSpec::rules() {
  std::string text = kEntities;
  text +=
      "observation told(t: Task, x: Color)\nobservation born(t: Task, child: Task)\n"
      "rule told cites rule X1 shows told(t, x) do t.d := x\n"
      "rule born cites rule X1 shows born(t, child) do child.process := t.process\n";
  for (const std::string_view observation : kObservations) {
    text += "observation " + std::string(observation) + "(t: Task, x: Color, k: int)\n";
    // As a rule one of them explains an event, and no other does.
    std::string none_before;
    for (std::size_t left = below(3); left > 0; --left) {
      const std::string this_one = truth(2);
      text += rule(observation, none_before + this_one);
      if (below(6) != 0) none_before += "not " + this_one + ", ";
    }
    text += rule(observation, none_before.substr(0, none_before.rfind(',')));
  }
  return text;
}

std::string RandomSpec::event() {
  if (below(40) == 0) return "born";
  return std::string(kObservations[below(4)]) + "(" + pick({"red", "green", "blue"}) + ", " +
         pick({"0", "1", "2"}) + ")";
}

}  // namespace sigspec::test
