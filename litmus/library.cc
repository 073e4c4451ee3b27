// What spec/litmus says, by name; and the numbers of calls and times.
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>

#include "litmus/prepare.h"
#include "litmus/words.h"

namespace sigspec::litmus {

std::size_t bytes_of(const std::string& width) {
  return static_cast<std::size_t>(std::atoi(width.c_str() + 1)) / 8;
}

std::string name_of_end(const ThingDecl& thing, std::size_t end) {
  return thing.ends.size() == 1 ? thing.name.text
                                : thing.name.text + "." + thing.ends[end].name.text;
}

const ThingDecl* Library::thing(std::string_view name) const {
  for (const ThingDecl& thing : file.things)
    if (thing.name.text == name) return &thing;
  return nullptr;
}

const ThingDecl& Library::base(const ThingDecl& thing) const {
  const ThingDecl* of = thing.of.text.empty() ? nullptr : this->thing(thing.of.text);
  return of ? *of : thing;
}

const LayoutDecl* Library::layout(std::string_view name) const {
  for (const LayoutDecl& layout : file.layouts)
    if (layout.name.text == name) return &layout;
  return nullptr;
}

namespace {

/// `none` is 0, and where memory lies is more than any other number.
std::int64_t number_in(const Model& model, const Value& value) {
  if (value.kind == Value::Kind::None) return 0;
  const bool is_memory = value.kind != Value::Kind::Number && value.kind != Value::Kind::Names;
  if (is_memory) return std::numeric_limits<std::int64_t>::max();
  std::int64_t number = to_number(value);
  for (const Name& name : value.names) number |= number_of(model, name.text).value_or(0);
  return number;
}

bool holds(const Model& model, const EffectDecl& effect, const PreparedStep& step,
           const Guard& guard) {
  const Argument* given = step.given(effect, guard.param.text);
  // What number a thing or a process has nobody knows.
  const bool known = given && given->kind != Argument::Kind::Slot;
  const Value* value = known ? given->value : nullptr;
  const Value zero;  // what a field is that is left out
  if (value && !guard.field.text.empty()) {
    if (value->kind != Value::Kind::Record) return false;
    value = field_of(*value, guard.field.text);
    if (!value) value = &zero;
  }
  return value && compares(number_in(model, *value), guard.op, number_in(model, guard.value));
}

}  // namespace

const Value* field_of(const Value& record, std::string_view name) {
  for (std::size_t i = 0; i < record.names.size() && i < record.parts.size(); ++i)
    if (record.names[i].text == name) return &record.parts[i];
  return nullptr;
}

bool compares(std::int64_t a, std::string_view op, std::int64_t b) {
  if (op == "=") return a == b;
  if (op == "!=") return a != b;
  if (op == "<") return a < b;
  if (op == "<=") return a <= b;
  if (op == ">") return a > b;
  return a >= b;
}

const EffectDecl* Library::effect(const Model& model, const PreparedStep& step,
                                  const std::vector<Slot>& slots) const {
  const auto thing = [&](const Argument* argument) {
    const bool is_thing = argument && argument->kind == Argument::Kind::Slot;
    return is_thing ? &slots[static_cast<std::size_t>(argument->slot)] : nullptr;
  };
  const Slot* first = nullptr;
  for (const Argument& argument : step.args)
    if (const Slot* slot = thing(&argument); slot && (!first || first->object < 0)) first = slot;
  for (const EffectDecl& effect : file.effects) {
    const bool named = std::any_of(effect.calls.begin(), effect.calls.end(),
                                   [&](const Name& name) { return name.text == step.name; });
    if (!named || !std::all_of(effect.guards.begin(), effect.guards.end(), [&](const Guard& guard) {
          return holds(model, effect, step, guard);
        }))
      continue;
    if (effect.on.empty()) return &effect;
    const Slot* on = effect.as.text.empty() ? first : thing(step.given(effect, effect.as.text));
    for (const Name& what : effect.on)
      if (on && (what.text == on->thing ||
                 (on->object >= 0 && (objects_named(model, what.text) >> on->object & 1) != 0)))
        return &effect;
  }
  return nullptr;
}

std::size_t Library::offset(std::string_view record, std::string_view field) const {
  const LayoutDecl* found = layout(record);
  std::size_t at = 0;
  for (std::size_t i = 0; found && i < found->fields.size() && found->fields[i].text != field; ++i)
    at += bytes_of(found->widths[i].text);
  return at;
}

const EffectDecl* Library::with_verb(std::string_view verb) const {
  for (const EffectDecl& effect : file.effects)
    if (effect.verb.text == verb) return &effect;
  return nullptr;
}

const MachineDecl* Library::machine(std::string_view name) const {
  for (const MachineDecl& machine : file.machines)
    for (const Name& known : machine.names)
      if (known.text == name) return &machine;
  return nullptr;
}

std::int64_t call_number(const Model& model, std::string_view abi, int call) {
  for (std::size_t i = 0; i < model.abis.size() && call >= 0; ++i)
    if (model.abis[i] == abi) return model.numbers.of_abi[i][static_cast<std::size_t>(call)];
  return -1;
}

std::int64_t call_number(const Model& model, const Library& library, std::string_view machine,
                         int call) {
  const MachineDecl* declared = library.machine(machine);
  if (!declared || call < 0) {
    const std::int64_t number = call_number(model, machine, call);
    const std::int64_t older = call_number(model, kOlderMachine, call);
    return number < 0 && older >= 0 && machine == kLitmusMachine ? kOlderCalls + older : number;
  }
  const std::string& name = model.calls[static_cast<std::size_t>(call)].name;
  for (std::size_t i = 0; i < declared->calls.size(); ++i)
    if (declared->calls[i].text == name) return to_number(declared->numbers[i]);
  return -1;
}

const PreparedStep* lacking_step(const Model& model, const Library& library,
                                 std::string_view machine, const PreparedTest& test) {
  const auto find = [&](const std::vector<PreparedStep>& steps) -> const PreparedStep* {
    for (const PreparedStep& step : steps)
      if ((step.kind == Step::Kind::Call || (step.kind == Step::Kind::Make && step.call)) &&
          call_number(model, library, machine, step.call_id) < 0)
        return &step;
    return nullptr;
  };
  const PreparedStep* found = find(test.setup);
  for (const PreparedThread& thread : test.threads) {
    for (const PreparedHandler& handler : thread.handlers)
      if (!found) found = find(handler.body);
    if (!found) found = find(thread.steps);
  }
  return found;
}

std::int64_t to_number(const Value& value) {
  std::string_view digits = value.text;
  const bool negative = digits.starts_with("-");
  if (negative) digits.remove_prefix(1);
  const bool hex = digits.starts_with("0x");
  if (hex) digits.remove_prefix(2);
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number, hex ? 16 : 10);
  return negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
}

std::int64_t nanoseconds(const Value& value) {
  const std::int64_t number = to_number(value);
  if (value.unit == "s") return number * kSecondNs;
  if (value.unit == "ms") return number * 1'000'000;
  if (value.unit == "us") return number * 1'000;
  return number;
}

}  // namespace sigspec::litmus
