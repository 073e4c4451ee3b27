// Writes certificates and runs the solvers that are installed.
#include "prove/certificate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "prove/process.h"

namespace sigspec::prove {

namespace {

struct Solver {
  const char* name;
  const char* options;  // each condition may take a minute
  const char* for_bits;
};
/// Eager bit-blasting keeps cvc5 from looking for structure that is not there; where there are
/// integers, too, it cannot be used.
constexpr std::array kSolvers{Solver{"z3", "-t:60000 -smt2", ""},
                              Solver{"cvc5", "--tlimit-per=60000 --lang=smt2", "--bitblast=eager"}};

/// All of its answers have to be `unsat`; one that it does not come to says nothing.
void ask(const Solver& solver, const std::string& path, bool bits, std::size_t conditions,
         Recheck& result) {
  const std::string command = fmt::format("{} {} {} {} 2>/dev/null", solver.name, solver.options,
                                          bits ? solver.for_bits : "", quoted(path));
  std::size_t found = 0;
  bool doubtful = false;
  read_lines(command, [&](const std::string& line) {
    if (line == "unsat\n") ++found;
    else doubtful = doubtful || line == "sat\n" || line.starts_with("(error");
  });
  if (doubtful) result.disagrees = solver.name;
  else if (found < conditions) result.unanswered = true;
  else result.by.emplace_back(solver.name);
}

}  // namespace

std::string certificate_text(const std::string& title, const std::vector<Condition>& conditions) {
  std::string out =
      fmt::format("; {}: {} conditions, each is to be unsatisfiable\n", title, conditions.size());
  for (const Condition& condition : conditions)
    out += fmt::format("(reset)\n(set-logic {})\n; {}\n{}\n", condition.logic, condition.name,
                       condition.smt);
  return out;
}

Recheck recheck(const std::string& path, const std::vector<Condition>& conditions) {
  Recheck result;
  const bool bits = std::all_of(conditions.begin(), conditions.end(), [](const Condition& one) {
    return one.logic == Condition::kBits;
  });
  for (const Solver& solver : kSolvers)
    if (is_installed(solver.name)) ask(solver, path, bits, conditions.size(), result);
  return result;
}

}  // namespace sigspec::prove
