// Signal arguments through Boost.Spirit X3; see signal_text.h.
#include "traces/signal_text.h"

#include <boost/spirit/home/x3.hpp>

#include "traces/arguments.h"
#include "traces/chars.h"
#include "traces/walk.h"

namespace sigspec::traces {
namespace {

namespace x3 = boost::spirit::x3;
using Iterator = const char*;

// The leaves are parsers of our own: they give views, and numbers of any 64 bits in any base.
// `Scan` is `Iterator scan(Iterator first, Iterator last, Attribute&)`, or `first` on failure.
template <class Attribute, Iterator (*Scan)(Iterator, Iterator, Attribute&)>
struct Leaf : x3::parser<Leaf<Attribute, Scan>> {
  using attribute_type = Attribute;
  static constexpr bool has_attribute = true;

  template <class Context, class RuleContext, class Target>
  bool parse(Iterator& first, const Iterator& last, const Context&, RuleContext&,
             Target& target) const {
    Attribute value{};
    const Iterator behind = Scan(first, last, value);
    if (behind == first) return false;
    first = behind;
    x3::traits::move_to(value, target);
    return true;
  }
};

Iterator scan_name(Iterator first, Iterator last, std::string_view& out) {
  if (first == last || !is(*first, kWord) || is_digit(*first)) return first;
  const Iterator behind = scan_word(first, last);
  out = view(first, behind);
  return behind;
}

// "name=" in front of a field's value.
Iterator scan_field_name(Iterator first, Iterator last, std::string_view& out) {
  const Iterator behind = scan_name(first, last, out);
  return behind == first || behind == last || *behind != '=' ? first : behind + 1;
}

Iterator scan_integer(Iterator first, Iterator last, std::uint64_t& out) {
  bool negative = false;
  return scan_number(first, last, out, negative);
}

// " /* text */"; the text is the attribute.
Iterator scan_comment(Iterator first, Iterator last, std::string_view& out) {
  if (!starts_with(first, last, " /*")) return first;
  const Iterator behind = skip_comment(first + 1, last);
  if (behind == nullptr) return first;
  Iterator begin = skip_spaces(first + 3, last), end = behind - 2;
  while (end > begin && end[-1] == ' ') --end;
  out = view(begin, end);
  return behind;
}

// The value of a field, with whatever nests in it, up to ", " or the closing brace. Nesting is
// the argument reader's matter: it is bounded there, where a recursive rule would not be.
Iterator scan_value(Iterator first, Iterator last, std::string_view& out) {
  if (first == last) return first;
  const bool closed = last[-1] == '}';
  PieceCursor cursor(view(first, closed ? last - 1 : last));
  if (!cursor.next(out) || out.empty() || cursor.damaged()) return first;
  return out.data() + out.size();
}

constexpr Leaf<std::string_view, scan_name> name;
constexpr Leaf<std::string_view, scan_field_name> field_name;
constexpr Leaf<std::uint64_t, scan_integer> number;
constexpr Leaf<std::string_view, scan_comment> comment;
constexpr Leaf<std::string_view, scan_value> value;

template <class Grammar>
bool matches(std::string_view text, const Grammar& grammar) {
  Iterator first = text.data();
  const Iterator last = first + text.size();
  return x3::parse(first, last, grammar) && first == last;
}

// One constant, kept in `out`.
auto constant_into(Constant& out) {
  const auto by_name = [&out](auto& context) { out = {x3::_attr(context), 0, {}}; };
  const auto by_number = [&out](auto& context) { out = {{}, x3::_attr(context), {}}; };
  const auto shift = [&out](auto& context) {
    const std::uint64_t count = x3::_attr(context);
    out.bits = count < 64 ? out.bits << count : 0;
  };
  const auto explain = [&out](auto& context) { out.comment = x3::_attr(context); };
  return (name[by_name] | number[by_number] >> -("<<" >> number[shift])) >> -comment[explain];
}

}  // namespace

std::optional<Constant> parse_constant(std::string_view text) {
  Constant out;
  return matches(text, constant_into(out)) ? std::optional(out) : std::nullopt;
}

bool parse_flags(std::string_view text, Take<const Constant&> flag) {
  Constant part;
  const auto give = [&](auto&) { flag(part); };
  // An empty operand is what strace 6.1 prints in front of unnamed flags with -X raw.
  return !text.empty() && matches(text, -(constant_into(part) >> x3::eps[give]) % '|');
}

SetForm parse_set(std::string_view text, Take<const Constant&> member) {
  SetForm form = SetForm::Listed;
  Constant part;
  const auto invert = [&](auto&) { form = SetForm::Complement; };
  const auto give = [&](auto&) { member(part); };
  const auto one = constant_into(part) >> x3::eps[give];
  const bool whole = matches(text, -x3::lit('~')[invert] >> '[' >> -(one % ' ') >> ']');
  return whole ? form : SetForm::None;
}

bool parse_fields(std::string_view text, Take<std::string_view, std::string_view> field) {
  std::string_view named;
  const auto name_it = [&](auto& context) { named = x3::_attr(context); };
  const auto give = [&](auto& context) {
    field(named, x3::_attr(context));
    named = {};
  };
  return matches(text, '{' >> -((-field_name[name_it] >> value[give]) % ", ") >> '}');
}

}  // namespace sigspec::traces
