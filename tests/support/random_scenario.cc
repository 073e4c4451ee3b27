// Parts are drawn from lists: what they say is typed, and what they come to is not looked at.
#include "tests/support/random_scenario.h"

#include <random>

namespace sigspec::test {

std::string random_scenario(unsigned seed) {
  std::mt19937 random(seed);
  const auto pick = [&](std::initializer_list<const char*> list) {
    return std::string(*(list.begin() + random() % list.size()));
  };
  const auto condition = [&] {
    return pick({"box.a", "not box.a", "box.b", "not box.b", "box.n < 2", "box.n >= 1",
                 "box.c is red", "box.c is not green", "blue in box.s", "box.s = {}",
                 "box.s >= {red}", "box.t[box.c]", "box.n - 1 = 0", "box.n * box.n > 1",
                 "exists h: Hue where h in box.s. box.t[h]", "first(box.s) = box.c"});
  };
  const auto effect = [&] {
    return pick({"box.a := not box.a", "box.b := box.a", "box.b := box.n = 1",
                 "if box.n < 3 then box.n := box.n + 1", "if box.n > 0 then box.n := box.n - 1",
                 "box.c := blue", "box.c := if box.a then red else green", "box.c := unknown",
                 "box.s := box.s + {box.c}", "box.s := box.s - {box.c}", "box.s := ~box.s",
                 "box.t[box.c] := box.a", "box.t[green] := either true or box.b when box.a",
                 "box.c := first(box.s)", "box.n := if box.a then 2 else box.n",
                 "for h: Hue where h in box.s do { box.t[h] := box.a; box.a := not box.a }",
                 "if box.a then { box.b := box.n = 1; box.n := 0 } else { box.c := red }"});
  };
  std::string text =
      "  object Box { a: bool, b: bool = unknown, n: int, c: Hue, s: set Hue,\n"
      "    t: array Hue of bool }\n";
  const auto rules = 2 + random() % 3;
  for (std::size_t i = 0; i < rules; ++i)
    text += "  rule r" + std::to_string(i) + pick({"", " fair", " fair both"}) +
            " cites rule X1 when " + condition() + ", " + condition() + " do " + effect() + "; " +
            effect() + "\n";
  text += "  property safe: never " + condition() + " and " + condition() + "\n";
  text += "  property live: " + condition() + " leads to " + condition() + "\n";
  text += "  property kept: " + condition() + " until " + condition() + "\n";
  return text;
}

}  // namespace sigspec::test
