// Text that knows where it may be broken: what the printer makes of expressions.
//
// A piece of text is built once and then laid out in a given width: a group stays on one line when
// it fits and breaks at all of its lines otherwise, a fill breaks only where it must. (Wadler's and
// Leijen's pretty printer, in the part of it that the spec language needs.)
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace sigspec::layout {

struct Node;
/// A piece of text; cheap to copy.
using Piece = std::shared_ptr<const Node>;

constexpr std::size_t kColumnsMax = 100;

Piece text(std::string content);
/// `flat` when the group stays on its line, else a line feed.
Piece line(std::string flat = " ");
/// Always a line feed, `flat` in text that is printed without any.
Piece hard_line(std::string flat);
/// Blanks that align columns; none in text that is printed on one line.
Piece pad(std::size_t columns);
Piece join(std::vector<Piece> pieces);
Piece group(Piece content);
/// Lines inside begin `columns` further right.
Piece nest(std::size_t columns, Piece content);
/// Lines inside begin where this piece begins.
Piece align(Piece content);
/// Items with `separator` between them, as many on a line as fit.
Piece fill(std::vector<Piece> items, const std::string& separator);

/// How many columns the piece takes on one line; more than any line holds when it must break.
std::size_t width(const Piece& piece);
bool must_break(const Piece& piece);

/// Lays the piece out; its first line begins at `column`, the others at `indent`.
/// `after`: columns to keep free behind its last line.
std::string render(const Piece& piece, std::size_t column, std::size_t indent,
                   std::size_t after = 0);

/// On one line, however long.
std::string flat(const Piece& piece);

/// The columns of a text: its characters, not its bytes.
std::size_t columns(const std::string& content);

}  // namespace sigspec::layout
