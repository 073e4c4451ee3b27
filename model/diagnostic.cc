// Renders diagnostics: the line as the reader's editor shows it, and a caret under the text meant.
//
// A line is cut into glyphs, one for each character: what is printed and how many columns it takes.
// Tabs, wide characters, control characters and bytes that are no UTF-8 thereby stay in step with
// the carets below them. Of a very long line only the part around the caret is shown.
#include "model/diagnostic.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sigspec {
namespace {

constexpr std::size_t kTabWidth = 4;
constexpr std::size_t kColumnsMax = 160;    // of a source line that are shown
constexpr std::size_t kColumnsBefore = 60;  // of these, before the caret of a long line

/// One character of a source line as it is shown.
struct Glyph {
  std::uint32_t offset = 0;  // of its first byte in the line
  std::size_t width = 1;
  std::string shown;
};

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  // 0: not UTF-8
};

CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t value = lead & (0xFFU >> (bytes + 1));
  for (std::size_t at = 1; at < bytes; ++at) {
    if ((byte(at) & 0xC0U) != 0x80) return {};
    value = value << 6U | (byte(at) & 0x3FU);
  }
  return {value, bytes};
}

/// How many columns a terminal gives to a character.
std::size_t columns_of(std::uint32_t c) {
  struct Range {
    std::uint32_t first, last;
  };
  static constexpr std::array<Range, 4> kZero{
      {{0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};
  static constexpr std::array<Range, 8> kTwo{{{0x1100, 0x115F},
                                              {0x2E80, 0xA4CF},
                                              {0xAC00, 0xD7A3},
                                              {0xF900, 0xFAFF},
                                              {0xFE30, 0xFE6F},
                                              {0xFF00, 0xFF60},
                                              {0x1F300, 0x1FAFF},
                                              {0x20000, 0x3FFFD}}};
  const auto holds = [c](const Range& range) { return range.first <= c && c <= range.last; };
  if (std::any_of(kZero.begin(), kZero.end(), holds)) return 0;
  return std::any_of(kTwo.begin(), kTwo.end(), holds) ? 2 : 1;
}

std::string hex_name(unsigned value) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  return {'<', kDigits[value >> 4U & 0xFU], kDigits[value & 0xFU], '>'};
}

/// The glyphs of the part of `line` that is worth looking at.
std::vector<Glyph> cut(std::string_view line, std::uint32_t from) {
  std::vector<Glyph> glyphs;
  std::size_t column = 0;
  for (std::size_t at = from; at < line.size() && column < kColumnsMax;) {
    Glyph glyph{static_cast<std::uint32_t>(at), 1, std::string(1, line[at])};
    const CodePoint point = decode(line.substr(at));
    const auto byte = static_cast<unsigned char>(line[at]);
    if (line[at] == '\t') {
      glyph.width = kTabWidth - column % kTabWidth;
      glyph.shown.assign(glyph.width, ' ');
    } else if (point.bytes == 0 || byte < 0x20 || byte == 0x7F) {
      glyph.shown = hex_name(byte);
      glyph.width = glyph.shown.size();
    } else {
      glyph.shown = line.substr(at, point.bytes);
      glyph.width = columns_of(point.value);
    }
    column += glyph.width;
    at += std::max<std::size_t>(point.bytes, 1);
    glyphs.push_back(std::move(glyph));
  }
  return glyphs;
}

struct Colors {
  std::string_view error, warning, note, caret, bold, off;
};

constexpr Colors kPlain{};
constexpr Colors kColored{"\33[1;31m", "\33[1;35m", "\33[1;36m", "\33[1;32m", "\33[1m", "\33[0m"};

/// The source line and the carets under [begin, end), given as offsets in the line.
std::string excerpt(std::string_view line, std::uint32_t begin, std::uint32_t end,
                    const Colors& colors) {
  std::uint32_t from = 0;
  if (line.size() > kColumnsMax && begin > kColumnsBefore) {
    from = begin - static_cast<std::uint32_t>(kColumnsBefore);
    while (from < begin && (static_cast<unsigned char>(line[from]) & 0xC0U) == 0x80) ++from;
  }
  std::string shown = from > 0 ? "  ..." : "  ";
  std::string carets(shown.size(), ' ');
  std::uint32_t next = from;
  bool marked = false;
  for (const Glyph& glyph : cut(line, from)) {
    shown += glyph.shown;
    next = glyph.offset + 1;
    const bool inside = glyph.offset >= begin && glyph.offset < end;
    if (inside && glyph.width > 0) {
      carets += marked ? '~' : '^';
      carets.append(glyph.width - 1, '~');
      marked = true;
    } else {
      carets.append(glyph.width, ' ');
    }
  }
  if (next < line.size() && line.size() - next > 4) shown += "...";
  if (!marked) carets += '^';
  carets.erase(carets.find_last_not_of(' ') + 1);
  shown.erase(shown.find_last_not_of(" \t") + 1);
  std::string out = shown + '\n';
  const std::size_t blank = carets.find_first_not_of(' ');
  out += carets.substr(0, blank);
  out.append(colors.caret).append(carets, blank).append(colors.off);
  return out + '\n';
}

}  // namespace

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

std::string render(const Diagnostic& diagnostic, const SourceMap& sources, bool color) {
  const Colors& colors = color ? kColored : kPlain;
  const Span span = diagnostic.span;
  const auto size = static_cast<std::uint32_t>(sources.text(span.file).size());
  const std::uint32_t offset = std::min(span.begin, size);
  const Position where = sources.position(span.file, offset);
  const bool error = diagnostic.severity == Severity::Error;

  std::string out;
  out.append(colors.bold).append(sources.path(span.file));
  out += ':' + std::to_string(where.line) + ':' + std::to_string(where.column) + ": ";
  out.append(colors.off).append(error ? colors.error : colors.warning);
  out.append(error ? "error: " : "warning: ").append(colors.off);
  out.append(colors.bold).append(diagnostic.message).append(colors.off) += '\n';

  const std::string_view line = sources.line(span.file, offset);
  const std::uint32_t begin = where.column - 1;
  const std::uint32_t length = span.end > offset ? span.end - offset : 0;
  out += excerpt(line, begin, begin + std::max<std::uint32_t>(length, 1), colors);
  const auto add = [&](std::string_view kind, const std::string& text) {
    if (text.empty()) return;
    out.append("  ").append(colors.note).append(kind).append(colors.off).append(text) += '\n';
  };
  add("note: ", diagnostic.note);
  add("help: ", diagnostic.suggestion);
  return out;
}

namespace {

/// Edits (insert, delete, replace, swap neighbours) from `a` to `b`, or `bound` when more.
std::size_t edits(std::string_view a, std::string_view b, std::size_t bound) {
  const std::size_t lengths = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (lengths >= bound) return bound;
  std::vector<std::size_t> before, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least >= bound) return bound;
    before = last;
    last = row;
  }
  return std::min(last[b.size()], bound);
}

}  // namespace

std::string_view closest(std::string_view word, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t kWordMax = 64;
  if (word.size() > kWordMax || word.size() < 2) return {};
  std::string_view best;
  std::size_t bound = word.size() <= 3 ? 2 : std::min<std::size_t>(word.size() / 3 + 1, 4);
  for (const std::string_view candidate : candidates) {
    if (candidate.size() < 2 || candidate == word) continue;
    const std::size_t distance = edits(word, candidate, bound);
    if (distance < bound) {
      bound = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace sigspec
