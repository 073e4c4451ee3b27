// Property directed reachability does the work.
#include "prove/abc.h"

#include <fmt/format.h>

#include "prove/process.h"

namespace sigspec::prove {

namespace {

constexpr const char* kProgram = "berkeley-abc";

HardwareCheck run(const Circuit& circuit, unsigned timeout_s) {
  using Answer = HardwareCheck::Answer;
  HardwareCheck made;
  if (circuit.aiger.empty()) {
    made.why = circuit.why;
    return made;
  }
  const TemporaryFile file("circuit.aig", circuit.aiger);
  const std::string script =
      fmt::format("read_aiger {}; strash; scorr; dc2; pdr -T {}", file.path(), timeout_s);
  made.why = "no answer";
  read_lines(fmt::format("{} -c {} 2>&1", kProgram, quoted(script)), [&](const std::string& line) {
    if (line.find("Property proved") != std::string::npos) made.answer = Answer::Proved;
    if (line.find("was asserted in frame") != std::string::npos) made.answer = Answer::Violated;
    if (line.find("resource limit") != std::string::npos ||
        line.find("timeout") != std::string::npos)
      made.why = "it took too long";
  });
  return made;
}

}  // namespace

HardwareCheck ask_abc(const System& system, const SystemProperty& property, unsigned timeout_s,
                      const Watch& watch) {
  if (!is_installed(kProgram))
    return {HardwareCheck::Answer::Unknown, fmt::format("{} is not installed", kProgram)};
  watch.tell(kProgram);
  HardwareCheck made = run(make_circuit(system, property, Overflow::Violates), timeout_s);
  if (made.answer != HardwareCheck::Answer::Violated) return made;
  made = run(make_circuit(system, property, Overflow::Ends), timeout_s);
  if (made.answer == HardwareCheck::Answer::Proved)
    return {HardwareCheck::Answer::Unknown, "a number grows too large"};
  return made;
}

}  // namespace sigspec::prove
