// Makes events of a test's steps, with everything known that the test determines.
#include "litmus/world.h"

#include <algorithm>
#include <utility>

#include "litmus/words.h"
#include "model/rows.h"

namespace sigspec::litmus {

namespace {

constexpr std::int64_t kFirstNumber = 1000;  // of a task
constexpr std::int64_t kFirstDescriptor = 3;
/// The alternatives of results, in the order of Result::Kind.
constexpr std::string_view kTags[] = {"value", "error", "code", "never"};

std::uint64_t hash(std::string_view text) { return std::hash<std::string_view>()(text) | 1; }

/// What a value stands for that names no member: the one with that number, or all others. -1: none.
int member_for(const Type& type, const Value& value) {
  int other = -1;
  for (std::size_t i = 0; i < type.members.size(); ++i) {
    const EnumMember& member = type.members[i];
    if (member.otherwise) other = static_cast<int>(i);
    else if (value.kind == Value::Kind::Number && member.numbered &&
             member.number == to_number(value))
      return static_cast<int>(i);
  }
  return other;
}

}  // namespace

World::World(Program& program, const PreparedTest& test, const Library&)
    : program_(program), test_(test), interpreter_(program) {
  const auto line = [&](std::string_view name) {
    return program.model().observation_of_line(kClosedView, name);
  };
  lines_ = {line("making"),    line("born"),     line("call_entered"), line("call_returned"),
            line("cut_short"), line("sending"),  line("signal"),       line("action"),
            line("goes_on"),   line("handling"), line("stopped"),      line("standing"),
            line("prepared"),  line("running"),  line("exited"),       line("killed"),
            line("child"),    line("attached"), line("seized"),       line("held"),
            line("asked"),    line("let_through"), line("put_back"),  line("spared"),
            line("fetched"),  line("no_room"),  line("faulting"),   line("doomed"),
            line("told"),     line("joined"),   line("missed"),
            line("left"),     line("edited"),   line("superseded")};
  // Pre of all that follows: the specification has the view.
  const Model& m = model();
  for (const Type* type : m.observations[static_cast<std::size_t>(lines_.returned)].parameters)
    if (type->kind == TypeKind::Union && !type->is_option) result_type_ = type;
  error_type_ =
      result_type_->alternatives[static_cast<std::size_t>(result_type_->alternative("error"))]
          .payload[0];
  code_type_ =
      result_type_->alternatives[static_cast<std::size_t>(result_type_->alternative("code"))]
          .payload[0];
  signal_type_ = m.types.find(kSignalType);
  object_type_ = m.types.find(kObjectType);
  cut_short_errors_ = members_named(m, kCutShort, error_type_->name);
  tasks_.resize(test.threads.size());
  for (std::size_t i = 0; i < test.threads.size(); ++i) {
    if (test.threads[i].of >= 0) continue;
    tasks_[i] = interpreter_.begin(std::string(kClosedView));
    interpreter_.name(tasks_[i], number_of(static_cast<int>(i)));
    interpreter_.seen(tasks_[i]);
    groups_.push_back(static_cast<int>(i));
  }
}

int World::code(std::string_view constant) const {
  return code_type_->member(only_member(model(), constant, code_type_->name));
}

std::int64_t World::number_of(int thread) { return kFirstNumber + thread; }

bool World::makes(int thread, int maker, const PreparedStep* by) {
  EventClass& making = program_.class_of(lines_.making);
  const ObservationInfo& info = model().observations[static_cast<std::size_t>(lines_.making)];
  std::vector<Cell> cells(static_cast<std::size_t>(std::max(making.event_slots, info.size)));
  const bool is_child = test_.threads[static_cast<std::size_t>(thread)].is_child;
  const std::uint64_t flags = test_.threads[static_cast<std::size_t>(thread)].birth;
  cells[static_cast<std::size_t>(info.offsets.back())] = {flags, flags};
  if (by ? !enters(maker, *by, by->call_id) : !feed(maker, making, cells)) return false;
  EventClass& born = program_.class_of(lines_.born);
  std::vector<Cell> slots(static_cast<std::size_t>(born.event_slots) + 1);
  TaskState& child = tasks_[static_cast<std::size_t>(thread)];
  if (!interpreter_.birth(born, tasks_[static_cast<std::size_t>(maker)], slots.data(), 1, child))
    return false;
  interpreter_.name(child, number_of(thread));
  interpreter_.seen(child);
  if (is_child && std::find(groups_.begin(), groups_.end(), thread) == groups_.end())
    groups_.push_back(thread);
  return true;
}

World::Saved World::save() {
  Saved saved;
  for (const int task : groups_)
    saved.push_back(interpreter_.save(tasks_[static_cast<std::size_t>(task)]));
  return saved;
}

void World::restore(const Saved& saved) {
  for (std::size_t i = 0; i < saved.size(); ++i)
    interpreter_.restore(tasks_[static_cast<std::size_t>(groups_[i])], saved[i]);
}

std::string World::key(const Saved& saved) {
  std::string key;
  for (const Interpreter::Saved& group : saved) Interpreter::describe(group, key);
  return key;
}

bool World::feed(int thread, EventClass& event_class, std::vector<Cell>& cells) {
  return interpreter_.step(event_class, tasks_[static_cast<std::size_t>(thread)], cells.data(), 1);
}

std::int64_t World::number_of_slot(int slot) const {
  const Slot& found = test_.slots[static_cast<std::size_t>(slot)];
  return found.kind == Slot::Kind::Task ? number_of(found.task) : kFirstDescriptor + slot;
}

bool World::occurs(int thread, int observation, const ClosedEvent& event) {
  EventClass& event_class = program_.class_of(observation);
  std::vector<Cell> cells = closed_event(
      model(), event_class, model().observations[static_cast<std::size_t>(observation)], event);
  return feed(thread, event_class, cells);
}

bool World::child_changes(int process, bool ends, bool told, bool stays) {
  EventClass& event_class = program_.class_of(lines_.child);
  const ObservationInfo& info = model().observations[static_cast<std::size_t>(lines_.child)];
  std::vector<Cell> cells(static_cast<std::size_t>(std::max(event_class.event_slots, info.size)));
  const bool values[] = {ends, told, stays};
  for (std::size_t i = 0, used = 0; i < info.parameters.size(); ++i)
    if (info.parameters[i]->kind == TypeKind::Bool && used < std::size(values))
      cells[static_cast<std::size_t>(info.offsets[i])] =
          Partly::truth(values[used++] ? kTrue : kFalse);
  return feed(process, event_class, cells);
}

bool World::takes(int thread, int signal, bool shared) {
  return happens(thread, lines_.delivered, {signal}, -1, shared) &&
         happens(thread, lines_.found, {});
}

bool World::faults(int thread, int signal) {
  ClosedEvent fault{{signal}};
  fault.why = kByFault;
  return happens(thread, lines_.faulting, {}) && occurs(thread, lines_.delivered, fault);
}

bool World::fetches(int thread, std::uint64_t wanted, const Fetched& taken) {
  return occurs(thread, lines_.fetched, {{taken.signal}, -1, taken.shared, wanted});
}

/// What becomes of a signal that is sent, the rules tell: the one fate that they accept.
bool World::is_sent(int thread, int signal, bool shared, bool* dropped) {
  const Type* fates = model().types.find(kFateType);
  for (std::size_t fate = 0; fates && fate < fates->members.size(); ++fate)
    if (happens(thread, lines_.sending, {signal}, static_cast<std::int64_t>(fate), shared)) {
      if (dropped) *dropped = fates->members[fate].name == kDropped;
      return true;
    }
  return false;
}

bool World::enters(int thread, const PreparedStep& step, int call, const Given* given) {
  return call_event(thread, step, call, lines_.entered, nullptr, given);
}

bool World::returns(int thread, const PreparedStep& step, int call, const Result& result,
                    const Given* given) {
  return call_event(thread, step, call, lines_.returned, &result, given);
}

void World::prepares(const PreparedStep& step) {
  if (tasks_.empty() || step.call_id < 0) return;
  const bool remembers =
      program_.class_of(lines_.returned, step.call_id, result_type_->alternative(kTags[0]), kZero)
          .writes_event;
  if (!remembers) return;
  learning_ = true;
  returns(0, step, step.call_id, {});
  learning_ = false;
}

bool World::call_event(int thread, const PreparedStep& step, int call, int observation,
                       const Result* result, const Given* given) {
  int tag = -1, payload = -1;
  if (result) {
    tag = result_type_->alternative(kTags[static_cast<std::size_t>(result->kind)]);
    if (result->kind == Result::Kind::Value && result->known)
      payload = result->value == 0 ? kZero : kNotZero;
    else if (result->kind == Result::Kind::Error || result->kind == Result::Kind::Code)
      payload = static_cast<int>(result->value);
  }
  EventClass& event_class = program_.class_of(observation, call, tag, payload);
  const ObservationInfo& info = model().observations[static_cast<std::size_t>(observation)];
  const CallInfo& called = model().calls[static_cast<std::size_t>(call)];
  int size = std::max(event_class.event_slots, info.size);
  for (const Type* type : called.parameters) size += type->size();
  std::vector<Cell> cells(static_cast<std::size_t>(size));
  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    const Type* type = info.parameters[i];
    Cell* at = cells.data() + info.offsets[i];
    forget(*type, at);
    if (type->kind == TypeKind::Call) {
      // The same step is the same call with the same arguments.
      const std::uint64_t arguments = static_cast<std::uint64_t>(step.span.begin) + 1;
      at[0] = {static_cast<std::uint64_t>(call) << kCallKeyBits | arguments, 1};
      at[1] = {0, 0};
    } else if (type == result_type_ && tag >= 0) {
      at[0] = {1ULL << tag, 0};
      const UnionAlternative& alternative = type->alternatives[static_cast<std::size_t>(tag)];
      if (result->kind == Result::Kind::Value && result->known)
        at[alternative.offset] = {static_cast<std::uint64_t>(result->value), 1};
      else if (payload >= 0 && result->kind != Result::Kind::Value)
        at[alternative.offset] = {1ULL << payload, 0};
    } else if (type->kind == TypeKind::Bool) {
      *at = Partly::truth(kTrue);
    } else if (info.declaration->params[i].name.text == "amount" && result && result->known) {
      *at = Partly::number(result->value);
    }
  }
  int offset = event_class.arguments_offset;
  for (std::size_t i = 0; i < called.parameters.size(); ++i) {
    const Type* type = called.parameters[i];
    Cell* at = cells.data() + offset;
    offset += type->size();
    forget(*type, at);
    if (given && type == signal_type_) *at = {1ULL << given->signal, 0};
    else if (given && given->handler &&
             called.declaration->params[i].direction != ast::Param::Direction::Out)
      bind_action(type, *given, at);
    else if (!given && i < step.args.size() && call == step.call_id) bind(type, step.args[i], at);
    if (result && !result->fetched.empty() &&
        called.declaration->params[i].direction == ast::Param::Direction::Out)
      bind_fetched(type, result->fetched.front(), at);
  }
  const bool explained = feed(thread, event_class, cells);
  if (explained && result &&
      (result->kind != Result::Kind::Value || result->cut_short || !result->fetched.empty()))
    count_rows(event_class, thread, *result, cells.data());
  if (!learning_) return explained;
  offset = event_class.arguments_offset;
  for (std::size_t i = 0; i < called.parameters.size(); ++i) {
    const Type* type = called.parameters[i];
    if (type->kind == TypeKind::Record && i < step.args.size() && step.args[i].slot >= 0)
      descriptors_[step.args[i].slot] = {cells.begin() + offset,
                                         cells.begin() + offset + type->size()};
    offset += type->size();
  }
  return explained;
}

/// The rows that a wait's end came of: their outcome is this one, their context is so. Where
/// several are so, nothing tells which, and all count, as in coverage.
void World::count_rows(const EventClass& event_class, int thread, const Result& result,
                       Cell* slots) {
  const std::string_view only = result.cut_short          ? kPartial
                                : result.fetched.empty() ? std::string_view()
                                                         : kSucceeds;  // by the signal it took
  for (const RowContext& row : event_class.rows)
    if (!row.anywhere && (only.empty() || model().rule(row.row).row->interrupted.text == only) &&
        interpreter_.truth(*row.applies, tasks_[static_cast<std::size_t>(thread)], slots) == kTrue)
      rows_.push_back(row.row);
}

void World::keep_step() {
  const std::vector<std::uint64_t>& fired = interpreter_.fired();
  for (std::size_t rule = 0; rule < fired.size(); ++rule)
    if (fired[rule] > before_step_[rule]) exercised_.insert(static_cast<RuleId>(rule));
  exercised_.insert(rows_.begin(), rows_.end());
}

void World::discount(const std::vector<std::uint64_t>& fired) {
  for (std::size_t rule = 0; rule < fired.size(); ++rule)
    before_step_[rule] += interpreter_.fired()[rule] - fired[rule];
}

void World::bind(const Type* type, const Argument& argument, Cell* out) const {
  if (argument.written && !type->is_option) return;  // the kernel has not told yet
  bind_value(type, argument, *argument.value, out);
}

void World::bind_value(const Type* type, const Argument& argument, const Value& value,
                       Cell* out) const {
  using Kind = Value::Kind;
  switch (type->kind) {
    case TypeKind::Int:
      if (value.kind == Kind::Names && argument.slot >= 0)
        *out = Partly::number(number_of_slot(argument.slot));
      else if (argument.kind == Argument::Kind::Word) *out = Partly::number(argument.word);
      return;
    case TypeKind::Enum:
      for (const Name& name : value.names)
        if (const int member = type->member(name.text); member >= 0) *out = {1ULL << member, 0};
      // A number, or memory that no text of the members fits.
      if (argument.kind == Argument::Kind::Memory || value.kind == Kind::Number)
        if (const int member = member_for(*type, value); member >= 0) *out = {1ULL << member, 0};
      return;
    case TypeKind::Set: {
      if (value.kind != Kind::Names && value.kind != Kind::Set &&
          !(value.kind == Kind::Number && argument.word == 0))
        return;
      std::uint64_t members = 0;
      for (const Name& name : value.names)
        if (const int member = type->element->member(name.text); member >= 0)
          members |= 1ULL << member;
      *out = {members, members};
      return;
    }
    case TypeKind::Opaque:
      *out = {hash(value.text + (value.names.empty() ? "" : value.names[0].text)), 1};
      return;
    case TypeKind::Union: {
      if (type->is_option) {
        const int some = type->alternative("some");
        const bool none = value.kind == Kind::None ||
                          (value.kind == Kind::Number && value.unit.empty() && argument.word == 0);
        out[0] = {1ULL << (none ? type->alternative("none") : some), 0};
        const UnionAlternative& inner = type->alternatives[static_cast<std::size_t>(some)];
        if (!none && !argument.written)
          bind_value(inner.payload[0], argument, value, out + inner.offset);
        return;
      }
      for (const UnionAlternative& alternative : type->alternatives) {
        if (alternative.payload.empty() || value.names.empty()) continue;
        const Type* payload = alternative.payload[0];
        if (payload->kind != TypeKind::Enum || payload->member(value.names[0].text) < 0) continue;
        out[0] = {1ULL << (&alternative - type->alternatives.data()), 0};
        return bind_value(payload, argument, value, out + alternative.offset);
      }
      return;
    }
    case TypeKind::Record: {
      const bool descriptor = argument.slot >= 0;
      if (const auto known = descriptors_.find(argument.slot);
          descriptor && known != descriptors_.end() &&
          known->second.size() == static_cast<std::size_t>(type->size())) {
        std::copy(known->second.begin(), known->second.end(), out);
        return;
      }
      const bool time = value.kind == Kind::Number && !value.unit.empty();
      for (std::size_t i = 0; i < type->fields.size(); ++i) {
        const RecordField& field = type->fields[i];
        Cell* at = out + field.offset;
        if (descriptor && field.type->kind == TypeKind::Int)
          *at = Partly::number(number_of_slot(argument.slot));
        else if (const int object =
                     descriptor ? test_.slots[static_cast<std::size_t>(argument.slot)].object : -1;
                 field.type == object_type_ && object >= 0)
          *at = {1ULL << object, 0};
        else if (descriptor && field.type->kind == TypeKind::Bool) *at = Partly::truth(kFalse);
        else if (const Value* set = field_of(value, field.name); set && set->kind == Kind::Set)
          bind_value(field.type, {}, *set, at);
        else if (time && field.type->kind == TypeKind::Int)
          *at = Partly::number(i == 0 ? nanoseconds(value) / kSecondNs
                                      : nanoseconds(value) % kSecondNs);
      }
      return;
    }
    default: return;
  }
}

/// What a call tells of the signal that it took, if it was asked to.
void World::bind_fetched(const Type* type, const Fetched& taken, Cell* out) const {
  const int some = type->is_option ? type->alternative("some") : -1;
  if (some < 0 || out[0].a != 1ULL << some) return;
  const UnionAlternative& inner = type->alternatives[static_cast<std::size_t>(some)];
  bool is_named = false;
  for (const RecordField& field : inner.payload[0]->fields) {
    Cell* at = out + inner.offset + field.offset;
    if (field.type == signal_type_ && !std::exchange(is_named, true))
      *at = {1ULL << taken.signal, 0};
    if (field.type->name == kCodeType)
      *at = {members_named(model(), taken.shared ? kByKill : kByTkill, kCodeType), 0};
  }
}

/// The action that `on SIGNAL ...` asks for: in an option of a record with a handler, flags, a
/// mask.
void World::bind_action(const Type* type, const Given& given, Cell* out) const {
  if (!type->is_option) return;
  const int some = type->alternative("some");
  const UnionAlternative& inner = type->alternatives[static_cast<std::size_t>(some)];
  out[0] = {1ULL << some, 0};
  for (const RecordField& field : inner.payload[0]->fields) {
    Cell* at = out + inner.offset + field.offset;
    if (field.type->kind == TypeKind::Union) {
      const int chosen = field.type->alternative(given.handler->ignored ? "ignore" : "caught");
      const UnionAlternative& handler = field.type->alternatives[static_cast<std::size_t>(chosen)];
      at[0] = {1ULL << chosen, 0};
      if (!handler.payload.empty())
        at[handler.offset] = {static_cast<std::uint64_t>(given.caught) + 16, 1};
    } else if (field.type->kind == TypeKind::Set) {
      const bool mask = field.type->element == signal_type_;
      const std::uint64_t members = mask ? given.handler->mask : given.handler->flags;
      *at = {members, members};
    }
  }
}

}  // namespace sigspec::litmus
