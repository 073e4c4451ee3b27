// Stepping over the nested pieces of strace's argument text: strings, decorations, comments.
//
// These are what makes a comma or a parenthesis mean nothing. One definition serves the splitter
// (where does the argument list end?) and the argument reader (where does this argument end?).
#pragma once

#include <string_view>

namespace sigspec::traces {

/// Pre: *p is the opening quote.  Returns: behind the closing one, or null when there is none.
const char* skip_string(const char* p, const char* end);

/// Pre: *p is '<'.  A decoration may hold parentheses, commas, arrows and nested < >; in the form
/// of a socket also quoted text with raw < >.  Returns: behind its '>', or null.
const char* skip_decoration(const char* p, const char* end);

/// Pre: p begins "/*".  Returns: behind "*/", or null.
const char* skip_comment(const char* p, const char* end);

/// Steps over one string, comment, decoration or marker when one begins at `p`, else over one
/// character.  `begin` is where the text begins: what stands before '<' decides what it is.
/// Returns: null when the piece does not end.
const char* skip_piece(const char* begin, const char* p, const char* end);

/// Looks for the ')' that closes an argument list which begins at `p` (behind its '(').
/// Returns: the ')', or null when the list is not closed in this text.
const char* find_close(const char* p, const char* end);

}  // namespace sigspec::traces
