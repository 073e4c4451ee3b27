// The calls of each ABI by their numbers, for recordings that do not tell names.
//
// Which number is which call, which ABI has wide registers and which results are errors stands in
// the specification; here it is only laid out to be found fast.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "traces/record.h"

namespace sigspec {

/// An ABI, as an index into the model's list; negative: it is not known.
using AbiIndex = int;
inline constexpr AbiIndex kUnknownAbi = -1;

/// What the specification calls the largest number of an error.
inline constexpr std::string_view kErrorsMax = "MAX_ERRNO";

class NumberedCalls {
 public:
  NumberedCalls(const Model& model, Version kernel);

  /// Returns: the call's name; of a number that nobody declared, one in strace's manner.
  std::string_view name(AbiIndex abi, std::int64_t number) const;
  /// The ABI of a call with arguments of more than 32 bits.
  AbiIndex wide_abi() const { return wide_abi_; }
  /// The ABI whose call that runs another program has this number.
  AbiIndex abi_of_program(std::int64_t number) const;
  std::string_view abi_name(AbiIndex abi) const {
    return model_.abis[static_cast<std::size_t>(abi)];
  }

  /// Makes of what the register held a value, or the number of an error or a code.
  void settle(traces::ResultText& result) const;

 private:
  const Model& model_;
  std::vector<std::vector<std::string>> names_;  // by ABI, by number
  std::vector<std::pair<std::int64_t, AbiIndex>> programs_;
  AbiIndex wide_abi_ = kUnknownAbi;
  std::int64_t errors_max_ = 0;
};

}  // namespace sigspec
