// Reads the texts of /proc as the declared types say.
#include "checker/stuck_shown.h"

#include <charconv>
#include <optional>

#include "model/partly.h"

namespace sigspec {

namespace {

std::optional<std::uint64_t> number_in(std::string_view text, int base) {
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Of sixteen hexadecimal digits bit n stands for number n + 1, as proc(5) has masks of signals; a
/// decimal number is a sum of flags.
bool bind_set(const Type& type, std::string_view text, Cell& out) {
  const bool is_mask = text.size() == 16;
  const std::optional<std::uint64_t> bits = number_in(text, is_mask ? 16 : 10);
  if (!bits) return false;
  std::uint64_t members = 0;
  for (std::size_t i = 0; i < type.element->members.size(); ++i) {
    const std::int64_t number = type.element->members[i].number;
    const bool has = is_mask ? number >= 1 && number <= 64 && ((*bits >> (number - 1)) & 1) != 0
                             : (*bits & static_cast<std::uint64_t>(number)) != 0;
    if (has) members |= 1ULL << i;
  }
  out = {members, members};
  return true;
}

bool bind(const Type& type, std::string_view text, Cell& out) {
  switch (type.kind) {
    case TypeKind::Set: return bind_set(type, text, out);
    case TypeKind::Bool:
      if (text != "true" && text != "false") return false;
      out = Partly::truth(text == "true" ? kTrue : kFalse);
      return true;
    case TypeKind::Int: {
      std::int64_t number = 0;
      const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || rest != text.data() + text.size()) return false;
      out = Partly::number(number);
      return true;
    }
    case TypeKind::Enum:
      for (std::size_t i = 0; i < type.members.size(); ++i)
        if (type.members[i].name == type.prefix + std::string(text)) {
          out = {1ULL << i, 0};
          return true;
        }
      return false;
    default: return false;
  }
}

}  // namespace

void bind_shown(const Type& record, const stuck::Task& task, Cell* out) {
  for (const RecordField& field : record.fields) {
    for (std::size_t i = 0; i < field.type->leaves.size(); ++i) {
      const Leaf& leaf = field.type->leaves[i];
      out[static_cast<std::size_t>(field.offset) + i] = Partly::unknown(leaf.kind, leaf.choices);
    }
    bind(*field.type, task.value(field.printed), out[field.offset]);
  }
}

std::vector<std::string> costs_of(const Type& record, const Type* files, const std::string& file) {
  std::vector<std::string> costs;
  for (const EnumMember& member : files ? files->members : std::vector<EnumMember>())
    if (!member.texts.empty() && member.texts[0] == file) costs.push_back(member.doc);
  for (const RecordField& field : record.fields)
    if (field.printed.starts_with(file + " ") && !field.doc.empty()) costs.push_back(field.doc);
  return costs;
}

}  // namespace sigspec
