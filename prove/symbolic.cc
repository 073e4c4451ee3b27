// What each operation is in terms of the solver.
#include "prove/symbolic.h"

namespace sigspec::prove {

thread_local z3::context* Symbolic::context = nullptr;
thread_local NumberSort Symbolic::numbers = NumberSort::Unbounded;

namespace {

constexpr unsigned kChoiceBits = Symbolic::kChoiceBits, kSetBits = Symbolic::kSetBits;

z3::expr bits(std::uint64_t value, unsigned width) {
  return Symbolic::context->bv_val(value, width);
}

/// The index of a Choice as wide as a set.
z3::expr wide(const z3::expr& element) {
  if (element.is_bool()) return z3::ite(element, bits(1, kSetBits), bits(0, kSetBits));
  return z3::zext(element, kSetBits - kChoiceBits);
}

bool is_value(const z3::expr& e, std::uint64_t& value) {
  if (e.is_true() || e.is_false()) {
    value = e.is_true();
    return true;
  }
  return e.is_bv() && e.is_numeral_u64(value);
}

}  // namespace

z3::sort Symbolic::sort_of(LeafKind kind, std::uint64_t choices) {
  switch (kind) {
    case LeafKind::Choice:
      return is_bool(choices) ? context->bool_sort() : context->bv_sort(kChoiceBits);
    case LeafKind::Set: return context->bv_sort(kSetBits);
    default:
      return numbers == NumberSort::Words ? context->bv_sort(kWordBits) : context->int_sort();
  }
}

Term Symbolic::member(std::uint64_t index, std::uint64_t choices) {
  if (is_bool(choices)) return context->bool_val(index != 0);
  return bits(index, kChoiceBits);
}

Term Symbolic::literal(const Node& n) {
  const std::uint64_t value = Concrete::literal(n);
  switch (n.kind) {
    case LeafKind::Choice: return member(value, n.choices);
    case LeafKind::Set: return bits(value, kSetBits);
    default: return number(static_cast<std::int64_t>(value));
  }
}

z3::expr Symbolic::number(std::int64_t value) {
  return numbers == NumberSort::Words ? context->bv_val(value, kWordBits) : context->int_val(value);
}

std::uint64_t Symbolic::depth(const Term& t) {
  const std::optional<std::uint64_t> known = value(*t);
  if (!known) no_term();
  return *known;
}

Term Symbolic::members(const Node& n) { return bits(n.constant.a, kSetBits); }

Term Symbolic::unknown(LeafKind kind, std::uint64_t choices) {
  Node node;
  node.kind = kind;
  node.choices = choices;
  node.constant = Partly::unknown(kind, choices);
  return literal(node);
}

Term Symbolic::choose(const Term& condition, const Term& then, const Term& otherwise) {
  if (is_true(condition) || z3::eq(*then, *otherwise)) return then;
  if (is_false(condition)) return otherwise;
  return z3::ite(*condition, *then, *otherwise);
}

Term Symbolic::negate(const Term& x) {
  if (is_true(x) || is_false(x)) return context->bool_val(is_false(x));
  return !*x;
}

Term Symbolic::both(const Term& x, const Term& y) {
  if (is_true(x)) return y;
  if (is_true(y) || is_false(x)) return x;
  return *x && *y;
}

Term Symbolic::one_of(const Term& x, const Term& y) {
  if (is_false(x)) return y;
  if (is_false(y) || is_true(x)) return x;
  return *x || *y;
}

Term Symbolic::equal(LeafKind, const Term& x, const Term& y) {
  std::uint64_t a = 0, b = 0;
  if (is_value(*x, a) && is_value(*y, b)) return context->bool_val(a == b);
  return *x == *y;
}

Term Symbolic::in(const Term& element, const Term& set) {
  std::uint64_t index = 0, members = 0;
  const bool known = is_value(*element, index);
  if (is_value(*set, members)) {
    if (known) return context->bool_val(((members >> index) & 1) != 0);
    Term any = context->bool_val(false);
    for (std::uint64_t rest = members; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::uint64_t>(__builtin_ctzll(rest));
      if (!(*element).is_bool()) any = one_of(any, *element == bits(i, kChoiceBits));
      else if (i <= 1) any = one_of(any, i == 1 ? *element : !*element);
    }
    return any;
  }
  if (known) {
    const auto i = static_cast<unsigned>(index);
    return (*set).extract(i, i) == bits(1, 1);
  }
  return z3::lshr(*set, wide(*element)).extract(0, 0) == bits(1, 1);
}

Term Symbolic::subset(const Term& x, const Term& y) { return (*x & ~*y) == bits(0, kSetBits); }

Term Symbolic::complement(std::uint64_t all, const Term& x) { return bits(all, kSetBits) & ~*x; }

Term Symbolic::singleton(const Term& element) { return z3::shl(bits(1, kSetBits), wide(*element)); }

Term Symbolic::first(const Term& set) {
  std::uint64_t members = 0;
  if (is_value(*set, members)) return bits(Concrete::first(members), kChoiceBits);
  z3::expr found = bits(0, kChoiceBits);  // of the empty set the first there is
  for (unsigned i = kSetBits; i-- > 0;)
    found = z3::ite((*set).extract(i, i) == bits(1, 1), bits(i, kChoiceBits), found);
  return found;
}

std::optional<std::uint64_t> Symbolic::value(const z3::expr& term) {
  const z3::expr plain = term.simplify();
  if (plain.is_true() || plain.is_false()) return plain.is_true();
  std::uint64_t bits = 0;
  if (plain.is_bv() && plain.is_numeral_u64(bits)) return bits;
  std::int64_t number = 0;
  if (plain.is_int() && plain.is_numeral_i64(number)) return static_cast<std::uint64_t>(number);
  return std::nullopt;
}

z3::expr Symbolic::in_domain(const Leaf& leaf, std::uint64_t choices, const z3::expr& value) {
  switch (leaf.kind) {
    case LeafKind::Choice:
      if (is_bool(leaf.choices) && choices == 3) return context->bool_val(true);
      return *in(value, bits(choices, kSetBits));
    case LeafKind::Set: return (value & ~bits(choices, kSetBits)) == bits(0, kSetBits);
    default: return context->bool_val(true);
  }
}

}  // namespace sigspec::prove
