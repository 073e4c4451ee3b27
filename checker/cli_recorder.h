// Runs a program under strace and gives out the recording while it is made.
#pragma once

#include <sys/types.h>

#include <string>
#include <thread>
#include <vector>

namespace sigspec {

/// The recorder writes into a named pipe, which no traced program inherits; a thread copies what
/// comes to a file, if one is wanted, and to the judge. The program keeps standard input, output
/// and the terminal.
class Recorder {
 public:
  Recorder() = default;
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// Begins. `output`: the file to keep, or empty. Returns: an error's text, empty when it runs.
  std::string start(const std::vector<std::string>& program, const std::string& output);
  /// Where the judge reads the recording, once.
  std::string path() const;
  /// The judge needs no more; the program and the file go on to their ends.
  void stop_reading();
  /// Waits for the program. Returns: the recorder's wait status.
  int wait();
  /// Why the file is not whole; empty when it is. Pre: waited.
  const std::string& error() const { return error_; }

 private:
  std::string make_pipes(const std::string& output);
  void copy();
  void pass_on(const char* bytes, std::size_t count);
  bool has_ended() const;
  void remove_fifo();

  std::string directory_, fifo_;
  int source_ = -1, file_ = -1, judge_read_ = -1, judge_write_ = -1;
  pid_t child_ = -1;
  std::thread thread_;
  std::string error_;
};

}  // namespace sigspec
