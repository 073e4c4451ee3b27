// `sigspec explain TRACE:LINE`: why a line came out as it did.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "checker/cli.h"

namespace sigspec {

enum class ExplainFormat : std::uint8_t { Text, Json };

struct ExplainCommand {
  std::string place;    // TRACE:LINE
  ExplainFormat format = ExplainFormat::Text;
  std::string dialect;  // empty: told by the first bytes
  std::string kernel;
  std::string cut;  // where the smallest cut goes; `-` is standard output; empty: none is wanted
};

/// `path:12`, at the last colon. Errors: nullopt.
struct TracePlace {
  std::string path;
  std::uint64_t line = 0;
};
std::optional<TracePlace> parse_place(const std::string& text);

ExitCode run_explain(const ExplainCommand& command, const Session& session);

}  // namespace sigspec
