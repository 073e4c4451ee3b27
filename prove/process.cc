// popen, and what belongs to it.
#include "prove/process.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace sigspec::prove {

bool is_installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string rest = path ? path : "";
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    if (access((rest.substr(0, colon) + "/" + program).c_str(), X_OK) == 0) return true;
    rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
  }
  return false;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

bool read_lines(const std::string& command, const std::function<void(const std::string&)>& line) {
  std::FILE* output = popen(command.c_str(), "r");
  if (!output) return false;
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), output)) line(buffer.data());
  pclose(output);
  return true;
}

TemporaryFile::TemporaryFile(const std::string& name, const std::string& content) {
  std::error_code error;
  std::string pattern =
      (std::filesystem::temp_directory_path(error) / ("sigspec-XXXXXX-" + name)).string();
  const int file = mkstemps(pattern.data(), static_cast<int>(name.size()) + 1);
  if (file < 0) return;
  close(file);
  path_ = pattern;
  std::ofstream(path_, std::ios::binary) << content;
}

TemporaryFile::~TemporaryFile() {
  std::error_code error;
  if (!path_.empty()) std::filesystem::remove(path_, error);
}

}  // namespace sigspec::prove
