// Turns the descriptions of options and commands into the language of man(7).
#include "checker/man_pages.h"

#include <fmt/format.h>

#include <algorithm>

namespace sigspec {

namespace {

/// Text that means itself: no line of it is a request, no hyphen breaks.
std::string roff(const std::string& text) {
  std::string out;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else out += c;
    at_start = c == '\n';
  }
  return out;
}

std::string option_text(const CLI::Option& option) {
  std::string name =
      option.get_positional() ? option.get_name(true, false) : option.get_name(false, true);
  std::replace(name.begin(), name.end(), ',', ' ');
  const std::string type = option.get_positional() ? "" : option.get_type_name();
  return fmt::format(".TP\n.B {}\n{}\n", roff(type.empty() ? name : name + " " + type),
                     roff(option.get_description()));
}

std::string page(const CLI::App& command, const std::string& name,
                 const std::vector<std::string>& others) {
  std::string title = name;
  std::transform(title.begin(), title.end(), title.begin(), ::toupper);
  std::string called = name;
  std::replace(called.begin(), called.end(), '-', ' ');
  std::string synopsis = "[OPTIONS]";
  std::string options, positionals;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional()) {
      const bool many = option->get_expected_max() > 1;
      const std::string word = option->get_name(true, false) + (many ? "..." : "");
      synopsis += option->get_required() ? " " + word : " [" + word + "]";
      positionals += option_text(*option);
    } else {
      options += option_text(*option);
    }
  }
  const auto commands = command.get_subcommands([](const CLI::App*) { return true; });
  if (!commands.empty()) synopsis += " COMMAND ...";
  std::string out = fmt::format(
      ".TH {} 1 \"\" \"sigspec {}\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n.B {}\n{}\n", roff(title),
      SIGSPEC_VERSION, roff(name), roff(command.get_description()), roff(called), roff(synopsis));
  if (!commands.empty()) {
    out += ".SH COMMANDS\n";
    for (const CLI::App* sub : commands)
      out += fmt::format(".TP\n.B {}\n{}\n", roff(sub->get_name()), roff(sub->get_description()));
  }
  if (!positionals.empty()) out += ".SH ARGUMENTS\n" + positionals;
  if (!options.empty()) out += ".SH OPTIONS\n" + options;
  for (const CLI::App* sub : commands) {
    if (command.get_parent() == nullptr) break;  // the program's commands have pages of their own
    out += fmt::format(".SH \"{}\"\n", roff(called + " " + sub->get_name()));
    for (const CLI::Option* option : sub->get_options()) out += option_text(*option);
  }
  if (const std::string footer = command.get_footer(); !footer.empty())
    out += ".SH NOTES\n.nf\n" + roff(footer) + "\n.fi\n";
  out += ".SH SEE ALSO\n";
  for (std::size_t i = 0; i < others.size(); ++i)
    out += fmt::format(".BR {} (1){}\n", roff(others[i]), i + 1 < others.size() ? "," : "");
  return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> man_pages(const CLI::App& app) {
  const std::string program = app.get_name();
  std::vector<std::string> names{program};
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* command : commands) names.push_back(program + "-" + command->get_name());
  const auto without = [&](const std::string& name) {
    std::vector<std::string> others = names;
    std::erase(others, name);
    return others;
  };
  std::vector<std::pair<std::string, std::string>> pages;
  pages.emplace_back(program + ".1", page(app, program, without(program)));
  for (const CLI::App* command : commands) {
    const std::string name = program + "-" + command->get_name();
    pages.emplace_back(name + ".1", page(*command, name, without(name)));
  }
  return pages;
}

}  // namespace sigspec
