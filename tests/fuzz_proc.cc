// libFuzzer target: no text of a saved copy of /proc may stop the reader.
// seeds: tests/stuck/saved
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "stuck/task.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  sigspec::stuck::Task task;
  sigspec::stuck::read_status(text, task);
  sigspec::stuck::read_stat(text, task);
  sigspec::stuck::read_stack(text, task);
  sigspec::stuck::read_syscall(text, task);
  task.mounts = sigspec::stuck::read_mounts(text);
  return 0;
}
