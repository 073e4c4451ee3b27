// The kernel's tracing, through tracefs: an instance of our own, which nobody else sees.
//
// The file system is not mounted anywhere for it. The instance is removed by a process that does
// nothing but wait for our end, however that comes.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace sigspec {

/// An open descriptor, closed with its owner.
class OpenFile {
 public:
  explicit OpenFile(int descriptor = -1) : descriptor_(descriptor) {}
  OpenFile(OpenFile&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  OpenFile& operator=(OpenFile&& other) noexcept;
  ~OpenFile() { close(); }

  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }
  void close();

 private:
  int descriptor_;
};

/// One of the tracers. Its settings are files in a folder.
class TraceInstance {
 public:
  TraceInstance(OpenFile folder, std::string name)
      : folder_(std::move(folder)), name_(std::move(name)) {}

  /// Pre: `file` is one of the instance's. Errors: false, and errno.
  bool write(const char* file, std::string_view text) const;
  /// The whole of a small file; empty when it cannot be read.
  std::string read(const char* file) const;
  OpenFile open(const char* file, int flags) const;
  const std::string& name() const { return name_; }

 private:
  OpenFile folder_;
  std::string name_;
};

class Tracefs {
 public:
  Tracefs() = default;
  ~Tracefs() { remove_instances(); }
  Tracefs(const Tracefs&) = delete;
  Tracefs& operator=(const Tracefs&) = delete;

  /// Makes instances for this process, one for each name, and removes old ones that nobody uses:
  /// their removers were killed. Returns: an error's text, or empty.
  std::string make_instances(const std::vector<std::string>& names);
  const TraceInstance& instance(std::size_t i) const { return instances_[i]; }
  /// Waits until they are gone. Pre: no file of theirs is open any more.
  void remove_instances();

 private:
  std::string start_remover();
  void remove_old() const;

  OpenFile root_, end_of_life_;  // the remover waits for the end of the latter
  std::vector<std::string> paths_;
  std::vector<TraceInstance> instances_;
  pid_t remover_ = -1;
};

}  // namespace sigspec
