// Writes C, one function for each task and each handler.
#include "litmus/show_c.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "litmus/words.h"

namespace sigspec::litmus {

namespace {

constexpr std::string_view kPrelude =
#include "litmus/prelude.inc"
    ;

class Writing {
 public:
  Writing(const Model& model, const PreparedTest& test) : model_(model), test_(test) {}

  std::string run() {
    std::string tasks, setup, closing;
    for (std::size_t i = 0; i < test_.threads.size(); ++i) tasks += task(i);
    for (const PreparedStep& step : test_.setup) setup += call(step, "  ");
    for (const PreparedStep& step : closing_steps(test_)) closing += call(step, "  ");
    std::string young;
    for (const auto& [name, number] : young_)
      young += fmt::format("#ifndef {0} /* headers may be older than the call */\n"
                           "#define {0} {1}\n#endif\n",
                           name, number);
    std::string text = "/* " + test_.test->name.text;
    if (!test_.test->doc.empty()) text += ":\n   " + indented(test_.test->doc);
    text += fmt::format(" */\n\n#define ROOM {} /* for what calls are given */{}\n",
                        std::max(size_, kRoomLeast), kPrelude) +
            young;
    for (const Slot& slot : test_.slots)
      if (slot.kind == Slot::Kind::End) text += "static int " + c_name(slot.name) + ";\n";
    text += "enum { " + enumerators_ + "task_count };\n\n" + prototypes() + tasks + begins_anew() +
            "  begin();\n" + (knows_groups_ ? "  begin_group();\n" : "") + memory_ + setup +
            births(-1, "  ") + (knows_groups_ ? "  leave_group();\n" : "") + closing + ending();
    return text;
  }

 private:
  /// A program that is run anew finds the memory by the descriptor 100, and in it the ends of
  /// things.
  std::string begins_anew() const {
    if (anew_.empty())
      return "int main(void) {\n"
             "  s = mmap((void *)PLACE, sizeof *s, PROT_READ | PROT_WRITE,\n"
             "           MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);\n"
             "  setvbuf(stdout, NULL, _IONBF, 0);\n";
    std::string text = "int main(int argc, char **argv) {\n  share(argc > 1);\n"
                       "  if (argc > 1) {\n";
    for (std::size_t i = 0; i < test_.slots.size(); ++i)
      if (test_.slots[i].kind == Slot::Kind::End)
        text += fmt::format("    {} = s->value[{}];\n", c_name(test_.slots[i].name), i);
    return text + "    switch (atoi(argv[1])) {\n" + anew_ + "    }\n  }\n" +
           "  setvbuf(stdout, NULL, _IONBF, 0);\n";
  }
  /// The steps behind are another function, with which the new program begins.
  std::string exec() {
    const std::string function = fmt::format("{}_anew{}", thread(task_).name, execs_);
    std::string text;
    for (std::size_t i = 0; i < test_.slots.size(); ++i)
      if (test_.slots[i].kind == Slot::Kind::End)
        text += fmt::format("  s->value[{}] = {};\n", i, c_name(test_.slots[i].name));
    text += fmt::format("  anew(\"{}\");\n  return 0;\n}}\n\nstatic int {}(void) {{\n"
                        "  goes_on({});\n", execs_, function, task_);
    for (std::size_t i = 0; i < test_.threads.size(); ++i)
      if (i != task_ && test_.process_of(static_cast<int>(i)) ==
                            test_.process_of(static_cast<int>(task_)))
        text += fmt::format("  s->gone[{}] = 1;\n", i);
    anew_ += fmt::format("      case {}: {}();\n", execs_++, function);
    return text;
  }

  static std::string indented(const std::string& doc) {
    std::string text;
    for (const char c : doc) text += c == '\n' ? std::string("\n   ") : std::string(1, c);
    return text;
  }
  /// Of a thing's end: no name of the program that it stands in.
  static std::string c_name(std::string name) {
    std::replace(name.begin(), name.end(), '.', '_');
    return "end_" + name;
  }
  const EnumMember& signal(int member) const {
    return model_.types.find(kSignalType)->members[static_cast<std::size_t>(member)];
  }
  const PreparedThread& thread(std::size_t i) const { return test_.threads[i]; }
  std::string prototypes() const {
    std::string text;
    for (const PreparedThread& t : test_.threads) text += "static int " + t.name + "(void *);\n";
    return text;
  }

  static std::string place(int at) { return fmt::format("(long)(s->words + {})", 16 * at); }
  std::string slot(int at) const {
    const Slot& found = test_.slots[static_cast<std::size_t>(at)];
    switch (found.kind) {
      case Slot::Kind::End: return c_name(found.name);
      case Slot::Kind::Word: return place(at);
      case Slot::Kind::Content: return fmt::format("*(long *)(s->words + {})", 16 * at);
      case Slot::Kind::Task: return fmt::format("s->tid[{}]", found.task);
      case Slot::Kind::Result:
      case Slot::Kind::Status:
      case Slot::Kind::Part:
      case Slot::Kind::Child:
      case Slot::Kind::Code: return fmt::format("s->value[{}]", at);
      case Slot::Kind::File: break;
    }
    return {};
  }

  std::string call(const PreparedStep& step, const std::string& indent) {
    std::string args, before, after;
    const std::string_view verb = step.effect ? step.effect->verb.text : std::string_view();
    knows_groups_ = knows_groups_ || verb == kSendsToGroup || verb == kJoinsGroup;
    for (std::size_t i = 0; i < step.args.size(); ++i) {
      const Argument& argument = step.args[i];
      args += ", ";
      if (argument.kind == Argument::Kind::Slot)
        args += test_.passes_place(step, i) ? place(argument.slot) : slot(argument.slot);
      if (argument.kind == Argument::Kind::Word) args += word(argument);
      if (argument.kind != Argument::Kind::Memory) continue;
      args += fmt::format("(long)(s->memory + {})", size_);
      if (argument.is_text() && !argument.patches.empty()) {
        const Patch& number = argument.patches[0];
        before += fmt::format("{}sprintf(s->memory + {}, \"{}%d{}\", {});\n", indent, size_,
                              argument.memory.substr(0, number.offset),
                              argument.memory.c_str() + number.offset, slot(number.slot));
        size_ += (argument.memory.size() + 127) / 64 * 64;
        continue;
      }
      if (argument.memory.find_first_not_of('\0') != std::string::npos)
        memory_ += fmt::format("  memcpy(s->memory + {}, \"{}\", {});\n", size_,
                               escaped(argument.memory), argument.memory.size());
      for (const Pointer& pointer : argument.pointers)
        before += fmt::format("{}memcpy(s->memory + {}, &(char *){{s->memory + {}}}, 8);\n", indent,
                              size_ + pointer.offset, size_ + pointer.to);
      for (const Patch& patch : argument.patches) {
        const std::size_t at = size_ + patch.offset;
        if (patch.is_told)
          after += fmt::format("{}memcpy((void *)&{}, s->memory + {}, 4);\n", indent,
                               slot(patch.slot), at);
        else if (test_.is_word(patch.slot))
          before += fmt::format("{}memcpy(s->memory + {}, &(long){{{}}}, 8);\n", indent, at,
                                place(patch.slot));
        else
          before += fmt::format("{}memcpy(s->memory + {}, &(int){{{}}}, 4);\n", indent, at,
                                slot(patch.slot));
      }
      size_ += (argument.memory.size() + 63) / 64 * 64;
    }
    const std::string made =
        fmt::format("CALL({}{})", number(step), args.empty() ? ", 0" : args);
    if (step.result < 0) return before + indent + made + ";\n" + after;
    const Slot& result = test_.slots[static_cast<std::size_t>(step.result)];
    std::string line = indent + slot(step.result) + " = " + made + ";\n";
    if (result.kind == Slot::Kind::Result)
      line += fmt::format("{}s->set[{}] = !was_left; /* {} */\n", indent, step.result, result.name);
    return before + line + after;
  }

  std::string number(const PreparedStep& step) {
    const std::int64_t number = call_number(model_, kLitmusMachine, step.call_id);
    const CallInfo& called = model_.calls[static_cast<std::size_t>(step.call_id)];
    if (!called.declaration->clauses.since.empty()) young_["SYS_" + step.name] = number;
    if (number >= 0) return "SYS_" + step.name;
    return fmt::format("OLDER + {} /* {} */", call_number(model_, kOlderMachine, step.call_id),
                       step.name);
  }
  static std::string word(const Argument& argument) {
    if (!argument.value || argument.value->names.empty()) return std::to_string(argument.word);
    std::string names;
    for (const Name& name : argument.value->names) names += (names.empty() ? "" : "|") + name.text;
    return fmt::format("{:#x} /* {} */", argument.word, names);
  }
  static std::string escaped(const std::string& bytes) {
    std::string text;
    for (const char byte : bytes) text += fmt::format("\\{:03o}", static_cast<unsigned char>(byte));
    return text;
  }

  std::string step(const PreparedStep& s) {
    if (s.kind == Step::Kind::Call) return call(s, "  ");
    if (s.kind == Step::Kind::Exec) return exec();
    if (s.kind == Step::Kind::Leave) return "  longjmp(*place[self()], 1);\n";
    if (s.kind == Step::Kind::Edit)
      return fmt::format("  memcpy(&((ucontext_t *)frame)->uc_sigmask, &(long){{{:#x}}}, 8);\n",
                         mask(s.mask));
    if (s.kind == Step::Kind::Make && s.call)
      return fmt::format("  s->in_call[self()] = SYS_{0} + 1;\n"
                         "  if (made({2}, {0}()) == 0) {1}(NULL);\n"
                         "  s->in_call[self()] = 0;\n",
                         s.name, thread(static_cast<std::size_t>(s.who)).name, s.who);
    if (s.kind == Step::Kind::Make)
      return fmt::format("  if (made({}, born_as({})) == 0) {}(NULL);\n", s.who,
                         s.awaited < 0 ? "0" : slot(s.awaited),
                         thread(static_cast<std::size_t>(s.who)).name);
    switch (s.until) {
      case Step::Until::Sleeps:
        return fmt::format("  WHEN(sleeps({}, {}));\n", s.who,
                           s.name.empty() ? "-1" : number(s));
      case Step::Until::Stopped: return fmt::format("  WHEN(stopped({}));\n", s.who);
      case Step::Until::Ended: return fmt::format("  WHEN(ended({}));\n", s.who);
      case Step::Until::Rests: return fmt::format("  WHEN(rests({}));\n", s.who);
      case Step::Until::Did: return fmt::format("  WHEN(s->set[{}]);\n", s.awaited);
    }
    return {};
  }

  std::string task(std::size_t i) {
    const PreparedThread& t = thread(i);
    std::string text, handlers;
    task_ = i;
    enumerators_ += fmt::format("task_{}, ", t.name);
    for (std::size_t h = 0; h < t.handlers.size(); ++h) {
      const PreparedHandler& handler = t.handlers[h];
      const std::string name = fmt::format("{}_handler{}", t.name, h);
      if (!handler.ignored) {
        text += "static void " + name + "(int sig, siginfo_t *info, void *frame) {\n"
                "  (void)info, (void)frame;\n  note(sig);\n";
        for (const PreparedStep& s : handler.body) text += step(s);
        text += "}\n\n";
      }
      for (const int member : handler.signals)
        handlers += fmt::format("  {}({}, {}, {}, {:#x}); /* {} */\n",
                                has_way_back(handler) ? "on" : "on_without_way_back",
                                signal(member).number,
                                handler.ignored ? "SIG_IGN" : name, flags(handler.flags),
                                mask(handler.mask), signal(member).name);
    }
    text += fmt::format("static int {}(void *unused) {{\n  (void)unused;\n{}{}{}  start({});\n",
                        t.name,
                        t.number_of < 0 ? "" : fmt::format("  s->gone[{}] = 1;\n", t.number_of),
                        handlers, births(static_cast<int>(i), "  "), i);
    for (const PreparedStep& s : t.steps) text += step(s);
    return text + fmt::format("  finish({});\n  return 0;\n}}\n\n", i);
  }

  std::string births(int maker, const std::string& indent) const {
    std::string text;
    for (std::size_t i = 0; i < test_.threads.size(); ++i) {
      const PreparedThread& t = thread(i);
      if (t.of != maker || t.comes_later) continue;
      if (t.is_init)
        text += fmt::format("{}if (born_as_init({}) == 0) {}(NULL);\n", indent, i, t.name);
      else if (t.of < 0 || t.is_child)
        text += fmt::format("{}if (fork() == 0) {}(NULL);\n", indent, t.name);
      else
        text += fmt::format(
            "{}clone({}, (char *)malloc(1 << 18) + (1 << 18), CLONE_VM | CLONE_FS | CLONE_FILES |\n"
            "{}      CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM, NULL);\n",
            indent, t.name, indent);
    }
    return text;
  }

  bool has_way_back(const PreparedHandler& handler) const {
    return (handler.flags & members_named(model_, kWayBack, kFlagType)) != 0;
  }
  /// Without what the C library says of itself.
  std::string flags(std::uint64_t members) const {
    const Type* type = model_.types.find(kFlagType);
    std::string text;
    members &= ~members_named(model_, kWayBack, kFlagType);
    for (; members != 0; members &= members - 1)
      text += (text.empty() ? "" : " | ") +
              type->members[static_cast<std::size_t>(std::countr_zero(members))].name;
    return text.empty() ? "0" : text;
  }
  std::uint64_t mask(std::uint64_t members) const {
    std::uint64_t bits = 0;
    for (; members != 0; members &= members - 1)
      bits |= 1ULL << (signal(std::countr_zero(members)).number - 1);
    return bits;
  }

  /// Half a second more than is waited for is enough for what is to happen; then it is told.
  std::string ending() const {
    const auto later = std::count_if(test_.threads.begin(), test_.threads.end(),
                                     [](const PreparedThread& t) { return t.comes_later; });
    std::string text = fmt::format(
        "  while (s->ready < task_count{}) usleep(50);\n  s->go = 1;\n  usleep({});\n",
        later == 0 ? "" : fmt::format(" - {}", later), 500'000 + longest_wait(test_) / 1000);
    for (std::size_t i = 0; i < test_.threads.size(); ++i) {
      text += fmt::format(
          "  printf(\"{}: %s, handled\", end_of({}));\n"
          "  for (int i = 0; i < s->handled_count[{}]; i++) printf(\" %s\", "
          "strsignal(s->handled[{}][i]));\n  puts(\"\");\n",
          thread(i).name, i, i, i);
    }
    for (std::size_t i = 0; i < test_.slots.size(); ++i)
      if (test_.slots[i].kind == Slot::Kind::Result)
        text += fmt::format(
            "  if (!s->set[{0}]) puts(\"{1}: none\");\n"
            "  else if (s->value[{0}] < 0) printf(\"{1}: %s\\n\", "
            "error_name(-s->value[{0}]));\n"
            "  else printf(\"{1}: %ld\\n\", s->value[{0}]);\n",
            i, test_.slots[i].name);
      else if (test_.slots[i].kind == Slot::Kind::Status)
        text += fmt::format("  printf(\"{1}: status %#lx\\n\", s->value[{0}]);\n", i,
                            test_.slots[i].name);
      else if (test_.slots[i].kind == Slot::Kind::Part)
        text += fmt::format("  printf(\"{1}: child %ld, code %ld, status %ld\\n\", s->value[{2}], "
                            "s->value[{3}], s->value[{0}]);\n",
                            i, test_.slots[i].name, i + 1, i + 2);
    return text +
           "  for (int i = 0; i < task_count; i++)\n"
           "    if (s->tid[i]) kill(s->tid[i], SIGKILL);\n  return 0;\n}\n";
  }

  const Model& model_;
  const PreparedTest& test_;
  std::map<std::string, std::int64_t> young_;  // calls that older kernels do not have
  std::string memory_, enumerators_;
  bool knows_groups_ = false;  // does it matter who is in a group with the tasks?
  std::string anew_;  // cases: how programs that are run anew begin
  static constexpr std::size_t kRoomLeast = 64;
  std::size_t size_ = 0, task_ = 0, execs_ = 0;
};

}  // namespace

std::string show_c(const Model& model, const PreparedTest& test) {
  return Writing(model, test).run();
}

}  // namespace sigspec::litmus
