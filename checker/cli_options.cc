// The options of every command, and their help.
#include "checker/cli_options.h"

#include <fmt/format.h>

namespace sigspec {

namespace {

template <class Format>
Format chosen_format(const std::string& word, std::initializer_list<const char*> words) {
  int i = 0;
  for (const char* known : words) {
    if (word == known) return static_cast<Format>(i);
    ++i;
  }
  return static_cast<Format>(0);
}

void add_format(CommandLine& line, CLI::App& command, const std::vector<std::string>& words) {
  command.add_option("--format", line.format, fmt::format("{}", fmt::join(words, ", ")))
      ->check(CLI::IsMember(words))
      ->type_name("FORMAT");
}

void add_kernel(CLI::App& command, std::string& kernel) {
  command
      .add_option("--kernel", kernel, "As this version of Linux does (default: the newest known)")
      ->type_name("VERSION");
}

void add_dialect(CLI::App& command, std::string& dialect) {
  command.add_option("--dialect", dialect, "auto (told by the first bytes), strace, ftrace")
      ->check(CLI::IsMember(std::vector<std::string>{"auto", "strace", "ftrace"}))
      ->type_name("NAME");
}

void add_check(CommandLine& line) {
  CLI::App& command = add_command(line, "check", "Judge recordings against the specification",
                                  "  sigspec check program.strace\n"
                                  "  sigspec check traces/recorded --format junit > results.xml\n"
                                  "  strace -f -o '|sigspec check -' make -j4\n"
                                  "  sigspec check traces --baseline known.json");
  CheckCommand& c = line.check;
  command.add_option("TRACE", c.traces, "Files, folders, or - for standard input")->required();
  add_format(line, command, {"text", "json", "sarif", "junit", "markdown"});
  add_dialect(command, c.dialect);
  add_kernel(command, c.kernel);
  command.add_option("-j,--jobs", c.jobs, "Traces judged at once (default: as many as cores)")
      ->type_name("N")
      ->check(CLI::Range(1, 1024));
  command.add_option("--baseline", c.baseline, "Known divergences; only new ones fail")
      ->type_name("FILE");
  command.add_option("--write-baseline", c.write_baseline, "Lists what diverges as known")
      ->type_name("FILE");
  command.add_flag("--allow-unparsed", c.allow_unparsed,
                   "Lines that are not understood do not make the verdict inconclusive");
  command.add_option("--max-divergences", c.divergences_max, "Shown of one trace (default: 100)")
      ->type_name("N");
  command.callback([&line] {
    line.check.format =
        chosen_format<ReportFormat>(line.format, {"text", "json", "sarif", "junit", "markdown"});
    line.chosen = [&line] { return run_check(line.check, line.session); };
  });
}

void add_recorder(CLI::App& command, std::string& with) {
  command.add_option("--with", with, "The recorder: strace (default), or ftrace, as root")
      ->check(CLI::IsMember(std::vector<std::string>{"strace", "ftrace"}))
      ->type_name("RECORDER");
}

void add_record(CommandLine& line) {
  CLI::App& command =
      add_command(line, "record", "Run a program, record it and judge it while it runs",
                  "  sigspec record -- make -j4\n"
                  "  sigspec record -o make.strace -- make -j4\n"
                  "  sigspec record --with ftrace -o make.ftrace -- make -j4");
  RecordCommand& c = line.record;
  command.add_option("-o,--output", c.output, "Keep the recording")->type_name("FILE");
  add_recorder(command, c.with);
  add_kernel(command, c.kernel);
  command.add_option("PROGRAM", c.program, "The program and its arguments, after --");
  command.callback([&line] {
    line.chosen = [&line] {
      if (line.record.program.empty())
        return fail("record: found no program, expected -- PROGRAM ARGS...");
      return run_record(line.record, line.session);
    };
  });
}

void add_explain(CommandLine& line) {
  CLI::App& command =
      add_command(line, "explain", "Tell why a line of a recording came out as it did",
                  "  sigspec explain program.strace:812\n"
                  "  sigspec explain program.strace:812 --format json\n"
                  "  sigspec explain program.strace:812 --cut small.strace");
  ExplainCommand& c = line.explain;
  command
      .add_option("--cut", c.cut,
                  "Write the smallest part of the recording that still diverges there; with -\n"
                  "onto standard output, in place of the explanation")
      ->type_name("FILE");
  add_format(line, command, {"text", "json"});
  command.add_option("TRACE:LINE", c.place, "The line, counted from 1")->required();
  add_dialect(command, c.dialect);
  add_kernel(command, c.kernel);
  command.callback([&line] {
    line.explain.format = chosen_format<ExplainFormat>(line.format, {"text", "json"});
    line.chosen = [&line] { return run_explain(line.explain, line.session); };
  });
}

void settle_ask(CommandLine& line) {
  Question& q = line.ask.question;
  if (line.after_transfer) q.transfer = Transfer::Something;
  if (line.before_transfer) q.transfer = Transfer::Nothing;
  q.handler_given = !line.handler.empty();
  if (q.handler_given && line.handler != "none") q.handler = CLI::detail::split(line.handler, '|');
  line.ask.format = chosen_format<AskFormat>(line.format, {"text", "json"});
  line.chosen = [&line] { return run_ask(line.ask, line.session); };
}

void add_ask(CommandLine& line) {
  CLI::App& command = add_command(line, "ask", "Tell what a signal does to a call", "");
  line.ask_command = &command;
  command.footer([&line] {
    return "Besides these options every argument of the call, and every field of one, is a\n"
           "condition: --timeout (it is given), --no-timeout, --recv-timeout, --NAME=VALUE.\n"
           "Without conditions the answer lists what it depends on.\n\n" +
           ask_examples(line.session);
  });
  Question& q = line.ask.question;
  command.add_option("CALL", q.call, "A system call")->required();
  command.add_option("--on", q.on, "What it works on: pipe, socket ...")
      ->type_name("OBJECT")
      ->allow_extra_args(false);
  command.add_option("--op", q.members, "An operation among its arguments")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command
      .add_option("--handler", line.handler,
                  "none (a handler without flags), flags joined by '|', default or ignore")
      ->type_name("FLAGS");
  command.add_flag("--stop-continue", q.stop_continue, "No handler: it was stopped and continued");
  auto* after = command.add_flag("--after-transfer", line.after_transfer, "Something was moved");
  command.add_flag("--before-transfer", line.before_transfer, "Nothing was moved yet")
      ->excludes(after);
  command.add_option("--where", q.where, "A condition in the language of the specification")
      ->type_name("EXPR")
      ->allow_extra_args(false);
  add_format(line, command, {"text", "json"});
  add_kernel(command, line.ask.kernel);
  command.callback([&line] { settle_ask(line); });
}

void add_table(CommandLine& line) {
  CLI::App& command = add_command(line, "table", "Print the restart table of the specification",
                                  "  sigspec table --call read\n"
                                  "  sigspec table --format csv > restart.csv\n"
                                  "  sigspec table --kernel 5.4");
  add_format(line, command, {"text", "markdown", "csv", "json"});
  command.add_option("--call", line.table.call, "Only this call")->type_name("NAME");
  add_kernel(command, line.table.kernel);
  command.callback([&line] {
    line.table.format =
        chosen_format<TableFormat>(line.format, {"text", "markdown", "csv", "json"});
    line.chosen = [&line] { return run_table(line.table, line.session); };
  });
}

void add_claims(CommandLine& line) {
  CLI::App& command =
      add_command(line, "claims", "Decide what manual pages say by the specification",
                  "  sigspec claims\n"
                  "  sigspec claims signal7 --verdict refuted\n"
                  "  sigspec claims --page 'futex(2)'\n"
                  "  sigspec claims --format markdown > claims.md");
  ClaimsCommand& c = line.claims;
  command.add_option("NAME", c.claims, "Claims, or what the names of claims begin with");
  command.add_option("--page", c.page, "Only of this page")->type_name("PAGE");
  command
      .add_option("--verdict", c.verdict,
                  "Only with this verdict: holds, conditional, refuted, beyond, undecided")
      ->check(CLI::IsMember(std::vector<std::string>{"holds", "conditional", "refuted", "beyond",
                                                     "undecided"}))
      ->type_name("WORD");
  add_format(line, command, {"text", "markdown", "json"});
  add_kernel(command, c.kernel);
  command.callback([&line] {
    line.claims.format = chosen_format<ClaimsFormat>(line.format, {"text", "markdown", "json"});
    line.chosen = [&line] { return run_claims(line.claims, line.session); };
  });
}

void settle_audit(CommandLine& line) {
  AuditCommand& c = line.audit;
  c.handler_given = !line.handler.empty();
  if (c.handler_given && line.handler != "none")
    c.assumption.handler = CLI::detail::split(line.handler, '|');
  c.format = chosen_format<AuditFormat>(line.format, {"text", "csv", "markdown", "json"});
  line.chosen = [&line] { return run_audit(line.audit, line.session); };
}

void add_audit(CommandLine& line) {
  CLI::App& command =
      add_command(line, "audit", "Tell which calls need an EINTR loop around them", "");
  command.footer([&line] { return audit_examples(line.session); });
  AuditCommand& c = line.audit;
  command.add_option("PROGRAM", c.programs,
                     "Recordings of strace, or ELF files; the calls that these make");
  auto* handler =
      command
          .add_option("--handler", line.handler,
                      "none (handlers without flags), flags joined by '|', default or ignore;\n"
                      "without it: handlers with the flag that restarts calls")
          ->type_name("FLAGS");
  command.add_flag("--stop-continue", c.assumption.stop_continue,
                   "No handlers: it is stopped and continued")
      ->excludes(handler);
  command.add_option("--call", c.calls, "Only this call")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command
      .add_option("--callgraph", c.graphs,
                  "The call sites of a Go program: lines 'caller | callee |\n"
                  "file:line:column:offset' of the callgraph tool; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command.add_option("--package", c.packages, "One more package of system calls")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_option("--sources", c.sources, "Where relative names of a call graph lie")
      ->type_name("DIR");
  add_format(line, command, {"text", "csv", "markdown", "json"});
  add_kernel(command, c.kernel);
  command.callback([&line] { settle_audit(line); });
}

void add_coverage(CommandLine& line) {
  CLI::App& command = add_command(line, "coverage", "Tell which rules and rows recordings exercise",
                                  "  sigspec coverage traces/recorded\n"
                                  "  sigspec coverage traces/recorded --missing");
  CoverageCommand& c = line.coverage;
  command.add_option("TRACE", c.traces, "Files, folders, or - for standard input")->required();
  add_format(line, command, {"text", "json"});
  add_dialect(command, c.dialect);
  add_kernel(command, c.kernel);
  command.add_option("-j,--jobs", c.jobs, "Traces judged at once (default: as many as cores)")
      ->type_name("N")
      ->check(CLI::Range(1, 1024));
  command.add_flag("--missing", c.only_missing,
                   "Only what nothing exercised; exit status 1 if there is any");
  command.callback([&line] {
    line.coverage.format = chosen_format<CoverageFormat>(line.format, {"text", "json"});
    line.chosen = [&line] { return run_coverage(line.coverage, line.session); };
  });
}

void add_doc(CommandLine& line) {
  CLI::App& command =
      add_command(line, "doc", "Write the reference manual of the specification",
                  "  sigspec doc > manual.md\n"
                  "  sigspec doc --format html -o manual.html\n"
                  "  sigspec doc --format html -o manual.html --recordings traces/recorded "
                  "--litmus traces/litmus\n"
                  "  sigspec doc --format man -o build/man");
  DocCommand& c = line.doc;
  command.add_option("-o,--output", c.output, "Into this file; of manual pages: this folder")
      ->type_name("FILE");
  command
      .add_option("--recordings", c.recordings,
                  "Name with each rule the recordings among these that exercise it")
      ->type_name("TRACE")
      ->allow_extra_args(false);
  command
      .add_option("--litmus", c.tests, "Name with each rule the litmus tests among these, too")
      ->type_name("TEST")
      ->allow_extra_args(false);
  add_format(line, command, {"markdown", "html", "man"});
  add_kernel(command, c.kernel);
  command.callback([&line] {
    line.doc.format = chosen_format<DocFormat>(line.format, {"markdown", "html", "man"});
    line.chosen = [&line] {
      return line.doc.format == DocFormat::Man ? write_man_pages(line.app, line.doc.output)
                                               : run_doc(line.doc, line.session);
    };
  });
}

void add_prove(CommandLine& line) {
  CLI::App& command =
      add_command(line, "prove", "Check the properties of scenarios and what is expected of them",
                  "  sigspec prove\n"
                  "  sigspec prove fuse_flush_at_exit --variant linux_6_1\n"
                  "  sigspec prove byte_stream --cross-check --engine-seconds 5\n"
                  "  sigspec prove byte_stream --variant linux --certificates build/certificates\n"
                  "  sigspec prove handler_masks --mutants\n"
                  "  sigspec prove temporary_mask --litmus | sigspec litmus run -\n"
                  "  sigspec prove --format json");
  ProveCommand& c = line.prove;
  command.add_option("SCENARIO", c.scenarios, "Scenarios; all of them when left out");
  command.add_option("--variant", c.variant, "Only this variant")->type_name("NAME");
  command.add_option("--property", c.property, "Only this property")->type_name("NAME");
  command.add_flag("--list", c.list, "Name the scenarios");
  command.add_flag("--story", c.stories, "Tell counterexamples; always where a scenario is named");
  command.add_option("--states", c.states_max, "Explore so many states at most (default: 4000000)")
      ->type_name("N");
  command.add_option("--certificates", c.certificates, "Keep the certificates of proofs here")
      ->type_name("DIR");
  command.add_flag("--mutants", c.mutants,
                   "For each property that is proved name a fault in a rule that breaks it")
      ->excludes("--list");
  command
      .add_flag("--litmus", c.litmus,
                "Print counterexamples as litmus tests, where user space can make their steps")
      ->excludes("--list")
      ->excludes("--mutants");
  command.add_flag("--cross-check", c.cross_check,
                   "Ask every engine that reaches a property; they must say the same");
  command
      .add_option("--engine-seconds", c.engine_seconds,
                  "What each engine that needs no hint has for a property (default: 20)")
      ->type_name("N")
      ->check(CLI::Range(1, 86'400));
  command.add_flag("--no-recheck", c.no_recheck, "Let no other solver check the certificates");
  add_format(line, command, {"text", "json", "mermaid"});
  add_kernel(command, c.kernel);
  command.callback([&line] {
    line.prove.format = chosen_format<ProveFormat>(line.format, {"text", "json", "mermaid"});
    line.chosen = [&line] { return run_prove(line.prove, line.session); };
  });
}

void add_litmus(CommandLine& line) {
  CLI::App& explore = add_command(line, "explore", "All outcomes of a litmus test on the model",
                                  "  sigspec explore traces/litmus/pipe.lit\n"
                                  "  sigspec explore --schedules traces/litmus/pipe.lit");
  explore.add_option("TEST", line.explore.tests, "Files, folders, or - for standard input")
      ->required();
  explore.add_flag("--rules", line.explore.rules, "And the rules and rows that a test exercises");
  explore.add_flag("--schedules", line.explore.schedules,
                   "For each outcome a shortest way there");
  explore.add_option("--name", line.explore.name, "Only tests whose names hold this")
      ->type_name("TEXT");
  add_kernel(explore, line.explore.kernel);
  explore.callback([&line] {
    line.chosen = [&line] { return run_explore(line.explore, line.session); };
  });
}

void add_litmus_runs(CommandLine& line) {
  CLI::App& litmus = add_command(line, "litmus", "Small test programs: run them for real", "");
  litmus.require_subcommand(1);
  CLI::App& run = *litmus.add_subcommand("run", "Run tests, and compare them with the model");
  run.fallthrough();
  LitmusCommand& c = line.litmus;
  run.add_option("TEST", c.tests, "Files, folders, or - for standard input")->required();
  run.add_option("--runs", c.runs, "So often each (default: 20)")->type_name("N");
  run.add_option("--baseline", c.baseline, "Tests known to diverge, and why; only new ones fail")
      ->type_name("FILE");
  run.add_option("--write-baseline", c.write_baseline, "Lists the tests that diverge as known")
      ->type_name("FILE");
  run.add_option("--junit", c.junit, "Writes a report as JUnit does")->type_name("FILE");
  run.add_option("--atlas", c.atlas, "Writes a page about what diverges")->type_name("FILE");
  run.add_option("-j,--jobs", c.jobs, "Runners at once (default: 8; they mostly wait)")
      ->type_name("N")
      ->check(CLI::Range(1, 64));
  run.add_option("--machine", c.machine, "The machine that it emulates: aarch64, riscv64")
      ->type_name("NAME");
  run.add_option("--under", c.under, "By this command, such as an emulator")
      ->type_name("COMMAND");
  run.add_flag("--record,!--no-record", c.record,
               "Have one more run of each judged by its recording (default: where strace is)");
  add_recorder(run, c.with);
  run.add_option("--keep", c.keep, "Keep the recordings in this folder")->type_name("DIR");
  run.add_option("--name", c.name, "Only tests whose names hold this")->type_name("TEXT");
  add_kernel(run, c.kernel);
  run.callback([&line] {
    line.chosen = [&line] { return run_litmus_tests(line.litmus, line.session); };
  });
  CLI::App& gen = *litmus.add_subcommand("gen", "Print tests made of the specification");
  gen.fallthrough();
  gen.add_option("--name", c.name, "Only tests whose names hold this")->type_name("TEXT");
  gen.callback([&line] {
    line.chosen = [&line] { return generate_litmus_tests(line.litmus, line.session); };
  });
  const auto showing = [&](const char* name, const char* what) -> CLI::App& {
    CLI::App& command = *litmus.add_subcommand(name, what);
    command.fallthrough();
    command.add_option("TEST", c.tests, "Files, folders, or - for standard input")->required();
    command.add_option("--name", c.name, "Only tests whose names hold this")->type_name("TEXT");
    command.callback([&line] {
      line.chosen = [&line] { return show_litmus_tests(line.litmus, line.session); };
    });
    return command;
  };
  showing("show", "Print tests")
      .add_flag("--c", c.c, "As a C program that stands alone");
  showing("list", "Print the names of tests")
      .preparse_callback([&c](std::size_t) { c.list = true; });
}

void add_stuck(CommandLine& line) {
  CLI::App& command = add_command(line, "stuck", "Tell why a task does not end", "");
  command.footer([&line] { return stuck_examples(line.session); });
  StuckCommand& c = line.stuck;
  command.add_option("PID", c.numbers, "Processes or threads");
  command.add_flag("--all", c.all,
                   "Every task that should be gone: killed, ending, ended, stopped, or in a\n"
                   "sleep that not every signal ends; so without PID, too");
  command.add_option("--proc", c.copy, "Read a saved copy of /proc")->type_name("DIR");
  command
      .add_option("--save", c.folder,
                  "Keep what was read in a new folder; no environment and no command lines")
      ->type_name("DIR");
  command.add_option("--signal", c.signal, "Why does this signal not end it (default: by number 9)")
      ->type_name("NAME");
  command
      .add_option("--patience", c.patience,
                  "With --all: who sleeps and has not run in so many seconds does so for long\n"
                  "(default: 1)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.0, 3600.0));
  add_format(line, command, {"text", "json"});
  add_kernel(command, c.kernel);
  command.callback([&line] {
    line.stuck.format = chosen_format<StuckFormat>(line.format, {"text", "json"});
    line.chosen = [&line] { return run_stuck(line.stuck, line.session); };
  });
}

void add_language(CommandLine& line) {
  CLI::App& format = add_command(line, "fmt", "Format files of the specification",
                                 "  sigspec fmt spec\n"
                                 "  sigspec fmt --check spec/calls/io.sig\n"
                                 "  sigspec fmt - < draft.sig");
  format.add_option("FILE", line.fmt.files, "Files, folders, or - for standard input")->required();
  format.add_flag("--check", line.fmt.check, "Change nothing; name the files that would change");
  format.callback([&line] { line.chosen = [&line] { return run_fmt(line.fmt, line.session); }; });
  CLI::App& lint = add_command(line, "lint", "Check the specification and show every fault",
                               "  sigspec lint spec\n"
                               "  sigspec lint");
  lint.add_option("DIR", line.lint.directory, "A folder (default: the one in use)");
  lint.callback([&line] { line.chosen = [&line] { return run_lint(line.lint, line.session); }; });
}

}  // namespace

CLI::App& add_command(CommandLine& line, const char* name, const char* what, const char* examples) {
  CLI::App& command = *line.app.add_subcommand(name, what);
  command.fallthrough();
  if (*examples) command.footer(std::string("Examples:\n") + examples);
  return command;
}

void take_named_conditions(CommandLine& line, std::vector<std::string>& words) {
  std::erase_if(words, [&](const std::string& word) {
    if (!word.starts_with("--") || word.size() < 4) return false;
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    if (line.app.get_option_no_throw(name) || line.ask_command->get_option_no_throw(name))
      return false;
    Question::Named named{name.substr(2), {}, true};
    if (equals != std::string::npos) named.value = word.substr(equals + 1);
    named.given = !named.name.starts_with("no-");
    if (!named.given) named.name.erase(0, 3);
    for (char& c : named.name)
      if (c == '-') c = '_';
    line.ask.question.named.push_back(std::move(named));
    return true;
  });
}

void add_commands(CommandLine& line) {
  add_check(line);
  add_record(line);
  add_explain(line);
  add_ask(line);
  add_table(line);
  add_claims(line);
  add_audit(line);
  add_coverage(line);
  add_doc(line);
  add_prove(line);
  add_litmus(line);
  add_litmus_runs(line);
  add_stuck(line);
  add_language(line);
}

}  // namespace sigspec
