// Fuzzes everything between the bytes of an strace recording and the values of its arguments.
//
// Each event's texts are taken apart in every way the checker could ask for, whatever the call is.
#include <cstddef>
#include <cstdint>
#include <string>

#include "traces/arguments.h"
#include "traces/signal_text.h"
#include "traces/strace_reader.h"

namespace sigspec::traces {
namespace {

class AnyNames : public Names {
 public:
  std::optional<std::uint64_t> find(NameKind, std::string_view name) const override {
    return name.size() % 2 == 0 ? std::optional<std::uint64_t>(name.size()) : std::nullopt;
  }
};

void take_apart(const Event& event) {
  static const AnyNames kNames;
  const Arguments args = split_arguments(event.args);
  for (std::size_t n = 0; n < args.count; ++n) {
    const std::string_view value = drop_name(args[n]);
    parse_number(value);
    const InOut pair = split_in_out(value);
    field_text(pair.after, "a");
    parse_sigset(value, kNames);
    parse_sigaction(value, kNames);
    parse_stack(value, kNames);
    parse_flags(value, NameKind::Other, kNames);
    parse_constant(value, NameKind::Other, kNames);
  }
  parse_siginfo(event.args, kNames);
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
