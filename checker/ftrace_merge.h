// FtraceMerge: the lines of tracers as one recording, in their order, without what is nobody's
// business.
//
// The kernel can follow a program and its children, but then it shows only the signals that they
// send themselves: not those of timers, terminals and other programs. So a second tracer shows the
// signals that all others send; of its lines only those to the tasks that are followed are kept,
// without the name of the sender. Each processor has its own buffer; where one was full, lines of
// that processor are missing, and that is told at the place where they would have stood.
#pragma once

#include <cstdint>
#include <functional>
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

  /// Writes a time of a line as seconds.
  using Seconds = std::function<std::string(std::int64_t time)>;

  /// The recording begins where `program` enters its first call. `seconds`: where the tracers'
  /// clock does not print any; times are of that clock.
  explicit FtraceMerge(traces::Tid program, Seconds seconds = {})
      : seconds_(std::move(seconds)), live_{number(program)} {}

  /// One processor's buffer. Returns: its index.
  std::size_t add_input(Source source);
  /// Takes bytes as they come; lines may be cut anywhere, but are in order.
  void add(std::size_t input, std::string_view bytes);
  /// No line of the input that is older is still to come.
  void complete(std::size_t input, std::int64_t until);
  /// Appends the lines up to the moment until which all inputs are complete.
  void release(std::string& out);
  /// Appends what is left.
  void finish(std::string& out);

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
    Source source;
    std::string rest;  // of a line that has not come whole
    std::int64_t complete_until = 0;
  };
  struct Held {
    std::int64_t time;
    Source source;
    std::uint64_t order;
    std::size_t begin, size;  // in held_text_
    bool operator<(const Held& other) const {
      if (time != other.time) return time < other.time;
      // What is sent is there before it is taken.
      if (source != other.source) return source == Source::Others;
      return order < other.order;
    }
  };
  static std::int32_t number(traces::Tid tid) { return static_cast<std::int32_t>(tid); }
  void add_line(Input& input, std::string_view line);
  void release_until(std::int64_t until, std::string& out);
  void give(Source source, std::string_view line, std::string& out);
  bool is_kept(Source source, const traces::FtraceLine& line);
  void take_over(const traces::FtraceLine& line);
  void end(const traces::FtraceLine& line);

  Seconds seconds_;
  std::vector<Input> inputs_;
  std::string held_text_;
  std::vector<Held> held_;
  std::uint64_t order_ = 0;
  bool started_ = false, lost_ = false;
  std::unordered_set<std::int32_t> live_;
  /// Leaders that ended before their process: signals are sent to it under their number.
  std::unordered_set<std::int32_t> ended_leaders_;
};

}  // namespace sigspec
