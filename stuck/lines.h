// The pieces of which the texts in /proc are made: lines, words, numbers.
#pragma once

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

namespace sigspec::stuck {

/// Calls `visit` for each line, without its line feed.
template <class Visit>
void each_line(std::string_view text, Visit&& visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    visit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

inline std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == text.npos) return found;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    found.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

template <class Number>
bool to_number(std::string_view text, Number& number, int base = 10) {
  if (base == 16 && text.starts_with("0x")) text.remove_prefix(2);
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && rest == text.data() + text.size();
}

}  // namespace sigspec::stuck
