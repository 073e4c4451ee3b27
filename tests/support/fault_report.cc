// The table of a sweep, and the list of what is known to be missed.
#include <fmt/format.h>

#include <fstream>
#include <map>
#include <sstream>

#include "tests/support/fault_sweep.h"
#include "tests/support/paths.h"

namespace sigspec::test {

std::vector<Floor> read_floors(std::vector<std::string>& errors) {
  const auto operators = mutation_operators();
  std::map<std::string, std::size_t> ids;
  for (std::size_t i = 0; i < operators.size(); ++i) ids[operators[i].name] = i;
  std::vector<Floor> floors(operators.size());
  std::ifstream list(source_dir() / "tests/planted_faults.list");
  std::string line;
  for (int number = 1; std::getline(list, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string name;
    double caught = 0, right = 0;
    std::string reason;
    words >> name >> caught >> right >> std::ws;
    std::getline(words, reason);
    const auto known = ids.find(name);
    if (known == ids.end() || reason.empty()) {
      errors.push_back(fmt::format("line {}: no operator, or no reason: {}", number, line));
      continue;
    }
    floors[known->second] = {caught / 100, right / 100, reason};
  }
  return floors;
}

std::string format_table(const SweepResult& result, const std::vector<Floor>& floors) {
  std::string out = fmt::format("{:<26} {:>7} {:>5} {:>7} {:>6} {:>5} {:>5} {:>5}\n", "operator",
                                "places", "files", "planted", "caught", "line", "rule", "both");
  for (std::size_t i = 0; i < result.tallies.size(); ++i) {
    const Tally& t = result.tallies[i];
    if (!t.looked_for) continue;
    const bool short_of_all = t.right < t.planted;
    out += fmt::format("{:<26} {:>7} {:>5} {:>7} {:>6} {:>5} {:>5} {:>5}{}\n",
                       mutation_operators()[i].name, t.found, t.recordings, t.planted, t.caught,
                       t.right_line, t.right_rule, t.right,
                       short_of_all && !floors[i].reason.empty() ? "  " + floors[i].reason : "");
  }
  const Tally& sum = result.sum;
  const auto percent = [&](std::size_t part) {
    return sum.planted ? 100.0 * static_cast<double>(part) / static_cast<double>(sum.planted) : 0.0;
  };
  return out + fmt::format(
                   "{} planted; caught {:.1f} %, with the right line {:.1f} %, by the "
                   "right rule {:.1f} %, both {:.1f} %\n",
                   sum.planted, percent(sum.caught), percent(sum.right_line),
                   percent(sum.right_rule), percent(sum.right));
}

std::string format_survivor(const Survivor& survivor) {
  return fmt::format("{} {}:{}: {}\n    {}\n", mutation_operators()[survivor.op].name,
                     survivor.recording, survivor.line, survivor.text,
                     survivor.caught ? "reported on line " + survivor.reported : "not caught");
}

}  // namespace sigspec::test
