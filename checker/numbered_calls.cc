// Lays out the specification's `nr` clauses by number.
#include "checker/numbered_calls.h"

#include <fmt/format.h>

#include <algorithm>

#include "checker/call_table.h"
#include "model/lower.h"

namespace sigspec {

namespace {

/// What the specification calls the ABIs with wide registers.
constexpr std::string_view kWideAbis = "WIDE_ABIS";
/// Calls have smaller numbers; all others are one call that does not exist.
constexpr std::size_t kNumbersMax = 1024;
constexpr std::string_view kNoCall = "syscall_beyond_all";

/// Returns: nullptr when there is no such constant, or it is not one leaf.
const Node* constant(const Model& model, Version kernel, std::string_view name,
                     const Type* expected) {
  const auto known = model.constants.find(name);
  if (known == model.constants.end()) return nullptr;
  Lowering lowering(model, kernel, nullptr);
  const Value value = lowering.expression(known->second->value, expected);
  return value.leaves.size() == 1 && value.leaves[0]->op == Op::Const ? value.leaves[0] : nullptr;
}

/// The enum that holds the names of all ABIs.
const Type* abi_type(const Model& model) {
  for (const auto name : model.types.names()) {
    const Type* type = model.types.find(name);
    if (type->kind == TypeKind::Enum && !model.abis.empty() &&
        std::all_of(model.abis.begin(), model.abis.end(),
                    [&](const std::string& abi) { return type->member(abi) >= 0; }))
      return type;
  }
  return nullptr;
}

}  // namespace

NumberedCalls::NumberedCalls(const Model& model, Version kernel) : model_(model) {
  if (const Node* most = constant(model, kernel, kErrorsMax, nullptr))
    errors_max_ = Partly::low(most->constant);
  names_.resize(model.abis.size());
  for (std::size_t abi = 0; abi < model.abis.size(); ++abi) {
    for (std::size_t number = 0; number < kNumbersMax; ++number)
      names_[abi].push_back(fmt::format("syscall_{:#x}", number));
    const auto& numbers = model.numbers.of_abi[abi];
    for (std::size_t call = 0; call < numbers.size(); ++call) {
      if (numbers[call] < 0 || numbers[call] >= static_cast<std::int64_t>(kNumbersMax)) continue;
      names_[abi][static_cast<std::size_t>(numbers[call])] = model.calls[call].name;
      if (makes_program(model.calls[call]))
        programs_.emplace_back(numbers[call], static_cast<AbiIndex>(abi));
    }
  }
  const Type* type = abi_type(model);
  const Node* wide = type ? constant(model, kernel, kWideAbis, model.types.set_of(type)) : nullptr;
  for (std::size_t abi = 0; wide && abi < model.abis.size(); ++abi)
    if (wide->constant.b >> type->member(model.abis[abi]) & 1)
      wide_abi_ = static_cast<AbiIndex>(abi);
}

std::string_view NumberedCalls::name(AbiIndex abi, std::int64_t number) const {
  const bool possible = number >= 0 && number < static_cast<std::int64_t>(kNumbersMax);
  if (!possible) return kNoCall;
  return names_[static_cast<std::size_t>(abi)][static_cast<std::size_t>(number)];
}

AbiIndex NumberedCalls::abi_of_program(std::int64_t number) const {
  for (const auto& [program, abi] : programs_)
    if (program == number) return abi;
  return kUnknownAbi;
}

void NumberedCalls::settle(traces::ResultText& result) const {
  if (result.kind != traces::ResultKind::Register) return;
  const auto value = static_cast<std::int64_t>(result.value);
  const bool failed = value < 0 && value >= -errors_max_;
  result.kind = failed ? traces::ResultKind::Code : traces::ResultKind::Value;
  if (failed) result.name = result.text.substr(1);  // without the sign
}

}  // namespace sigspec
