// FtraceMerge: the lines of two tracers as one recording, without what is nobody's business.
//
// The kernel can follow a program and its children, but then it shows only the signals that they
// send themselves: not those of timers, terminals and other programs. So a second tracer shows the
// signals that all others send; of its lines only those to the tasks that are followed are kept,
// without the name of the sender.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "traces/ftrace_line.h"

namespace sigspec {

class FtraceMerge {
 public:
  /// Whose doings a tracer shows.
  enum class Source : std::uint8_t { Followed, Others };

  /// The recording begins where `program` enters its first call.
  explicit FtraceMerge(traces::Tid program) : live_{number(program)} {}

  /// Takes bytes as they come; lines may be cut anywhere.
  void add(Source source, std::string_view bytes);
  /// Appends the lines up to a moment in their order. Pre: none of before it is still to come.
  void release(std::int64_t until_ns, std::string& out);
  /// Of the last line that came.
  std::int64_t last_time(Source source) const { return inputs_[index(source)].last_time_ns; }

  /// Is no task of the program alive, as far as the lines have told?
  bool is_over() const { return live_.empty(); }
  /// True when lines were lost, births and ends perhaps; then follow() tells who lives.
  bool take_lost() { return std::exchange(lost_, false); }
  /// Of these tasks the kernel says that it follows them; some may have ended.
  void follow(const std::vector<traces::Tid>& tasks);
  /// Nobody else is alive.
  void follow_only(const std::vector<traces::Tid>& tasks);

 private:
  struct Input {
    std::string rest;  // of a line that has not come whole
    std::string lost;  // what was said of lost lines, to stand before the next one
    std::int64_t last_time_ns = 0;
  };
  struct Held {
    std::int64_t time_ns;
    Source source;
    std::uint64_t order;
    std::size_t begin, size;  // in held_text_
    bool operator<(const Held& other) const {
      if (time_ns != other.time_ns) return time_ns < other.time_ns;
      // What is sent is there before it is taken.
      if (source != other.source) return source == Source::Others;
      return order < other.order;
    }
  };
  static std::size_t index(Source source) { return static_cast<std::size_t>(source); }
  static std::int32_t number(traces::Tid tid) { return static_cast<std::int32_t>(tid); }
  void add_line(Source source, std::string_view line);
  void give(Source source, std::string_view line, std::string& out);
  bool is_kept(Source source, const traces::FtraceLine& line);
  void take_over(const traces::FtraceLine& line);
  void end(const traces::FtraceLine& line);

  Input inputs_[2];
  std::string held_text_;
  std::vector<Held> held_;
  std::uint64_t order_ = 0;
  bool started_ = false, lost_ = false;
  std::unordered_set<std::int32_t> live_;
  /// Leaders that ended before their process: signals are sent to it under their number.
  std::unordered_set<std::int32_t> ended_leaders_;
};

}  // namespace sigspec
