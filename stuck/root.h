// The files of /proc and of what else tells of tasks: those of this machine, or a saved copy of
// them.
//
// A copy may come from anybody, so everything that is read is bounded, and a link or a pipe in the
// place of a file is not opened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sigspec::stuck {

inline constexpr std::size_t kFileBytesMax = 1 << 18;
inline constexpr std::size_t kEntriesMax = 1 << 16;  // of a directory

/// A file's text, or why there is none.
struct Reading {
  std::optional<std::string> text;
  std::string why;
  bool missing = false;  // there is no such file
  bool denied = false;
};

class Root {
 public:
  /// `copy`: a folder that `save` made, or a copy of /proc alone; empty: this machine.
  explicit Root(const std::string& copy = {});

  bool is_copy() const { return is_copy_; }
  /// At most kFileBytesMax bytes of a file, by its path beneath /proc (`12/status`).
  Reading read(const std::string& path) const { return read_file(proc_ + path); }
  /// Where a link beneath /proc points to.
  Reading link(const std::string& path) const;
  /// What a directory beneath /proc holds that is a number, ascending.
  std::vector<int> numbers(const std::string& path) const { return numbers_in(proc_ + path); }
  /// Are we not allowed to see what a directory beneath /proc holds?
  bool is_denied(const std::string& path) const;
  /// Bytes of the memory of a task; fewer where it ends. A copy has none.
  Reading memory(int thread, std::uint64_t address, std::size_t bytes) const;
  /// The same of files beneath /sys.
  Reading read_sys(const std::string& path) const { return read_file(sys_ + path); }
  std::vector<int> sys_numbers(const std::string& path) const { return numbers_in(sys_ + path); }
  /// A file that has its place in neither, such as one of a control group. Pre: no copy.
  static Reading read_file(const std::string& path);

 private:
  static std::vector<int> numbers_in(const std::string& path);
  std::string proc_, sys_;  // both end in a slash
  bool is_copy_ = false;
};

}  // namespace sigspec::stuck
