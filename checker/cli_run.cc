// Reads a command line and runs the command it chose; every fault of it becomes one message.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "checker/cli_options.h"
#include "checker/cli_process.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

/// nullptr when there is no such command.
const CLI::App* find_command(const CLI::App& app, const std::string& name) {
  for (const CLI::App* command : app.get_subcommands({}))
    if (command->get_name() == name) return command;
  return nullptr;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

ExitCode unknown_command(const CLI::App& app, const std::string& name) {
  return fail(fmt::format("unknown command '{}'{}; 'sigspec help' lists them", printable(name),
                          did_you_mean(name, command_names(app))));
}

void add_help(CommandLine& line) {
  CLI::App& command =
      add_command(line, "help", "Show the help of a command", "  sigspec help check");
  command.add_option("COMMAND", line.help_topic, "All of them when left out");
  command.callback([&line] {
    line.chosen = [&line] {
      const CLI::App* topic =
          line.help_topic.empty() ? &line.app : find_command(line.app, line.help_topic);
      if (!topic) return unknown_command(line.app, line.help_topic);
      // Not topic->help(): that would be the help of this command.
      const std::string name = line.help_topic.empty() ? "sigspec" : "sigspec " + line.help_topic;
      print_result(topic->get_formatter()->make_help(topic, name, CLI::AppFormatMode::Normal));
      return ExitCode::Conforms;
    };
  });
}

void add_globals(CommandLine& line) {
  line.app.add_flag("--version", line.version, "Show the versions of program and specification");
  line.app.add_option("--spec", line.session.spec_dir, "Use the specification in this folder")
      ->type_name("DIR");
  line.app.add_option("--color", line.color, "auto, always or never")
      ->check(CLI::IsMember(std::vector<std::string>{"auto", "always", "never"}))
      ->type_name("WHEN");
  line.app.set_help_flag("-h,--help", "Show this help");
  line.app.require_subcommand(0, 1);
  line.app.footer(
      "Exit status:\n"
      "  0  conforms: nothing diverged and everything was understood\n"
      "  1  diverges\n"
      "  2  could not do the work: usage, unreadable file, an error in the specification\n"
      "  3  inconclusive: part of the input was not understood, or a bound was hit\n\n"
      "Examples:\n"
      "  sigspec check traces/recorded\n"
      "  sigspec ask read --on pipe\n"
      "  sigspec help check");
}

ExitCode show_version(const Session& session) {
  print_result(fmt::format("sigspec {}\n", SIGSPEC_VERSION));
  const std::unique_ptr<Model> model = load_spec(session);
  if (!model) return ExitCode::Failed;
  std::size_t rows = 0;
  for (const RuleInfo& rule : model->rules) rows += rule.row != nullptr;
  print_result(fmt::format("specification: Linux {} to {}, {} and {} ({})\n",
                           version_text(model->kernel_low), version_text(model->kernel_high),
                           counted(model->rules.size() - rows, "rule"), counted(rows, "row"),
                           session.spec_dir.empty() ? "built in" : printable(session.spec_dir)));
  return ExitCode::Conforms;
}

/// The fault of a command line, in the words of the command it is about.
ExitCode explain_error(const CommandLine& line, const CLI::ParseError& error,
                       const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--spec" || word == "--color") ++i;  // and its value
    if (word.starts_with('-')) continue;
    if (!find_command(line.app, word)) return unknown_command(line.app, word);
    return fail(fmt::format("{}; see 'sigspec help {}'", printable(error.what()), word));
  }
  return fail(fmt::format("{}; see 'sigspec help'", printable(error.what())));
}

}  // namespace

int run_command_line(int argc, char** argv) {
  end_quietly_without_reader();
  CommandLine line;
  add_globals(line);
  add_commands(line);
  add_help(line);
  std::vector<std::string> words(argv + 1, argv + argc);
  // What is recorded is no option of ours.
  if (const auto dashes = std::find(words.begin(), words.end(), "--");
      dashes != words.end() && std::find(words.begin(), dashes, "record") != dashes) {
    line.record.program.assign(dashes + 1, words.end());
    words.erase(dashes, words.end());
  }
  if (std::find(words.begin(), words.end(), line.ask_command->get_name()) != words.end())
    take_named_conditions(line, words);
  ExitCode code = ExitCode::Conforms;
  try {
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    line.app.parse(reversed);
    using enum ColorChoice;
    const ColorChoice color = line.color == "always"  ? Always
                              : line.color == "never" ? Never
                                                      : Auto;
    line.session.color_results = wants_color(color, STDOUT_FILENO);
    line.session.color_messages = wants_color(color, STDERR_FILENO);
    if (line.version) code = show_version(line.session);
    else if (line.chosen) code = line.chosen();
    else code = fail("found no command; 'sigspec help' lists them");
  } catch (const CLI::CallForHelp&) {
    const auto chosen = line.app.get_subcommands();
    print_result(chosen.empty() ? line.app.help() : chosen[0]->help("sigspec"));
  } catch (const CLI::ParseError& error) {
    code = explain_error(line, error, words);
  }
  if (!flush_results()) code = fail("cannot write the results");
  return static_cast<int>(code);
}

}  // namespace sigspec
