// Writes certificates and runs the solvers that are installed.
#include "prove/certificate.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace sigspec::prove {

namespace {

struct Solver {
  const char* name;
  const char* options;
};
/// Eager bit-blasting keeps cvc5 from looking for structure that is not there; where there are
/// integers, too, it cannot be used.
constexpr std::array kSolvers{Solver{"z3", "-T:60 -smt2"},
                              Solver{"cvc5", "--tlimit=60000 --lang=smt2"}};

bool installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string rest = path ? path : "";
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    if (access((rest.substr(0, colon) + "/" + program).c_str(), X_OK) == 0) return true;
    rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
  }
  return false;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// How many of the answers are `unsat`; all of them must be.
std::size_t count_unsat(const Solver& solver, const std::string& path) {
  const std::string command =
      fmt::format("{} {} {} 2>/dev/null", solver.name, solver.options, quoted(path));
  std::FILE* output = popen(command.c_str(), "r");
  if (!output) return 0;
  std::size_t found = 0;
  std::array<char, 256> line{};
  while (std::fgets(line.data(), line.size(), output)) {
    const std::string text = line.data();
    if (text == "unsat\n") ++found;
    else if (text == "sat\n" || text.starts_with("(error")) found = 0;
  }
  pclose(output);
  return found;
}

}  // namespace

std::string certificate_text(const std::string& title, const std::vector<Condition>& conditions) {
  std::string out =
      fmt::format("; {}: {} conditions, each is to be unsatisfiable\n", title, conditions.size());
  for (const Condition& condition : conditions)
    out += fmt::format("(reset)\n(set-logic ALL)\n; {}\n{}\n", condition.name, condition.smt);
  return out;
}

Recheck recheck(const std::string& path, std::size_t conditions) {
  Recheck result;
  for (const Solver& solver : kSolvers) {
    if (!installed(solver.name)) continue;
    if (count_unsat(solver, path) == conditions) result.by.emplace_back(solver.name);
    else if (result.disagrees.empty()) result.disagrees = solver.name;
  }
  return result;
}

}  // namespace sigspec::prove
