// Compares patterns of functions with a stack.
#include "checker/stuck_frames.h"

#include <algorithm>

#include "checker/binder.h"
#include "model/holds.h"

namespace sigspec {

namespace {

/// `^a`: nothing is further in.
bool fits_at(std::string_view patterns, const stuck::Task& task, std::size_t at) {
  for (const std::string& pattern : alternatives(patterns)) {
    const bool innermost = pattern.starts_with('^');
    const std::string_view function = std::string_view(pattern).substr(innermost ? 1 : 0);
    if ((!innermost || at == 0) && matches_wildcards(task.stack[at], function)) return true;
  }
  return false;
}

}  // namespace

bool fits_patterns(std::string_view patterns, std::string_view word) {
  const std::vector<std::string> parts = alternatives(patterns);
  return std::any_of(parts.begin(), parts.end(),
                     [&](const std::string& pattern) { return matches_wildcards(word, pattern); });
}

FrameMatch match_frames(const std::vector<std::string>& patterns, const stuck::Task& task) {
  FrameMatch match;
  std::size_t from = 0;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    std::size_t at = from;
    while (at < task.stack.size() && !fits_at(patterns[i], task, at)) ++at;
    if (at == task.stack.size()) {
      const bool may_be = !task.stack_is_whole && (i > 0 || task.stack.empty());
      match.applies = may_be ? Certainty::Unknown : Certainty::No;
      return match;
    }
    if (i == 0) match.depth = at;
    if (match.frames.empty() || match.frames.back() != task.stack[at])
      match.frames.push_back(task.stack[at]);
    from = at;
  }
  match.applies = Certainty::Yes;
  return match;
}

}  // namespace sigspec
