// Bits of the explorer's fields, as terms.
#include "prove/packing.h"

#include <algorithm>
#include <bit>

namespace sigspec::prove {

namespace {

std::uint64_t field_of(std::span<const std::uint64_t> packed, const Explorer::Field& field) {
  const std::uint64_t mask = field.bits == 64 ? ~0ULL : (1ULL << field.bits) - 1;
  return (packed[static_cast<std::size_t>(field.word)] >> field.shift) & mask;
}

z3::expr word(std::uint64_t value, unsigned width = 64) {
  return Symbolic::context->bv_val(value, width);
}

/// In a shallow tree: the solver takes long to give up deep ones.
z3::expr joined(std::span<const z3::expr> highest_first) {
  if (highest_first.size() == 1) return highest_first.front();
  const std::size_t half = highest_first.size() / 2;
  return z3::concat(joined(highest_first.first(half)), joined(highest_first.subspan(half)));
}

}  // namespace

Packing::Packing(const System& system, const Explorer& explorer, std::span<const StateId> states)
    : explorer_(explorer) {
  if (states.empty()) return;
  const auto first = explorer.packed(states.front());
  std::vector<std::uint64_t> varies(first.size());
  for (const StateId state : states)
    for (std::size_t i = 0; i < varies.size(); ++i)
      varies[i] |= explorer.packed(state)[i] ^ first[i];
  Cells cells;
  explorer.load(states.front(), cells);
  for (const Explorer::Field& field : explorer.fields()) {
    const auto slot = static_cast<std::size_t>(field.slot);
    const std::uint64_t changed = field_of(varies, field);
    const auto low = static_cast<unsigned>(changed == 0 ? 0 : std::countr_zero(changed));
    const auto width = static_cast<unsigned>(std::bit_width(changed)) - low;
    parts_.push_back({&field, &system.slots[slot], field_of(first, field), cells[slot], low, width,
                      bits_});
    bits_ += width;
  }
}

std::string Packing::numeral(StateId state) const {
  std::string digits(bits(), '0');
  for (const Part& part : parts_) {
    const std::uint64_t value = field_of(explorer_.packed(state), *part.field) >> part.low;
    for (unsigned i = 0; i < part.width; ++i)
      if (((value >> i) & 1) != 0) digits[digits.size() - 1 - part.at - i] = '1';
  }
  return "#b" + digits;
}

void Packing::unpack(const z3::expr& packed, std::vector<Term>& state) const {
  for (const Part& part : parts_)
    state[static_cast<std::size_t>(part.field->slot)] = unpacked(packed, part);
}

/// As Explorer::load.
Term Packing::unpacked(const z3::expr& packed, const Part& part) const {
  const bool choice = part.leaf->kind == LeafKind::Choice;
  if (part.width == 0)
    return choice ? Symbolic::member(part.value, part.leaf->choices) : word(part.value);
  const auto width = static_cast<unsigned>(part.field->bits);
  std::vector<z3::expr> pieces;
  if (const unsigned end = part.low + part.width; end < width)
    pieces.push_back(word(part.packed >> end, width - end));
  pieces.push_back(packed.extract(part.at + part.width - 1, part.at));
  if (part.low != 0) pieces.push_back(word(part.packed, part.low));
  const z3::expr field = joined(pieces);
  if (choice && Symbolic::is_bool(part.leaf->choices)) return field == word(1, 1);
  if (choice) return z3::zext(field, Symbolic::kChoiceBits - width);
  if (part.leaf->kind == LeafKind::Set) {
    std::vector<z3::expr> members(64, word(0, 1));
    unsigned at = 0;
    for (std::uint64_t rest = part.leaf->choices; rest != 0; rest &= rest - 1, ++at)
      members[static_cast<std::size_t>(63 - __builtin_ctzll(rest))] = field.extract(at, at);
    return joined(members);
  }
  const z3::expr wide = width == 64 ? field : z3::zext(field, 64 - width);
  if (part.leaf->kind != LeafKind::Number) return wide;
  return wide + Symbolic::number(Explorer::kNumberLeast);
}

z3::expr Packing::pack(const std::vector<Term>& state, z3::expr_vector& fits) const {
  std::vector<z3::expr> pieces;
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part)
    if (part->width != 0)
      pieces.push_back(packed(*state[static_cast<std::size_t>(part->field->slot)], *part));
  if (pieces.empty()) pieces.push_back(word(0, 1));
  const z3::expr all = joined(pieces);
  for (const Part& part : parts_) {
    const Term& value = state[static_cast<std::size_t>(part.field->slot)];
    fits.push_back(*value == *unpacked(all, part));
  }
  return all;
}

/// The bits of one field, whatever its others are.
z3::expr Packing::packed(const z3::expr& value, const Part& part) const {
  const unsigned high = part.low + part.width - 1;
  if (value.is_bool()) return z3::ite(value, word(1, 1), word(0, 1));
  if (part.leaf->kind == LeafKind::Set) {
    std::vector<z3::expr> members;
    for (std::uint64_t rest = part.leaf->choices; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<unsigned>(__builtin_ctzll(rest));
      members.insert(members.begin(), value.extract(i, i));
    }
    return joined(members).extract(high, part.low);
  }
  if (part.leaf->kind == LeafKind::Number)
    return (value - Symbolic::number(Explorer::kNumberLeast)).extract(high, part.low);
  return value.extract(high, part.low);
}

}  // namespace sigspec::prove
