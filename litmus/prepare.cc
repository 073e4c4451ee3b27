// Resolves a test's names, and lays out what its calls are given.
#include "litmus/prepare.h"

#include <fmt/format.h>

#include <algorithm>

#include "litmus/words.h"

namespace sigspec::litmus {

bool PreparedStep::is_wait() const {
  return effect && (effect->verb.text == kWaits || effect->verb.text == kTellsOf);
}

const Name* PreparedStep::cannot_tell() const {
  if (!is_wait() || effect->operands.size() < 3 || operand(2)) return nullptr;
  return &effect->operands[2];
}

bool PreparedStep::never_tells() const {
  return cannot_tell() && effect->operands.back().text == kAnyhow;
}

const Argument* PreparedStep::operand(std::size_t i) const {
  if (!effect || i >= effect->operands.size()) return nullptr;
  return given(*effect, effect->operands[i].text);
}

const Argument* PreparedStep::given(const EffectDecl& of, std::string_view parameter) const {
  for (std::size_t i = 0; i < of.params.size() && i < args.size(); ++i)
    if (of.params[i].text == parameter) return &args[i];
  return nullptr;
}

namespace {

class Preparing {
 public:
  Preparing(const Model& model, const Library& library, const Test& test, Diagnostics& out)
      : model_(model), library_(library), test_(test), out_(out), before_(out.size()) {
    prepared_.test = &test;
  }

  PreparedTest run() {
    for (const Object& object : test_.objects) make(object);
    name_threads();
    if (out_.size() > before_) return std::move(prepared_);  // who is whose must be known
    for (std::size_t i = 0; i < test_.threads.size(); ++i) thread(i);
    check_claims(model_, prepared_, out_);
    return std::move(prepared_);
  }

 private:
  void error(Span span, std::string message, std::string suggestion = {}) {
    out_.push_back({Severity::Error, span, std::move(message), {}, std::move(suggestion)});
  }
  void unknown(const Name& name, const std::string& what,
               const std::vector<std::string_view>& known) {
    const std::string_view near = closest(name.text, known);
    error(name.span, "found '" + name.text + "', expected " + what,
          near.empty() ? "" : "did you mean '" + std::string(near) + "'?");
  }

  int slot(std::string_view name) const {
    for (std::size_t i = 0; i < prepared_.slots.size(); ++i)
      if (prepared_.slots[i].name == name) return static_cast<int>(i);
    return -1;
  }
  int add_slot(Slot::Kind kind, std::string name, int task = -1) {
    prepared_.slots.push_back({kind, std::move(name), -1, -1, task});
    return static_cast<int>(prepared_.slots.size()) - 1;
  }

  /// The calls that make a thing, with the names of its ends in place of the declaration's.
  void make(const Object& object) {
    const ThingDecl* thing = library_.thing(object.kind.text);
    if (!thing) {
      std::vector<std::string_view> known;
      for (const ThingDecl& t : library_.file.things) known.push_back(t.name.text);
      return unknown(object.kind, "a kind of thing", known);
    }
    const int first = static_cast<int>(prepared_.slots.size());
    const bool two = thing->ends.size() == 2;
    for (std::size_t i = 0; i < thing->ends.size(); ++i) {
      const ast::Param& end = thing->ends[i];
      const bool only = thing->ends.size() == 1;
      const int at = add_slot(Slot::Kind::End,
                              only ? object.name.text : object.name.text + "." + end.name.text);
      Slot& made = prepared_.slots[static_cast<std::size_t>(at)];
      if (end.type.text == kMemory) made.kind = Slot::Kind::Word;
      const std::uint64_t kinds = objects_named(model_, end.type.text);
      made.object = kinds ? std::countr_zero(kinds) : -1;
      made.peer = two ? first + (i == 0 ? 1 : 0) : at;
    }
    for (int at = first; at < static_cast<int>(prepared_.slots.size()); ++at)
      if (slot(prepared_.slots[static_cast<std::size_t>(at)].name) < first)
        return error(object.name.span,
                     "found a second '" + object.name.text + "', expected a new name");
    prefix_ = object.name.text;
    ends_ = &thing->ends;
    first_end_ = first;
    for (const Step& step : thing->steps) prepared_.setup.push_back(call(step));
    prefix_.clear();
    ends_ = nullptr;
  }

  void name_threads() {
    for (std::size_t i = 0; i < test_.threads.size(); ++i) {
      const Thread& tree = test_.threads[i];
      if (slot(tree.name.text) >= 0)
        error(tree.name.span, "found a second '" + tree.name.text + "', expected a new name");
      PreparedThread thread;
      thread.name = tree.name.text;
      thread.is_child = tree.is_child;
      thread.slot = add_slot(Slot::Kind::Task, tree.name.text, static_cast<int>(i));
      prepared_.threads.push_back(std::move(thread));
    }
    if (test_.threads.empty()) error(test_.name.span, "found no process, expected one at least");
    for (std::size_t i = 0; i < test_.threads.size(); ++i)
      if (!test_.threads[i].of.text.empty())
        prepared_.threads[i].of = thread_named(test_.threads[i].of);
    for (std::size_t i = 0; i < test_.threads.size(); ++i)
      if (belongs_to_itself(static_cast<int>(i)))
        error(test_.threads[i].of.span, "found '" + test_.threads[i].of.text +
                                            "', expected one that is not made by '" +
                                            test_.threads[i].name.text + "' itself");
    // Results may be waited for by others, so they all have their slots first.
    for (std::size_t i = 0; i < test_.threads.size(); ++i) {
      for (const Handler& handler : test_.threads[i].handlers) name_results(handler.body, i);
      name_results(test_.threads[i].steps, i);
    }
  }
  void name_results(const std::vector<Step>& steps, std::size_t thread) {
    for (const Step& step : steps) {
      if (step.result.text.empty()) continue;
      const std::string name = test_.threads[thread].name.text + "." + step.result.text;
      if (slot(name) < 0) add_slot(Slot::Kind::Result, name, static_cast<int>(thread));
    }
  }
  bool belongs_to_itself(int thread) const {
    int maker = prepared_.threads[static_cast<std::size_t>(thread)].of;
    for (std::size_t i = 0; i < prepared_.threads.size() && maker >= 0 && maker != thread; ++i)
      maker = prepared_.threads[static_cast<std::size_t>(maker)].of;
    return maker >= 0;
  }
  int thread_named(const Name& name) {
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i < prepared_.threads.size(); ++i) {
      if (prepared_.threads[i].name == name.text) return static_cast<int>(i);
      known.push_back(prepared_.threads[i].name);
    }
    unknown(name, "a process or a thread", known);
    return -1;
  }

  void thread(std::size_t i) {
    const Thread& tree = test_.threads[i];
    PreparedThread& thread = prepared_.threads[i];
    prefix_ = thread.name;
    for (const Handler& handler : tree.handlers) {
      PreparedHandler ready;
      for (const Name& s : handler.signals)
        if (const int member = signal(s); member >= 0) ready.signals.push_back(member);
      ready.flags = members_named(model_, kWayBack, kFlagType);
      for (const Name& flag : handler.lacks) {
        const std::uint64_t bit = member_bit(flag, kFlagType, "a flag");
        if ((bit & ~ready.flags) != 0) unknown(flag, "a flag that handlers have unasked", {});
        ready.flags &= ~bit;
      }
      for (const Name& flag : handler.flags) ready.flags |= member_bit(flag, kFlagType, "a flag");
      for (const Name& s : handler.mask) ready.mask |= member_bit(s, kSignalType, "a signal");
      ready.ignored = handler.ignored;
      for (const Step& s : handler.body) step(s, ready.body);
      thread.handlers.push_back(std::move(ready));
    }
    for (const Step& s : tree.steps) step(s, thread.steps);
    prefix_.clear();
  }

  int signal(const Name& name) {
    const Type* signals = model_.types.find(kSignalType);
    const int member = signals ? signals->member(name.text) : -1;
    if (member >= 0) return member;
    std::vector<std::string_view> known;
    for (const EnumMember& m : signals->members) known.push_back(m.name);
    unknown(name, "a signal", known);
    return -1;
  }
  std::uint64_t member_bit(const Name& name, std::string_view type_name, const std::string& what) {
    const Type* type = model_.types.find(type_name);
    const int member = type ? type->member(name.text) : -1;
    if (member >= 0) return 1ULL << member;
    std::vector<std::string_view> known;
    if (type)
      for (const EnumMember& m : type->members) known.push_back(m.name);
    unknown(name, what, known);
    return 0;
  }

  void step(const Step& tree, std::vector<PreparedStep>& out) {
    switch (tree.kind) {
      case Step::Kind::Call: return out.push_back(call(tree));
      case Step::Kind::When: return out.push_back(when(tree));
      case Step::Kind::Send: return burst(tree, out);
      case Step::Kind::Make: return out.push_back(birth(tree));
    }
  }

  PreparedStep birth(const Step& tree) {
    PreparedStep ready;
    ready.kind = Step::Kind::Make;
    ready.span = tree.span;
    ready.who = thread_named(tree.who);
    if (ready.who < 0) return ready;
    PreparedThread& made = prepared_.threads[static_cast<std::size_t>(ready.who)];
    if (!made.is_child || made.of < 0 ||
        prepared_.threads[static_cast<std::size_t>(made.of)].name != prefix_)
      error(tree.who.span, "found '" + made.name + "', expected a child of '" + prefix_ + "'");
    made.comes_later = true;
    if (tree.name.text.empty()) return ready;
    made.number_of = thread_named(tree.name);
    if (made.number_of >= 0)
      ready.awaited = prepared_.threads[static_cast<std::size_t>(made.number_of)].slot;
    return ready;
  }

  PreparedStep when(const Step& tree) {
    PreparedStep ready;
    ready.kind = Step::Kind::When;
    ready.until = tree.until;
    ready.span = tree.span;
    ready.who = thread_named(tree.who);
    if (tree.until == Step::Until::Did) {
      ready.awaited = slot(tree.who.text + "." + tree.name.text);
      if (ready.awaited < 0) unknown(tree.name, "a result of '" + tree.who.text + "'",
                                     results_of(tree.who.text + "."));
    } else if (!tree.name.text.empty()) {
      ready.name = tree.name.text;
      ready.call_id = model_.call_id(tree.name.text);
      if (ready.call_id < 0) unknown(tree.name, "a system call", call_names());
    }
    return ready;
  }

  /// Without whose they are.
  std::vector<std::string_view> results_of(const std::string& prefix) const {
    std::vector<std::string_view> names;
    for (const Slot& slot : prepared_.slots)
      if (slot.kind == Slot::Kind::Result && slot.name.starts_with(prefix))
        names.push_back(std::string_view(slot.name).substr(prefix.size()));
    return names;
  }

  /// `send {A, B} to P`: P is stopped while they are sent, and takes none before all are there.
  void burst(const Step& tree, std::vector<PreparedStep>& out) {
    if (thread_named(tree.who) < 0) return;
    const auto send = [&](const std::string& signal) {
      const EffectDecl* sends = library_.with_verb(kSendsToProcess);
      Step kill;
      kill.name = {sends ? sends->calls.front().text : "", tree.span};
      kill.span = tree.span;
      for (const Name& name : {tree.who, Name{signal, tree.span}}) {
        Value value;
        value.kind = Value::Kind::Names;
        value.names = {name};
        value.span = tree.span;
        made_.push_back(std::make_unique<Value>(value));
        kill.args.push_back(value);
      }
      PreparedStep ready = call(kill);
      for (std::size_t i = 0; i < 2; ++i) ready.args[i].value = made_[made_.size() - 2 + i].get();
      out.push_back(std::move(ready));
    };
    send(only_member(model_, kHalt, kSignalType));
    Step stopped;
    stopped.until = Step::Until::Stopped;
    stopped.who = tree.who;
    stopped.span = tree.span;
    out.push_back(when(stopped));
    for (const Name& name : tree.signals)
      if (signal(name) >= 0) send(name.text);
    send(only_member(model_, kGoOn, kSignalType));
    prepared_.made.insert(prepared_.made.end(), std::make_move_iterator(made_.begin()),
                          std::make_move_iterator(made_.end()));
    made_.clear();
  }

  std::vector<std::string_view> call_names() const {
    std::vector<std::string_view> names;
    for (const CallInfo& call : model_.calls) names.push_back(call.name);
    return names;
  }

  PreparedStep call(const Step& tree) {
    PreparedStep ready;
    ready.name = tree.name.text;
    ready.span = tree.span;
    ready.call_id = model_.call_id(tree.name.text);
    if (ready.call_id < 0) {
      unknown(tree.name, "a system call", call_names());
      return ready;
    }
    ready.call = &model_.calls[static_cast<std::size_t>(ready.call_id)];
    if (call_number(model_, library_, kLitmusMachine, ready.call_id) < 0)
      error(tree.name.span, "found '" + tree.name.text + "', which " +
                                std::string(kLitmusMachine) + " does not have");
    // The runner would not know of it, and wait for its end.
    if (ready.call->declaration->makes_kind.text == model_.task->name)
      error(tree.name.span, "found '" + tree.name.text +
                                "', expected 'process ... child of' or 'make' for a new process");
    if (tree.args.size() > kArgumentsMax)
      error(tree.span, fmt::format("found {} arguments, expected at most {}", tree.args.size(),
                                   kArgumentsMax));
    for (const Value& value : tree.args) {
      const std::size_t at = ready.args.size();
      const auto& types = ready.call->parameters;
      ready.args.push_back(argument(value, at < types.size() ? types[at] : nullptr));
    }
    int object = -1;
    for (const Argument& argument : ready.args)
      if (object < 0 && argument.kind == Argument::Kind::Slot)
        object = prepared_.slots[static_cast<std::size_t>(argument.slot)].object;
    ready.effect = library_.effect(model_, ready, object);
    if (ready.effect) needs_operands(ready);
    if (ready.effect && ready.effect->verb.text == kIsNotKnown)
      out_.push_back({Severity::Error, tree.span,
                      "found '" + tree.name.text + "', expected other arguments for it",
                      ready.effect->doc, {}});
    if (!tree.result.text.empty()) ready.result = slot(full_name(tree.result.text));
    if (ready.is_wait() && ready.result >= 0) status(ready);
    if (ready.effect && ready.result >= 0) opens(ready);
    return ready;
  }

  /// On what the call works, and what it does there, the first two tell; more may be left out.
  void needs_operands(const PreparedStep& step) {
    const std::vector<Name>& operands = step.effect->operands;
    for (std::size_t i = 0; i < std::min<std::size_t>(operands.size(), 2); ++i) {
      const Name& operand = operands[i];
      const auto& params = step.effect->params;
      const auto found = std::find_if(params.begin(), params.end(), [&](const Name& param) {
        return param.text == operand.text;
      });
      if (found != params.end() && found - params.begin() >= std::ssize(step.args))
        return error(step.span, fmt::format("found {} arguments, expected '{}' as well",
                                            step.args.size(), operand.text));
    }
  }

  /// What the result is a descriptor of.
  void opens(const PreparedStep& step) {
    const std::string& verb = step.effect->verb.text;
    if (verb != kOpensProcess && verb != kOpensPath) return;
    const Argument* of = step.operand(0);
    if (!of) return;
    const int number = !of->patches.empty() ? of->patches[0].slot : of->slot;
    if (number < 0) return;
    const int file = verb == kOpensPath ? file_slot(of->value->text) : -1;
    Slot& result = prepared_.slots[static_cast<std::size_t>(step.result)];
    result.process = prepared_.slots[static_cast<std::size_t>(number)].task;
    if (file < 0) return;
    result.peer = file;
    result.object = std::countr_zero(objects_named(model_, step.effect->operands.back().text));
  }
  /// Whosever number it is: two processes may have one namespace, and two numbers one process.
  int file_slot(const std::string& path) {
    const std::string file = path.substr(path.rfind('}') + 1);
    const int at = slot(file);
    return at >= 0 ? at : add_slot(Slot::Kind::File, file);
  }

  /// What a wait writes to memory is told beside its result.
  void status(PreparedStep& wait) {
    const auto& params = wait.effect->params;
    const std::string& name = wait.effect->operands.back().text;
    for (std::size_t i = 0; i < params.size() && i < wait.args.size(); ++i) {
      if (params[i].text != name || !wait.args[i].written) continue;
      const std::string result = prepared_.slots[static_cast<std::size_t>(wait.result)].name;
      const auto add = [&](Slot::Kind kind, std::size_t offset) {
        wait.args[i].patches.push_back({offset, add_slot(kind, result)});
      };
      if (wait.effect->verb.text == kWaits) {
        add(Slot::Kind::Status, 0);
      } else {
        add(Slot::Kind::Part, library_.offset(kChildTold, "status"));
        add(Slot::Kind::Child, library_.offset(kChildTold, "pid"));
        add(Slot::Kind::Code, library_.offset(kChildTold, "code"));
      }
      wait.status = wait.args[i].patches[0].slot;
    }
  }

  /// Within a thing only its ends have names of their own.
  bool is_own(const std::string& name) const {
    return !ends_ || std::any_of(ends_->begin(), ends_->end(),
                                 [&](const ast::Param& end) { return end.name.text == name; });
  }
  std::string full_name(const std::string& name) const {
    if (ends_) return ends_->size() == 1 ? prefix_ : prefix_ + "." + name;
    return prefix_ + "." + name;
  }

  Argument argument(const Value& value, const Type* type) {
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
  void all_memory(Argument& argument, const Value& value) {
    memory(argument, value);
    for (std::size_t i = 0; i < pointees_.size(); ++i) {
      argument.memory.resize((argument.memory.size() + 7) / 8 * 8);
      argument.pointers.push_back({pointees_[i].first, argument.memory.size()});
      memory(argument, *pointees_[i].second);
    }
    pointees_.clear();
  }

  void names(Argument& argument, const Value& value) {
    const std::string& name = value.names[0].text;
    if (value.names.size() == 1) {
      if (ends_ && name == kAllEnds) {
        argument.kind = Argument::Kind::Memory;
        argument.memory.assign(4 * ends_->size(), '\0');
        argument.written = true;
        for (std::size_t i = 0; i < ends_->size(); ++i)
          argument.patches.push_back({4 * i, first_end_ + static_cast<int>(i)});
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
        return unknown(part, "a thing, a process, a result or a number's name", known);
      }
      argument.word |= *number;
    }
  }

  void append(Argument& argument, std::int64_t number, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i)
      argument.memory += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xff);
  }

  void memory(Argument& argument, const Value& value) {
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
  void text(Argument& argument, const Value& value) {
    const std::size_t open = value.text.find('{'), close = value.text.find('}');
    if (open == std::string::npos || close < open || close == std::string::npos) {
      argument.memory += value.text;
    } else {
      const Name name{value.text.substr(open + 1, close - open - 1), value.span};
      if (const int task = thread_named(name); task >= 0)
        argument.patches.push_back({open, prepared_.threads[static_cast<std::size_t>(task)].slot});
      argument.memory += value.text.substr(0, open) + value.text.substr(close + 1);
      if (argument.memory.find('{') != std::string::npos || argument.value != &value)
        error(value.span, "found one '{' more, expected a text by itself with one number in it");
    }
    argument.memory += '\0';
  }

  /// Does the argument's type count what is left of a second in microseconds?
  bool in_microseconds() const {
    const Type* type = type_;
    if (type && type->is_option) type = type->alternatives.back().payload[0];
    return type && type->kind == TypeKind::Record && type->fields.size() == 2 &&
           type->fields[1].name == kMicroseconds;
  }

  void record(Argument& argument, const Value& value) {
    const LayoutDecl* layout = library_.layout(value.text);
    if (!layout) {
      std::vector<std::string_view> known;
      for (const LayoutDecl& l : library_.file.layouts) known.push_back(l.name.text);
      return unknown({value.text, value.span}, "a layout", known);
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
        const Value& field_value =
            value.parts[static_cast<std::size_t>(given - value.names.begin())];
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
      if (std::find(known.begin(), known.end(), name.text) == known.end())
        unknown(name, "a field of '" + value.text + "'", known);
    }
  }

  void names_or_number(Argument& part, const Value& value) {
    if (value.kind == Value::Kind::Number) part.word = to_number(value);
    else names(part, value);
  }

  const Model& model_;
  const Library& library_;
  const Test& test_;
  Diagnostics& out_;
  const std::size_t before_;  // faults of others
  PreparedTest prepared_;
  std::string prefix_;                             // of the names of results
  const std::vector<ast::Param>* ends_ = nullptr;  // of the thing that is being made
  int first_end_ = 0;
  const Type* type_ = nullptr;  // of the argument at hand, where declared
  std::vector<std::pair<std::size_t, const Value*>> pointees_;  // of its fields that are pointers
  std::vector<std::unique_ptr<Value>> made_;
};

}  // namespace

PreparedTest prepare(const Model& model, const Library& library, const Test& test,
                     Diagnostics& out) {
  return Preparing(model, library, test, out).run();
}

}  // namespace sigspec::litmus
