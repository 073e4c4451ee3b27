// Two tracers of the kernel, the program they follow, and the thread that merges what they say.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <limits>
#include <optional>
#include <thread>

#include "checker/cli_process.h"
#include "checker/cli_recorder.h"
#include "checker/ftrace_merge.h"
#include "checker/tracefs.h"
#include "traces/chars.h"

namespace sigspec {

namespace {

using Source = FtraceMerge::Source;

/// For each processor. What does not fit is lost, and the recording says so.
constexpr const char* kBufferKb = "16384";
/// Between two looks at empty buffers: a reader that slept in the kernel would be woken by each
/// event, at the program's cost.
constexpr useconds_t kLookUs = 5'000;
/// What is older than this has arrived, whatever processor it came from.
constexpr std::int64_t kSettledNs = 20'000'000;
/// Read from one tracer before the other has its turn.
constexpr std::size_t kTurnBytes = 1 << 20;

/// What shows the tasks that are followed, and what shows all others.
constexpr const char* kFollowedEvents[] = {"raw_syscalls/sys_enter",   "raw_syscalls/sys_exit",
                                           "signal/signal_generate",   "signal/signal_deliver",
                                           "task/task_newtask",        "sched/sched_process_fork",
                                           "sched/sched_process_exec", "sched/sched_process_exit"};
constexpr const char* kOtherEvents[] = {"signal/signal_generate"};

constexpr std::string_view kMarker = "sigspec begins";
constexpr std::string_view kMarkerEvent = "tracing_mark_write";

std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

class FtraceRecorder : public Recorder {
 public:
  ~FtraceRecorder() override;
  std::string start(const std::vector<std::string>& program, const std::string& output) override;
  int wait() override;

 private:
  std::string set_up();
  std::string follow_child();
  [[noreturn]] void be_child(const std::vector<std::string>& program, int go, int failed);
  traces::Tid child_number();
  bool read_some(Source source, std::int64_t& complete_until_ns);
  bool copy_once(std::int64_t complete_until_ns);
  void copy();
  std::vector<traces::Tid> followed() const;
  const TraceInstance& tracer(Source source) const {
    return tracefs_.instance(source == Source::Others);
  }

  Tracefs tracefs_;
  std::array<OpenFile, 2> pipes_;
  OpenFile go_;  // a byte into it, and the child runs the program
  pid_t child_ = -1;
  traces::Tid number_{};  // the child's, in the kernel
  bool lost_ = false;     // the tracers could not keep all lines
  std::optional<FtraceMerge> merge_;
  std::string out_;
  std::vector<char> buffer_;
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
  for (const Source source : {Source::Followed, Source::Others}) {
    const TraceInstance& instance = tracer(source);
    // The clock is that of now_ns, so that a moment can be told by which all has arrived.
    const bool done =
        instance.write("buffer_size_kb", kBufferKb) && instance.write("trace_clock", "mono") &&
        instance.write("options/event-fork", "1") && instance.write("options/record-tgid", "1");
    OpenFile& pipe = pipes_[source == Source::Others];
    if (done) pipe = instance.open("trace_pipe", O_RDONLY | O_NONBLOCK);
    if (!pipe) return system_error("set up a tracer of", "the kernel");
  }
  return {};
}

/// The child's number in the kernel, which is another one in a namespace: the kernel tells it on
/// the line of the child's own marker. Returns: zero when it does not come.
traces::Tid FtraceRecorder::child_number() {
  std::string text;
  char bytes[4096];
  while (!has_ended(child_)) {
    const ssize_t count = read(pipes_[0].get(), bytes, sizeof bytes);
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

std::string FtraceRecorder::follow_child() {
  number_ = child_number();
  const std::string number = std::to_string(static_cast<int>(number_));
  bool done = number_ != traces::Tid{} && tracer(Source::Followed).write("set_event_pid", number) &&
              tracer(Source::Others).write("set_event_notrace_pid", number);
  const auto enable = [&](Source source, const char* event) {
    done = done && tracer(source).write(fmt::format("events/{}/enable", event).c_str(), "1");
  };
  for (const char* event : kFollowedEvents) enable(Source::Followed, event);
  for (const char* event : kOtherEvents) enable(Source::Others, event);
  merge_.emplace(number_);
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
  if (std::string error = follow_child(); !error.empty()) return error;
  const char byte = 1;
  if (write(go_.get(), &byte, 1) != 1) return system_error("start", program[0]);
  go_.close();
  // The pipe is closed by the new program.
  if (int reason = 0; read(failed_out.get(), &reason, sizeof reason) > 0) {
    errno = reason;
    return system_error("run", program[0]);
  }
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
  for (OpenFile& pipe : pipes_) pipe.close();
  tracefs_.remove_instances();
  return status;
}

/// Reads what there is, for a turn. `complete_until_ns`: lowered to the moment up to which all has
/// been read. Returns: whether anything came.
bool FtraceRecorder::read_some(Source source, std::int64_t& complete_until_ns) {
  const int pipe = pipes_[source == Source::Others].get();
  std::size_t read_bytes = 0;
  while (read_bytes < kTurnBytes) {
    const ssize_t count = read(pipe, buffer_.data(), buffer_.size());
    if (count <= 0) return read_bytes > 0;  // empty, for the moment
    merge_->add(source, {buffer_.data(), static_cast<std::size_t>(count)});
    read_bytes += static_cast<std::size_t>(count);
  }
  complete_until_ns = std::min(complete_until_ns, merge_->last_time(source) - kSettledNs);
  return true;
}

/// Returns: whether anything came.
bool FtraceRecorder::copy_once(std::int64_t complete_until_ns) {
  bool any = false;
  for (const Source source : {Source::Others, Source::Followed})
    any = read_some(source, complete_until_ns) || any;
  if (merge_->take_lost()) {
    lost_ = true;
    merge_->follow(followed());
  }
  out_.clear();
  merge_->release(complete_until_ns, out_);
  output_.pass_on(out_.data(), out_.size());
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
  buffer_.resize(1 << 16);
  while (true) {
    const bool any = copy_once(now_ns() - kSettledNs);
    if (merge_->is_over() && has_ended(child_)) break;
    if (any) continue;
    // Where an end was lost, the kernel's word counts.
    if (lost_ && has_ended(child_)) merge_->follow_only(followed());
    usleep(kLookUs);
  }
  copy_once(std::numeric_limits<std::int64_t>::max());
  output_.end();
}

}  // namespace

std::unique_ptr<Recorder> make_ftrace_recorder() { return std::make_unique<FtraceRecorder>(); }

}  // namespace sigspec
