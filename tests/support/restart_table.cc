// One line a row.
#include "tests/support/restart_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "checker/cli.h"

namespace sigspec::test {

std::string restart_table_lines(const Model& model) {
  std::string out =
      "# kernel, row, calls, object, condition, progress, sleep, interruption, handler, handler "
      "with the flag, no handler\n";
  for (const Version kernel : {model.kernel_low, model.kernel_high})
    for (const RestartRow& row : restart_table(model, kernel, ""))
      out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", version_text(kernel),
                         row.name, fmt::join(row.calls, " "), row.on, row.when,
                         row.after_transfer ? "after a transfer" : "", row.sleeps,
                         row.interrupted, row.outcomes.plain, row.outcomes.restarting,
                         row.outcomes.unhandled);
  out += "# call, arguments that are the same when it is made again\n";
  for (const CallInfo& call : model.calls) {
    out += call.name + "\t";
    for (const ast::Name& argument : call.declaration->same) out += " " + argument.text;
    out += "\n";
  }
  return out;
}

}  // namespace sigspec::test
