// `sigspec table`: prints the restart table.
#pragma once

#include <string>

#include "checker/cli.h"
#include "checker/table.h"

namespace sigspec {

enum class TableFormat : std::uint8_t { Text, Markdown, Csv, Json };

struct TableCommand {
  TableFormat format = TableFormat::Text;
  std::string call;
  std::string kernel;
};

std::string format_table(const std::vector<RestartRow>& rows, TableFormat format,
                         const std::string& deciding_flag, const std::string& kernel);

ExitCode run_table(const TableCommand& command, const Session& session);

}  // namespace sigspec
