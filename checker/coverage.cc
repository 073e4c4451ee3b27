// Sums up over recordings how often rules took part in explanations.
#include "checker/coverage.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace sigspec {

namespace {

/// The name of a recording: its file without what all of them end with.
std::string trace_name(const std::string& path) {
  const std::string file = std::filesystem::path(path).filename();
  return file.substr(0, file.find(".strace"));
}

}  // namespace

std::vector<RuleCount> rule_counts(const Model& model, const std::vector<FileReport>& files,
                                   Version kernel) {
  std::vector<RuleCount> counts;
  const std::vector<RuleText> texts = rule_texts(model);
  for (std::size_t id = 0; id < texts.size(); ++id) {
    if (!holds_at(*model.rules[id].clauses, kernel)) continue;
    RuleCount count;
    count.rule = texts[id];
    std::set<int> others;
    for (const FileReport& file : files) {
      std::uint64_t times = id < file.fired.size() ? file.fired[id] : 0;
      if (const auto use = file.rows.find(static_cast<int>(id)); use != file.rows.end()) {
        times += use->second.alone;
        count.together += use->second.together;
        others.insert(use->second.others.begin(), use->second.others.end());
      }
      count.times += times;
      if (times > 0) count.traces.emplace_back(trace_name(file.path), times);
    }
    for (const int other : others)
      count.others.push_back(texts[static_cast<std::size_t>(other)].name);
    std::stable_sort(count.traces.begin(), count.traces.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    counts.push_back(std::move(count));
  }
  return counts;
}

}  // namespace sigspec
