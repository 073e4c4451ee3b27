// Binds an event's texts to the slots that its rules read, and no others.
#include "checker/conform.h"

#include <utility>

namespace sigspec {

namespace {

constexpr std::uint64_t kKeyMask = (1ULL << kCallKeyBits) - 1;

/// A descriptor's decoration may change between a call and its restart; its number does not.
std::string_view without_decoration(std::string_view text) {
  if (text.empty() || (text[0] != '-' && (text[0] < '0' || text[0] > '9'))) return text;
  return text.substr(0, text.find('<'));
}

/// The content of memory, which may change before the call is issued again.
bool is_in_memory(std::string_view text) {
  return text.starts_with('{') || text.starts_with('[') || text.starts_with("~[") ||
         text.starts_with('"');
}

/// Are all of the arguments shown? A call that its task died in may end on its own line without
/// the rest of them.
bool is_ended(const traces::Event& event) {
  return event.kind != traces::EventKind::Entered && !event.cut;
}

bool is_number(std::string_view text) {
  return !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
}

}  // namespace

traces::LazyArguments& Conform::arguments(const traces::Event& event) {
  if (arguments_of_ != &event) {
    arguments_of_ = &event;
    arguments_.begin(event.args);
  }
  return arguments_;
}

/// The text of the declaration's argument `i`: by the name printed before it, or by position.
std::string_view Conform::argument(const traces::Event& event, const CallInfo& info,
                                   std::size_t i) {
  const ast::Param& param = info.declaration->params[i];
  // By number, all that a call could have is printed.
  if (traces::is_same(param.printed, kLastText))
    return event.numbered ? std::string_view{} : traces::last_word(event.args);
  if (!param.printed.empty()) {
    const traces::Arguments& texts = arguments(event).all();
    for (std::size_t k = 0; k < texts.count; ++k) {
      const std::string_view text = texts[k];
      if (text.size() > param.printed.size() && text.starts_with(param.printed) &&
          text[param.printed.size()] == '=')
        return text.substr(param.printed.size() + 1);
    }
    // Or behind the result: `= 1 (in [3], left {tv_sec=0, tv_usec=5})`.
    const std::string_view behind = event.result.aux;
    const auto word = behind.find(param.printed + " {");
    if (word != std::string_view::npos) return behind.substr(word + param.printed.size() + 1);
    // With -e raw=CALL the numbers stand as the kernel gets them, without names.
    return i < texts.count && is_number(texts[i]) ? texts[i] : std::string_view{};
  }
  return traces::drop_name(arguments(event)[i]);
}

/// A call is issued again with the same arguments; those that the spec says identify it are
/// compared.
void Conform::bind_identity(const CallEntry& call, const traces::Event& event, Cell* out) {
  std::uint64_t head = 0, tail = 0;
  const bool ended = is_ended(event);
  for (const auto& [i, behind_out] : call.identifying) {
    if (behind_out && !ended) continue;
    std::uint64_t& key = behind_out ? tail : head;
    const std::string_view text = argument(event, *call.info, i);
    if (!is_in_memory(text)) key = key * 31 + identity_of(without_decoration(text));
  }
  if (!call.info) {
    // Of a call nobody declared, the first argument tells most, if it is passed by value.
    const auto first = without_decoration(traces::drop_name(arguments(event)[0]));
    if (is_number(first)) head = identity_of(first);
  }
  out[0] = {call.identity | (head & kKeyMask), 1};
  out[1] = ended ? Cell{tail, 1} : Cell{0, 0};
}

/// What the texts of the arguments say.
void Conform::bind_arguments(CallEntry& call, const EventClass& event_class,
                             const EventClass::Looks& looks, const traces::Event& event) {
  const bool at_entry = event_class.key.observation == words_.entered;
  for (const auto& [i, offset, type] : looks.arguments) {
    Cell* at = slots_.data() + offset;
    const bool out = call.info->declaration->params[i].direction == ast::Param::Direction::Out;
    const bool is_scalar = type->kind == TypeKind::Int || type->kind == TypeKind::Enum;
    if ((at_entry && out) || event.head_missing) forget(*type, at);
    else if (const auto text = argument(event, *call.info, i);
             out && is_scalar && is_pointer(text))
      forget(*type, at);  // only where it is was printed
    else if (type->kind == TypeKind::Int) binder_.bind(type, text, at);
    else bound_texts_.bind(type, text, at);
  }
}

void Conform::bind_call(TracedTask& task, CallEntry& call, const EventClass& event_class,
                        const EventClass::Looks& looks, const traces::Event& event) {
  make_room(event_class);
  Cell* identity = looks.call < 0 ? nullptr : slots_.data() + looks.call;
  if (identity && !event.head_missing && !looks.wants_identity()) {
    identity[0] = {call.identity, 1};  // only which call it is
    identity[1] = {};
    identity = nullptr;
  }
  // What several texts say is known again, if they come back together.
  const std::uint64_t unknown_words = binder_.unknown_words();
  const bool several = looks.arguments.size() + (identity ? call.identifying.size() : 0) > 1;
  const bool by_text = several && !event.head_missing && !event.numbered &&
                       !(call.names_arguments && !event.result.aux.empty());
  if (!by_text ||
      !bound_calls_.take({&call, &looks, is_ended(event)}, event.args, slots_.data())) {
    if (identity && event.head_missing) identity[0] = identity[1] = {};
    else if (identity) bind_identity(call, event, identity);
    bind_arguments(call, event_class, looks, event);
    // What is not declared is counted each time.
    if (by_text && binder_.unknown_words() == unknown_words)
      bound_calls_.keep(slots_.data(), static_cast<std::size_t>(event_class.event_slots));
  }
  for (const auto& [i, offset, type] : looks.parameters) {
    Cell* at = slots_.data() + offset;
    if (type->kind == TypeKind::Bool)  // is the call's end on a later line?
      *at = Partly::truth(event.kind == traces::EventKind::Entered ? kTrue : kFalse);
    else if (type == words_.result) bind_result(event_class, event, at);
  }
  bind_descriptors(task, looks);
}

void Conform::bind_result(const EventClass& event_class, const traces::Event& event, Cell* at) {
  forget(*words_.result, at);
  if (event_class.key.tag < 0) return;
  at[0] = {1ULL << event_class.key.tag, 0};
  const auto& alternative =
      words_.result->alternatives[static_cast<std::size_t>(event_class.key.tag)];
  if (alternative.payload.empty()) return;
  const Type* payload = alternative.payload[0];
  if (payload->kind == TypeKind::Enum)
    bound_texts_.bind(payload, event.result.name, at + alternative.offset);
  else at[alternative.offset] = {event.result.value, 1};
}

void Conform::bind_descriptors(TracedTask& task, const EventClass::Looks& looks) {
  for (const auto& [i, offset, type] : looks.arguments)
    if (type == words_.descriptor) bind_descriptor(task, slots_.data() + offset);
}

/// What the line does not say of a descriptor may be known from the call that made it.
void Conform::bind_descriptor(TracedTask& task, Cell* cells) {
  const Cell number = cells[words_.descriptor_number];
  if (number.a != number.b) return;
  const auto* known = task.descriptors->find(Partly::low(number));
  if (!known) return;
  if (!Descriptors::add_known(*words_.descriptor, known->cells, cells))
    task.descriptors->forget(Partly::low(number));
  // Whether a call under way found an option as it was before, nobody sees.
  else if (task.open_call && known->changed > task.descriptor_changes)
    forget_options(cells);
}

void Conform::forget_options(Cell* cells) const {
  for (const RecordField& f : words_.descriptor->fields)
    if (f.type->kind == TypeKind::Bool) cells[f.offset] = Partly::truth(kMaybe);
}

const Descriptors::Cells* Conform::descriptor(traces::Tid tid, std::int64_t number) const {
  const auto task = tasks_.find(static_cast<std::int64_t>(tid));
  if (task == tasks_.end()) return nullptr;
  const auto* known = task->second.descriptors->find(number);
  return known ? &known->cells : nullptr;
}

void Conform::remember_descriptors(TracedTask& task, const EventClass& event_class) {
  for (const auto& [i, offset, type] : event_class.looks.arguments) {
    if (type != words_.descriptor) continue;
    const Cell* cells = slots_.data() + offset;
    const Cell number = cells[words_.descriptor_number];
    if (number.a == number.b)
      task.descriptors->set(Partly::low(number), {cells, cells + type->size()});
  }
}

/// A member of the enum of objects, or a constant set of them.
std::uint64_t Conform::objects_named(const std::string& name, const Type* type) const {
  if (const int member = type->member(name); member >= 0) return 1ULL << member;
  if (const auto constant = model_.constants.find(name); constant != model_.constants.end()) {
    Lowering lowering(model_, program_.kernel(), nullptr);
    const Value set = lowering.expression(constant->second->value, model_.types.set_of(type));
    if (set.leaves.size() == 1 && set.leaves[0]->op == Op::Const) return set.leaves[0]->constant.b;
  }
  return type->leaves[0].choices;
}

/// Parent and child hold the same objects from here on: each can change options unseen by the
/// other's descriptors, so that no option stays known.
void Conform::share_objects(TracedTask& parent, TracedTask& child) {
  if (!words_.descriptor) return;
  parent.descriptors->for_each(
      [&](Descriptors::Cells& cells) { forget_options(cells.data()); });
  *child.descriptors = *parent.descriptors;
}

/// The descriptor is gone, even where an error is told, and another may get its number.
void Conform::forget_closed(TracedTask& task, const CallEntry& call, const traces::Event& event) {
  if (!call.closes_one || event.result.kind == traces::ResultKind::Code) return;
  if (const auto number = traces::parse_number(arguments(event)[call.descriptors.front()]))
    task.descriptors->forget(number->number());
}

/// `makes pipe`: the result is a new descriptor; or those are that an argument shows, where the
/// call hands them out in memory. A pointer does not show them.
void Conform::made_descriptors(TracedTask& task, const CallEntry& call,
                               const traces::Event& event) {
  if (!words_.descriptor) return;
  const auto& params = call.info->declaration->params;
  Descriptors::Cells cells(static_cast<std::size_t>(words_.descriptor->size()));
  const auto remember = [&](std::int64_t number) {
    forget(*words_.descriptor, cells.data());
    for (const RecordField& f : words_.descriptor->fields) {
      Cell& cell = cells[static_cast<std::size_t>(f.offset)];
      if (f.printed == kNumberText) cell = Partly::number(number);
      else if (f.printed == kDecorationText) {
        cell = {objects_named(call.info->declaration->makes_kind.text, f.type), 0};
      } else if (f.type->kind == TypeKind::Bool) {
        cell = Partly::truth(kFalse);  // a new object has none of the options set
      } else if (f.type->kind == TypeKind::Int) {
        for (std::size_t i = 0; i < params.size(); ++i)
          if (params[i].name.text == f.name)  // what it was made of
            binder_.bind(f.type, argument(event, *call.info, i), &cell);
      }
    }
    task.descriptors->set(number, cells);
  };
  const traces::Arguments& texts = arguments(event).all();
  for (std::size_t i = 0; i < texts.count; ++i) {
    const auto pair = traces::inside(traces::drop_name(texts[i]), '[', ']');
    if (!pair) continue;
    const traces::Arguments parts = traces::split_arguments(*pair);
    for (std::size_t k = 0; k < parts.count; ++k)
      if (const auto number = traces::parse_number(parts[k])) remember(number->number());
    return;
  }
  const bool in_memory = std::any_of(params.begin(), params.end(), [](const ast::Param& param) {
    return param.direction == ast::Param::Direction::Out;
  });
  if (!event.result.negative && !in_memory) remember(static_cast<std::int64_t>(event.result.value));
}

}  // namespace sigspec
