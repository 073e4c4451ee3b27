// The texts of a run and positions in them: files, spans, lines and columns.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace sigspec {

/// Which of a run's texts.
enum class FileId : std::uint32_t {};

/// The bytes [begin, end) of one text.
struct Span {
  FileId file{};
  std::uint32_t begin = 0, end = 0;
};

/// A place for people: both count from 1, the column in bytes.
struct Position {
  std::uint32_t line = 1, column = 1;
};

/// Keeps the texts of a run alive, so that spans and views of them stay valid.
class SourceMap {
 public:
  FileId add(std::string path, std::string text);
  std::string_view path(FileId id) const;
  std::string_view text(FileId id) const;
  std::string_view text(Span span) const;
  Position position(FileId id, std::uint32_t offset) const;
  /// The whole line that `offset` stands in, without its line feed.
  std::string_view line(FileId id, std::uint32_t offset) const;
  std::size_t size() const { return files_.size(); }

 private:
  struct File {
    std::string path, text;
    std::vector<std::uint32_t> line_starts;
  };
  const File& file(FileId id) const;
  std::deque<File> files_;
};

}  // namespace sigspec
