// Finds names without parsing: whoever follows them minds neither where they stand nor what for.
#include "model/names.h"

#include <algorithm>
#include <cctype>

namespace sigspec {

std::set<std::string, std::less<>> names_in(const SourceMap& sources, Span span) {
  const std::string_view text = sources.text(span);
  const auto end_of_name = [&](std::size_t at) {
    while (at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 ||
                                text[at] == '_'))
      ++at;
    return at;
  };
  std::set<std::string, std::less<>> names;
  std::size_t whole = 0;  // where the name with dots began
  for (std::size_t at = 0; at < text.size();) {
    // Comments and quoted texts speak of other things.
    const bool quoted = text[at] == '"';
    if (quoted || text.substr(at).starts_with("//")) {
      const std::size_t last = text.find(quoted ? '"' : '\n', at + 1);
      whole = at = std::min(last, text.size() - 1) + 1;
      continue;
    }
    const std::size_t end = end_of_name(at);
    if (end > at) {
      names.emplace(text.substr(at, end - at));
      names.emplace(text.substr(whole, end - whole));
    }
    const bool goes_on = end > at && end < text.size() && text[end] == '.';
    at = std::max(end, at) + (goes_on || end == at ? 1 : 0);
    if (!goes_on) whole = at;
  }
  return names;
}

}  // namespace sigspec
