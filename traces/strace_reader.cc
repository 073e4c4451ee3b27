// Recordings of strace as events; see strace_reader.h.
#include "traces/strace_reader.h"

namespace sigspec::traces {
namespace {

constexpr std::int64_t kDay = 86'400'000'000'000;

bool is_odd(RecordKind kind) { return kind >= RecordKind::CutByMessage; }

}  // namespace

StraceReader::StraceReader(Input& input, ReaderOptions options, Tid fixed_tid, std::uint32_t file)
    : input_(input), options_(options), fixed_tid_(fixed_tid) {
  place_.file = file;
}

// Times of day wrap at midnight and -r restarts at each line; both become one growing clock.
void StraceReader::keep_time() {
  if (record_.clock == Clock::SincePreviousLine) {
    clock_ns_ += record_.time_ns;
    record_.time_ns = clock_ns_;
  } else if (record_.clock == Clock::TimeOfDay) {
    // Lines of different tasks can be a little out of order; half a day is not a little.
    if (record_.time_ns + kDay / 2 < clock_ns_) day_ns_ += kDay;
    clock_ns_ = record_.time_ns;
    record_.time_ns += day_ns_;
  }
}

void StraceReader::keep_lost() {
  ++stats_.not_understood;
  if (stats_.lost.size() >= options_.not_understood_kept_max) return;
  const std::string_view text = place_.text.substr(0, options_.text_bytes_kept_max);
  stats_.lost.push_back({place_.file, place_.line, std::string(text)});
}

void StraceReader::keep_count() {
  switch (record_.kind) {
    case RecordKind::Satellite:
    case RecordKind::StackLine:
      ++stats_.satellites;
      break;
    case RecordKind::Summary:
      ++stats_.summaries;
      break;
    case RecordKind::Attached:
    case RecordKind::CutByMessage:
    case RecordKind::Message:
      ++stats_.messages;
      break;
    case RecordKind::NotUnderstood:
      keep_lost();
      break;
    default:
      break;
  }
}

// A line that is no event may be the rest of one that a message cut; a message may cut one.
void StraceReader::mend_cut_line() {
  if (record_.kind == RecordKind::CutByMessage) {
    cut_lines_.cut(record_.args);
    record_.args = {};
    record_.kind = RecordKind::Attached;
  } else if (record_.kind == RecordKind::NotUnderstood && cut_lines_.pending()) {
    splitter_.split(cut_lines_.join(line_.text), record_);
    if (!is_odd(record_.kind)) cut_lines_.forget();
  } else if (!is_odd(record_.kind) && record_.kind != RecordKind::Attached) {
    cut_lines_.forget();  // its task was gone on with; the rest never came
  }
}

bool StraceReader::next_record() {
  if (!input_.next(line_)) {
    stats_.lines = line_count_;
    return false;
  }
  place_.line = LineNo{++line_count_};
  place_.text = line_.text;
  if (line_.too_long) {
    record_ = Record{};
    record_.args = line_.text;
  } else {
    splitter_.split(line_.text, record_, line_.unterminated ? LineEnd::Cut : LineEnd::Whole);
  }
  stats_.cut_short |= line_.unterminated;
  if (is_odd(record_.kind) || cut_lines_.pending()) mend_cut_line();
  if (record_.kind > RecordKind::Personality) keep_count();
  if (fixed_tid_ != Tid{} && record_.tid == Tid{}) record_.tid = fixed_tid_;
  if (record_.clock >= Clock::TimeOfDay) keep_time();
  return true;
}

bool StraceReader::make_event(Joiner& joiner, Event& out) {
  if (record_.kind == RecordKind::StackLine && !options_.frames) return false;
  if (!joiner.join(record_, place_, out)) return false;
  ++stats_.events;
  return true;
}

bool StraceReader::next(Event& out) {
  if (holds_) {
    holds_ = false;
    out = held_;
    return true;
  }
  do {
    if (!next_record()) return false;
  } while (!make_event(joiner_, out));
  if (joiner_.has_earlier()) [[unlikely]] {
    held_ = out;
    holds_ = true;
    joiner_.take_earlier(out);
  }
  return true;
}

bool looks_like_strace(std::string_view first_bytes) {
  constexpr int kLinesMax = 20;
  Splitter splitter;
  Record record;
  int events = 0, others = 0;
  for (int n = 0; n < kLinesMax && !first_bytes.empty(); ++n) {
    const std::size_t feed = first_bytes.find('\n');
    if (feed == std::string_view::npos && n > 0) break;  // a line not read to its end says nothing
    splitter.split(first_bytes.substr(0, feed), record);
    const bool neutral = record.kind == RecordKind::Empty || record.kind == RecordKind::Satellite;
    if (!neutral) ++(record.kind == RecordKind::NotUnderstood ? others : events);
    if (feed == std::string_view::npos) break;
    first_bytes.remove_prefix(feed + 1);
  }
  return events > others;
}

}  // namespace sigspec::traces
