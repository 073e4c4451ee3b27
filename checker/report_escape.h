// Makes text of a recording fit to be shown: on a terminal, in JSON, XML and Markdown.
//
// A recording holds whatever bytes a program chose. Shown as they are they could break a document
// or drive the reader's terminal; so every format shows `printable` text, and quotes it then.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sigspec {

/// Valid UTF-8 stays; control characters, directional overrides and all other bytes become \xHH.
std::string printable(std::string_view bytes);

/// At most `bytes_max` bytes of printable text, cut between characters and marked as cut.
std::string shortened(std::string_view bytes, std::size_t bytes_max);

/// Printable text for XML, attributes included.
std::string xml_escaped(std::string_view bytes);

/// Printable text for Markdown outside of code: nothing in it formats, links or ends a table cell.
std::string markdown_escaped(std::string_view bytes);

/// Printable text as inline code that nothing in it can end.
std::string markdown_code(std::string_view bytes);
/// The same in a table, where a bar would end the cell even in code.
std::string markdown_cell_code(std::string_view bytes);

/// A path as a relative or file URI's path: percent-encoded bytes.
std::string uri_escaped(std::string_view path);

/// `1 line`, `1,204 lines`.
std::string counted(std::uint64_t count, std::string_view noun);

/// A line of a sheet, as RFC 4180 has it but for the line feed at its end.
std::string csv_line(const std::vector<std::string>& cells);

/// Documentation as one line, where a sentence has to fit in.
std::string one_line(std::string text);

/// `a, b, c`
std::string joined(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace sigspec
