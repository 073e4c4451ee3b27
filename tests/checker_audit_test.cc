// Which calls need a loop, and where a Go program makes them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "checker/audit.h"
#include "checker/call_graph.h"
#include "checker/spec_source.h"

namespace sigspec {
namespace {

namespace fs = std::filesystem;

class AuditTest : public testing::Test {
 protected:
  static const Model& model() {
    static const std::unique_ptr<Model> loaded = [] {
      Diagnostics diagnostics;
      return load_model(read_spec_source("").texts, std::make_shared<SourceMap>(), diagnostics);
    }();
    return *loaded;
  }

  static std::string verdict(const std::string& call, const Assumption& assumption) {
    const OutcomeTables tables(model(), model().kernel_high);
    return std::string(
        safety_word(Audit(model(), model().kernel_high, tables, assumption).of(call).safety));
  }
};

TEST_F(AuditTest, FollowsTheRowsUnderEachAssumption) {
  const struct {
    const char *call, *restarting, *plain, *stopped;
  } kCases[] = {
      {"getpid", "yes", "yes", "yes"},
      {"flock", "depends", "no", "depends"},
      {"read", "depends", "depends", "depends"},
      {"epoll_wait", "no", "no", "no"},
      {"semop", "no", "no", "no"},
      {"pause", "no", "no", "yes"},
      {"bpf", "depends", "depends", "depends"},  // most of its commands do not wait
      {"nanosleep", "no", "no", "yes"},
      {"ppoll", "no", "no", "depends"},
      {"futex", "depends", "depends", "yes"},
      {"wait4", "yes", "no", "yes"},
      {"no_such_call", "unknown", "unknown", "unknown"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(verdict(c.call, {{"SA_RESTART"}, false}), c.restarting) << c.call;
    EXPECT_EQ(verdict(c.call, {{}, false}), c.plain) << c.call;
    EXPECT_EQ(verdict(c.call, {{}, true}), c.stopped) << c.call;
  }
}

TEST_F(AuditTest, SaysInWhichContextACallFails) {
  const OutcomeTables tables(model(), model().kernel_high);
  Audit audit(model(), model().kernel_high, tables, {{"SA_RESTART"}, false});
  EXPECT_NE(audit.of("recvfrom").comment().find("receive_timeout"), std::string::npos);
  EXPECT_NE(audit.of("openat").comment().find("FUSE"), std::string::npos);
  EXPECT_EQ(audit.of("getpid").comment(), "");
}

/// A Go program as callgraph tells of it: lines are put together from the sources' text.
class Program {
 public:
  Program() : folder_(fs::temp_directory_path() / ("sigspec_graph_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~Program() { fs::remove_all(folder_); }

  /// `text` is the call as it stands in the file, from the function's name on.
  void call(const std::string& caller, const std::string& callee, const std::string& file,
            const std::string& text) {
    std::string& source = sources_[file];
    const std::size_t offset = source.size() + text.find('(');
    source += text + "\n";
    std::ofstream(folder_ / file, std::ios::binary) << source;
    const auto line = std::count(source.begin(), source.end(), '\n');
    lines_.push_back(caller + " | " + callee + " | " + (folder_ / file).string() + ":" +
                     std::to_string(line) + ":1:" + std::to_string(offset));
  }

  void made_up(const std::string& caller, const std::string& callee) {
    lines_.push_back(caller + " | " + callee + " | :0:0:0");
  }

  std::vector<std::string> direct_calls(const std::vector<std::string>& packages = {}) const {
    CallGraph graph;
    EXPECT_TRUE(graph.add("0123abcd"));
    for (const std::string& line : lines_) EXPECT_TRUE(graph.add(line)) << line;
    std::vector<std::string> found;
    for (const DirectCall& made : graph.direct_calls(packages, ""))
      found.push_back(made.trap + (made.by_name ? "? " : " ") +
                      fs::path(made.site.file).filename().string() + ":" +
                      std::to_string(made.site.line) + " " + made.caller);
    return found;
  }

  void forget_sources() { fs::remove_all(folder_); }

 private:
  fs::path folder_;
  std::map<std::string, std::string> sources_;
  std::vector<std::string> lines_;
};

using Found = std::vector<std::string>;

TEST(CallGraphs, LeadToTheFirstFunctionOfTheProgram) {
  Program p;
  p.call("golang.org/x/sys/unix.EpollWait", "golang.org/x/sys/unix.Syscall6", "unix.go",
         "Syscall6(SYS_EPOLL_WAIT, 1)");
  p.call("(*example.com/server.Loop).run", "golang.org/x/sys/unix.EpollWait", "loop.go",
         "unix.EpollWait(fd)");
  p.call("example.com/server.main", "(*example.com/server.Loop).run", "main.go", "l.run()");
  EXPECT_EQ(p.direct_calls(), Found{"SYS_EPOLL_WAIT loop.go:1 example.com/server.Loop.run"});
}

TEST(CallGraphs, LeaveOutTheStandardLibraryButNotAProgramThatLooksLikeIt) {
  Program p;
  p.call("syscall.Read", "syscall.read", "s.go", "read(fd, b)");
  p.call("syscall.read", "syscall.Syscall", "s.go", "Syscall(SYS_READ, 1)");
  p.call("(*os.File).Read", "syscall.Read", "file.go", "syscall.Read(fd, b)");
  p.call("demo.main", "syscall.Read", "main.go", "syscall.Read(0, b)");
  p.call("demo.work", "(*os.File).Read", "main.go", "f.Read(b)");
  EXPECT_EQ(p.direct_calls(), Found{"SYS_READ main.go:1 demo.main"});
}

/// As sched_getaffinity of golang.org/x/sys/unix, and as a helper of a program's own.
TEST(CallGraphs, FindTheNumberWhereItIsPassedOn) {
  Program p;
  const std::string unix = "golang.org/x/sys/unix";
  p.call(unix + ".schedAffinity", unix + ".RawSyscall", "a.go", "RawSyscall(trap, 1)");
  p.call(unix + ".SchedGetaffinity", unix + ".schedAffinity", "a.go",
         "schedAffinity(SYS_SCHED_GETAFFINITY, pid)");
  p.call("example.com/a.main", unix + ".SchedGetaffinity", "main.go", "unix.SchedGetaffinity(0)");
  p.call("example.com/a.raw", unix + ".Syscall", "raw.go", "unix.Syscall(number, 1)");
  p.call("example.com/a.main", "example.com/a.raw", "main.go", "raw(unix.SYS_FUTEX)");
  p.call("example.com/a.any", unix + ".Syscall", "raw.go", "unix.Syscall(n, 1)");
  p.call("example.com/a.main", "example.com/a.any", "main.go", "any(numbers)");
  EXPECT_EQ(p.direct_calls(), (Found{"SYS_FUTEX main.go:2 example.com/a.main",
                                     "SYS_SCHED_GETAFFINITY main.go:1 example.com/a.main",
                                     "any? raw.go:2 example.com/a.any"}));
}

/// The function that begins a package is the tool's; so is one by which a method is promoted.
TEST(CallGraphs, LookBehindWhatTheToolMadeUp) {
  Program p;
  p.call("syscall.setrlimit", "syscall.RawSyscall6", "s.go", "RawSyscall6(SYS_PRLIMIT64, 0)");
  p.call("syscall.init#1", "syscall.setrlimit", "s.go", "setrlimit(1)");
  p.made_up("syscall.init", "syscall.init#1");
  p.made_up("example.com/a.init", "syscall.init");
  p.call("syscall.Conn.Read", "syscall.Syscall", "s.go", "Syscall(SYS_READ, 1)");
  p.made_up("example.com/a.Wrapped.Read", "syscall.Conn.Read");
  p.call("example.com/a.main", "example.com/a.Wrapped.Read", "main.go", "w.Read()");
  EXPECT_EQ(p.direct_calls(), Found{"SYS_READ main.go:1 example.com/a.main"});
}

TEST(CallGraphs, KnowVendoredPackagesAndThoseThatTheyAreTold) {
  Program p;
  const std::string vendored = "example.com/a/vendor/golang.org/x/sys/unix";
  const std::string bpf = "example.com/bpf/raw";
  p.call(vendored + ".Flock", vendored + ".RawSyscall", "v.go", "RawSyscall(unix.SYS_FLOCK, 1)");
  p.call("example.com/a.lock", vendored + ".Flock", "lock.go", "unix.Flock(1)");
  p.call(bpf + ".Load", bpf + ".Syscall", "raw.go", "Syscall(SYS_BPF)");
  p.call("example.com/a.load", bpf + ".Load", "load.go", "raw.Load()");
  EXPECT_EQ(p.direct_calls(), Found{"SYS_FLOCK lock.go:1 example.com/a.lock"});
  EXPECT_EQ(p.direct_calls({bpf}), (Found{"SYS_BPF load.go:1 example.com/a.load",
                                          "SYS_FLOCK lock.go:1 example.com/a.lock"}));
}

TEST(CallGraphs, SayWhenTheSourceCannotBeRead) {
  Program p;
  p.call("golang.org/x/sys/unix.Flock", "golang.org/x/sys/unix.Syscall", "unix.go",
         "Syscall(SYS_FLOCK, 1)");
  p.call("example.com/a.lock", "golang.org/x/sys/unix.Flock", "lock.go", "unix.Flock(1)");
  p.forget_sources();
  EXPECT_EQ(p.direct_calls(), Found{"Flock? lock.go:1 example.com/a.lock"});
}

TEST(CallGraphs, EndWhereFunctionsCallThemselvesInACircle) {
  Program p;
  p.call("syscall.a", "syscall.Syscall", "s.go", "Syscall(SYS_READ)");
  p.call("syscall.b", "syscall.a", "s.go", "a()");
  p.call("syscall.a", "syscall.b", "s.go", "b()");
  p.call("example.com/x.f", "syscall.b", "x.go", "b()");
  EXPECT_EQ(p.direct_calls(), Found{"SYS_READ x.go:1 example.com/x.f"});
}

TEST(CallGraphs, RefuseOtherLines) {
  CallGraph graph;
  EXPECT_TRUE(graph.add("a.f | a.g | x.go:1:2:3"));
  EXPECT_TRUE(graph.add("<root> | a.f | -:-1:-1:-1"));
  EXPECT_TRUE(graph.add(""));
  for (const char* line : {"not a line", "a | b", "a | b | x.go", "a | b | x.go:1:2:x",
                           "a | b | 1:2:3", "a | b | x.go:1:2:99999999999999999999"})
    EXPECT_FALSE(graph.add(line)) << line;
}

}  // namespace
}  // namespace sigspec
