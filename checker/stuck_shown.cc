// Reads the texts of /proc as the declared types say.
#include "checker/stuck_shown.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include "model/partly.h"
#include "stuck/holders.h"
#include "stuck/lines.h"

namespace sigspec {

namespace {

constexpr std::string_view kArgument = "argument ";
constexpr std::string_view kDescriptor = "fd ", kFrame = "stack ";
constexpr std::string_view kNoSignal = "0000000000000000";
constexpr std::size_t kMaskDigits = kNoSignal.size();

std::optional<std::uint64_t> number_in(std::string_view text, int base) {
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Of sixteen hexadecimal digits bit n stands for number n + 1, as proc(5) has masks of signals; a
/// decimal number is a sum of flags. Of several, what any of them has.
bool bind_set(const Type& type, std::string_view text, Cell& out) {
  std::uint64_t members = 0;
  const std::vector<std::string_view> texts = stuck::words(text);
  for (const std::string_view one : texts) {
    const bool is_mask = one.size() == kMaskDigits;
    const std::optional<std::uint64_t> bits = number_in(one, is_mask ? 16 : 10);
    if (!bits) return false;
    for (std::size_t i = 0; i < type.element->members.size(); ++i) {
      const std::int64_t number = type.element->members[i].number;
      const bool has = is_mask ? number >= 1 && number <= 64 && ((*bits >> (number - 1)) & 1) != 0
                               : (*bits & static_cast<std::uint64_t>(number)) != 0;
      if (has) members |= 1ULL << i;
    }
  }
  out = {members, members};
  return !texts.empty();
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

/// Of a stack of which not all is known a function may be further out.
std::string_view is_on_stack(const stuck::Task& task, std::string_view function) {
  const bool found = std::find(task.stack.begin(), task.stack.end(), function) != task.stack.end();
  return found ? "true" : task.stack_is_whole ? "false" : "";
}

}  // namespace

void bind_shown(const Type& record, const stuck::Task& task, Cell* out) {
  for (const RecordField& field : record.fields) {
    for (std::size_t i = 0; i < field.type->leaves.size(); ++i) {
      const Leaf& leaf = field.type->leaves[i];
      out[static_cast<std::size_t>(field.offset) + i] = Partly::unknown(leaf.kind, leaf.choices);
    }
    // Who has no such descriptor has none that says anything.
    const bool none = field.printed.starts_with(kDescriptor) &&
                      task.values.contains(stuck::kDescriptorsRead) &&
                      !task.values.contains(field.printed);
    const std::string_view text = none ? kNoSignal
                                  : field.printed.starts_with(kFrame)
                                      ? is_on_stack(task, field.printed.substr(kFrame.size()))
                                      : task.value(field.printed);
    bind(*field.type, text, out[field.offset]);
  }
}

std::string meaning_of(const Type& record, const stuck::Task& task, std::string_view printed) {
  for (const RecordField& field : record.fields) {
    Cell cell;
    if (field.printed != printed || field.type->kind != TypeKind::Enum ||
        !bind(*field.type, task.value(printed), cell))
      continue;
    return field.type->members[static_cast<std::size_t>(__builtin_ctzll(cell.a))].doc;
  }
  return {};
}

void bind_arguments(const Model& model, const Type& record, std::string_view call,
                    const stuck::Root& root, stuck::Task& task) {
  for (const RecordField& field : record.fields) {
    const std::string_view printed = field.printed;
    const std::size_t dot = printed.find('.');
    if (!printed.starts_with(kArgument) || dot == printed.npos || task.values.contains(printed))
      continue;
    std::string& value = task.values[field.printed];
    value = kNoSignal;
    if (printed.substr(kArgument.size(), dot - kArgument.size()) != call) continue;
    for (const CallInfo& info : model.calls) {
      if (info.name != call) continue;
      const std::vector<ast::Param>& params = info.declaration->params;
      for (std::size_t i = 0; i < params.size() && i < task.call_arguments.size(); ++i) {
        if (params[i].name.text != printed.substr(dot + 1)) continue;
        const stuck::Reading given = root.memory(
            task.thread, static_cast<std::uint64_t>(task.call_arguments[i]), sizeof(std::uint64_t));
        std::uint64_t mask = 0;
        if (given.text && given.text->size() == sizeof mask)
          std::memcpy(&mask, given.text->data(), sizeof mask);
        value = given.text ? fmt::format("{:016x}", mask) : "";
        if (!given.text) task.unread.push_back({"mem", given.why});
      }
    }
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
