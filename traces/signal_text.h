// The grammar of signal arguments: sets, flags, structures, single constants.
//
// This is the one grammar in traces/ where order, comments and leftovers vary enough to be worth
// Boost.Spirit; it lives in signal_text.cc alone, because it costs seconds to compile. It knows
// where pieces end and no name of any: what a name, a field or a bit means is Linux's business and
// so the specification's. Pieces are views into the text and are handed out as they are found;
// nothing allocates.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sigspec::traces {

/// Who is handed the pieces of a text: any callable, by reference. Lives no longer than the call
/// it is an argument of.
template <class... Parts>
class Take {
 public:
  template <class Callable>
  Take(const Callable& callable)
      : callable_(&callable), call_([](const void* taker, Parts... parts) {
          (*static_cast<const Callable*>(taker))(parts...);
        }) {}
  void operator()(Parts... parts) const { call_(callable_, parts...); }

 private:
  const void* callable_;
  void (*call_)(const void*, Parts...);
};

/// A name, 0x2, 1<<3, or a number with its name behind it in a comment.
struct Constant {
  std::string_view name;     // empty: printed as a number
  std::uint64_t bits = 0;    // of a number; a negative one's two's complement
  std::string_view comment;  // what is said of a number: its name, or its names with '|'
};

std::optional<Constant> parse_constant(std::string_view text);

/// "A|B|0x10 /* C */": each is handed out; an empty operand, as in "|0x900", is none.
/// Returns: false when the text is no list of flags; what was handed out then means nothing.
bool parse_flags(std::string_view text, Take<const Constant&> flag);

enum class SetForm : std::uint8_t { None, Listed, Complement };

/// "[A B]", "~[32 /* RTMIN */ C]": each member is handed out.
/// Returns: None when the text is no set; what was handed out then means nothing.
SetForm parse_set(std::string_view text, Take<const Constant&> member);

/// "{name=value, name={...}, ...}": each field of the outer braces is handed out by name and value,
/// an unnamed one with an empty name.
/// Returns: false when the text is no structure; what was handed out then means nothing.
bool parse_fields(std::string_view text, Take<std::string_view, std::string_view> field);

}  // namespace sigspec::traces
