// The texts of a run: kept in a deque, so that views of them stay valid as more are added.
#include "model/source.h"

#include <algorithm>
#include <utility>

namespace sigspec {

FileId SourceMap::add(std::string path, std::string text) {
  File file{std::move(path), std::move(text), {0}};
  for (std::size_t at = file.text.find('\n'); at != std::string::npos;
       at = file.text.find('\n', at + 1)) {
    file.line_starts.push_back(static_cast<std::uint32_t>(at + 1));
  }
  files_.push_back(std::move(file));
  return FileId{static_cast<std::uint32_t>(files_.size() - 1)};
}

const SourceMap::File& SourceMap::file(FileId id) const {
  return files_.at(static_cast<std::uint32_t>(id));
}

std::string_view SourceMap::path(FileId id) const { return file(id).path; }

std::string_view SourceMap::text(FileId id) const { return file(id).text; }

std::string_view SourceMap::text(Span span) const {
  const std::string_view all = text(span.file);
  const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, all.size());
  return all.substr(begin, end - begin);
}

Position SourceMap::position(FileId id, std::uint32_t offset) const {
  const std::vector<std::uint32_t>& starts = file(id).line_starts;
  const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  return {static_cast<std::uint32_t>(after - starts.begin()), offset - *(after - 1) + 1};
}

std::string_view SourceMap::line(FileId id, std::uint32_t offset) const {
  const std::string_view all = text(id);
  const std::uint32_t from = offset - (position(id, offset).column - 1);
  if (from >= all.size()) return {};
  std::string_view rest = all.substr(from);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

}  // namespace sigspec
