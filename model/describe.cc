// Prints partly known values the way the spec writes them.
#include "model/describe.h"

#include <bit>

#include "model/eval.h"

namespace sigspec {

namespace {

/// More candidates or members than this are summed up.
constexpr int kListMax = 6;
/// Smaller ones are counts, sizes and times, even where a constant has the same value.
constexpr std::int64_t kPlainNumberMax = std::int64_t{1} << 48;

const std::string& choice_name(const Type* type, std::size_t i) {
  static const std::string kTruths[] = {"false", "true"};
  if (type->kind == TypeKind::Bool) return kTruths[i & 1];
  if (type->kind == TypeKind::Union) return type->alternatives[i].name;
  return type->members[i].name;
}

std::string listed(const Type* type, std::uint64_t bits, const char* separator) {
  std::string text;
  for (std::uint64_t rest = bits; rest != 0; rest &= rest - 1) {
    if (!text.empty()) text += separator;
    text += choice_name(type, static_cast<std::size_t>(std::countr_zero(rest)));
  }
  return text;
}

std::string describe_choice(const Leaf& leaf, Cell cell) {
  if (cell.a == leaf.choices && std::popcount(cell.a) > 1) return "anything";
  if (std::popcount(cell.a) <= kListMax) return listed(leaf.type, cell.a, " or ");
  return "anything but " + listed(leaf.type, leaf.choices & ~cell.a, ", ");
}

std::string describe_set(const Leaf& leaf, Cell cell) {
  const Type* element = leaf.type->element;
  if (cell.a == 0 && cell.b == leaf.choices) return "an unknown set";
  const auto brace = [&](std::uint64_t bits) {
    const int missing = std::popcount(leaf.choices & ~bits);
    if (missing < 8 && std::popcount(bits) > kListMax)
      return missing == 0 ? std::string("everything")
                          : "everything but {" + listed(element, leaf.choices & ~bits, ", ") + "}";
    return "{" + listed(element, bits, ", ") + "}";
  };
  if (cell.a == cell.b) return brace(cell.a);
  if (cell.a == 0 && std::popcount(leaf.choices & ~cell.b) < 8)
    return "an unknown set without {" + listed(element, leaf.choices & ~cell.b, ", ") + "}";
  return brace(cell.a) + " and perhaps more of " + brace(cell.b);
}

/// A large number by the name that the specification gives it, if it does.
std::string describe_number(const Model& model, std::int64_t number) {
  if (number > kPlainNumberMax)
    for (const auto& [name, constant] : model.constants)
      if (constant->value.kind == ast::Expr::Kind::Int &&
          constant->value.text == std::to_string(number))
        return name;
  return std::to_string(number);
}

std::string describe_interval(const Model& model, Cell cell) {
  const auto low = Partly::low(cell), high = Partly::high(cell);
  if (low == high) return describe_number(model, low);
  if (low == kLowest && high == kHighest) return "any number";
  if (low == kLowest) return "at most " + describe_number(model, high);
  if (high == kHighest) return "at least " + describe_number(model, low);
  return describe_number(model, low) + " to " + describe_number(model, high);
}

std::string describe_opaque(const Model& model, const Type* type, Cell cell,
                            const OpaqueTexts* texts) {
  if (!cell.b) return "unknown";
  if (type && type->kind == TypeKind::Call) {
    const auto id = static_cast<std::size_t>(cell.a >> kCallKeyBits);
    return id < model.calls.size() ? model.calls[id].name : "another call";
  }
  if (texts)
    if (const auto known = texts->find(cell.a); known != texts->end()) return known->second;
  return cell.a < 4096 ? std::to_string(cell.a) : "a known value";
}

/// The top first.
std::string describe_stack(const Model& model, const Type* type, const Cell* cells,
                           const OpaqueTexts* texts) {
  const auto known = static_cast<std::size_t>(cells[0].a);
  if (known == 0) return cells[0].b ? "none" : "unknown";
  std::string text;
  for (std::size_t i = known; i-- > 0;) {
    const Cell* element = cells + 1 + i * static_cast<std::size_t>(type->element->size());
    if (!text.empty()) text += ", below it ";
    text += describe_value(model, type->element, element, texts);
  }
  return cells[0].b ? text : text + ", and perhaps more below";
}

}  // namespace

bool is_unknown(const Type* type, const Cell* cells) {
  for (const Leaf& leaf : type->leaves)
    if (!(*cells++ == Partly::unknown(leaf.kind, leaf.choices))) return false;
  return true;
}

std::string describe_value(const Model& model, const Type* type, const Cell* cells,
                           const OpaqueTexts* texts) {
  switch (type->kind) {
    case TypeKind::Bool:
    case TypeKind::Enum: return describe_choice(type->leaves[0], cells[0]);
    case TypeKind::Set: return describe_set(type->leaves[0], cells[0]);
    case TypeKind::Int: return describe_interval(model, cells[0]);
    case TypeKind::Stack: return describe_stack(model, type, cells, texts);
    case TypeKind::Record: {
      std::string text = "{";
      for (const RecordField& f : type->fields) {
        if (text.size() > 1) text += ", ";
        text += f.name + ": " + describe_value(model, f.type, cells + f.offset, texts);
      }
      return text + "}";
    }
    case TypeKind::Union: {
      if (!Partly::single(cells[0].a)) return describe_choice(type->leaves[0], cells[0]);
      const auto& alternative =
          type->alternatives[static_cast<std::size_t>(std::countr_zero(cells[0].a))];
      if (alternative.payload.empty()) return alternative.name;
      std::string text = type->is_option ? "" : alternative.name + "(";
      int offset = alternative.offset;
      for (const Type* part : alternative.payload) {
        if (offset != alternative.offset) text += ", ";
        text += describe_value(model, part, cells + offset, texts);
        offset += part->size();
      }
      return type->is_option ? text : text + ")";
    }
    default: return describe_opaque(model, type, cells[0], texts);
  }
}

}  // namespace sigspec
