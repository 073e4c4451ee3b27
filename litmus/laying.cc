// What names stand for, and how arguments lie in memory.
#include "litmus/laying.h"

#include <algorithm>

#include "litmus/words.h"

namespace sigspec::litmus {

void Laying::error(Span span, std::string message) {
  out_.push_back({Severity::Error, span, std::move(message), {}, {}});
}

int Laying::slot(std::string_view name) const {
  for (std::size_t i = 0; i < prepared_.slots.size(); ++i)
    if (prepared_.slots[i].name == name) return static_cast<int>(i);
  return -1;
}

int Laying::add_slot(Slot::Kind kind, std::string name, int task) {
  prepared_.slots.push_back({kind, std::move(name), -1, -1, task});
  return static_cast<int>(prepared_.slots.size()) - 1;
}

int Laying::thread_named(const Name& name) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < prepared_.threads.size(); ++i) {
    if (prepared_.threads[i].name == name.text) return static_cast<int>(i);
    known.push_back(prepared_.threads[i].name);
  }
  expect(name, "a process or a thread", known);
  return -1;
}

int Laying::signal(const Name& name) {
  const Type* signals = model_.types.find(kSignalType);
  const int member = signals ? signals->member(name.text) : -1;
  if (member >= 0) return member;
  std::vector<std::string_view> known;
  for (const EnumMember& m : signals->members) known.push_back(m.name);
  expect(name, "a signal", known);
  return -1;
}

std::uint64_t Laying::member_bit(const Name& name, std::string_view type_name,
                                 const std::string& what) {
  const Type* type = model_.types.find(type_name);
  const int member = type ? type->member(name.text) : -1;
  if (member >= 0) return 1ULL << member;
  std::vector<std::string_view> known;
  if (type)
    for (const EnumMember& m : type->members) known.push_back(m.name);
  expect(name, what, known);
  return 0;
}

/// Within a thing only its ends have names of their own.
bool Laying::is_own(const std::string& name) const {
  return !ends_ || std::any_of(ends_->begin(), ends_->end(),
                               [&](const ast::Param& end) { return end.name.text == name; });
}

std::string Laying::full_name(const std::string& name) const {
  if (ends_) return ends_->size() == 1 ? prefix_ : prefix_ + "." + name;
  return prefix_ + "." + name;
}

Argument Laying::argument(const Value& value, const Type* type) {
  Argument argument;
  type_ = type;
  argument.value = &value;
  switch (value.kind) {
    case Value::Kind::Number:
      if (value.unit.empty()) argument.word = to_number(value);
      else all_memory(argument, value);
      break;
    case Value::Kind::None: break;
    case Value::Kind::Names: names(argument, value); break;
    default: all_memory(argument, value); break;
  }
  return argument;
}

/// And what its pointers lead to, which lies behind it.
void Laying::all_memory(Argument& argument, const Value& value) {
  memory(argument, value);
  for (std::size_t i = 0; i < pointees_.size(); ++i) {
    argument.memory.resize((argument.memory.size() + 7) / 8 * 8);
    argument.pointers.push_back({pointees_[i].first, argument.memory.size()});
    memory(argument, *pointees_[i].second);
  }
  pointees_.clear();
}

void Laying::names(Argument& argument, const Value& value) {
  const std::string& name = value.names[0].text;
  if (value.names.size() == 1) {
    if (ends_ && name == kAllEnds) {
      argument.kind = Argument::Kind::Memory;
      argument.memory.assign(4 * ends_->size(), '\0');
      argument.written = true;
      for (std::size_t i = 0; i < ends_->size(); ++i)
        argument.patches.push_back({4 * i, first_end_ + static_cast<int>(i), true});
      return;
    }
    for (const std::string& known : {name, is_own(name) ? full_name(name) : name})
      if (const int at = slot(known); at >= 0) {
        argument.kind = Argument::Kind::Slot;
        argument.slot = at;
        return;
      }
  }
  for (const Name& part : value.names) {
    const auto number = number_of(model_, part.text);
    if (!number) {
      std::vector<std::string_view> known;
      for (const Slot& s : prepared_.slots) known.push_back(s.name);
      for (const auto& [constant, declaration] : model_.constants) known.push_back(constant);
      for (const std::string_view type : model_.types.names())
        if (const Type* found = model_.types.find(type); found && found->kind == TypeKind::Enum)
          for (const EnumMember& member : found->members) known.push_back(member.name);
      expect(part, "a thing, a process, a result or a number's name", known);
      return;
    }
    argument.word |= *number;
  }
}

void Laying::append(Argument& argument, std::int64_t number, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i)
    argument.memory += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xff);
}

void Laying::memory(Argument& argument, const Value& value) {
  argument.kind = Argument::Kind::Memory;
  switch (value.kind) {
    case Value::Kind::Text: text(argument, value); break;
    case Value::Kind::Record: record(argument, value); break;
    case Value::Kind::List:
      for (const Value& part : value.parts) memory(argument, part);
      break;
    case Value::Kind::Room:
      argument.memory.append(static_cast<std::size_t>(to_number(value)), '\0');
      argument.written = true;
      break;
    case Value::Kind::Out:
      argument.memory.append(kOutBytes, '\0');
      argument.written = true;
      break;
    case Value::Kind::Number: {  // a time: seconds, and what is left in nanoseconds
      const std::int64_t all = nanoseconds(value);
      append(argument, all / kSecondNs, 8);
      append(argument, all % kSecondNs / (in_microseconds() ? 1000 : 1), 8);
      break;
    }
    case Value::Kind::Set: {
      std::uint64_t bits = 0;
      const Type* signals = model_.types.find(kSignalType);
      for (const Name& name : value.names)
        if (const int member = signal(name); member >= 0)
          bits |= 1ULL << (signals->members[static_cast<std::size_t>(member)].number - 1);
      append(argument, static_cast<std::int64_t>(bits), 8);
      break;
    }
    default: error(value.span, "found this, which has no place in memory yet"); break;
  }
}

/// `"/proc/{A}/stat"`: the digits of a number are put in when it is known.
void Laying::text(Argument& argument, const Value& value) {
  const std::size_t open = value.text.find('{'), close = value.text.find('}');
  if (open == std::string::npos || close < open || close == std::string::npos) {
    argument.memory += value.text;
  } else {
    const Name name{value.text.substr(open + 1, close - open - 1), value.span};
    const int end = ends_ && is_own(name.text) ? slot(full_name(name.text)) : -1;
    if (end >= 0) argument.patches.push_back({open, end});
    else if (const int task = thread_named(name); task >= 0)
      argument.patches.push_back({open, prepared_.threads[static_cast<std::size_t>(task)].slot});
    argument.memory += value.text.substr(0, open) + value.text.substr(close + 1);
    if (argument.memory.find('{') != std::string::npos || argument.value != &value)
      error(value.span, "found one '{' more, expected a text by itself with one number in it");
  }
  argument.memory += '\0';
}

/// Does the argument's type count what is left of a second in microseconds?
bool Laying::in_microseconds() const {
  const Type* type = type_;
  if (type && type->is_option) type = type->alternatives.back().payload[0];
  return type && type->kind == TypeKind::Record && type->fields.size() == 2 &&
         type->fields[1].name == kMicroseconds;
}

void Laying::record(Argument& argument, const Value& value) {
  const LayoutDecl* layout = library_.layout(value.text);
  if (!layout) {
    std::vector<std::string_view> known;
    for (const LayoutDecl& l : library_.file.layouts) known.push_back(l.name.text);
    expect({value.text, value.span}, "a layout", known);
    return;
  }
  for (std::size_t i = 0; i < layout->fields.size(); ++i) {
    const std::string& field = layout->fields[i].text;
    const std::string& width = layout->widths[i].text;
    const auto given = std::find_if(value.names.begin(), value.names.end(),
                                    [&](const Name& name) { return name.text == field; });
    if (width == kTime || width == kTimeInMicroseconds) {
      const Value zero;
      const auto at = static_cast<std::size_t>(given - value.names.begin());
      type_ = nullptr;
      const std::int64_t all = given == value.names.end() ? 0 : nanoseconds(value.parts[at]);
      append(argument, all / kSecondNs, 8);
      append(argument, all % kSecondNs / (width == kTime ? 1 : 1000), 8);
      continue;
    }
    std::int64_t number = 0;
    const std::size_t bytes = width == kPointer ? 8 : bytes_of(width);
    if (given != value.names.end()) {
      const Value& field_value = value.parts[static_cast<std::size_t>(given - value.names.begin())];
      Argument part;
      // A number is an address by itself.
      const bool points = width == kPointer && field_value.kind != Value::Kind::Number &&
                          field_value.kind != Value::Kind::Names;
      if (points) pointees_.emplace_back(argument.memory.size(), &field_value);
      else names_or_number(part, field_value);
      number = part.word;
      if (part.kind == Argument::Kind::Slot)
        argument.patches.push_back({argument.memory.size(), part.slot});
    }
    append(argument, number, bytes);
  }
  for (const Name& name : value.names) {
    std::vector<std::string_view> known;
    for (const Name& field : layout->fields) known.push_back(field.text);
    expect(name, "a field of '" + value.text + "'", known);
  }
}

void Laying::names_or_number(Argument& part, const Value& value) {
  if (value.kind == Value::Kind::Number) part.word = to_number(value);
  else names(part, value);
}

}  // namespace sigspec::litmus
