// Events cut by messages; see cut_lines.h.
#include "traces/cut_lines.h"

namespace sigspec::traces {

void CutLines::cut(std::string_view head) {
  const bool goes_on = !head_.empty() && !head.empty() && (head[0] == ',' || head[0] == ' ');
  if (goes_on) {
    head_.append(head);
  } else {
    head_.assign(head);
  }
}

std::string_view CutLines::join(std::string_view rest) {
  joined_.assign(head_);
  joined_.append(rest);
  return joined_;
}

}  // namespace sigspec::traces
