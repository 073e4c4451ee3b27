// What each operation is in bits, and how a graph is written.
#include "prove/aig.h"

#include <algorithm>
#include <bit>

namespace sigspec::prove {

thread_local Aig* Bits::aig = nullptr;

namespace {

/// The literal at a place; numbers go on with their sign, other values with 0.
Literal01 at(const Bits::Cell& c, std::size_t i, bool is_signed) {
  if (i < c.size()) return c[i];
  return is_signed && !c.empty() ? c.back() : 0;
}

Bits::Cell each(const Bits::Cell& x, const Bits::Cell& y, bool turned) {
  Bits::Cell out;
  for (std::size_t i = 0; i < x.size(); ++i)
    out.push_back(Bits::aig->both(x[i], at(y, i, false) ^ (turned ? 1U : 0U)));
  return out;
}

Bits::Cell sum(const Bits::Cell& x, const Bits::Cell& y, bool turned) {
  Bits::Cell out;
  Literal01 carry = turned ? 1 : 0;
  const std::size_t width = std::min(std::max(x.size(), y.size()) + 1, Bits::kWideBits);
  for (std::size_t i = 0; i < width; ++i) {
    const Literal01 a = at(x, i, true), b = at(y, i, true) ^ (turned ? 1U : 0U);
    const Literal01 differ = Bits::aig->same(a, b) ^ 1;
    out.push_back(Bits::aig->same(differ, carry) ^ 1);
    carry = Bits::aig->choose(differ, carry, a);
  }
  return out;
}

void put_number(std::string& out, std::uint32_t n) {
  for (; n >= 0x80; n >>= 7) out += static_cast<char>((n & 0x7F) | 0x80);
  out += static_cast<char>(n);
}

}  // namespace

Literal01 Aig::input() { return 2 * (1 + inputs_++); }
Literal01 Aig::latch() { return 2 * (1 + inputs_ + latches_++); }

Literal01 Aig::both(Literal01 x, Literal01 y) {
  if (x < y) std::swap(x, y);
  if (y == 0 || x == (y ^ 1)) return 0;
  if (y == 1 || x == y) return x;
  const std::uint64_t key = static_cast<std::uint64_t>(x) << 32 | y;
  const auto [gate, added] = known_.try_emplace(key, 0);
  if (added) {
    gates_.emplace_back(x, y);
    gate->second = 2 * static_cast<Literal01>(inputs_ + latches_ + gates_.size());
  }
  return gate->second;
}

std::string Aig::text(const std::vector<Literal01>& next, Literal01 bad) const {
  const std::size_t all = inputs_ + latches_ + gates_.size();
  std::string out = "aig " + std::to_string(all) + " " + std::to_string(inputs_) + " " +
                    std::to_string(latches_) + " 1 " + std::to_string(gates_.size()) + "\n";
  for (const Literal01 literal : next) out += std::to_string(literal) + "\n";
  out += std::to_string(bad) + "\n";
  auto made = static_cast<Literal01>(2 * (inputs_ + latches_ + 1));
  for (const auto& [x, y] : gates_) {
    put_number(out, made - x);
    put_number(out, x - y);
    made += 2;
  }
  return out;
}

std::string Aig::smt(Literal01 literal) {
  if (literal < 2) return literal == 1 ? "true" : "false";
  const std::string variable = "v" + std::to_string(literal / 2);
  return literal % 2 == 0 ? variable : "(not " + variable + ")";
}

std::string Aig::smt() const {
  std::string out;
  const std::size_t first = 1 + inputs_ + latches_;
  for (std::size_t v = 1; v < first + gates_.size(); ++v)
    out += "(declare-const v" + std::to_string(v) + " Bool)\n";
  for (std::size_t i = 0; i < gates_.size(); ++i)
    out += "(assert (= v" + std::to_string(first + i) + " (and " + smt(gates_[i].first) + " " +
           smt(gates_[i].second) + ")))\n";
  return out;
}

std::size_t Bits::width(LeafKind kind, std::uint64_t choices) {
  switch (kind) {
    case LeafKind::Choice: return choices <= 3 ? 1 : kChoiceBits;
    case LeafKind::Set: return kSetBits;
    case LeafKind::Number: return kNumberBits;
    case LeafKind::Opaque: return kOpaqueBits;
    case LeafKind::Depth: break;
  }
  no_term();
}

std::size_t Bits::used(LeafKind kind, std::uint64_t choices) {
  const auto last = static_cast<unsigned>(std::bit_width(choices));
  if (kind == LeafKind::Set) return last;
  if (kind != LeafKind::Choice) return width(kind, choices);
  return static_cast<std::size_t>(std::max(1U, std::bit_width(last - 1U)));
}

Bits::Cell Bits::number(std::int64_t value, std::size_t bits) {
  Cell out;
  for (std::size_t i = 0; i < bits; ++i)
    out.push_back(static_cast<Literal01>((value >> std::min<std::size_t>(i, 63)) & 1));
  return out;
}

Bits::Cell Bits::member(std::uint64_t index, std::uint64_t choices) {
  return number(static_cast<std::int64_t>(index), width(LeafKind::Choice, choices));
}

Bits::Cell Bits::literal(const Node& n) {
  const std::uint64_t value = Concrete::literal(n);
  const auto as_number = static_cast<std::int64_t>(value);
  if (n.kind == LeafKind::Choice) return member(value, n.choices);
  if (n.kind == LeafKind::Set) return number(as_number, kSetBits);
  if (n.kind == LeafKind::Depth) no_term();
  if (n.kind == LeafKind::Opaque && value >> kOpaqueBits == 0)
    return number(as_number, kOpaqueBits);
  std::size_t bits = 2;
  while (bits < kWideBits && (as_number >> (bits - 1)) != 0 && (as_number >> (bits - 1)) != -1)
    ++bits;
  if (bits == kWideBits) throw NoTerm("a number is too large for bits");
  return number(as_number, bits);
}

Bits::Cell Bits::members(const Node& n) {
  return number(static_cast<std::int64_t>(n.constant.a), kSetBits);
}

Bits::Cell Bits::unknown(LeafKind kind, std::uint64_t choices) {
  return number(0, width(kind, choices));
}

Bits::Cell Bits::choose(const Cell& condition, const Cell& then, const Cell& otherwise) {
  Cell out;
  // Only numbers differ in width; one literal alone is no number.
  const bool is_signed = then.size() > 1 && otherwise.size() > 1;
  for (std::size_t i = 0; i < std::max(then.size(), otherwise.size()); ++i)
    out.push_back(aig->choose(condition[0], at(then, i, is_signed), at(otherwise, i, is_signed)));
  return out;
}

Bits::Cell Bits::equal(LeafKind kind, const Cell& x, const Cell& y) {
  Literal01 all = 1;
  for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i)
    all = aig->both(
        all, aig->same(at(x, i, kind == LeafKind::Number), at(y, i, kind == LeafKind::Number)));
  return {all};
}

/// The sign of the difference.
Bits::Cell Bits::less(const Cell& x, const Cell& y) { return {sum(x, y, true).back()}; }

Bits::Cell Bits::in(const Cell& element, const Cell& set) {
  Literal01 any = 0;
  for (std::size_t i = 0; i < set.size(); ++i)
    if (set[i] != 0)
      any = aig->one_of(
          any, aig->both(set[i], equal(LeafKind::Choice, element,
                                       number(static_cast<std::int64_t>(i), kChoiceBits))[0]));
  return {any};
}

Bits::Cell Bits::subset(const Cell& x, const Cell& y) {
  Literal01 none = 1;
  for (const Literal01 literal : each(x, y, true)) none = aig->both(none, literal ^ 1);
  return {none};
}

Bits::Cell Bits::unite(const Cell& x, const Cell& y) {
  Cell out;
  for (std::size_t i = 0; i < x.size(); ++i) out.push_back(aig->one_of(x[i], at(y, i, false)));
  return out;
}

Bits::Cell Bits::minus(const Cell& x, const Cell& y) { return each(x, y, true); }
Bits::Cell Bits::meet_sets(const Cell& x, const Cell& y) { return each(x, y, false); }

Bits::Cell Bits::complement(std::uint64_t all, const Cell& x) {
  Cell out;
  for (std::size_t i = 0; i < x.size(); ++i) out.push_back(((all >> i) & 1) != 0 ? x[i] ^ 1 : 0);
  return out;
}

Bits::Cell Bits::singleton(const Cell& element) {
  Cell out;
  for (std::int64_t i = 0; i < 64; ++i)
    out.push_back(equal(LeafKind::Choice, element, number(i, kChoiceBits))[0]);
  return out;
}

Bits::Cell Bits::first(const Cell& set) {
  Cell found = number(0, kChoiceBits);
  for (std::size_t i = set.size(); i-- > 0;)
    found = choose({set[i]}, number(static_cast<std::int64_t>(i), kChoiceBits), found);
  return found;
}

Bits::Cell Bits::add(const Cell& x, const Cell& y) { return sum(x, y, false); }
Bits::Cell Bits::subtract(const Cell& x, const Cell& y) { return sum(x, y, true); }

Bits::Cell Bits::multiply(const Cell& x, const Cell& y) {
  if (x.size() + y.size() > kWideBits) throw NoTerm("a product is too large for bits");
  const std::size_t width = x.size() + y.size();
  Cell product = number(0, width);
  for (std::size_t i = 0; i < width; ++i) {  // modulo 2^width, which is wide enough
    Cell shifted = number(0, i);
    for (std::size_t k = 0; i + k < width; ++k)
      shifted.push_back(aig->both(at(y, i, true), at(x, k, true)));
    product = sum(product, shifted, false);
    product.resize(width);
  }
  return product;
}

Literal01 Bits::in_domain(LeafKind kind, std::uint64_t choices, const Cell& value) {
  if (kind == LeafKind::Choice)
    return in(value, number(static_cast<std::int64_t>(choices), kSetBits))[0];
  if (kind == LeafKind::Set)
    return subset(value, number(static_cast<std::int64_t>(choices), kSetBits))[0];
  return 1;
}

Literal01 Bits::fits(const Cell& number) {
  Literal01 all = 1;
  for (std::size_t i = kNumberBits; i < number.size(); ++i)
    all = aig->both(all, aig->same(number[i], number[kNumberBits - 1]));
  return all;
}

}  // namespace sigspec::prove
