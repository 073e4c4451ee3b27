// Laws of the reader that no list of examples can show: splits join, junk is counted, never lost.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "traces/arguments.h"
#include "traces/signal_text.h"
#include "traces/strace_reader.h"

namespace sigspec::traces {
namespace {

struct Kept {
  EventKind kind;
  std::string name, args, result;
  bool head_missing;
};

std::vector<Kept> read(const std::string& text, ReaderStats* stats = nullptr,
                       InputLimits limits = {}) {
  Input input(make_text_source(text), limits);
  StraceReader reader(input);
  std::vector<Kept> out;
  for (Event e; reader.next(e);)
    out.push_back({e.kind, std::string(e.name), std::string(e.args), std::string(e.result.text),
                   e.head_missing});
  if (stats != nullptr) *stats = reader.stats();
  return out;
}

// Pieces of strace's argument language, strings and decorations with everything that misleads.
rc::Gen<std::string> argument() {
  return rc::gen::element<std::string>(
      "3", "-1", "NULL", "0x7ffe", "AT_FDCWD</tmp/a b>", "O_RDWR|0x40", "1<<3", "\"foo) = 3\"",
      "\"a \\\"q\\\" <unfinished ...>\"...", "[CHLD RT_4]", "~[INT TERM]", "[110 => 29]",
      "{a=1, b=[2, 3], ...}", "[{WIFEXITED(s) && WEXITSTATUS(s) == 7}]", "12</x) = 4>(deleted)",
      "3<UNIX-STREAM:[1,\"/s->a>b\\\"c, )\"]>", "2 /* 5 in strace's PID NS, a) = 2 */",
      "7</dev/null<char 1:3>>", "makedev(0x1, 0x3)", "flags=A|B", "{sa_handler=SIG_DFL}");
}

rc::Gen<std::string> result() {
  return rc::gen::element<std::string>(
      "0", "832", "-1 EBADF (Bad (file) descriptor)", "16121469018321601792", "0x8002 (flags A|B)",
      "12</tmp/a) = 4>", "? ERESTARTSYS (To be restarted if SA_RESTART is set)", "?",
      "1 (in [3], left {tv_sec=0, tv_nsec=9})", "022", "2 /* 7 in strace's PID NS */",
      "2 (INJECTED) (DELAYED)", "-1 EINVAL (Invalid) (INJECTED)", "5 <0.000123>",
      "? <unavailable>");
}

std::string join(const std::vector<std::string>& args) {
  std::string out;
  for (const std::string& arg : args) out += (out.empty() ? "" : ", ") + arg;
  return out;
}

std::string without_duration(const std::string& result) {
  return result.substr(0, result.find(" <0."));
}

RC_GTEST_PROP(Laws, AnyCallIsReadBack, ()) {
  const auto args = *rc::gen::container<std::vector<std::string>>(argument());
  const std::string tail = *result();
  const std::string text = join(args);
  const auto events = read("15262 call_1(" + text + ")   = " + tail + "\n");
  RC_ASSERT(events.size() == 1U);
  RC_ASSERT(events[0].kind == EventKind::Returned);
  RC_ASSERT(events[0].args == text);
  RC_ASSERT(events[0].result == without_duration(tail));
  const Arguments split = split_arguments(events[0].args);
  RC_ASSERT(split.count == std::min<std::size_t>(args.size(), Arguments::kMax));
  for (std::size_t n = 0; n < split.count; ++n) RC_ASSERT(split[n] == args[n]);
}

// strace cuts between arguments, with the comma on either side.
RC_GTEST_PROP(Laws, AnySplitJoinsToTheSameCall, ()) {
  const auto args = *rc::gen::container<std::vector<std::string>>(argument());
  const std::string tail = *result();
  const auto cut = *rc::gen::inRange<std::size_t>(0, args.size() + 1);
  const bool comma_left = *rc::gen::arbitrary<bool>();
  const std::string left = join({args.begin(), args.begin() + static_cast<std::ptrdiff_t>(cut)});
  const std::string right = join({args.begin() + static_cast<std::ptrdiff_t>(cut), args.end()});
  const bool both = !left.empty() && !right.empty();
  const std::string text = "7 call(" + left + (both && comma_left ? ", " : "") +
                           " <unfinished ...>\n8 other(1, 2) = 0\n7 <... call resumed>" +
                           (both && !comma_left ? ", " : "") + right + ") = " + tail + "\n";
  const auto events = read(text);
  RC_ASSERT(events.size() == 3U);
  RC_ASSERT(events[0].kind == EventKind::Entered);
  RC_ASSERT(events[2].kind == EventKind::Returned);
  RC_ASSERT(!events[2].head_missing);
  RC_ASSERT(events[2].args == join(args));
  RC_ASSERT(events[2].result == without_duration(tail));
}

// Every line is an event, a counted message, or counted as not understood.
RC_GTEST_PROP(Laws, NoLineIsLost, ()) {
  const auto lines = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "7 read(3) = 0", "8 --- SIGALRM {si_signo=SIGALRM} ---", "junk", "", "\001\002 = (",
      " | 00000  68  h |", "strace: Process 9 attached", "7 read(3 <unfinished ...>",
      "7 <... read resumed>) = 1", "7 +++ exited with 0 +++", " > /lib/x(main+0x1) [0x1]",
      "7 write(1, \"x", "clone(1strace: Process 9 attached", ") = 3", "7 a(\"", "------ ------"));
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  ReaderStats stats;
  const auto events = read(text, &stats);
  std::size_t understood = 0, empty = 0;
  for (const Kept& event : events) understood += event.kind != EventKind::NotUnderstood ? 1 : 0;
  for (const std::string& line : lines) empty += line.empty() ? 1 : 0;
  RC_ASSERT(stats.lines == lines.size());
  // A joined event or an identified task may stand for two lines or none; nothing less.
  RC_ASSERT(understood + stats.not_understood + stats.messages + stats.satellites +
                stats.summaries + empty + lines.size() / 2 + 1 >=
            lines.size());
}

RC_GTEST_PROP(Laws, RandomBytesNeverCrash, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
      {{1, rc::gen::arbitrary<char>()},
       {4, rc::gen::elementOf(std::string("0123 =?<>()[]{}\"\\,.\n-+/*|'read resumed:~\033\r"))}}));
  ReaderStats stats;
  InputLimits tiny;
  tiny.block_bytes = 64;
  tiny.line_bytes_max = 128;
  read(bytes, &stats, tiny);
  const auto arguments = split_arguments(bytes);
  RC_ASSERT(arguments.count <= Arguments::kMax);
  split_in_out(bytes);
  parse_fields(bytes, [](std::string_view, std::string_view) {});
  parse_number(bytes);
}

// The size of blocks is nobody's business.
RC_GTEST_PROP(Laws, BlocksDoNotShow, ()) {
  const auto lines = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "7     1795240398.854970 read(3, \"abc\", 64) = 0 <0.000012>", "junk", "", "7 a() = 0",
      "8     1795240398.854971 <... read resumed>\"foo) = 3\", 64) = 8 <0.040436>",
      "8     1795240398.854971 read(3 <unfinished ...>", "8 a() = 1"));
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  InputLimits small;
  small.block_bytes = *rc::gen::inRange<std::size_t>(2, 200);
  const auto one = read(text), other = read(text, nullptr, small);
  RC_ASSERT(one.size() == other.size());
  for (std::size_t n = 0; n < one.size(); ++n) {
    RC_ASSERT(one[n].args == other[n].args);
    RC_ASSERT(one[n].result == other[n].result);
  }
}

}  // namespace
}  // namespace sigspec::traces
