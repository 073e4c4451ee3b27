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

struct Number {
  std::uint64_t bits = 0;
  bool negative = false;
};

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

Iterator scan_integer(Iterator first, Iterator last, Number& out) {
  return scan_number(first, last, out.bits, out.negative);
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
constexpr Leaf<Number, scan_integer> number;
constexpr Leaf<std::string_view, scan_comment> comment;
constexpr Leaf<std::string_view, scan_value> value;

template <class Grammar>
bool matches(std::string_view text, const Grammar& grammar) {
  Iterator first = text.data();
  const Iterator last = first + text.size();
  return x3::parse(first, last, grammar) && first == last;
}

// "{name=value, name=value, ...}": each field is handed to `take(name, value)`.
template <class Take>
bool parse_fields(std::string_view text, Take&& take) {
  std::string_view field;
  const auto keep = [&](auto& context) { field = x3::_attr(context); };
  const auto give = [&](auto& context) { take(field, std::string_view(x3::_attr(context))); };
  const auto member = (name[keep] >> '=' >> value[give]) | x3::lit("...");
  return matches(text, '{' >> (member % ", ") >> '}');
}

std::optional<std::int64_t> parse_int(std::string_view text) {
  const auto number_text = parse_number(text);
  return number_text ? std::optional(number_text->number()) : std::nullopt;
}

// "1 /* 19602 in strace's PID NS */"
std::optional<std::int64_t> parse_outside(std::string_view text) {
  const auto number_text = parse_number(text);
  if (!number_text || number_text->comment.empty()) return std::nullopt;
  std::uint64_t pid = 0;
  const char* begin = number_text->comment.data();
  const char* end = begin + number_text->comment.size();
  const char* behind = scan_decimal(begin, end, pid);
  if (behind == begin || !starts_with(behind, end, " in ")) return std::nullopt;
  return static_cast<std::int64_t>(pid);
}

void take_siginfo_field(std::string_view field, std::string_view text, const Names& names,
                        SiginfoText& out) {
  if (field == "si_signo") {
    out.signo = parse_constant(text, NameKind::Signal, names);
  } else if (field == "si_code") {
    out.code = parse_constant(text, NameKind::SignalCode, names);
  } else if (field == "si_pid") {
    out.pid = parse_int(text);
    if (text.size() > 2 && text.back() == '/') out.pid_outside = parse_outside(text);
  } else if (field == "si_uid") {
    out.uid = parse_int(text);
  } else if (field == "si_status") {
    out.status = parse_constant(text, NameKind::Signal, names);
    out.status_text = text;
  } else if (field == "si_addr") {
    out.address = text;
  } else if (field == "si_int") {
    out.value_int = parse_int(text);
  } else if (field == "si_ptr") {
    out.value_ptr = text;
  } else if (field == "si_value") {  // before 5.x: {int=1, ptr=0x1}
    if (const auto part = field_text(text, "int")) out.value_int = parse_int(*part);
    if (const auto part = field_text(text, "ptr")) out.value_ptr = *part;
  } else if (field == "si_timerid") {
    out.timer_id = parse_int(text);
  } else if (field == "si_overrun") {
    out.overrun = parse_int(text);
  } else if (field == "si_fd") {
    out.fd = parse_int(text);
  } else if (field == "si_band") {
    out.band = parse_int(text);
  } else if (field == "si_syscall") {
    const auto nr = parse_int(text);
    if (nr) out.syscall_nr = nr;
  }
}

}  // namespace

ConstantText parse_constant(std::string_view text, NameKind kind, const Names& names) {
  ConstantText out;
  const auto by_name = [&](auto& context) {
    out.name = x3::_attr(context);
    const auto found = names.find(kind, out.name);
    out.known = found.has_value();
    out.value = found.value_or(0);
  };
  const auto by_number = [&](auto& context) {
    out.known = true;
    out.value = x3::_attr(context).bits;
  };
  const auto explain = [&](auto& context) {
    if (out.name.empty()) out.name = x3::_attr(context);
  };
  if (!matches(text, (name[by_name] | number[by_number]) >> -comment[explain])) out.known = false;
  return out;
}

FlagsText parse_flags(std::string_view text, NameKind kind, const Names& names) {
  FlagsText out;
  std::uint64_t operand = 0;
  const auto by_name = [&](auto& context) {
    const std::string_view flag = x3::_attr(context);
    const auto found = names.find(kind, flag);
    if (!found && out.unknown.empty()) out.unknown = flag;
    out.bits |= found.value_or(0);
  };
  const auto by_number = [&](auto& context) { operand = x3::_attr(context).bits; };
  const auto shift = [&](auto& context) {
    const std::uint64_t count = x3::_attr(context).bits;
    operand = count < 64 ? operand << count : 0;
  };
  const auto keep = [&](auto&) { out.bits |= operand; };
  // An empty operand is what strace 6.1 prints in front of unnamed flags with -X raw.
  const auto bits = number[by_number] >> -("<<" >> number[shift]) >> x3::eps[keep];
  const auto flag = -(name[by_name] | bits);
  const bool whole = matches(text, (flag >> -x3::omit[comment]) % '|');
  out.understood = whole && !text.empty() && out.unknown.empty();
  return out;
}

SigsetText parse_sigset(std::string_view text, const Names& names) {
  SigsetText out;
  bool complement = false, in_range = true;
  const auto add = [&](std::uint64_t signo) {
    if (signo >= 1 && signo <= 64) {
      out.bits |= std::uint64_t{1} << (signo - 1);
    } else {
      in_range = false;
    }
  };
  const auto by_name = [&](auto& context) {
    const std::string_view member = x3::_attr(context);
    if (const auto signo = names.find(NameKind::SetMember, member)) {
      add(*signo);
    } else if (out.unknown.empty()) {
      out.unknown = member;
    }
  };
  const auto by_number = [&](auto& context) { add(x3::_attr(context).bits); };
  const auto invert = [&](auto&) { complement = true; };
  const auto member = name[by_name] | (number[by_number] >> -x3::omit[comment]);
  const bool whole = matches(text, -x3::lit('~')[invert] >> '[' >> -(member % ' ') >> ']');
  if (complement) out.bits = ~out.bits;
  out.understood = whole && in_range && out.unknown.empty();
  return out;
}

SigactionText parse_sigaction(std::string_view text, const Names& names) {
  SigactionText out;
  const bool whole = parse_fields(text, [&](std::string_view field, std::string_view part) {
    if (field == "sa_handler" || field == "sa_sigaction") {
      out.handler = part;
    } else if (field == "sa_mask") {
      out.mask = parse_sigset(part, names);
    } else if (field == "sa_flags") {
      out.flags = parse_flags(part, NameKind::ActionFlag, names);
    } else if (field == "sa_restorer") {
      out.restorer = part;
    }
  });
  out.understood = whole && !out.handler.empty() && out.mask.understood && out.flags.understood;
  return out;
}

StackText parse_stack(std::string_view text, const Names& names) {
  StackText out;
  bool has_size = false;
  const bool whole = parse_fields(text, [&](std::string_view field, std::string_view part) {
    if (field == "ss_sp") {
      out.base = part;
    } else if (field == "ss_flags") {
      out.flags = parse_flags(part, NameKind::StackFlag, names);
    } else if (field == "ss_size") {
      const auto size = parse_number(part);
      has_size = size.has_value();
      if (size) out.size = size->bits;
    }
  });
  out.understood = whole && has_size && !out.base.empty() && out.flags.understood;
  return out;
}

SiginfoText parse_siginfo(std::string_view text, const Names& names) {
  SiginfoText out;
  const bool whole = parse_fields(text, [&](std::string_view field, std::string_view part) {
    take_siginfo_field(field, part, names, out);
  });
  out.understood = whole && out.signo.known && out.code.known;
  return out;
}

}  // namespace sigspec::traces
