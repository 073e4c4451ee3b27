// Trace: one recording, be it a file, a pipe, or the many files of strace -ff.
//
// -ff writes NAME.TID for each task. Taken one by one such files are not a recording: who killed
// whom is spread over them. They are merged by their time stamps; without stamps the reader says
// that the order between tasks is unknown, and reads them one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "traces/dialect.h"
#include "traces/event.h"
#include "traces/input.h"
#include "traces/outcome.h"
#include "traces/reader.h"

namespace sigspec::traces {

struct TraceFile {
  std::string path;
  Tid tid{};  // of all its lines; zero when the lines say it themselves
};

/// The files that make one recording.
struct TraceFiles {
  std::string name;  // the path, or the common head of the paths
  std::vector<TraceFile> files;
};

/// Finds what `path` means: a file, "-", the head of -ff files, or every recording beneath a
/// directory whose first bytes are `wanted`.  Returns: sorted by name.
Outcome<std::vector<TraceFiles>> find_traces(const std::string& path,
                                             bool (*wanted)(std::string_view first_bytes));
/// Where all files of one run of strace -ff are among the paths (NAME.*), NAME stands for them.
std::vector<std::string> join_task_files(const std::vector<std::string>& paths);

class Trace {
 public:
  virtual ~Trace() = default;
  /// Returns: false at the end.
  virtual bool next(Event& out) = 0;
  virtual Dialect dialect() const = 0;
  virtual Order order() const = 0;
  /// Summed over the files.  Cost: copies the lost lines.
  virtual ReaderStats stats() const = 0;
  /// Why part of the input could not be read; empty when all could.
  virtual std::string failure() const = 0;
};

/// `dialect`: nothing is to recognise it by the first bytes; what looks like none is strace's.
Outcome<std::unique_ptr<Trace>> open_trace(const TraceFiles& files, ReaderOptions options = {},
                                           std::optional<Dialect> dialect = {});

/// Reads lines from wherever they come; `file` names them in messages.
std::unique_ptr<Trace> read_trace(std::unique_ptr<Input> input, Dialect dialect,
                                  const TraceFile& file = {}, ReaderOptions options = {});

/// The same for a path that means one recording.
Outcome<std::unique_ptr<Trace>> open_trace(const std::string& path, ReaderOptions options = {},
                                           std::optional<Dialect> dialect = {});

}  // namespace sigspec::traces
