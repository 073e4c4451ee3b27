// Fuzzes everything between the bytes of an strace recording and the values of its arguments.
//
// Each event's texts are taken apart in every way the checker could ask for, whatever the call is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>

#include "traces/arguments.h"
#include "traces/signal_text.h"
#include "traces/strace_reader.h"

namespace sigspec::traces {
namespace {

// A piece that is no part of its text would be read after the text is gone.
void expect_within(std::string_view text, std::string_view piece) {
  if (piece.empty()) return;
  const std::less_equal<const char*> upto;
  if (!upto(text.data(), piece.data()) ||
      !upto(piece.data() + piece.size(), text.data() + text.size()))
    std::abort();
}

void take_signal_text_apart(std::string_view text, int depth = 0) {
  const auto keep = [&](const Constant& constant) {
    expect_within(text, constant.name);
    expect_within(text, constant.comment);
  };
  parse_set(text, keep);
  parse_flags(text, keep);
  if (const auto constant = parse_constant(text)) keep(*constant);
  parse_fields(text, [&](std::string_view name, std::string_view value) {
    expect_within(text, name);
    expect_within(text, value);
    if (depth < 4) take_signal_text_apart(value, depth + 1);
  });
}

void take_apart(const Event& event) {
  const Arguments args = split_arguments(event.args);
  for (std::size_t n = 0; n < args.count; ++n) {
    const std::string_view value = drop_name(args[n]);
    parse_number(value);
    split_in_out(value);
    take_signal_text_apart(value);
  }
  take_signal_text_apart(event.args);
}

void read_all(std::string text, InputLimits limits) {
  auto source = decompress_if_needed(make_text_source(std::move(text)));
  if (!source) return;
  Input input(std::move(*source), limits);
  ReaderOptions options;
  options.frames = true;
  StraceReader reader(input, options);
  for (Event event; reader.next(event);) take_apart(event);
}

}  // namespace
}  // namespace sigspec::traces

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sigspec::traces;
  if (size == 0) return 0;
  InputLimits limits;
  limits.block_bytes = 16 + data[0];
  limits.line_bytes_max = 512;
  std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  looks_like_strace(text);
  read_all(std::move(text), limits);
  return 0;
}
