// Open calls by task; see task_table.h.
#include "traces/task_table.h"

namespace sigspec::traces {
namespace {

// A dead task's larger buffer is not kept for the next one.
constexpr std::size_t kKeptBytesMax = 4096;
constexpr std::size_t kTextBytesMax = 32u << 20;

}  // namespace

std::uint32_t& TaskTable::entry(Tid tid) {
  const auto n = static_cast<std::uint32_t>(tid);
  auto& page = pages_[n / kPageSize];
  if (!page) page = std::make_unique<Page>();
  return (*page)[n % kPageSize];
}

OpenCall& TaskTable::make_new(Tid tid) {
  std::uint32_t& slot = entry(tid);
  if (free_.empty()) {
    slots_.emplace_back();
    slot = static_cast<std::uint32_t>(slots_.size());
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  return slots_[slot - 1];
}

void TaskTable::drop(Tid tid) {
  if (find(tid) == nullptr) return;
  std::uint32_t& slot = entry(tid);
  OpenCall& call = slots_[slot - 1];
  call.open = false;
  if (const std::size_t before = call.text.capacity(); before > kKeptBytesMax) {
    std::string().swap(call.text);
    text_bytes_ -= before - call.text.capacity();
  }
  free_.push_back(slot);
  slot = 0;
}

void TaskTable::move(Tid from, Tid to) {
  if (from == to) return;
  drop(to);
  if (find(from) == nullptr) return;
  std::uint32_t& old_slot = entry(from);
  entry(to) = old_slot;
  old_slot = 0;
}

void TaskTable::append_growing(OpenCall& call, std::string_view more) {
  const std::size_t before = call.text.capacity();
  if (text_bytes_ + more.size() > kTextBytesMax) {
    call.truncated = true;
    return;
  }
  call.text.append(more);
  text_bytes_ += call.text.capacity() - before;
}

}  // namespace sigspec::traces
