// Two tracers of the kernel, the program they follow, and the thread that merges what they say.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <thread>

#include "checker/cli_process.h"
#include "checker/cli_recorder.h"
#include "checker/ftrace_merge.h"
#include "checker/trace_clock.h"
#include "checker/tracefs.h"
#include "traces/chars.h"

namespace sigspec {

namespace {

using Source = FtraceMerge::Source;

/// For all processors, and at most for one. What does not fit is lost, and the recording says so.
constexpr long kBuffersKb = 128 << 10, kBufferKbMax = 32 << 10;
constexpr const char* kOthersKb = "1024";
/// Between two looks at empty buffers: a reader that slept in the kernel would be woken by each
/// event, at the program's cost.
constexpr useconds_t kLookUs = 5'000;
/// What is older than this has arrived, whatever processor it came from.
constexpr std::int64_t kSettledNs = 20'000'000;
/// A busy program must not keep us from emptying the buffers, nor from judging.
constexpr int kPriority = -15;
/// Read from one tracer before the other has its turn.
constexpr std::size_t kTurnBytes = 1 << 20;

/// What shows the tasks that are followed, and what shows all others.
constexpr const char* kFollowedEvents[] = {"raw_syscalls/sys_enter",   "raw_syscalls/sys_exit",
                                           "signal/signal_generate",   "signal/signal_deliver",
                                           "task/task_newtask",        "sched/sched_process_fork",
                                           "sched/sched_process_exec", "sched/sched_process_exit"};
constexpr const char* kOtherEvents[] = {"signal/signal_generate"};

/// The line of a buffer's figures.
constexpr std::string_view kOverwritten = "overrun:";

constexpr std::string_view kMarker = "sigspec begins";
constexpr std::string_view kMarkerEvent = "tracing_mark_write";

class FtraceRecorder : public Recorder {
 public:
  ~FtraceRecorder() override;
  std::string start(const std::vector<std::string>& program, const std::string& output) override;
  int wait() override;

 private:
  /// The buffer of one processor in one tracer.
  struct Buffer {
    OpenFile pipe, figures;
    std::string overwritten;  // what the figures said last
    std::string lost;         // the line that tells of lost ones
  };
  std::string set_up();
  std::string follow_child();
  [[noreturn]] void be_child(const std::vector<std::string>& program, int go, int failed);
  traces::Tid child_number();
  bool open_buffers();
  static bool has_lost(Buffer& buffer);
  bool read_some(std::size_t input);
  bool copy_once();
  void pass_on();
  void copy();
  std::vector<traces::Tid> followed() const;
  const TraceInstance& tracer(Source source) const {
    return tracefs_.instance(source == Source::Others);
  }

  Tracefs tracefs_;
  TraceClock clock_;
  std::vector<Buffer> buffers_;  // by the input of the merge
  OpenFile go_;                  // a byte into it, and the child runs the program
  pid_t child_ = -1;
  traces::Tid number_{};  // the child's, in the kernel
  bool lost_ = false;     // the tracers could not keep all lines
  std::optional<FtraceMerge> merge_;
  std::string out_;
  std::vector<char> bytes_;
  std::thread thread_;
};

FtraceRecorder::~FtraceRecorder() {
  stop_reading();
  go_.close();
  if (child_ > 0) wait();
}

/// Tracers that show nothing yet.
std::string FtraceRecorder::set_up() {
  if (std::string error = tracefs_.make_instances({"followed", "others"}); !error.empty())
    return error;
  const long processors = std::max(1L, sysconf(_SC_NPROCESSORS_CONF));
  const std::string buffer_kb = std::to_string(std::min(kBufferKbMax, kBuffersKb / processors));
  for (const Source source : {Source::Followed, Source::Others}) {
    const TraceInstance& instance = tracer(source);
    const bool done =
        instance.write("buffer_size_kb", source == Source::Followed ? buffer_kb : kOthersKb) &&
        instance.write("trace_clock", clock_.name()) && instance.write("options/event-fork", "1") &&
        instance.write("options/record-tgid", "1");
    if (!done) return system_error("set up a tracer of", "the kernel");
  }
  return {};
}

/// The child's number in the kernel, which is another one in a namespace: the kernel tells it on
/// the line of the child's own marker. Returns: zero when it does not come.
traces::Tid FtraceRecorder::child_number() {
  const OpenFile pipe = tracer(Source::Followed).open("trace_pipe", O_RDONLY | O_NONBLOCK);
  std::string text;
  char bytes[4096];
  while (pipe && !has_ended(child_)) {
    const ssize_t count = read(pipe.get(), bytes, sizeof bytes);
    if (count <= 0) {
      usleep(kLookUs);
      continue;
    }
    text.append(bytes, static_cast<std::size_t>(count));
    for (std::size_t feed; (feed = text.find('\n')) != text.npos; text.erase(0, feed + 1)) {
      traces::FtraceLine line;
      traces::split_ftrace_line(std::string_view(text).substr(0, feed), line);
      if (line.event == kMarkerEvent && line.fields == kMarker) return line.tid;
    }
  }
  return traces::Tid{};
}

/// One pipe for all processors would tell of lost lines too late.
bool FtraceRecorder::open_buffers() {
  const long processors = sysconf(_SC_NPROCESSORS_CONF);
  for (const Source source : {Source::Others, Source::Followed})
    for (long n = 0; n < processors; ++n) {
      const auto open = [&](const char* file) {
        return tracer(source).open(fmt::format("per_cpu/cpu{}/{}", n, file).c_str(),
                                   O_RDONLY | O_NONBLOCK);
      };
      Buffer buffer{
          open("trace_pipe"), open("stats"), {}, fmt::format("CPU:{} [LOST EVENTS]\n", n)};
      if (!buffer.pipe || !buffer.figures) return false;
      has_lost(buffer);
      buffers_.push_back(std::move(buffer));
      merge_->add_input(source);
    }
  return true;
}

/// Has anything been overwritten since the last look? The kernel says so in the text as well, but
/// not where the text of one reading ends.
bool FtraceRecorder::has_lost(Buffer& buffer) {
  char figures[512];
  const ssize_t count = pread(buffer.figures.get(), figures, sizeof figures, 0);
  const std::string_view text(figures, count > 0 ? static_cast<std::size_t>(count) : 0);
  const std::size_t begin = std::min(text.find(kOverwritten), text.size());
  const std::string_view line = text.substr(begin, text.substr(begin).find('\n'));
  if (line == buffer.overwritten) return false;
  buffer.overwritten = line;
  return true;
}

std::string FtraceRecorder::follow_child() {
  number_ = child_number();
  const std::string number = std::to_string(static_cast<int>(number_));
  clock_.measure();
  FtraceMerge::Seconds seconds;
  if (clock_.is_counter()) seconds = [this](std::int64_t time) { return clock_.seconds(time); };
  merge_.emplace(number_, std::move(seconds));
  bool done = number_ != traces::Tid{} && open_buffers() &&
              tracer(Source::Followed).write("set_event_pid", number) &&
              tracer(Source::Others).write("set_event_notrace_pid", number);
  const auto enable = [&](Source source, const char* event) {
    done = done && tracer(source).write(fmt::format("events/{}/enable", event).c_str(), "1");
  };
  for (const char* event : kFollowedEvents) enable(Source::Followed, event);
  for (const char* event : kOtherEvents) enable(Source::Others, event);
  return done ? "" : system_error("follow", "the program");
}

/// The child: waits for its turn, and tells why it cannot run the program.
void FtraceRecorder::be_child(const std::vector<std::string>& program, int go, int failed) {
  char byte = 0;
  go_.close();
  restore_dispositions();  // now, so that the recording begins with the program
  const bool marked = tracer(Source::Followed).write("trace_marker", kMarker);
  if (marked && read(go, &byte, 1) == 1) {
    const int reason = become(program);
    if (write(failed, &reason, sizeof reason) < 0) _exit(126);
  }
  _exit(127);
}

std::string FtraceRecorder::start(const std::vector<std::string>& program,
                                  const std::string& output) {
  if (std::string error = set_up(); !error.empty()) return error;
  if (std::string error = output_.open(output); !error.empty()) return error;
  int go[2] = {-1, -1}, failed[2] = {-1, -1};
  if (pipe2(go, O_CLOEXEC) != 0 || pipe2(failed, O_CLOEXEC) != 0)
    return system_error("make a pipe", "for the program");
  OpenFile go_out(go[0]), failed_out(failed[0]), failed_in(failed[1]);
  go_ = OpenFile(go[1]);
  leave_terminal_requests_to_child();
  child_ = fork();
  if (child_ < 0) return system_error("start", program[0]);
  if (child_ == 0) be_child(program, go_out.get(), failed_in.get());
  failed_in.close();
  setpriority(PRIO_PROCESS, 0, kPriority);  // the child's is the old one; failing does no harm
  if (std::string error = follow_child(); !error.empty()) return error;
  const char byte = 1;
  if (write(go_.get(), &byte, 1) != 1) return system_error("start", program[0]);
  go_.close();
  // The pipe is closed by the new program.
  if (int reason = 0; read(failed_out.get(), &reason, sizeof reason) > 0) {
    errno = reason;
    return system_error("run", program[0]);
  }
  pass_requests_on_to(child_);
  thread_ = std::thread([this] { copy(); });
  return {};
}

int FtraceRecorder::wait() {
  int status = 0;
  while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  if (thread_.joinable()) thread_.join();
  child_ = -1;
  output_.close_file();
  buffers_.clear();
  tracefs_.remove_instances();
  return status;
}

/// Reads what there is, for a turn. Returns: whether anything came.
bool FtraceRecorder::read_some(std::size_t input) {
  Buffer& buffer = buffers_[input];
  const std::int64_t begun = clock_.now();
  std::size_t read_bytes = 0;
  while (read_bytes < kTurnBytes) {
    const ssize_t count = read(buffer.pipe.get(), bytes_.data(), bytes_.size());
    if (count <= 0) {
      merge_->complete(input, begun - clock_.from_ns(kSettledNs));
      break;
    }
    const bool lost = has_lost(buffer);
    if (lost) merge_->add(input, buffer.lost);
    merge_->add(input, {bytes_.data(), static_cast<std::size_t>(count)});
    if (lost) merge_->add(input, buffer.lost);
    read_bytes += static_cast<std::size_t>(count);
  }
  return read_bytes > 0;
}

void FtraceRecorder::pass_on() {
  output_.pass_on(out_.data(), out_.size());
  out_.clear();
}

/// Returns: whether anything came.
bool FtraceRecorder::copy_once() {
  bool any = false;
  for (std::size_t input = 0; input < buffers_.size(); ++input) any = read_some(input) || any;
  if (merge_->take_lost()) {
    lost_ = true;
    merge_->follow(followed());
  }
  merge_->release(out_);
  pass_on();
  return any;
}

/// The tasks that the kernel follows. Some may have ended: it knows of them until they are waited
/// for, and a little longer.
std::vector<traces::Tid> FtraceRecorder::followed() const {
  std::vector<traces::Tid> tasks;
  const std::string text = tracer(Source::Followed).read("set_event_pid");
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t feed = std::min(text.find('\n', at), text.size());
    const traces::Tid tid = traces::task_number(std::string_view(text).substr(at, feed - at));
    if (tid != traces::Tid{} && !(tid == number_ && has_ended(child_))) tasks.push_back(tid);
    at = feed + 1;
  }
  return tasks;
}

/// The thread: until the program and all its children have ended and all lines have come.
void FtraceRecorder::copy() {
  leave_broken_pipes_to_caller();
  bytes_.resize(1 << 16);
  while (true) {
    const bool any = copy_once();
    if (merge_->is_over() && has_ended(child_)) break;
    if (any) continue;
    // Where an end was lost, the kernel's word counts.
    if (lost_ && has_ended(child_)) merge_->follow_only(followed());
    usleep(kLookUs);
  }
  copy_once();
  merge_->finish(out_);
  pass_on();
  output_.end();
}

}  // namespace

std::unique_ptr<Recorder> make_ftrace_recorder() { return std::make_unique<FtraceRecorder>(); }

}  // namespace sigspec
