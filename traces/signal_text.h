// Signal arguments as values: sets, actions, siginfo, alternate stacks, flags, single constants.
//
// This is the one grammar in traces/ where order, comments and leftovers vary enough to be worth
// Boost.Spirit; it lives in signal_text.cc alone, because it costs seconds to compile. Which
// number a name has is Linux's business and so the specification's: every function asks the
// caller. A name the caller does not know is reported in the result, never dropped.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sigspec::traces {

/// What a name names.  The names of a set's members are printed without their common prefix.
enum class NameKind : std::uint8_t {
  Signal,      // as in a siginfo or an argument
  SetMember,   // as in a set: the same without its prefix, RTMIN, RT_7
  ActionFlag,  // sa_flags
  StackFlag,   // ss_flags
  SignalCode,  // si_code
  Other,       // flags and constants of calls; the caller knows which argument it asked about
};

/// Gives names their numbers.  For flags the number is the bit mask.
class Names {
 public:
  virtual ~Names() = default;
  virtual std::optional<std::uint64_t> find(NameKind kind, std::string_view name) const = 0;
};

/// A number that may have been printed by name.
struct ConstantText {
  bool known = false;  // `value` holds
  std::uint64_t value = 0;
  std::string_view name;  // as printed, empty for a bare number
};

/// "A|B|0x10": bits of the names and of numbers; `1<<3` and comments are understood.
struct FlagsText {
  bool understood = false;   // it is a list of flags and all of them are known
  std::uint64_t bits = 0;    // of all known parts
  std::string_view unknown;  // the first name the caller did not know
};

/// "[A B]", "~[A B]", "[]": bit n-1 stands for signal n.
struct SigsetText {
  bool understood = false;  // it is a set and all members are known; the complement is resolved
  std::uint64_t bits = 0;
  std::string_view unknown;  // the first member the caller did not know
};

/// "{sa_handler=..., sa_mask=..., sa_flags=..., sa_restorer=...}"; understood: mask and flags too.
struct SigactionText {
  bool understood = false;
  std::string_view handler;  // a name or an address, as printed
  SigsetText mask;
  FlagsText flags;
  std::string_view restorer;
};

/// "{ss_sp=..., ss_flags=..., ss_size=...}"
struct StackText {
  bool understood = false;
  std::string_view base;  // an address or NULL
  FlagsText flags;
  std::uint64_t size = 0;
};

/// "{si_signo=..., si_code=..., si_pid=..., ...}"; fields that are not printed stay empty.
struct SiginfoText {
  bool understood = false;
  ConstantText signo;
  ConstantText code;
  std::optional<std::int64_t> pid, uid;
  std::optional<std::int64_t> pid_outside;  // "/* N in strace's PID NS */"
  ConstantText status;                      // a number or a signal, by the code
  std::optional<std::int64_t> value_int;
  std::string_view status_text, address, value_ptr;
  std::optional<std::int64_t> timer_id, overrun, fd, band, syscall_nr;
};

ConstantText parse_constant(std::string_view text, NameKind kind, const Names& names);
FlagsText parse_flags(std::string_view text, NameKind kind, const Names& names);
SigsetText parse_sigset(std::string_view text, const Names& names);
SigactionText parse_sigaction(std::string_view text, const Names& names);
StackText parse_stack(std::string_view text, const Names& names);
SiginfoText parse_siginfo(std::string_view text, const Names& names);

}  // namespace sigspec::traces
