// Binds texts by type: numbers, words, sets, structures, unions of words and the rest.
#include "checker/binder.h"

#include <algorithm>
#include <charconv>
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

std::optional<std::int64_t> number_in(std::string_view text) {
  if (text == "NULL") return 0;  // a number that is printed as a pointer
  std::uint64_t value = 0;
  bool negative = false;
  const char* end = text.data() + text.size();
  const char* after = traces::scan_number(text.data(), end, value, negative);
  if (after == text.data()) return std::nullopt;
  if (after != end && *after != ' ' && *after != '<') return std::nullopt;
  return static_cast<std::int64_t>(value);
}

/// Nearly every number is a few digits.  Returns: false for any other.
bool bind_digits(std::string_view text, Cell* out) {
  constexpr std::size_t kDigitsMax = 18;  // more may overflow
  if (text.size() > kDigitsMax || text[0] == '0') return false;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!traces::is_digit(c)) return false;
    value = value * 10 + (c - '0');
  }
  *out = Partly::number(value);
  return true;
}

/// With -xx strace writes each character of a text as its number.
std::string without_escapes(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string_view digits;
    if (text.substr(at).starts_with("\\x")) digits = text.substr(at + 2, 2);
    unsigned code = 0;
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16).ptr;
    if (digits.size() == 2 && end == digits.data() + 2) at += 3;
    else code = static_cast<unsigned char>(text[at]);
    plain.push_back(static_cast<char>(code));
  }
  return plain;
}

/// `X => Y`: what went in and what came out.
traces::InOut in_out(std::string_view text) {
  if (text.find(" => ") == std::string_view::npos) return {text, text, false};  // nearly always
  return traces::split_in_out(text);
}

/// `<pid:*>`: the number in a decoration that begins so.
bool is_part_of_decoration(std::string_view printed, std::string_view decoration) {
  return printed.starts_with(kDecorationText.front()) && printed.ends_with(kPartEnd) &&
         decoration.starts_with(printed.substr(0, printed.size() - kPartEnd.size()));
}

bool is_number_alone(std::string_view text) {
  return is_pointer(text) && text.find_first_of("|/") == std::string_view::npos;
}

/// What `*` stands for where `text` is one of the alternative's texts, or all of it where that has
/// no `*`; nothing where it is none of them.
std::optional<std::string_view> content_of(const UnionAlternative& alternative,
                                           std::string_view text) {
  for (const std::string_view form : alternative.texts) {
    const auto star = form.find('*');
    if (star == std::string_view::npos) {
      if (form == text) return text;
      continue;
    }
    const auto head = form.substr(0, star), tail = form.substr(star + 1);
    if (text.size() < head.size() + tail.size() || !text.starts_with(head) ||
        !text.ends_with(tail))
      continue;
    const auto content = text.substr(star, text.size() - head.size() - tail.size());
    if (content.find_first_of(" |&") == std::string_view::npos) return content;
  }
  return std::nullopt;
}

}  // namespace

bool is_pointer(std::string_view text) { return text.starts_with("0x"); }

std::uint64_t identity_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ text.size();
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32;
  };
  for (; text.size() > 8; text.remove_prefix(8)) mix(traces::load8(text.data()));
  mix(traces::load_short(text));
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
  std::uint64_t taken = 0;
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
    words.all_numbered = words.all_numbered && (member.numbered || member.otherwise);
    if (member.numbered) {
      const auto number = static_cast<std::uint64_t>(member.number);
      words.numbers[member.number] |= bit;
      // With -X raw a negative int is printed without its sign.
      if (member.number < 0) words.numbers[member.number & 0xffffffff] |= bit;
      words.are_flags = (taken == 0 || words.are_flags) && (taken & number) == 0;
      taken |= number;
    }
    if (member.texts.empty()) add(member.name, bit);
    for (const std::string& text : member.texts) {
      add(text, bit);
      // However a trace prints it: with -X raw in hexadecimal.
      if (const auto number = number_in(text)) words.numbers[*number] |= bit;
    }
    if (!type->prefix.empty() && member.name.starts_with(type->prefix))
      add(std::string_view(member.name).substr(type->prefix.size()), bit);
  }
}

/// The members that one of the declared words stands for; 0: none has it.
std::uint64_t Binder::named(const Words& words, std::string_view text) {
  if (const auto exact = words.exact.find(text); exact != words.exact.end()) return exact->second;
  std::uint64_t members = 0;
  std::size_t best = 0;
  for (const Pattern& pattern : words.patterns) {
    if (pattern.literals < best || !matches_wildcards(text, pattern.text)) continue;
    members = pattern.literals > best ? pattern.members : members | pattern.members;
    best = pattern.literals;
  }
  return members;
}

/// The members that a name or number stands for, by itself; 0: none.
std::uint64_t Binder::named(const Words& words, const traces::Constant& constant) {
  if (!constant.name.empty()) return named(words, constant.name);
  if (!constant.comment.empty()) {
    const std::uint64_t members = named(words, constant.comment);
    if (members || words.otherwise) return members;  // what has another name is another value
  }
  const auto numbered = words.numbers.find(static_cast<std::int64_t>(constant.bits));
  return numbered != words.numbers.end() ? numbered->second : 0;
}

std::uint64_t Binder::word(const Type* type, std::string_view text) const {
  const Words* words = words_of(type);
  if (!words) return 0;
  if (const std::uint64_t members = named(*words, text)) return members;
  if (const auto constant = traces::parse_constant(text)) {
    if (const std::uint64_t members = named(*words, *constant)) return members;
    // A bare number may be that of any member that has none.
    if (constant->name.empty() && constant->comment.empty() && !words->all_numbered) return 0;
  }
  return words->otherwise;
}

void Binder::bind(const Type* type, std::string_view text, Cell* out) const {
  text = trimmed(text);
  if (text.empty()) return forget(*type, out);
  switch (type->kind) {
    case TypeKind::Int:
      if (!bind_digits(text, out)) bind_int(in_out(text).after, out);
      return;
    case TypeKind::Opaque:
      *out = {identity_of(text), 1};
      if (texts_ && texts_->size() < kTextsMax) texts_->emplace(out->a, text);
      return;
    case TypeKind::Bool: *out = {text == "true" || text == "1" ? kTrue : kFalse, 0}; return;
    case TypeKind::Enum: {
      const std::uint64_t members = word(type, text);
      *out = {members ? members : type->leaves[0].choices, 0};
      return;
    }
    case TypeKind::Set: return bind_set(type, in_out(text).after, out);
    case TypeKind::Record: return bind_record(type, text, out);
    case TypeKind::Union: return bind_union(type, text, out);
    default: return forget(*type, out);
  }
}

void Binder::bind_int(std::string_view text, Cell* out) const {
  const auto number = number_in(text);
  *out = number ? Partly::number(*number) : Partly::unknown(LeafKind::Number, 0);
}

/// Adds the members that one flag stands for. False: nobody declared it.
bool Binder::add_flag(const Words& words, const traces::Constant& flag, std::uint64_t& bits) {
  if (!flag.name.empty()) {
    const std::uint64_t members = named(words, flag.name);
    bits |= members ? members : words.otherwise;
    return members != 0 || words.otherwise != 0;
  }
  if (flag.bits == 0) return true;
  // Where the declaration does not say what bits mean, the comment behind them does.
  if (!words.are_flags) return add_flags(words, flag.comment, bits);
  std::uint64_t rest = flag.bits;
  for (const auto& [number, members] : words.numbers) {
    const auto mask = static_cast<std::uint64_t>(number);
    if (mask == 0 || (flag.bits & mask) != mask) continue;
    bits |= members;
    rest &= ~mask;
  }
  if (rest != 0) bits |= words.otherwise;
  return true;
}

/// Adds the members that `A|B|0x40` names. False: no such list, or it holds what nobody declared.
bool Binder::add_flags(const Words& words, std::string_view text, std::uint64_t& bits) {
  bool declared = true;
  const bool whole = traces::parse_flags(text, [&](const traces::Constant& flag) {
    declared = add_flag(words, flag, bits) && declared;
  });
  return whole && declared;
}

void Binder::bind_set(const Type* type, std::string_view text, Cell* out) const {
  const Leaf& leaf = type->leaves[0];
  *out = Partly::unknown(leaf.kind, leaf.choices);
  const Words* words = words_of(type->element);
  if (!words) return;
  // A number by itself may be flags, but not a long one: that is an address.
  if (is_number_alone(text) && (!words->are_flags || text.size() >= 12)) return;
  std::uint64_t bits = 0;
  bool declared = true;
  if (text.front() == '[' || text.front() == '~') {
    const auto form = traces::parse_set(text, [&](const traces::Constant& member) {
      const std::uint64_t members = named(*words, member);
      declared = declared && Partly::single(members);
      bits |= members;
    });
    if (form == traces::SetForm::None) return;
    if (form == traces::SetForm::Complement) bits = leaf.choices & ~bits;
  } else {
    declared = add_flags(*words, text, bits);
  }
  if (declared) *out = {bits, bits};
  else ++unknown_words_;
}

void Binder::bind_record(const Type* type, std::string_view text, Cell* out) const {
  if (text.front() != '{') return bind_decorated(type, text, out);
  forget(*type, out);
  const traces::InOut pair = in_out(text);
  const auto take = [&](std::string_view name, std::string_view value) {
    if (name.empty()) return;
    for (const RecordField& f : type->fields)
      if (f.printed == name) bind(f.type, value, out + f.offset);
  };
  bool whole = traces::parse_fields(pair.before, take);
  if (pair.changed) whole = traces::parse_fields(pair.after, take) && whole;
  if (!whole) forget(*type, out);
}

/// A descriptor: `3<pipe:[7]>`, or `3</path>(deleted)`, where the path is gone and the object is
/// what it was.
void Binder::bind_decorated(const Type* type, std::string_view text, Cell* out) const {
  const auto open = text.find('<'), close = text.rfind('>');
  const bool decorated =
      open != std::string_view::npos && close != std::string_view::npos && open < close;
  for (const RecordField& f : type->fields) {
    Cell* at = out + f.offset;
    if (f.printed == kNumberText) bind_int(text, at);
    else if (f.printed == kDecorationText && decorated)
      bind_decoration(f.type, text.substr(open + 1, close - open - 1), at);
    else if (decorated && is_part_of_decoration(f.printed, text.substr(open)))
      bind_int(text.substr(open, close - open).substr(f.printed.size() - kPartEnd.size()), at);
    else forget(*f.type, at);
  }
}

void Binder::bind_decoration(const Type* type, std::string_view text, Cell* out) const {
  if (text.starts_with("\\x")) [[unlikely]]
    bind(type, without_escapes(text), out);
  else bind(type, text, out);
}

void Binder::bind_union(const Type* type, std::string_view text, Cell* out) const {
  forget(*type, out);
  std::string_view words = text;
  if (text.ends_with("*/"))  // a number, with what it means
    if (const auto constant = traces::parse_constant(text)) words = constant->comment;
  for (std::size_t i = 0; i < type->alternatives.size(); ++i) {
    const UnionAlternative& alternative = type->alternatives[i];
    const auto content = content_of(alternative, words);
    const bool named = content.has_value();
    if (!named && !alternative.otherwise) continue;
    if (named || !alternative.payload.empty()) {
      if (type->is_option) {
        // A pointer where content was expected: something is there, nobody knows what. As a number
        // the null pointer has no name.
        const Type* element = type->element;
        const bool by_content = element->kind == TypeKind::Record || element->kind == TypeKind::Set;
        const bool is_null = text == "0" || text == "0x0";
        if (!named && by_content && (is_null || is_pointer(text))) {
          const std::uint64_t some = 1ULL << i;
          out[0] = {is_null ? type->leaves[0].choices & ~some : some, 0};
          return;
        }
      }
      out[0] = {1ULL << i, 0};
      int offset = alternative.offset;
      for (const Type* part : alternative.payload) {
        bind(part, content.value_or(text), out + offset);
        offset += part->size();
      }
      return;
    }
  }
}

}  // namespace sigspec
