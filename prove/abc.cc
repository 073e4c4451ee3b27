// Property directed reachability does the work.
#include "prove/abc.h"

#include <fmt/format.h>

#include "prove/process.h"

namespace sigspec::prove {

namespace {

constexpr const char* kProgram = "berkeley-abc";

HardwareCheck run(const Circuit& circuit, std::chrono::seconds time) {
  using Answer = HardwareCheck::Answer;
  HardwareCheck made;
  if (circuit.aiger.empty()) {
    made.why = circuit.why;
    return made;
  }
  const TemporaryFile file("circuit.aig", circuit.aiger);
  const std::string script =
      fmt::format("read_aiger {}; strash; scorr; dc2; pdr", file.path());
  // Not only pdr may take long.
  const std::string command = fmt::format("timeout --foreground {} {} -c {} 2>&1", time.count(),
                                          kProgram, quoted(script));
  made.why = fmt::format("no answer in {} s", time.count());
  read_lines(command, [&](const std::string& line) {
    if (line.find("Property proved") != std::string::npos) made.answer = Answer::Proved;
    if (line.find("was asserted in frame") != std::string::npos) made.answer = Answer::Violated;
  });
  return made;
}

}  // namespace

HardwareCheck ask_abc(const System& system, const SystemProperty& property,
                      std::chrono::seconds time, const Watch& watch) {
  if (!is_installed(kProgram))
    return {HardwareCheck::Answer::Unknown, fmt::format("{} is not installed", kProgram)};
  watch.tell(kProgram);
  HardwareCheck made = run(make_circuit(system, property, Overflow::Violates), time);
  if (made.answer != HardwareCheck::Answer::Violated) return made;
  made = run(make_circuit(system, property, Overflow::Ends), time);
  if (made.answer == HardwareCheck::Answer::Proved)
    return {HardwareCheck::Answer::Unknown, "a number grows too large"};
  return made;
}

}  // namespace sigspec::prove
