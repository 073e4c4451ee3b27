// Which dialect a recording is written in; see dialect.h.
#include "traces/dialect.h"

#include "traces/ftrace_reader.h"
#include "traces/strace_reader.h"

namespace sigspec::traces {

std::string_view name_of(Dialect dialect) {
  return dialect == Dialect::Ftrace ? "ftrace" : "strace";
}

std::optional<Dialect> find_dialect(std::string_view name) {
  for (const Dialect dialect : {Dialect::Strace, Dialect::Ftrace})
    if (name_of(dialect) == name) return dialect;
  return std::nullopt;
}

std::optional<Dialect> recognise_dialect(std::string_view first_bytes) {
  // Its columns are told first: strace might take a line of them for a program's output.
  if (looks_like_ftrace(first_bytes)) return Dialect::Ftrace;
  if (looks_like_strace(first_bytes)) return Dialect::Strace;
  return std::nullopt;
}

bool looks_like_recording(std::string_view first_bytes) {
  return recognise_dialect(first_bytes).has_value();
}

}  // namespace sigspec::traces
