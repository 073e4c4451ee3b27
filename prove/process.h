// Other solvers run as processes: whether they are installed, and what they print.
#pragma once

#include <functional>
#include <string>

namespace sigspec::prove {

bool is_installed(const std::string& program);
/// As one word of a shell's command.
std::string quoted(const std::string& text);
/// Runs a command of the shell; `line` gets each line that it prints. False: it could not be run.
bool read_lines(const std::string& command, const std::function<void(const std::string&)>& line);

/// A file of this process that is removed in the end.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, const std::string& content);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace sigspec::prove
