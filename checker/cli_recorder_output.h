// Where a recording goes while it is made: to a file, if one is wanted, and to the judge.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sigspec {

/// Pipes that hold as much let a program run on while the judge catches up.
inline constexpr int kPipeBytes = 1 << 20;

class RecordingOutput {
 public:
  RecordingOutput() = default;
  ~RecordingOutput();
  RecordingOutput(const RecordingOutput&) = delete;
  RecordingOutput& operator=(const RecordingOutput&) = delete;

  /// `file`: empty when none is wanted. Returns: an error's text, or empty.
  std::string open(const std::string& file);
  /// Where the judge reads, once.
  std::string path() const;
  void stop_reading();

  /// Bytes that nobody wants any more are dropped.
  void pass_on(const char* bytes, std::size_t count);
  /// Nothing follows for the judge.
  void end();
  void close_file();
  /// Why the file is not whole; empty when it is.
  const std::string& error() const { return error_; }

 private:
  int file_ = -1, judge_read_ = -1, judge_write_ = -1;
  std::string error_;
};

/// What recorders say when a system call fails.
std::string system_error(const char* what, const std::string& of);

/// The program takes the place of this process. Returns: an errno, when it cannot.
int become(const std::vector<std::string>& words);

}  // namespace sigspec
