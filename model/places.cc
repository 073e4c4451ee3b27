// From slots to names.
#include "model/places.h"

#include <algorithm>
#include <bit>
#include <cctype>

#include "model/partly.h"

namespace sigspec {

namespace {

std::string spaced(std::string name) {
  while (name.ends_with('_')) name.pop_back();
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// `Action` is the action, `AltStack` the alt stack.
std::string noun(const Type* type) {
  std::string text;
  for (const char c : type->name) {
    if (std::isupper(static_cast<unsigned char>(c)) && !text.empty() && text.back() != ' ')
      text += ' ';
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

bool is_child(Base base) { return base == Base::ChildTask || base == Base::ChildProcess; }

const Type* owner(const Model& model, const EventClass& event_class, Base base) {
  if (base == Base::Observer) return model.observer;
  if (base == Base::Task) return event_class.subject;
  return base == Base::Process || base == Base::ChildProcess ? model.process : model.task;
}

/// A parameter of the observation, or an argument of the call.
Place place_of_event(const Model& model, const EventClass& event_class, int slot) {
  const auto& observation =
      model.observations[static_cast<std::size_t>(event_class.key.observation)];
  const auto fits = [&](const Type* type, int offset) {
    return type->kind != TypeKind::Entity && slot >= offset && slot < offset + type->size();
  };
  for (std::size_t i = 0; i < observation.parameters.size(); ++i)
    if (fits(observation.parameters[i], observation.offsets[i]))
      return {Base::Event, observation.offsets[i], observation.parameters[i],
              spaced(observation.declaration->params[i].name.text), {}, {}, {}};
  int offset = event_class.arguments_offset;
  const CallInfo& call = model.calls[static_cast<std::size_t>(event_class.key.call)];
  for (std::size_t i = 0; i < call.parameters.size(); ++i) {
    if (fits(call.parameters[i], offset))
      return {Base::Event, offset, call.parameters[i],
              spaced(call.declaration->params[i].name.text), {}, {}, {}};
    offset += call.parameters[i]->size();
  }
  return {};
}

/// What lies `at` leaves within a value, in front of `whole`: "flags of " + whole.
std::string part_name(const Type* type, int at, const std::string& whole) {
  switch (type->kind) {
    case TypeKind::Record:
      for (const RecordField& f : type->fields)
        if (at >= f.offset && at < f.offset + f.type->size())
          return part_name(f.type, at - f.offset, spaced(f.name) + " of the " + whole);
      return whole;
    case TypeKind::Union:
      for (const UnionAlternative& alternative : type->alternatives) {
        int offset = alternative.offset;
        for (const Type* part : alternative.payload) {
          if (at >= offset && at < offset + part->size())
            return part_name(part, at - offset,
                             type->is_option ? whole : alternative.name + " of the " + whole);
          offset += part->size();
        }
      }
      return whole;
    case TypeKind::Stack: {
      if (at == 0) return whole;
      const int size = type->element->size();
      return part_name(type->element, (at - 1) % size, noun(type->element) + " on top");
    }
    default: return whole;
  }
}

const Leaf& leaf_of(const Type* type, int slot) {
  return type->leaves[static_cast<std::size_t>(slot)];
}

}  // namespace

Place place_of(const Model& model, const EventClass& event_class, Base base, int slot) {
  if (base == Base::Event) return place_of_event(model, event_class, slot);
  const Type* type = owner(model, event_class, base);
  const auto field =
      std::find_if(type->fields.begin(), type->fields.end(), [&](const RecordField& f) {
        return slot >= f.offset && slot < f.offset + f.type->size();
      });
  if (field == type->fields.end()) return {};
  Place place{base, field->offset, field->type, spaced(field->name), field->doc, {}, {}};
  if (field->type->kind == TypeKind::Array) {
    const Type* element = field->type->element;
    const int at = (slot - field->offset) / element->size();
    place.offset += at * element->size();
    place.type = element;
    // Numbers and truths are told by what they count or mean, all else by what it is.
    const bool scalar = element->kind == TypeKind::Int || element->kind == TypeKind::Bool;
    place.array = scalar ? spaced(field->name) : noun(element);
    place.index = field->type->index->members[static_cast<std::size_t>(at)].name;
    place.name = place.array + " of " + place.index;
  }
  if (is_child(base)) place.name += " of the child";
  if (base == Base::Observer) place.name = "recording: " + place.name;
  return place;
}

std::string slot_name(const Model& model, const EventClass& event_class, Base base, int slot) {
  const Place place = place_of(model, event_class, base, slot);
  return place.type ? part_name(place.type, slot - place.offset, place.name) : "state";
}

const Leaf& leaf_at(const Model& model, const EventClass& event_class, Base base, int slot) {
  if (base != Base::Event) return leaf_of(owner(model, event_class, base), slot);
  const Place place = place_of_event(model, event_class, slot);
  return leaf_of(place.type, slot - place.offset);
}

std::string doc_of_value(const Type* type, const Cell* cells) {
  if ((type->kind != TypeKind::Union && type->kind != TypeKind::Enum) ||
      !Partly::single(cells[0].a))
    return {};
  const auto at = static_cast<std::size_t>(std::countr_zero(cells[0].a));
  if (type->kind == TypeKind::Enum) return type->members[at].doc;
  const UnionAlternative& alternative = type->alternatives[at];
  if (type->is_option && !alternative.payload.empty())
    return doc_of_value(alternative.payload[0], cells + alternative.offset);
  return alternative.doc;
}

}  // namespace sigspec
