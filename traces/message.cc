// Dumps, frames, tables and messages; see message.h.
#include "traces/message.h"

#include "traces/chars.h"

namespace sigspec::traces {
namespace {

constexpr std::string_view kProcess = ": Process ";

bool starts(std::string_view text, std::string_view head) {
  return text.substr(0, head.size()) == head;
}
bool ends(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

bool is_path_char(char c) { return is(c, kWord | kDigit) || c == '/' || c == '.' || c == '-'; }

// strace's messages begin with the name it was called by. Glued to the head of an event the seam
// cannot be seen; the usual name, or a path from its first '/' on, is taken for it.
std::size_t find_speaker(std::string_view before) {
  std::size_t at = before.size();
  while (at > 0 && is_path_char(before[at - 1])) --at;
  const std::string_view word = before.substr(at);
  const std::size_t slash = word.find('/');
  if (slash != std::string_view::npos) {
    std::size_t begin = slash;
    while (begin > 0 && word[begin - 1] == '.') --begin;
    return at + begin;
  }
  constexpr std::string_view kUsual = "strace";
  return ends(word, kUsual) ? before.size() - kUsual.size() : at;
}

// "NAME: Process N attached", "... attached in 32 bit mode", "NAME: Process N detached".
bool split_attached(std::string_view line, Record& out) {
  const std::size_t at = line.rfind(kProcess);
  if (at == std::string_view::npos) return false;
  const char* begin = line.data() + at + kProcess.size();
  const char* end = line.data() + line.size();
  std::uint64_t tid = 0;
  const char* behind = scan_decimal(begin, end, tid);
  if (behind == begin || behind - begin > 9 || tid > kTidMax) return false;
  const std::string_view what = view(behind, end);
  out.leaving = what == " detached";
  if (!out.leaving && what != " attached" && !starts(what, " attached in ")) return false;
  const std::size_t speaker = find_speaker(line.substr(0, at));
  out.other = Tid{static_cast<std::int32_t>(tid)};
  out.name = line.substr(speaker, at - speaker);
  out.args = line.substr(0, speaker);
  out.record = speaker == 0 ? RecordKind::Attached : RecordKind::CutByMessage;
  return true;
}

// "WORD: text" that begins at the line's begin: strace's own warnings.
bool is_warning(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && is_path_char(line[at])) ++at;
  if (at == 0 || !starts(line.substr(at), ": ")) return false;
  const std::string_view name = line.substr(0, at);
  return ends(name, "strace") || starts(line.substr(at), kProcess);
}

/// " | 00000  68 69 ... hi |", and what stands before the dumps of several buffers:
/// " * 2 bytes in buffer 0", " = 1 buffers in vector 0".
bool is_dump(std::string_view line) {
  if (starts(line, " | ")) return ends(line, " |") || starts(line, " | <Cannot fetch ");
  const bool of_buffer = starts(line, " * ");
  if (!of_buffer && !starts(line, " = ")) return false;
  const std::string_view digits = "0123456789";
  const std::size_t behind = line.find_first_not_of(digits, 3);
  if (behind == 3 || behind == std::string_view::npos) return false;
  const std::string_view words = of_buffer ? " bytes in buffer " : " buffers in vector ";
  if (!starts(line.substr(behind), words)) return false;
  const std::string_view number = line.substr(behind + words.size());
  return !number.empty() && number.find_first_not_of(digits) == std::string_view::npos;
}

bool is_number_column(std::string_view line, std::size_t& at) {
  while (at < line.size() && line[at] == ' ') ++at;
  const std::size_t begin = at;
  while (at < line.size() && (is_digit(line[at]) || line[at] == '.')) ++at;
  return at > begin && at < line.size() && line[at] == ' ';
}

}  // namespace

bool split_message(std::string_view line, Record& out) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
    out.record = RecordKind::Empty;
    return true;
  }
  if (is_dump(line)) {
    out.record = RecordKind::Satellite;
    return true;
  }
  if (starts(line, " > ")) {
    out.record = RecordKind::StackLine;
    out.args = line.substr(3);
    return true;
  }
  if (split_attached(line, out)) return true;
  if (is_warning(line) || (starts(line, " <Cannot restart pid ") && ends(line, ">"))) {
    out.record = RecordKind::Message;
    return true;
  }
  return false;
}

bool split_summary(std::string_view line, bool& inside, Record& out) {
  out.record = RecordKind::Summary;
  if (starts(line, "% time ") || starts(line, "------ ------")) return inside = true;
  if (starts(line, "System call usage summary for ") && ends(line, " mode:")) return true;
  if (!inside) return false;
  std::size_t at = 0;
  if (!is_number_column(line, at) || !is_number_column(line, at)) return inside = false;
  if (ends(line, " total")) inside = false;
  return true;
}

}  // namespace sigspec::traces
