// Fills in the parameters of an observation by their types.
#include "litmus/closed_event.h"

#include <algorithm>

#include "litmus/words.h"

namespace sigspec::litmus {

std::vector<Cell> unknown_event(const EventClass& event_class, const ObservationInfo& info) {
  std::vector<Cell> cells(static_cast<std::size_t>(std::max(event_class.event_slots, info.size)));
  for (std::size_t i = 0; i < info.parameters.size(); ++i)
    forget(*info.parameters[i], cells.data() + info.offsets[i]);
  return cells;
}

std::vector<Cell> closed_event(const Model& model, const EventClass& event_class,
                               const ObservationInfo& info, const ClosedEvent& event) {
  std::vector<Cell> cells = unknown_event(event_class, info);
  std::size_t used = 0;
  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    const Type* type = info.parameters[i];
    Cell* at = cells.data() + info.offsets[i];
    const bool more = used < event.values.size();
    if (type->kind == TypeKind::Enum && more && type->name == kSignalType)
      *at = {1ULL << event.values[used++], 0};
    else if (type->kind == TypeKind::Int && more &&
             info.declaration->params[i].name.text == "status")
      *at = Partly::number(event.values[used++]);
    else if (type->kind == TypeKind::Bool) *at = Partly::truth(kFalse);
    else if (type->kind == TypeKind::Set) *at = {event.members, event.members};
    else if (type->kind == TypeKind::Record)
      for (const RecordField& field : type->fields) {
        Cell& cell = at[field.offset];
        if (field.type->kind == TypeKind::Bool) cell = Partly::truth(event.shared ? kTrue : kFalse);
        if (field.type->name == kFateType && event.fate >= 0) cell = {1ULL << event.fate, 0};
        const std::string_view why =
            !event.why.empty() ? event.why : event.shared ? kByKill : kByTkill;
        if (field.type->name == kCodeType) cell = {members_named(model, why, kCodeType), 0};
      }
  }
  return cells;
}

}  // namespace sigspec::litmus
