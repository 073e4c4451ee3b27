// Stepping over strings, decorations and comments; see walk.h.
#include "traces/walk.h"

#include <cstring>

#include "traces/chars.h"

namespace sigspec::traces {
namespace {

// strace names sockets and signal descriptors NAME:[...], where quoted paths are not escaped, so
// that counting < and > would be wrong; the first "]>" outside quotes ends them. Old versions know
// no name for the protocols of newer kernels.
bool is_socket_form(const char* p, const char* end) {
  if (starts_with(p, end, "(null):[")) return true;
  if (p == end || !is(*p, kUpper)) return false;
  while (p < end && (is(*p, kUpper | kDigit | kWord) || *p == '-')) ++p;
  return end - p >= 2 && p[0] == ':' && p[1] == '[';
}

const char* skip_socket_form(const char* p, const char* end) {
  while (p < end) {
    if (*p == '"') {
      p = skip_string(p, end);
      if (p == nullptr) return nullptr;
    } else if (*p == ']' && end - p >= 2 && p[1] == '>') {
      return p + 2;
    } else {
      ++p;
    }
  }
  return nullptr;
}

// A decoration follows a number, a constant or a closing bracket at once; "1<<3" is a shift.
bool begins_decoration(const char* begin, const char* p, const char* end) {
  return p > begin && is(p[-1], kWord) && end - p >= 2 && p[1] != '<';
}

}  // namespace

const char* skip_string(const char* p, const char* end) {
  const char* open = p++;
  while (p < end) {
    const auto* quote =
        static_cast<const char*>(std::memchr(p, '"', static_cast<std::size_t>(end - p)));
    if (quote == nullptr) return nullptr;
    const char* slash = quote;
    while (slash > open + 1 && slash[-1] == '\\') --slash;
    p = quote + 1;
    if (((quote - slash) & 1) == 0) return p;
  }
  return nullptr;
}

const char* skip_decoration(const char* p, const char* end) {
  if (is_socket_form(p + 1, end)) {
    if (const char* behind = skip_socket_form(p + 1, end)) return behind;
  }
  int depth = 0;
  for (; p < end; ++p) {
    if (*p == '<') ++depth;
    if (*p == '>' && --depth == 0) return p + 1;
  }
  return nullptr;
}

const char* skip_comment(const char* p, const char* end) {
  for (p += 2; end - p >= 2; ++p) {
    if (p[0] == '*' && p[1] == '/') return p + 2;
  }
  return nullptr;
}

const char* skip_piece(const char* begin, const char* p, const char* end) {
  switch (*p) {
    case '"': return skip_string(p, end);
    case '/': return end - p >= 2 && p[1] == '*' ? skip_comment(p, end) : p + 1;
    case '<':
      if (begins_decoration(begin, p, end)) return skip_decoration(p, end);
      if (starts_with(p, end, "<<")) return p + 2;
      // "<... resuming interrupted X ...>", "<unfinished ...>"
      return starts_with(p, end, "<... ") || starts_with(p, end, "<unfinished ...>")
                 ? skip_decoration(p, end)
                 : p + 1;
    default: return p + 1;
  }
}

const char* find_close(const char* p, const char* end) {
  const char* begin = p;
  std::size_t depth = 0;
  while (p != nullptr && p < end) {
    if (*p == '(') {
      ++depth;
    } else if (*p == ')') {
      if (depth == 0) return p;
      --depth;
    }
    p = skip_piece(begin, p, end);
  }
  return nullptr;
}

}  // namespace sigspec::traces
