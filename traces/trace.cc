// Recordings of one or many files as one stream of events; see trace.h.
#include "traces/trace.h"

#include <algorithm>
#include <deque>
#include <queue>

#include "traces/ftrace_reader.h"
#include "traces/strace_reader.h"

namespace sigspec::traces {
namespace {

// Many files are open at once when merging; each needs little.
constexpr InputLimits kMergeLimits{32 * 1024, 1 << 20};

// A recording in one file, read by the reader of its dialect.
template <class Reader, Dialect kDialect>
class SingleTrace : public Trace {
 public:
  template <class... More>
  SingleTrace(std::unique_ptr<Input> input, std::string path, ReaderOptions options, More... more)
      : input_(std::move(input)), reader_(*input_, options, more...), path_(std::move(path)) {}
  bool next(Event& out) override { return reader_.next(out); }
  Dialect dialect() const override { return kDialect; }
  Order order() const override { return Order::Recorded; }
  ReaderStats stats() const override { return reader_.stats(); }
  std::string failure() const override {
    return reader_.failure().empty() ? "" : path_ + ": " + reader_.failure();
  }

 private:
  std::unique_ptr<Input> input_;
  Reader reader_;
  std::string path_;
};

void add(ReaderStats& sum, const ReaderStats& more, std::size_t lost_max) {
  sum.lines += more.lines;
  sum.events += more.events;
  sum.not_understood += more.not_understood;
  sum.summaries += more.summaries;
  sum.messages += more.messages;
  sum.satellites += more.satellites;
  sum.begins_cut |= more.begins_cut;
  sum.cut_short |= more.cut_short;
  for (const LostLine& line : more.lost)
    if (sum.lost.size() < lost_max) sum.lost.push_back(line);
}

// The files of -ff. At most those of the tasks alive at one time are open.
class MergedTrace : public Trace {
 public:
  MergedTrace(TraceFiles files, ReaderOptions options)
      : files_(std::move(files.files)), options_(options), open_(files_.size()) {}

  /// Reads the first time of each file.  Errors: a file that cannot be opened.
  Outcome<bool> start();
  bool next(Event& out) override;
  Dialect dialect() const override { return Dialect::Strace; }
  Order order() const override { return order_; }
  ReaderStats stats() const override;
  std::string failure() const override { return failure_; }

 private:
  struct OpenFile {
    std::unique_ptr<Input> input;
    std::unique_ptr<StraceReader> reader;
    Event event;             // of the file's current line
    bool returning = false;  // the entry of the call on its line was given already
  };
  struct Due {
    std::int64_t time_ns;
    std::uint32_t file;
    bool operator<(const Due& other) const {  // the queue gives the greatest
      return time_ns != other.time_ns ? time_ns > other.time_ns : file > other.file;
    }
  };
  bool open_file(std::uint32_t file);
  bool advance(std::uint32_t file);
  void close_file(std::uint32_t file);
  bool give(std::uint32_t file, Event& out);

  std::vector<TraceFile> files_;
  ReaderOptions options_;
  std::vector<std::unique_ptr<OpenFile>> open_;
  std::priority_queue<Due> due_;
  std::uint32_t advance_next_ = kNone;  // the file whose line the last event was
  Joiner joiner_;
  Order order_ = Order::ByTime;
  ReaderStats done_;
  std::string failure_;
  static constexpr std::uint32_t kNone = ~0u;
};

Outcome<bool> MergedTrace::start() {
  std::vector<Due> first;
  for (std::uint32_t n = 0; n < files_.size(); ++n) {
    auto input = open_input(files_[n].path, {4096, kMergeLimits.line_bytes_max});
    if (!input) return Failure{input.error()};
    StraceReader reader(**input, options_);
    Event event;
    while (reader.next_record(event) && event.clock == Clock::None) {
    }
    const Clock clock = event.clock;
    // A file of nothing but events without times, or of times that start at its own first line.
    if (clock != Clock::Epoch && clock != Clock::TimeOfDay) order_ = Order::Unknown;
    first.push_back({event.time_ns, n});
  }
  for (Due& due : first) {
    if (order_ == Order::Unknown) due.time_ns = due.file;
    due_.push(due);
  }
  return true;
}

bool MergedTrace::open_file(std::uint32_t file) {
  auto input = open_input(files_[file].path, kMergeLimits);
  if (!input) {
    failure_ = input.error();
    return false;
  }
  open_[file] = std::make_unique<OpenFile>();
  open_[file]->input = std::move(*input);
  open_[file]->reader =
      std::make_unique<StraceReader>(*open_[file]->input, options_, files_[file].tid, file);
  return true;
}

void MergedTrace::close_file(std::uint32_t file) {
  const StraceReader& reader = *open_[file]->reader;
  add(done_, reader.stats(), options_.not_understood_kept_max);
  if (!reader.failure().empty()) failure_ = files_[file].path + ": " + reader.failure();
  open_[file].reset();
}

// Reads the file's next line and says when it is due.  Returns: false at the file's end.
bool MergedTrace::advance(std::uint32_t file) {
  OpenFile& open = *open_[file];
  std::int64_t time_ns = order_ == Order::Unknown ? file : open.event.time_ns;
  if (!open.reader->next_record(open.event)) {
    close_file(file);
    return false;
  }
  // A line without a time, a frame say, belongs to the line before.
  if (open.event.clock == Clock::None) open.event.time_ns = time_ns;
  if (order_ == Order::ByTime) time_ns = open.event.time_ns;
  due_.push({time_ns, file});
  return true;
}

// The event of the file's current line. A call whose duration is known is given as two events,
// so that what other tasks did meanwhile stands between them.
bool MergedTrace::give(std::uint32_t file, Event& out) {
  OpenFile& open = *open_[file];
  const bool two = order_ == Order::ByTime && open.event.record == RecordKind::Call &&
                   open.event.duration_ns > 0;
  if (two && !open.returning) {
    open.returning = true;
    out = open.event;
    out.kind = EventKind::Entered;
    out.entry_line = out.line;
    out.result = ResultText{};
    due_.push({out.time_ns + out.duration_ns, file});
    return true;
  }
  advance_next_ = file;
  const bool any = open.reader->make_event(joiner_, open.event);
  out = open.event;
  if (two) {
    out.whole = false;
    open.returning = false;
  }
  return any;
}

bool MergedTrace::next(Event& out) {
  for (;;) {
    if (advance_next_ != kNone) {
      advance(advance_next_);
      advance_next_ = kNone;
    }
    if (due_.empty()) return false;
    const std::uint32_t file = due_.top().file;
    due_.pop();
    if (open_[file] == nullptr) {
      if (open_file(file)) advance(file);
      continue;
    }
    if (give(file, out)) return true;
  }
}

ReaderStats MergedTrace::stats() const {
  ReaderStats sum = done_;
  for (const auto& open : open_)
    if (open) add(sum, open->reader->stats(), options_.not_understood_kept_max);
  return sum;
}

}  // namespace

std::unique_ptr<Trace> read_trace(std::unique_ptr<Input> input, Dialect dialect,
                                  const TraceFile& file, ReaderOptions options) {
  if (dialect == Dialect::Ftrace)
    return std::make_unique<SingleTrace<FtraceReader, Dialect::Ftrace>>(std::move(input),
                                                                        file.path, options);
  return std::make_unique<SingleTrace<StraceReader, Dialect::Strace>>(std::move(input), file.path,
                                                                      options, file.tid);
}

Outcome<std::unique_ptr<Trace>> open_trace(const TraceFiles& files, ReaderOptions options,
                                           std::optional<Dialect> dialect) {
  if (files.files.size() == 1) {
    const TraceFile& file = files.files[0];
    auto input = open_input(file.path);
    if (!input) return Failure{input.error()};
    if (!dialect) dialect = recognise_dialect((*input)->peek());
    return read_trace(std::move(*input), *dialect, file, options);
  }
  auto merged = std::make_unique<MergedTrace>(files, options);
  Outcome<bool> started = merged->start();
  if (!started) return Failure{started.error()};
  return std::unique_ptr<Trace>(std::move(merged));
}

Outcome<std::unique_ptr<Trace>> open_trace(const std::string& path, ReaderOptions options,
                                           std::optional<Dialect> dialect) {
  auto found = find_traces(path, looks_like_recording);
  if (!found) return Failure{found.error()};
  if (found->empty()) return Failure{"no recording beneath " + path};
  if (found->size() > 1) return Failure{path + " holds more than one recording"};
  return open_trace(found->front(), options, dialect);
}

}  // namespace sigspec::traces
