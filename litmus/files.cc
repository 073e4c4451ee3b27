// What calls do to files: each has a size, and a position that all processes share.
#include <algorithm>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

/// By the verb: so many bytes are read or written, or the position is set.
Result Steps::move_in_file(Plan& plan, const PreparedStep& step) {
  const std::string& verb = step.effect->verb.text;
  const Argument *named = step.operand(0), *amount = step.operand(1), *third = step.operand(2);
  Result result;
  if (!named || named->slot < 0 || !amount) return result;
  Held& file = plan.held[static_cast<std::size_t>(named->slot)];
  const auto asked = static_cast<std::size_t>(amount->word);
  const auto write_to = [&](Held& into, std::size_t at, std::size_t count) {
    if (count > 0) into.bytes = std::max(into.bytes, at + count);
  };
  if (verb == kSeeksFile) {
    file.position = asked;
    result.value = amount->word;
    return result;
  }
  const bool has_own = third && third->kind == Argument::Kind::Word;
  const std::size_t at = has_own ? static_cast<std::size_t>(third->word) : file.position;
  const std::size_t left = file.bytes > at ? file.bytes - at : 0;
  const std::size_t moved = verb == kWritesFile ? asked : std::min(asked, left);
  if (!has_own) file.position += moved;
  if (verb == kWritesFile) write_to(file, at, moved);
  if (third && third->slot >= 0) {
    const auto slot = static_cast<std::size_t>(third->slot);
    const int peer = test_.slots[slot].peer;
    Held& into = plan.held[verb == kSendsFile ? static_cast<std::size_t>(peer) : slot];
    const bool is_file = verb == kCopiesFile;
    if (is_file) write_to(into, into.position, moved);
    else into.bytes += moved;
    if (is_file) into.position += moved;
  }
  result.value = static_cast<std::int64_t>(moved);
  return result;
}

}  // namespace sigspec::litmus
