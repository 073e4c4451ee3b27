// Heads of cut events; see cut_lines.h.
#include "traces/cut_lines.h"

namespace sigspec::traces {

void CutLines::keep(std::string_view head, LineNo line, CutBy cut_by) {
  head_.assign(head);
  line_ = line;
  cut_by_ = cut_by;
  tries_ = 0;
}

std::string_view CutLines::join(std::string_view rest) {
  ++tries_;
  joined_.assign(head_);
  joined_.append(rest);
  return joined_;
}

}  // namespace sigspec::traces
