// Writes the lines of a printed spec, and puts comments and blank lines where they were.
//
// The printer announces each item before it writes it (`item`) and the writer then puts down the
// comments that stood before it in the source. A comment at the end of a line stays there; one
// inside an expression moves to the line above it. Between items one blank line stays if the source
// has any.
#pragma once

#include <string>

#include "model/ast.h"
#include "model/print_layout.h"
#include "model/source.h"

namespace sigspec::print {

class Writer {
 public:
  Writer(const ast::File& file, const SourceMap& sources)
      : file_(file), text_(sources.text(file.id)) {}

  /// What stands between two items, besides comments.
  enum class Gap { AsSource, One };

  /// An item with this span follows, whose parts are announced on their own.
  void item(Span span, Gap gap = Gap::AsSource);
  /// An item that is written in one piece.
  void leaf(Span span, Gap gap = Gap::AsSource);
  /// A block that ends at `end`: the comments before its closing brace.
  void close(std::uint32_t end);

  void doc(const ast::Doc& doc);
  /// A line at the present indentation; `content` may hold line feeds that are indented already.
  void line(const std::string& content);
  void indent(std::size_t columns = 2) { indent_ += columns; }
  void dedent(std::size_t columns = 2) { indent_ -= columns; }
  std::size_t indentation() const { return indent_; }
  /// Remaining comments.
  std::string finish();

  /// Is there a line feed in the source between these offsets?
  bool breaks(std::uint32_t begin, std::uint32_t end) const;
  /// Is there a comment between these offsets?
  bool has_comment(std::uint32_t begin, std::uint32_t end) const;

 private:
  bool comments(std::uint32_t end, std::uint32_t own_line_from, bool apart);
  bool blank_between(std::uint32_t begin, std::uint32_t end) const;
  void blank();

  const ast::File& file_;
  std::string_view text_;
  std::string out_;
  std::size_t indent_ = 0;
  std::size_t next_comment_ = 0;
  std::uint32_t last_end_ = 0;    // of what was written last, in the source
  bool fresh_ = true;             // nothing since the start or an opening brace
  bool ends_in_comment_ = true;   // the last line cannot take a comment
};

}  // namespace sigspec::print
