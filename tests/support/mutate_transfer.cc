// Faults in how many bytes calls say they moved.
#include <cstdlib>
#include <map>
#include <set>

#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Result = traces::ResultKind;

const std::set<std::string> kByCount = {"read", "write", "pread64", "pwrite64", "sendto"};

void more_than_asked(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.complete || !step.returns(Result::Value) || !kByCount.count(step.name)) continue;
    const std::string count(traces::LazyArguments(step.args)[2]);
    char* end = nullptr;
    const std::uint64_t asked = std::strtoull(count.c_str(), &end, 10);
    if (count.empty() || *end != '\0') continue;
    if (const auto line =
            with_result(recording, step, std::to_string(asked + 1 + places.choose(100))))
      places.replace(step.line, *line);
  }
}

/// A pipe that the recording shows being made, and that nothing moves bytes of but read and write.
struct Pipe {
  bool whole = false;
  std::uint64_t written = 0, read = 0;
  int open_writes = 0, open_reads = 0;
};

/// Calls that may name a pipe and move nothing.
const std::set<std::string> kMoveNothing = {
    "close",  "fcntl",   "dup",        "dup2",        "dup3",  "poll",
    "ppoll",  "select",  "pselect6",   "epoll_ctl",   "fstat", "newfstatat",
    "lseek",  "ioctl",   "clone",      "clone3",      "fork",  "vfork",
    "execve", "fcntl64", "epoll_wait", "epoll_pwait", "statx", "rt_sigreturn"};

class Pipes {
 public:
  /// Follows one step.
  void see(const Step& step) {
    for (std::size_t at = 0; (at = step.args.find("<pipe:[", at)) != std::string::npos; ++at) {
      const std::string id = step.args.substr(at + 7, step.args.find(']', at) - at - 7);
      if (step.name == "pipe" || step.name == "pipe2") {
        if (step.returns(Result::Value)) pipes_[id] = {true, 0, 0, 0, 0};
      } else if (step.name != "read" && step.name != "write" && !kMoveNothing.count(step.name)) {
        pipes_[id].whole = false;
      }
    }
    Pipe* pipe = of(step);
    if (!pipe || (step.name != "read" && step.name != "write")) return;
    int& open = step.name == "read" ? pipe->open_reads : pipe->open_writes;
    if (step.kind == traces::EventKind::Entered) ++open;
    if (step.kind != traces::EventKind::Returned) return;
    if (!step.whole) --open;
    if (step.returns(Result::Value))
      (step.name == "read" ? pipe->read : pipe->written) += step.value;
    if (step.returns(Result::Never)) pipe->whole = false;  // nobody knows what it moved
  }
  /// The pipe that a read or write is about, if all of its life is seen.
  Pipe* of(const Step& step) {
    const std::string_view fd = traces::LazyArguments(step.args)[0];
    const std::size_t at = fd.find("<pipe:[");
    if (at == std::string_view::npos) return nullptr;
    const auto known = pipes_.find(std::string(fd.substr(at + 7, fd.find(']') - at - 7)));
    return known != pipes_.end() && known->second.whole ? &known->second : nullptr;
  }

 private:
  std::map<std::string, Pipe> pipes_;
};

/// Descriptors go to tasks that nobody watches, or bytes go by ways that show nowhere.
bool moves_unseen(const Step& step) {
  return step.name.starts_with("io_uring") || step.name == "io_submit" ||
         step.args.find("SCM_RIGHTS") != std::string::npos;
}

template <class Offer>
void at_reads(const Recording& recording, Offer offer) {
  if (!recording.families.certain) return;
  for (const Step& step : recording.steps)
    if (moves_unseen(step)) return;
  Pipes pipes;
  for (const Step& step : recording.steps) {
    pipes.see(step);
    if (step.name != "read" || !step.whole || !step.returns(Result::Value)) continue;
    const Pipe* pipe = pipes.of(step);
    if (pipe && pipe->open_reads == 0 && quiet_after(recording, step)) offer(step, *pipe);
  }
}

void bytes_of_nobody(const Recording& recording, Places& places) {
  at_reads(recording, [&](const Step& step, const Pipe& pipe) {
    if (pipe.open_writes != 0 || pipe.read != pipe.written) return;
    const std::string fd(traces::LazyArguments(step.args)[0]);
    if (const auto line = in_place_of(recording, step, "read(" + fd + ", \"x\", 64) = 1"))
      places.insert_after(step.line, *line);
  });
}

void end_before_bytes(const Recording& recording, Places& places) {
  at_reads(recording, [&](const Step& step, const Pipe& pipe) {
    if (pipe.read >= pipe.written) return;
    const std::string fd(traces::LazyArguments(step.args)[0]);
    if (const auto line = in_place_of(recording, step, "read(" + fd + ", \"\", 64) = 0"))
      places.insert_after(step.line, *line);
  });
}

}  // namespace

std::vector<Operator> transfer_operators() {
  const std::vector<std::string> counts = {"return.*",   "read.*",   "write.*",   "pread64.*",
                                           "pwrite64.*", "sendto.*", "transfer.*"};
  return {
      {"more_than_asked", "no more is moved than was asked for", counts, more_than_asked},
      {"bytes_of_nobody", "all that was written has been read", counts, bytes_of_nobody},
      {"end_before_bytes", "there is something to read", counts, end_before_bytes},
  };
}

}  // namespace sigspec::test
