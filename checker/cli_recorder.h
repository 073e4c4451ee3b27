// Runs a program under an observer and gives out the recording while it is made.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checker/cli_recorder_output.h"

namespace sigspec {

/// The program keeps standard input, output and the terminal.
class Recorder {
 public:
  virtual ~Recorder() = default;

  /// Begins. `output`: the file to keep, or empty. Returns: an error's text, empty when it runs.
  virtual std::string start(const std::vector<std::string>& program, const std::string& output) = 0;
  /// Waits for the program. Returns: its wait status.
  virtual int wait() = 0;

  /// Where the judge reads the recording, once.
  std::string path() const { return output_.path(); }
  /// The judge needs no more; the program and the file go on to their ends.
  void stop_reading() { output_.stop_reading(); }
  /// Why the file is not whole; empty when it is. Pre: waited.
  const std::string& error() const { return output_.error(); }

 protected:
  RecordingOutput output_;
};

/// strace with the options that show most; the file to write is the next word.
const std::vector<std::string>& strace_command();

std::unique_ptr<Recorder> make_strace_recorder();
std::unique_ptr<Recorder> make_ftrace_recorder();

}  // namespace sigspec
