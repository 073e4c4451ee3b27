// Lines, comments and blank lines of a printed spec.
#include "model/print_writer.h"

#include <algorithm>

namespace sigspec::print {

bool Writer::blank_between(std::uint32_t begin, std::uint32_t end) const {
  int feeds = 0;
  for (std::uint32_t at = begin; at < end; ++at) {
    const char c = text_[at];
    if (c == '\n') {
      if (++feeds == 2) return true;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      feeds = 0;
    }
  }
  return false;
}

bool Writer::breaks(std::uint32_t begin, std::uint32_t end) const {
  return begin < end && text_.substr(begin, end - begin).find('\n') != std::string_view::npos;
}

bool Writer::has_comment(std::uint32_t begin, std::uint32_t end) const {
  return std::any_of(file_.comments.begin(), file_.comments.end(), [&](const ast::Comment& c) {
    return begin <= c.span.begin && c.span.begin < end;
  });
}

void Writer::blank() {
  if (!fresh_) out_ += '\n';
  fresh_ = true;
}

/// Writes the comments before `end`. From `own_line_from` on, those at the end of a line get lines
/// of their own. `apart`: a blank line goes before the first, whatever the source has.
/// Returns: whether any stands on a line of its own.
bool Writer::comments(std::uint32_t end, std::uint32_t own_line_from, bool apart) {
  bool own_line = false;
  for (; next_comment_ < file_.comments.size(); ++next_comment_) {
    const ast::Comment& comment = file_.comments[next_comment_];
    if (comment.span.begin >= end) break;
    const std::string content = "//" + comment.text;
    const bool trails = comment.trailing && comment.span.begin < own_line_from;
    if (trails && !ends_in_comment_) {
      out_.back() = ' ';
      out_ += ' ' + content + '\n';
      ends_in_comment_ = true;
    } else {
      if (apart || blank_between(last_end_, comment.span.begin)) blank();
      apart = false;
      line(content);
      fresh_ = false;
      ends_in_comment_ = own_line = true;
    }
    last_end_ = std::max(last_end_, comment.span.end);
  }
  return own_line;
}

void Writer::item(Span span, Gap gap) {
  const bool commented = comments(span.begin, span.begin, gap == Gap::One);
  const bool apart = gap == Gap::One && !commented;
  if (apart || blank_between(last_end_, span.begin)) blank();
  last_end_ = std::max(last_end_, span.begin);
}

void Writer::leaf(Span span, Gap gap) {
  item(span, gap);
  comments(span.end, span.begin, false);
  last_end_ = std::max(last_end_, span.end);
}

void Writer::close(std::uint32_t end) {
  comments(end, end, false);
  last_end_ = std::max(last_end_, end);
  fresh_ = false;
}

void Writer::doc(const ast::Doc& doc) {
  if (doc.empty()) return;
  for (std::size_t begin = 0; begin <= doc.size();) {
    const std::size_t end = std::min(doc.find('\n', begin), doc.size());
    const std::string content = doc.substr(begin, end - begin);
    line(content.empty() ? "///" : "/// " + content);
    begin = end + 1;
  }
}

void Writer::line(const std::string& content) {
  out_.append(content.empty() ? 0 : indent_, ' ');
  out_ += content;
  out_ += '\n';
  fresh_ = content.ends_with('{');
  ends_in_comment_ = false;
}

std::string Writer::finish() {
  comments(static_cast<std::uint32_t>(text_.size()) + 1,
           static_cast<std::uint32_t>(text_.size()) + 1, false);
  return std::move(out_);
}

}  // namespace sigspec::print
