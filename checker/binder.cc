// Binds texts by type: numbers, words, sets, structures, unions of words and the rest.
#include "checker/binder.h"

#include <algorithm>
#include <optional>

#include "traces/arguments.h"
#include "traces/chars.h"

namespace sigspec {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',')) text.remove_suffix(1);
  return text;
}

/// `0x1200011 /* CLONE_VM|... */`: with -X verbose the words stand in the comment.
std::string_view preferring_comment(std::string_view text) {
  const auto open = text.find("/* ");
  if (open == std::string_view::npos) return text;
  const auto close = text.find(" */", open);
  if (close == std::string_view::npos) return text;
  return text.substr(open + 3, close - open - 3);
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::uint64_t value = 0;
  bool negative = false;
  const char* end = text.data() + text.size();
  const char* after = traces::scan_number(text.data(), end, value, negative);
  if (after == text.data()) return std::nullopt;
  if (after != end && *after != ' ' && *after != '<') return std::nullopt;
  return static_cast<std::int64_t>(value);
}

/// `X => Y`: what went in and what came out.
std::string_view out_of(std::string_view text) {
  const auto arrow = text.rfind(" => ");
  return arrow == std::string_view::npos ? text : text.substr(arrow + 4);
}

bool is_pointer(std::string_view text) { return text.starts_with("0x"); }

}  // namespace

std::uint64_t identity_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

bool matches_wildcards(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Binder::Binder(const Model& model) {
  for (const auto name : model.types.names()) learn_words(model.types.find(name));
}

void Binder::learn_words(const Type* type) {
  if (type->kind != TypeKind::Enum) return;
  if (words_.size() <= type->id) words_.resize(type->id + 1);
  words_[type->id] = std::make_unique<Words>();
  Words& words = *words_[type->id];
  const auto add = [&](std::string_view text, std::uint64_t bit) {
    if (text.find('*') == std::string_view::npos) {
      words.exact[text] |= bit;
      return;
    }
    const auto literals = text.size() - static_cast<std::size_t>(
                                            std::count(text.begin(), text.end(), '*'));
    words.patterns.push_back({std::string(text), literals, bit});
  };
  for (std::size_t i = 0; i < type->members.size(); ++i) {
    const EnumMember& member = type->members[i];
    const std::uint64_t bit = 1ULL << i;
    if (member.otherwise) words.otherwise |= bit;
    if (member.numbered) words.numbers[member.number] |= bit;
    if (member.texts.empty()) add(member.name, bit);
    for (const std::string& text : member.texts) add(text, bit);
    if (!type->prefix.empty() && member.name.starts_with(type->prefix))
      add(std::string_view(member.name).substr(type->prefix.size()), bit);
  }
}

std::uint64_t Binder::word(const Type* type, std::string_view text) const {
  const Words* known = words_of(type);
  if (!known) return 0;
  const Words& words = *known;
  if (const auto exact = words.exact.find(text); exact != words.exact.end()) return exact->second;
  std::uint64_t members = 0;
  std::size_t best = 0;
  for (const Pattern& pattern : words.patterns) {
    if (pattern.literals < best || !matches_wildcards(text, pattern.text)) continue;
    members = pattern.literals > best ? pattern.members : members | pattern.members;
    best = pattern.literals;
  }
  if (members) return members;
  const auto preferred = preferring_comment(text);
  if (preferred.data() != text.data()) return word(type, preferred);
  if (const auto number = number_in(text)) {
    const auto by_number = words.numbers.find(*number);
    if (by_number != words.numbers.end()) return by_number->second;
  }
  return words.otherwise;
}

void Binder::unknown(const Type* type, Cell* out) const {
  for (const Leaf& leaf : type->leaves) *out++ = Partly::unknown(leaf.kind, leaf.choices);
}

void Binder::bind(const Type* type, std::string_view text, Cell* out) const {
  text = trimmed(text);
  if (text.empty()) return unknown(type, out);
  switch (type->kind) {
    case TypeKind::Int: return bind_int(out_of(text), out);
    case TypeKind::Opaque: *out = {identity_of(text), 1}; return;
    case TypeKind::Bool: *out = {text == "true" || text == "1" ? kTrue : kFalse, 0}; return;
    case TypeKind::Enum: {
      const std::uint64_t members = word(type, text);
      *out = {members ? members : type->leaves[0].choices, 0};
      return;
    }
    case TypeKind::Set: return bind_set(type, out_of(text), out);
    case TypeKind::Record: return bind_record(type, text, out);
    case TypeKind::Union: return bind_union(type, text, out);
    default: return unknown(type, out);
  }
}

void Binder::bind_int(std::string_view text, Cell* out) const {
  const auto number = number_in(text);
  *out = number ? Partly::number(*number) : Partly::unknown(LeafKind::Number, 0);
}

/// Adds the members that `A|B|0x40` names. False: a word nobody declared.
bool Binder::add_flags(const Type* element, const Words& words, std::string_view text,
                       std::uint64_t& bits) const {
  text = preferring_comment(text);
  while (!text.empty()) {
    const auto bar = text.find('|');
    const auto part = trimmed(text.substr(0, bar));
    text = bar == std::string_view::npos ? std::string_view{} : text.substr(bar + 1);
    if (part.empty()) continue;
    if (const auto number = number_in(part)) {  // raw, or bits without a name
      if (*number == 0) continue;
      bool any_numbered = false;
      std::int64_t left = *number;
      for (std::size_t i = 0; i < element->members.size(); ++i) {
        const EnumMember& member = element->members[i];
        if (!member.numbered || member.otherwise) continue;
        any_numbered = true;
        const auto flag = member.number;
        if (flag == 0 || (*number & flag) != flag) continue;
        bits |= 1ULL << i;
        left &= ~flag;
      }
      if (!any_numbered) return false;  // the declaration does not say what the bits mean
      if (left != 0) bits |= words.otherwise;
      continue;
    }
    const auto exact = words.exact.find(part);
    const std::uint64_t members = exact != words.exact.end() ? exact->second : words.otherwise;
    if (!members) return false;
    bits |= members;
  }
  return true;
}

void Binder::bind_set(const Type* type, std::string_view text, Cell* out) const {
  const Leaf& leaf = type->leaves[0];
  *out = Partly::unknown(leaf.kind, leaf.choices);
  const Words* known = words_of(type->element);
  if (!known) return;
  std::uint64_t bits = 0;
  const bool inverted = text.starts_with("~[");
  if (inverted) text.remove_prefix(1);
  if (!text.starts_with('[')) {  // flags
    const bool is_flags = !is_pointer(text) || text.find_first_of("|/") != text.npos ||
                          text.size() < 12;  // a short number is flags, a long one an address
    if (!is_flags) return;
    if (!add_flags(type->element, *known, text, bits)) {
      ++unknown_words_;
      return;
    }
    *out = {bits, bits};
    return;
  }
  if (!text.ends_with(']')) return;
  text = text.substr(1, text.size() - 2);
  while (!text.empty()) {
    const auto space = text.find(' ');
    const auto part = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
    if (part.empty()) continue;
    if (part == "/*") {  // `32 /* RTMIN */`: the number has been read
      const auto close = text.find("*/");
      text = close == std::string_view::npos ? std::string_view{} : text.substr(close + 2);
      continue;
    }
    const std::uint64_t members = word(type->element, part);
    if (!Partly::single(members)) {
      ++unknown_words_;
      return;
    }
    bits |= members;
  }
  if (inverted) bits = leaf.choices & ~bits;
  *out = {bits, bits};
}

void Binder::bind_record(const Type* type, std::string_view text, Cell* out) const {
  for (const RecordField& f : type->fields) {
    Cell* at = out + f.offset;
    if (f.printed == kNumberText) {
      bind_int(text, at);
    } else if (f.printed == kDecorationText) {
      const auto open = text.find('<');
      if (open == std::string_view::npos || text.back() != '>') {
        // `</path>(deleted)`: the path is gone, the object is what it was
        const auto close = text.rfind('>');
        if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
          unknown(f.type, at);
          continue;
        }
        bind(f.type, text.substr(open + 1, close - open - 1), at);
        continue;
      }
      bind(f.type, text.substr(open + 1, text.size() - open - 2), at);
    } else if (f.printed.empty() || !text.starts_with('{')) {
      unknown(f.type, at);
    } else {
      const auto part = traces::field_text(text, f.printed);
      if (part) bind(f.type, *part, at);
      else unknown(f.type, at);
    }
  }
}

void Binder::bind_union(const Type* type, std::string_view text, Cell* out) const {
  unknown(type, out);
  const std::string_view words = preferring_comment(text);
  for (std::size_t i = 0; i < type->alternatives.size(); ++i) {
    const UnionAlternative& alternative = type->alternatives[i];
    const bool named = std::find(alternative.texts.begin(), alternative.texts.end(), words) !=
                       alternative.texts.end();
    if (!named && !alternative.otherwise) continue;
    if (named || !alternative.payload.empty()) {
      if (type->is_option) {
        // A pointer where content was expected: something is there, nobody knows what.
        const Type* element = type->element;
        const bool by_content = element->kind == TypeKind::Record || element->kind == TypeKind::Set;
        if (!named && by_content && is_pointer(text)) {
          out[0] = {1ULL << i, 0};
          return;
        }
      }
      out[0] = {1ULL << i, 0};
      int offset = alternative.offset;
      for (const Type* part : alternative.payload) {
        bind(part, text, out + offset);
        offset += part->size();
      }
      return;
    }
  }
}

}  // namespace sigspec
