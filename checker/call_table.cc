// What the declaration of a call says of it.
#include "checker/call_table.h"

#include <algorithm>
#include <charconv>

#include "checker/binder.h"
#include "model/eval.h"

namespace sigspec {

namespace {

/// What a call's declaration can make besides descriptors.
constexpr std::string_view kTask = "Task", kProgram = "Program", kNothing = "Nothing";

/// Identities of undeclared calls begin here, beyond every declared id.
constexpr std::uint64_t kUndeclared = 0x8000;

/// A call that is newer than its strace is shown by its number, as syscall_0x1b9. Those calls have
/// the same number in every ABI. Returns: -1 if it is no such name, or not the same call in all.
int call_of_number(const Model& model, std::string_view name) {
  constexpr std::string_view kPrefix = "syscall_0x";
  if (!name.starts_with(kPrefix)) return -1;
  std::int64_t number = 0;
  const auto [end, error] =
      std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), number, 16);
  if (error != std::errc() || end != name.data() + name.size()) return -1;
  const auto& of_abi = model.numbers.of_abi;
  const auto call_in = [&](const std::vector<std::int64_t>& numbers) {
    const auto place = std::find(numbers.begin(), numbers.end(), number);
    return place == numbers.end() ? -1 : static_cast<int>(place - numbers.begin());
  };
  const int call = of_abi.empty() ? -1 : call_in(of_abi.front());
  const bool is_same = std::all_of(of_abi.begin(), of_abi.end(),
                                   [&](const auto& numbers) { return call_in(numbers) == call; });
  return is_same ? call : -1;
}

}  // namespace

const Type* descriptor_type(const Model& model) {
  for (const auto name : model.types.names()) {
    const Type* type = model.types.find(name);
    if (type->kind != TypeKind::Record) continue;
    bool number = false, decoration = false;
    for (const RecordField& f : type->fields) {
      number = number || f.printed == kNumberText;
      decoration = decoration || f.printed == kDecorationText;
    }
    if (number && decoration) return type;
  }
  return nullptr;
}

CallTable::CallTable(const Model& model) : model_(model), descriptor_(descriptor_type(model)) {}

bool makes_program(const CallInfo& call) {
  return call.declaration->makes_kind.text == kProgram;
}

traces::ReaderOptions reader_options(const Model& model) {
  traces::CallNames births;
  for (const CallInfo& call : model.calls)
    if (call.declaration->makes_kind.text == kTask) births.insert(call.name);
  traces::ReaderOptions options;
  options.births = std::make_shared<const traces::CallNames>(std::move(births));
  return options;
}

CallEntry CallTable::make(std::string_view name) const {
  CallEntry entry;
  entry.id = model_.call_id(name);
  if (entry.id < 0) entry.id = call_of_number(model_, name);
  if (entry.id < 0) {
    entry.identity = (kUndeclared | (identity_of(name) & 0x7fff)) << kCallKeyBits;
    return entry;
  }
  entry.identity = static_cast<std::uint64_t>(entry.id) << kCallKeyBits;
  entry.info = &model_.calls[static_cast<std::size_t>(entry.id)];
  const std::string& kind = entry.info->declaration->makes_kind.text;
  entry.makes_task = kind == kTask;
  entry.makes_program = makes_program(*entry.info);
  entry.makes_descriptors =
      !kind.empty() && !entry.makes_task && !entry.makes_program && kind != kNothing;
  for (const RuleId id : entry.info->rules) {
    const auto& params = model_.rule(id).rule->params;
    if (!model_.stream || model_.subject(params) != model_.stream) continue;
    const auto way = params[0].direction;
    entry.fills_streams |= way != ast::Param::Direction::Out;
    entry.drains_streams |= way != ast::Param::Direction::In;
  }
  bool behind_out = false;
  const auto& same = entry.info->declaration->same;
  const auto& params = entry.info->declaration->params;
  for (std::size_t i = 0; i < params.size(); ++i) {
    if (entry.info->parameters[i] == descriptor_) entry.descriptors.push_back(i);
    entry.names_arguments |= !params[i].printed.empty() && params[i].printed != kLastText;
    behind_out = behind_out || params[i].direction == ast::Param::Direction::Out;
    if (std::any_of(same.begin(), same.end(),
                    [&](const ast::Name& one) { return one.text == params[i].name.text; }))
      entry.identifying.push_back({i, behind_out});
  }
  entry.closes_one = kind == kNothing && !entry.descriptors.empty();
  entry.closes_many = kind == kNothing && entry.descriptors.empty();
  return entry;
}

}  // namespace sigspec
