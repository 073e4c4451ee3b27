// Bytes to lines: compression, pipes, hostile sizes, damaged files, and traces of many files.
#include <gtest/gtest.h>
#include <lzma.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "traces/arguments.h"
#include "traces/input.h"
#include "traces/strace_reader.h"
#include "traces/trace.h"

namespace sigspec::traces {
namespace {

namespace fs = std::filesystem;

std::string gz(const std::string& text) {
  z_stream z{};
  deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, text.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string xz(const std::string& text) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, nullptr,
                          reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                          reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size());
  out.resize(size);
  return out;
}

std::string zst(const std::string& text) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

struct Lines {
  std::vector<std::string> text;
  std::string failure;
  bool too_long = false, unterminated = false;
};

Lines read(std::unique_ptr<ByteSource> source, InputLimits limits = {}) {
  Lines out;
  auto whole = decompress_if_needed(std::move(source));
  if (!whole) return {{}, whole.error()};
  Input input(std::move(*whole), limits);
  for (Line line; input.next(line);) {
    out.text.emplace_back(line.text);
    out.too_long |= line.too_long;
    out.unterminated |= line.unterminated;
  }
  out.failure = input.failure();
  return out;
}

std::string many_lines(int count) {
  std::string text;
  for (int n = 0; n < count; ++n) text += "7 read(" + std::to_string(n * 7919 % 100003) + ") = 0\n";
  return text;
}

class Folder {
 public:
  Folder() {
    char name[] = "/tmp/sigspec-input-XXXXXX";
    path_ = mkdtemp(name);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

TEST(Input, CompressedIsReadAsItIs) {
  const std::string text = many_lines(50000);
  for (const std::string& packed : {text, gz(text), xz(text), zst(text)}) {
    const Lines lines = read(make_text_source(packed));
    EXPECT_EQ(lines.text.size(), 50000U);
    EXPECT_EQ(lines.text.back(), "7 read(" + std::to_string(49999 * 7919 % 100003) + ") = 0");
    EXPECT_EQ(lines.failure, "");
  }
}

TEST(Input, CompressedPartsInARow) {
  const std::string text = many_lines(3000);
  for (auto pack : {gz, xz, zst})
    EXPECT_EQ(read(make_text_source(pack(text) + pack(text))).text.size(), 6000U);
}

TEST(Input, TruncatedArchiveGivesItsLinesAndAnError) {
  const std::string text = many_lines(50000);
  for (auto pack : {gz, xz, zst}) {
    std::string packed = pack(text);
    packed.resize(packed.size() / 2);
    const Lines lines = read(make_text_source(packed));
    EXPECT_NE(lines.failure.find("ends early"), std::string::npos) << lines.failure;
    EXPECT_LT(lines.text.size(), 50000U);
  }
}

TEST(Input, DamagedArchiveIsAnError) {
  const std::string text = many_lines(50000);
  for (auto pack : {gz, xz, zst}) {
    std::string packed = pack(text);
    for (std::size_t at = packed.size() / 2; at < packed.size() / 2 + 64; ++at) packed[at] = '\x55';
    const Lines lines = read(make_text_source(packed));
    EXPECT_FALSE(lines.failure.empty());
  }
  EXPECT_FALSE(read(make_text_source("\x1f\x8b")).failure.empty());
}

TEST(Input, LastLineWithoutLineFeed) {
  const Lines lines = read(make_text_source("7 a() = 0\n7 b() = "));
  ASSERT_EQ(lines.text.size(), 2U);
  EXPECT_TRUE(lines.unterminated);
  EXPECT_EQ(lines.text[1], "7 b() = ");
  EXPECT_TRUE(read(make_text_source("")).text.empty());
}

TEST(Input, LongLineIsCutAndTheRestSkipped) {
  InputLimits limits;
  limits.block_bytes = 4096;
  limits.line_bytes_max = 10000;
  const Lines lines =
      read(make_text_source("first\n" + std::string(5'000'000, 'x') + "\nlast\n"), limits);
  ASSERT_EQ(lines.text.size(), 3U);
  EXPECT_TRUE(lines.too_long);
  EXPECT_EQ(lines.text[1], std::string(10000, 'x'));
  EXPECT_EQ(lines.text[2], "last");
}

TEST(Input, ZerosAndJunkAreLines) {
  const std::string junk("\0\0\1\2\n\xff\xfe\0\n", 9);
  EXPECT_EQ(read(make_text_source(junk)).text.size(), 2U);
}

TEST(Input, PipeDeliversALineWhenItHasArrived) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string first = "7 read(3 <unfinished ...>\n7 par";
  ASSERT_EQ(::write(ends[1], first.data(), first.size()), static_cast<ssize_t>(first.size()));
  auto source = decompress_if_needed(make_fd_source(ends[0]));
  ASSERT_TRUE(source);
  Input input(std::move(*source));
  Line line;
  ASSERT_TRUE(input.next(line));  // would hang if it waited for more
  EXPECT_EQ(line.text, "7 read(3 <unfinished ...>");
  ASSERT_EQ(::write(ends[1], "t\n", 2), 2);
  ASSERT_TRUE(input.next(line));
  EXPECT_EQ(line.text, "7 part");
  close(ends[1]);
  EXPECT_FALSE(input.next(line));
}

TEST(Input, MissingFileAndDirectoryAreErrors) {
  const Folder folder;
  EXPECT_NE(open_input("/nonexistent/x").error().find("cannot open"), std::string::npos);
  EXPECT_NE(open_input(folder.path()).error().find("directory"), std::string::npos);
}

TEST(Reader, LongLinesAreCounted) {
  InputLimits limits;
  limits.block_bytes = 4096;
  limits.line_bytes_max = 1000;
  Input input(make_text_source("7 a(\"" + std::string(9000, 'x') + "\") = 0\n7 b() = 0\n7 c() = 1"),
              limits);
  StraceReader reader(input);
  int returned = 0;
  for (Event e; reader.next(e);) returned += e.kind == EventKind::Returned ? 1 : 0;
  const ReaderStats stats = reader.stats();
  EXPECT_EQ(returned, 2);
  EXPECT_EQ(stats.not_understood, 1U);
  EXPECT_EQ(stats.lines, 3U);
}

// What tail -c and rotated logs leave: any end of a line is a cut one, junk is junk.
TEST(Reader, TheFirstLineMayBeCut) {
  const std::string rest = "7     read(3, \"x\", 9) = 1\n";
  const auto read = [&](const std::string& first) {
    Input input(make_text_source(first + "\n" + rest));
    StraceReader reader(input);
    for (Event e; reader.next(e);) {
    }
    return reader.stats();
  };
  for (const std::string first :
       {"TDIN\", 9) = 1", "          = 0", " resumed>\"\", 1)   = 0", "e=SI_USER, si_pid=8} ---",
        "killed by SIGKILL +++", "\\0\"..., 9 <unfinished ...>"}) {
    EXPECT_EQ(read(first).not_understood, 0U) << first;
    EXPECT_TRUE(read(first).begins_cut) << first;
  }
  EXPECT_EQ(read("$ strace ls").not_understood, 1U);
  EXPECT_EQ(read("").begins_cut, false);
}

// What a tracer leaves that was killed: any beginning of a line is a cut one, junk is junk.
TEST(Reader, TheLastLineMayBeCutAnywhere) {
  const std::string whole = "7     read(3, \"x = 1) = \", 9) = 9\n";
  for (const std::string last :
       {"7     write(1, \"a\", 1)         = 1", "7     <... read resumed>\"\", 1)   = 0",
        "7     --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=8} ---",
        "7     +++ killed by SIGKILL +++", "8     ?\?\?( <unfinished ...>",
        "[pid    12] 1795240398.854970 read(3, \"\", 1) = 0"}) {
    for (std::size_t size = 0; size <= last.size(); ++size) {
      Input input(make_text_source(whole + last.substr(0, size)));
      StraceReader reader(input);
      for (Event e; reader.next(e);) {
      }
      EXPECT_EQ(reader.stats().not_understood, 0U) << last.substr(0, size);
      EXPECT_TRUE(size != 8 || reader.stats().cut_short) << last;
    }
  }
  // With -ff it may be the only one of its file.
  for (const Tid of : {Tid{}, Tid{7}}) {
    Input input(make_text_source("write(1, \"a\", "));
    StraceReader reader(input, {}, of);
    for (Event e; reader.next(e);) {
    }
    EXPECT_EQ(reader.stats().not_understood, of == Tid{} ? 1U : 0U);
  }
  for (const std::string junk : {"}", "7     }", "\x01\x02", "7     read of", "= 5"}) {
    Input input(make_text_source(whole + junk));
    StraceReader reader(input);
    for (Event e; reader.next(e);) {
    }
    EXPECT_EQ(reader.stats().not_understood, 1U) << junk;
  }
}

TEST(Reader, DeepNestingIsNoRecursion) {
  const std::string deep(500000, '{');
  Input input(make_text_source("7 a(" + deep + ") = 0\n"));
  StraceReader reader(input);
  Event e;
  ASSERT_TRUE(reader.next(e));
  EXPECT_FALSE(split_arguments(e.args).complete);
}

// Dead tasks leave nothing behind; what hostile input keeps open is bounded.
TEST(Reader, ManyTasks) {
  std::string text;
  for (int tid = 1; tid <= 200000; ++tid)
    text += std::to_string(tid) + " read(3 <unfinished ...>\n" + std::to_string(tid) +
            " +++ exited with 0 +++\n";
  Input input(make_text_source(std::move(text)));
  StraceReader reader(input);
  std::uint64_t events = 0;
  for (Event e; reader.next(e);) ++events;
  EXPECT_EQ(events, 400000U);
}

struct Told {
  std::string text;
  Order order;
};

Told tell(const std::string& path) {
  auto trace = open_trace(path);
  if (!trace) return {trace.error(), Order::Unknown};
  std::string out;
  for (Event e; (*trace)->next(e);) {
    out += std::to_string(static_cast<int>(e.tid)) + ":" + std::string(e.name);
    out += e.kind == EventKind::Entered ? "( " : e.whole ? " " : ") ";
  }
  return {out, (*trace)->order()};
}

TEST(Trace, TaskFilesAreMergedByTime) {
  const Folder folder;
  folder.write("t.10", "1795240398.000001 a() = 0\n1795240398.000004 d() = 0\n");
  folder.write("t.11", "1795240398.000002 b() = 0\n1795240398.000005 e() = 0\n");
  folder.write("t.9.xz", xz("1795240398.000003 c() = 0\n"));
  const Told told = tell(folder.path() + "/t");
  EXPECT_EQ(told.order, Order::ByTime);
  EXPECT_EQ(told.text, "10:a 11:b 9:c 10:d 11:e ");
  EXPECT_EQ(tell(folder.path()).text, told.text);
}

TEST(Trace, DurationsPlaceTheReturn) {
  const Folder folder;
  folder.write("t.10", "1795240398.000001 wait4() = 11 <0.000005>\n1795240398.000008 x() = 0\n");
  folder.write("t.11", "1795240398.000003 exit() = ?\n1795240398.000004 +++ exited with 0 +++\n");
  EXPECT_EQ(tell(folder.path() + "/t").text, "10:wait4( 11:exit 11:) 10:wait4) 10:x ");
}

TEST(Trace, WithoutTimesTheOrderIsUnknown) {
  const Folder folder;
  folder.write("t.10", "a() = 0\nd() = 0\n");
  folder.write("t.11", "b() = 0\n");
  const Told told = tell(folder.path() + "/t");
  EXPECT_EQ(told.order, Order::Unknown);
  EXPECT_EQ(told.text, "10:a 10:d 11:b ");
}

// Whoever keeps several recordings may number them.
TEST(Trace, NumberedRecordingsAreNotTasksOfOne) {
  const Folder folder;
  folder.write("run.1", "7 a() = 0\n");
  folder.write("run.2", "[pid 7] a() = 0\n");
  folder.write("run.3", "a() = 0\n");
  folder.write("run.4", "b() = 0\n");
  const auto found = find_traces(folder.path(), looks_like_strace);
  ASSERT_TRUE(found);
  ASSERT_EQ(found.value().size(), 3U);
  EXPECT_EQ(found.value()[0].name, folder.path() + "/run");
  EXPECT_EQ(found.value()[0].files.size(), 2U);
  EXPECT_EQ(tell(folder.path() + "/run").text, "3:a 4:b ");
}

TEST(Trace, AllFilesOfARunAreOneRecording) {
  const Folder folder;
  const std::string head = folder.path() + "/t", other = folder.path() + "/u.1";
  folder.write("t.10", "a() = 0\n");
  folder.write("t.11", "b() = 0\n");
  using Paths = std::vector<std::string>;
  EXPECT_EQ(join_task_files({other, head + ".10", head + ".11"}), (Paths{other, head}));
  const Paths part{head + ".10", other};
  EXPECT_EQ(join_task_files(part), part);
  folder.write("t.12", "7 a() = 0\n");
  const Paths all{head + ".10", head + ".11", head + ".12"};
  EXPECT_EQ(join_task_files(all), all);
}

TEST(Trace, DirectoriesGiveTheirRecordings) {
  const Folder folder;
  folder.write("one.strace", "7 a() = 0\n");
  folder.write("two.st", "7 b() = 0\n7 +++ exited with 0 +++\n");
  folder.write("notes.md", "This is no recording.\nNor is this.\n");
  folder.write("t.10", "a() = 0\n");
  folder.write("t.11", "b() = 0\n");
  folder.write(".hidden", "7 a() = 0\n");
  const auto found = find_traces(folder.path(), looks_like_strace);
  ASSERT_TRUE(found);
  ASSERT_EQ(found.value().size(), 3U);
  EXPECT_EQ(found.value()[1].name, folder.path() + "/t");
  EXPECT_EQ(found.value()[1].files.size(), 2U);
}

}  // namespace
}  // namespace sigspec::traces
