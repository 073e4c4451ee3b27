// Which calls need a loop around them, from the rows of the specification.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "checker/table.h"

namespace sigspec {

/// How a program meets signals.
struct Assumption {
  std::vector<std::string> handler;  // flags of its handlers; or a disposition that runs none
  bool stop_continue = false;        // no handler runs: it is stopped and continued
};

enum class Safety : std::uint8_t {
  Safe,     // no signal makes the call fail: it needs no loop
  Unsafe,   // wherever a signal interrupts it, it fails
  Depends,  // on its context
  Unknown,  // the specification does not know the call
};

/// `yes`, `no`, `depends` or `unknown`: is the call safe without a loop?
std::string_view safety_word(Safety safety);

struct CallAudit {
  std::string call;
  Safety safety = Safety::Unknown;
  std::vector<RestartRow> failing;  // the contexts in which it fails
  bool in_manual = false;           // a manual page speaks of what interrupts it

  /// The contexts in a few words, with the names of their rows; empty where there is none.
  std::string comment() const;
};

/// Whether a call fails where a signal interrupts it. What may happen to any call whatsoever, such
/// as a supervisor that answers in its place, is left out: it would say the same of each.
class Audit {
 public:
  /// Pre: the words of the assumption are ones that `tables` knows; both outlive the audit.
  Audit(const Model& model, Version kernel, const OutcomeTables& tables, Assumption assumption);

  /// `name`: of a call; one that nobody declared is Unknown. Cost: milliseconds the first time.
  const CallAudit& of(const std::string& name);
  /// Every call that a program can make, in alphabetical order.
  std::vector<std::string> calls() const;

 private:
  const Model& model_;
  Version kernel_;
  const OutcomeTables& tables_;
  Assumption assumption_;
  std::unordered_map<std::string, CallAudit> known_;
};

}  // namespace sigspec
