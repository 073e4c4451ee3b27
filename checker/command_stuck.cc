// Reads the tasks, judges them and says what holds them. It sends nothing and writes nowhere but
// into the folder of --save.
#include "checker/command_stuck.h"

#include <fmt/format.h>

#include "checker/report_escape.h"
#include "stuck/save.h"

namespace sigspec {

namespace {

/// Those that are told of, to be kept.
std::vector<stuck::Task> tasks_of(const Cases& cases) {
  std::vector<stuck::Task> found;
  for (const Case& one : cases.list) found.push_back(one.judgement.task);
  return found;
}

}  // namespace

ExitCode run_stuck(const StuckCommand& command, const Session& session) {
  const std::unique_ptr<Model> model = load_spec(session);
  if (!model) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  StuckJudge judge(*model, *kernel);
  if (!judge.error().empty()) return fail(judge.error());
  const bool all = command.all || command.numbers.empty();
  CaseQuestion question{command.numbers, all, judge.unstoppable(), command.patience};
  if (!command.signal.empty()) question.signal = judge.signal(command.signal);
  if (question.signal < 0)
    return fail(fmt::format("--signal: the specification knows no signal '{}'{}",
                            printable(command.signal),
                            did_you_mean(command.signal, judge.signal_names())));
  const stuck::Root root(command.copy);
  if (!command.copy.empty() && stuck::processes(root).empty())
    return fail(fmt::format("'{}' holds no task of a copy of /proc", printable(command.copy)));
  const Cases cases = find_cases(judge, *model, root, question);
  if (!command.folder.empty())
    if (const std::string error = stuck::save(root, tasks_of(cases), command.folder);
        !error.empty())
      return fail(printable(error));
  print_result(format_stuck(cases, command.format,
                            {judge.signal_name(question.signal), version_text(*kernel)}));
  for (const int number : cases.missing)
    print_message(fmt::format("error: there is no task {}", number));
  if (!cases.missing.empty()) return ExitCode::Failed;
  switch (cases.ends) {
    case Certainty::Yes: return ExitCode::Conforms;
    case Certainty::No: return ExitCode::Diverges;
    case Certainty::Unknown: break;
  }
  return ExitCode::Inconclusive;
}

std::string stuck_examples(const Session& session) {
  const std::unique_ptr<Model> model = load_spec(session);
  std::string signal = "15";
  if (model)
    if (const auto& judge = StuckJudge(*model, model->kernel_high); judge.error().empty())
      if (const int found = judge.signal(signal); found >= 0) signal = judge.signal_name(found);
  return fmt::format(
      "Exit status: 0 the signal ends every task that was asked about, 1 something holds one of\n"
      "them, 3 that is not known.\n\n"
      "Examples:\n"
      "  sigspec stuck 4711\n"
      "  sigspec stuck --signal {} 4711\n"
      "  sigspec stuck --save hung\n"
      "  sigspec stuck --proc hung --format json",
      signal);
}

}  // namespace sigspec
