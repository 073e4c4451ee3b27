// Compares patterns of functions with a stack.
#include "checker/stuck_frames.h"

#include <algorithm>

#include "model/holds.h"

namespace sigspec {

namespace {

/// `a*|b`: is the function one of them?
bool fits_one(std::string_view pattern, std::string_view function) {
  const std::size_t star = pattern.find('*');
  if (star == pattern.npos) return pattern == function;
  const std::string_view head = pattern.substr(0, star), rest = pattern.substr(star + 1);
  if (!function.starts_with(head)) return false;
  for (std::size_t at = head.size(); at <= function.size(); ++at)
    if (fits_one(rest, function.substr(at))) return true;
  return false;
}

bool fits(std::string_view patterns, std::string_view function) {
  const std::vector<std::string> parts = alternatives(patterns);
  return std::any_of(parts.begin(), parts.end(),
                     [&](const std::string& pattern) { return fits_one(pattern, function); });
}

}  // namespace

FrameMatch match_frames(const std::vector<std::string>& patterns, const stuck::Task& task) {
  FrameMatch match;
  std::size_t from = 0;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    std::size_t at = from;
    while (at < task.stack.size() && !fits(patterns[i], task.stack[at])) ++at;
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
