// CutLines: puts together events whose line was cut by text that is not strace's trace.
//
// When strace writes its trace to the terminal, its own "strace: Process N attached" and the
// program's output land in the middle of whatever line it was printing; the rest of the event
// follows on a line of its own. The head is kept until its rest comes or cannot come any more.
#pragma once

#include <string>
#include <string_view>

#include "traces/record.h"

namespace sigspec::traces {

enum class CutBy : std::uint8_t { Message, ForeignText };

class CutLines {
 public:
  bool pending() const { return !head_.empty(); }
  CutBy cut_by() const { return cut_by_; }
  LineNo line() const { return line_; }
  std::string_view head() const { return head_; }

  /// True when `head` is itself the middle of the event whose head is kept.
  bool goes_on(std::string_view head) const {
    return pending() && !head.empty() && (head[0] == ',' || head[0] == ' ' || head[0] == ')');
  }
  void keep(std::string_view head, LineNo line, CutBy cut_by);
  void add(std::string_view middle) { head_.append(middle); }

  /// Pre: pending().  Returns: the head with `rest` behind it, valid until the next call.
  std::string_view join(std::string_view rest);
  /// True when so many lines did not fit that the rest will not come.  Keeps hostile input from
  /// being copied again and again.
  bool hopeless() const { return tries_ >= kTriesMax; }
  void forget() { head_.clear(); }

 private:
  static constexpr int kTriesMax = 16;

  std::string head_, joined_;
  CutBy cut_by_ = CutBy::Message;
  LineNo line_{};
  int tries_ = 0;
};

}  // namespace sigspec::traces
