// CutLines: puts together events whose line was cut by one of strace's own messages.
//
// When strace writes its trace to the terminal, "strace: Process N attached" lands in the middle
// of whatever line it was printing; the rest follows on a line of its own.
#pragma once

#include <string>
#include <string_view>

namespace sigspec::traces {

class CutLines {
 public:
  bool pending() const { return !head_.empty(); }
  /// A head was cut: kept, or added to one that was cut before.
  void cut(std::string_view head);
  /// Returns: the head with `rest` behind it, kept until the next call.
  std::string_view join(std::string_view rest);
  void forget() { head_.clear(); }

 private:
  std::string head_, joined_;
};

}  // namespace sigspec::traces
