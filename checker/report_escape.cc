// Which characters may be shown, and how each format quotes them.
#include "checker/report_escape.h"

#include <fmt/format.h>

#include <algorithm>

namespace sigspec {

namespace {

/// The length of the UTF-8 character at the start of `text`, or 0 when it is not to be shown.
std::size_t shown_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  std::uint32_t code = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
    code = code << 6 | (byte(i) & 0x3fU);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool overlong = code < kLeast[length];
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  const bool control = code < 0xa0 || code == 0x2028 || code == 0x2029;
  const bool overrides = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  const bool no_character = (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
  if (overlong || surrogate || control || overrides || no_character || code > 0x10ffff) return 0;
  return length;
}

}  // namespace

std::string printable(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = shown_character(bytes);
    if (length == 0)
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(bytes[0]));
    else out += bytes.substr(0, length);
    bytes.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string shortened(std::string_view bytes, std::size_t bytes_max) {
  if (bytes.size() <= bytes_max) return printable(bytes);
  std::size_t cut = bytes_max;
  while (cut > 0 && (static_cast<unsigned char>(bytes[cut]) & 0xc0) == 0x80) --cut;
  return fmt::format("{}... (+{} bytes)", printable(bytes.substr(0, cut)), bytes.size() - cut);
}

std::string xml_escaped(std::string_view bytes) {
  std::string out;
  for (const char c : printable(bytes)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string markdown_escaped(std::string_view bytes) {
  constexpr std::string_view kSpecial = "\\`*_{}[]()#+-!|~<>@&";
  std::string out;
  for (const char c : printable(bytes)) {
    if (c == '<') out += "&lt;";
    else if (c == '&') out += "&amp;";
    else if (c == '@') out += "@\u200b";  // nobody is mentioned
    else {
      if (kSpecial.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string markdown_code(std::string_view bytes) {
  const std::string text = printable(bytes);
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const bool padded = longest > 0;
  return fence + (padded ? " " : "") + text + (padded ? " " : "") + fence;
}

std::string markdown_cell_code(std::string_view bytes) {
  std::string out;
  for (const char c : markdown_code(bytes)) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string uri_escaped(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/!$&'()*+,;=@";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z');
    if (letter || kPlain.find(c) != std::string_view::npos) out += c;
    else fmt::format_to(std::back_inserter(out), "%{:02X}", byte);
  }
  return out;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  std::string digits = std::to_string(count);
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
    digits.insert(static_cast<std::size_t>(i), ",");
  return fmt::format("{} {}{}", digits, noun, count == 1 ? "" : "s");
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::vector<std::string> parts;
  for (const std::string& cell : cells) {
    std::string part;
    for (const char c : cell) part += c == '"' ? std::string("\"\"") : std::string(1, c);
    const bool quoted = cell.find_first_of(",\"\n") != std::string::npos;
    parts.push_back(quoted ? "\"" + part + "\"" : part);
  }
  return joined(parts, ",") + "\n";
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

}  // namespace sigspec
