// Property directed reachability does the work.
//
// What is simplified first is proved sooner, but the invariant is then one of other latches. So a
// certificate is asked for by itself, of the circuit as it was made.
#include "prove/abc.h"

#include <fmt/format.h>

#include <fstream>

#include "prove/circuit.h"
#include "prove/process.h"

namespace sigspec::prove {

namespace {

constexpr const char* kProgram = "berkeley-abc";

/// Returns: why there is no answer, where there is none.
std::string run(const std::string& commands, std::chrono::seconds time, HardwareCheck& made) {
  // Not only pdr may take long.
  const std::string command = fmt::format("timeout --foreground {} {} -c {} 2>&1", time.count(),
                                          kProgram, quoted(commands));
  read_lines(command, [&](const std::string& line) {
    if (line.find("Property proved") != std::string::npos)
      made.answer = HardwareCheck::Answer::Proved;
    if (line.find("was asserted in frame") != std::string::npos)
      made.answer = HardwareCheck::Answer::Violated;
  });
  return fmt::format("no answer in {} s", time.count());
}

/// The cubes of states that are never reached, as abc writes them: a column for each latch that is
/// named. Returns: each as a term over the values of all latches; empty: it cannot be read.
std::string cubes(std::istream& in, const std::vector<Literal01>& values) {
  std::vector<std::size_t> columns;
  std::string out = "(or false";
  bool named = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(".ilb")) {
      named = true;
      for (std::size_t at = line.find("lo"); at != line.npos; at = line.find("lo", at + 2))
        columns.push_back(std::stoul(line.substr(at + 2)));
    }
    if (line.empty() || (line[0] != '0' && line[0] != '1' && line[0] != '-')) continue;
    out += " (and true";
    for (std::size_t i = 0; i < columns.size() && i < line.size(); ++i) {
      if (line[i] == '-') continue;
      if (columns[i] >= values.size()) return "";
      out += " " + Aig::smt(values[columns[i]] ^ (line[i] == '0' ? 1 : 0));
    }
    out += ")";
  }
  return named ? out + ")" : "";
}

/// That the beginning is in no cube, that no step leads into one, and that what is bad is in one.
std::vector<Condition> conditions_of(const Circuit& circuit, const std::string& file) {
  std::vector<Literal01> latches;
  for (std::size_t i = 0; i < circuit.next.size(); ++i)
    latches.push_back(circuit.graph.latch_at(i));
  std::ifstream here(file), next(file);
  const std::string now = cubes(here, latches), then = cubes(next, circuit.next);
  if (now.empty() || then.empty()) return {};
  std::string begins;
  for (const Literal01 latch : latches) begins += "(assert (not " + Aig::smt(latch) + "))\n";
  const std::string graph = circuit.graph.smt(), kept = "(assert (not " + now + "))\n";
  const auto ask = [](const std::string& text) { return text + "(check-sat)\n"; };
  return {{"the beginning", ask(graph + begins + "(assert " + now + ")\n")},
          {"every step", ask(graph + kept + "(assert " + then + ")\n")},
          {"what was found implies the property",
           ask(graph + kept + "(assert " + Aig::smt(circuit.bad) + ")\n")}};
}

std::vector<Condition> certify(const Circuit& circuit, const std::string& aiger,
                               std::chrono::seconds time) {
  const TemporaryFile invariant("invariant.pla", "");
  HardwareCheck again;
  const std::string dump = "pdr -d -I " + invariant.path();
  run(fmt::format("read_aiger {}; strash; dc2; {}", aiger, dump), time, again);
  if (again.answer != HardwareCheck::Answer::Proved) return {};
  return conditions_of(circuit, invariant.path());
}

HardwareCheck check(const Circuit& circuit, std::chrono::seconds time, Certificate certificate) {
  HardwareCheck made;
  made.why = circuit.why;
  if (circuit.aiger.empty()) return made;
  const TemporaryFile file("circuit.aig", circuit.aiger);
  made.why = run(fmt::format("read_aiger {}; strash; scorr; dc2; pdr", file.path()), time, made);
  if (made.answer == HardwareCheck::Answer::Proved && certificate == Certificate::Wanted)
    made.conditions = certify(circuit, file.path(), time);
  return made;
}

}  // namespace

HardwareCheck ask_abc(const System& system, const SystemProperty& property,
                      std::chrono::seconds time, Certificate certificate, const Watch& watch) {
  if (!is_installed(kProgram))
    return {HardwareCheck::Answer::Unknown, fmt::format("{} is not installed", kProgram), {}};
  watch.tell(kProgram);
  HardwareCheck made = check(make_circuit(system, property, Overflow::Violates), time, certificate);
  if (made.answer != HardwareCheck::Answer::Violated) return made;
  made = check(make_circuit(system, property, Overflow::Ends), time, Certificate::Unwanted);
  if (made.answer == HardwareCheck::Answer::Proved)
    return {HardwareCheck::Answer::Unknown, "a number grows too large", {}};
  return made;
}

}  // namespace sigspec::prove
