// Recordings of strace as events; see strace_reader.h.
#include "traces/strace_reader.h"

#include <algorithm>
#include <utility>

#include "traces/chars.h"

namespace sigspec::traces {
namespace {

constexpr std::int64_t kDay = 86'400'000'000'000;
// A clock made of many lines stops here, far beyond any recording, rather than overflow.
constexpr std::int64_t kClockMax = std::int64_t{1} << 61;

bool is_odd(RecordKind kind) { return kind >= RecordKind::Attached; }

void make_lost(LineNo line, std::string_view text, Event& event) {
  event.reset();
  event.line = line;
  event.text = event.args = text;
}

/// Can this have been a line of strace's before it was cut or spoilt? A program's own words, which
/// stand among them on a terminal, begin with a word and no call, and end in no result.
bool may_be_of_strace(std::string_view text) {
  const std::size_t blanks = text.find_first_not_of(' ');
  if (blanks == text.npos || is_digit(text[blanks])) return true;
  const auto begin = text.begin() + static_cast<std::ptrdiff_t>(blanks);
  const auto word_end = std::find_if(begin, text.end(), [](char c) { return !is(c, kWord); });
  const bool has_words = word_end != begin && word_end != text.end() && *word_end != '(';
  return !has_words || text.find(") = ") != text.npos || text.ends_with("---") ||
         text.ends_with("+++") || text.ends_with("...>");
}

}  // namespace

StraceReader::StraceReader(Input& input, ReaderOptions options, Tid fixed_tid, std::uint32_t file)
    : input_(input),
      options_(options),
      fixed_tid_(fixed_tid),
      file_(file),
      joiner_(options.births) {}

ReaderStats StraceReader::stats() const {
  ReaderStats out = stats_;
  out.lines = line_count_;
  return out;
}

// Times of day wrap at midnight and -r restarts at each line; both become one growing clock.
void StraceReader::keep_time(Event& event) {
  if (event.clock == Clock::SincePreviousLine) {
    // What stands behind the last digit is lost: a unit for each line, or the clock would run slow.
    if (event.time_ns != 0) unit_ns_ = std::min(unit_ns_, time_unit_ns(event.time_ns));
    if (clock_ns_ < kClockMax) clock_ns_ += event.time_ns + (timed_ ? unit_ns_ : 0);
    timed_ = true;
    event.time_ns = clock_ns_;
  } else if (event.clock == Clock::TimeOfDay) {
    // Lines of different tasks can be a little out of order; half a day is not a little.
    if (event.time_ns + kDay / 2 < clock_ns_ && day_ns_ < kClockMax) day_ns_ += kDay;
    clock_ns_ = event.time_ns;
    event.time_ns += day_ns_;
  }
}

void StraceReader::lose(LineNo line, std::string_view text) {
  ++stats_.not_understood;
  lost_ = lost_ || may_be_of_strace(text);
  if (stats_.lost.size() >= options_.not_understood_kept_max) return;
  stats_.lost.push_back({file_, line, std::string(text.substr(0, options_.text_bytes_kept_max))});
}

// With -z and its kin strace holds a call back until it has ended. A call that another task's line
// had cut then stands on two lines, one right after the other, and the second has no head.
bool StraceReader::resume_bare(Event& event) {
  const OpenCall* call = joiner_.opened_on(LineNo{line_count_ - 1});
  if (call == nullptr || !splitter_.split_bare_end(event.text, event)) {
    event.record = RecordKind::NotUnderstood;
    return false;
  }
  event.held_back = true;
  event.tid = joiner_.last_entered();
  event.name = call->name();
  return true;
}

// What is no event of its own: counted, or held because its rest may come on the next line.
void StraceReader::keep_odd(Event& event) {
  switch (event.record) {
    case RecordKind::CutByMessage:
      ++stats_.messages;
      if (cut_lines_.goes_on(event.args)) {
        cut_lines_.add(event.args);
      } else {
        if (cut_lines_.pending()) lose(cut_lines_.line(), cut_lines_.head());
        cut_lines_.keep(event.args, event.line, CutBy::Message);
      }
      event.args = {};
      event.record = RecordKind::Attached;
      break;
    case RecordKind::NotUnderstood:
      if (resume_bare(event)) break;
      if (event.line == LineNo{1} && Splitter::is_rest_of_event(event.text)) {
        stats_.begins_cut = true;
        event.record = RecordKind::Empty;
        break;
      }
      if (splitter_.begins_event(event.text)) {
        if (cut_lines_.pending()) lose(cut_lines_.line(), cut_lines_.head());
        cut_lines_.keep(event.text, event.line, CutBy::ForeignText);
        event.record = RecordKind::Empty;
      } else {
        lose(event.line, event.text);
      }
      break;
    case RecordKind::Satellite:
    case RecordKind::StackLine: ++stats_.satellites; break;
    case RecordKind::Summary: ++stats_.summaries; break;
    case RecordKind::Attached:
    case RecordKind::Message: ++stats_.messages; break;
    default: break;
  }
}

// Pre: a head is pending.  A line that is no event may be its rest; an event says that the rest
// will not come, and the head is lost.
void StraceReader::mend(Event& event) {
  if (event.record == RecordKind::NotUnderstood) {
    splitter_.split(cut_lines_.join(event.text), event);
    if (!is_odd(event.record)) {
      event.mended = true;
      event.spliced = cut_lines_.cut_by() == CutBy::ForeignText;
      cut_lines_.forget();
      return;
    }
    event.reset();
    event.args = event.text;
  }
  const bool over = !is_odd(event.record) || cut_lines_.hopeless();
  if (!over) return;
  lose(cut_lines_.line(), cut_lines_.head());
  cut_lines_.forget();
}

inline void StraceReader::finish_record(Event& out) {
  if (cut_lines_.pending()) [[unlikely]]
    mend(out);
  if (is_odd(out.record)) [[unlikely]]
    keep_odd(out);
  if (fixed_tid_ != Tid{} && out.tid == Tid{}) out.tid = fixed_tid_;
  if (out.clock >= Clock::TimeOfDay) keep_time(out);
}

// A tracer that was killed leaves half a line. It says nothing, and is nothing to be understood.
// What has no whole line is no recording, unless it is one task's part of one.
void StraceReader::note_cut(Event& event) {
  if (event.record != RecordKind::NotUnderstood) return;
  if (stats_.events == 0 && fixed_tid_ == Tid{}) return;
  if (!splitter_.is_cut_event(event.text)) return;
  stats_.cut_short = true;
  event.record = RecordKind::Empty;
}

// The last line, a line beyond the limit, or the end with a head still waiting for its rest.
bool StraceReader::next_unusual(Event& out) {
  Line line;
  if (!input_.next(line)) {
    if (!cut_lines_.pending()) return false;
    lose(cut_lines_.line(), cut_lines_.head());
    make_lost(cut_lines_.line(), cut_lines_.join({}), out);
    cut_lines_.forget();
    return true;
  }
  out.line = LineNo{++line_count_};
  out.text = line.text;
  if (line.too_long) {
    make_lost(out.line, line.text, out);
  } else {
    splitter_.split(line.text, out, line.unterminated ? LineEnd::Cut : LineEnd::Whole);
  }
  if (line.unterminated) note_cut(out);
  finish_record(out);
  return true;
}

bool StraceReader::next_record(Event& out) {
  out.file = file_;
  out.mended = out.spliced = out.held_back = false;
  const char* end = nullptr;
  const char* begin = input_.next_whole(end);
  if (begin == nullptr) [[unlikely]]
    return next_unusual(out);
  const std::string_view line(begin, static_cast<std::size_t>(end - begin));
  out.line = LineNo{++line_count_};
  out.text = line;
  splitter_.split(line, out);
  finish_record(out);
  return true;
}

bool StraceReader::make_event(Joiner& joiner, Event& event) {
  if (lost_) [[unlikely]] joiner.lose();
  if (event.record == RecordKind::StackLine && !options_.frames) return false;
  if (!joiner.join(event)) return false;
  event.after_loss = std::exchange(lost_, false);
  if (event.kind < EventKind::Frame) ++stats_.events;
  return true;
}

bool StraceReader::next(Event& out) {
  if (holds_) [[unlikely]] {
    holds_ = false;
    out = held_;
    return true;
  }
  do {
    if (!next_record(out)) return false;
  } while (!make_event(joiner_, out));
  if (joiner_.has_earlier()) [[unlikely]] {
    held_ = out;
    holds_ = true;
    joiner_.take_earlier(out);
  }
  return true;
}

namespace {

/// Calls `visit(record)` for the first lines, until it returns false.
template <class Visit>
void for_first_records(std::string_view first_bytes, Visit visit) {
  constexpr int kLinesMax = 20;
  Splitter splitter;
  Record record;
  for (int n = 0; n < kLinesMax && !first_bytes.empty(); ++n) {
    const std::size_t feed = first_bytes.find('\n');
    if (feed == std::string_view::npos && n > 0) break;  // a line not read to its end says nothing
    splitter.split(first_bytes.substr(0, feed), record);
    if (!visit(record) || feed == std::string_view::npos) break;
    first_bytes.remove_prefix(feed + 1);
  }
}

}  // namespace

bool looks_like_strace(std::string_view first_bytes) {
  int events = 0, others = 0;
  for_first_records(first_bytes, [&](const Record& record) {
    const bool neutral =
        record.record == RecordKind::Empty || record.record == RecordKind::Satellite;
    if (!neutral) ++(record.record == RecordKind::NotUnderstood ? others : events);
    return true;
  });
  return events > others;
}

bool says_whose_lines(std::string_view first_bytes) {
  bool says = false;
  for_first_records(first_bytes, [&](const Record& record) {
    says = record.record != RecordKind::NotUnderstood && record.tid != Tid{};
    return !says;
  });
  return says;
}

}  // namespace sigspec::traces
