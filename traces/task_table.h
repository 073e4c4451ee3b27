// TaskTable: the calls that traced tasks have open, found by tid in two loads.
//
// Only a task with an open call, or whose buffer waits for its next one, has a slot; dead tasks
// give theirs back with the buffer, so that memory follows the live tasks, not the trace.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "traces/record.h"

namespace sigspec::traces {

/// The first half of a call: its name and the arguments printed so far, in one reused buffer.
struct OpenCall {
  bool open = false;
  bool truncated = false;  // the table's limit was reached; `text` is not all that was printed
  bool executed = false;   // it has replaced the program
  std::uint32_t name_size = 0;
  LineNo entry_line{};
  std::int64_t number = 0;  // where calls have no names
  std::string text;         // name, then arguments

  std::string_view name() const { return std::string_view(text).substr(0, name_size); }
  std::string_view args() const { return std::string_view(text).substr(name_size); }
};

class TaskTable {
 public:
  TaskTable() : pages_(kTidMax / kPageSize + 1) {}

  /// Returns: the task's call, or null when it has none.
  OpenCall* find(Tid tid) {
    const auto n = static_cast<std::uint32_t>(tid);
    const auto& page = pages_[n / kPageSize];
    const std::uint32_t slot = page ? (*page)[n % kPageSize] : 0;
    return slot == 0 ? nullptr : &slots_[slot - 1];
  }

  /// Pre: 0 <= tid <= kTidMax.  Returns: the task's call, made when it had none.
  OpenCall& make(Tid tid) {
    OpenCall* call = find(tid);
    return call != nullptr ? *call : make_new(tid);
  }
  void drop(Tid tid);
  /// Nobody is known to be in a call.
  void close_all() {
    for (OpenCall& call : slots_) call.open = false;
  }
  /// `to` gets what `from` has; `from` has nothing then.
  void move(Tid from, Tid to);
  /// Adds to the call's text, up to a limit over all tasks that only hostile input reaches.
  void append(OpenCall& call, std::string_view more) {
    if (call.text.size() + more.size() <= call.text.capacity()) {
      call.text.append(more);
    } else {
      append_growing(call, more);
    }
  }

 private:
  OpenCall& make_new(Tid tid);
  void append_growing(OpenCall& call, std::string_view more);
  static constexpr std::uint32_t kPageSize = 1024;
  using Page = std::array<std::uint32_t, kPageSize>;  // slot + 1, or 0
  std::uint32_t& entry(Tid tid);

  std::vector<std::unique_ptr<Page>> pages_;
  std::deque<OpenCall> slots_;
  std::vector<std::uint32_t> free_;
  std::size_t text_bytes_ = 0;  // of all slots
};

}  // namespace sigspec::traces
