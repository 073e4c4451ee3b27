// Binds a text that was not met lately, and keeps it.
#include "checker/bound_texts.h"

#include <algorithm>

namespace sigspec {

void BoundTexts::bind(const Type* type, std::string_view text, Cell* out) {
  const bool quick = type->kind == TypeKind::Int || type->kind == TypeKind::Opaque;
  if (quick || text.size() > kTextMax) return binder_.bind(type, text, out);
  Bound& bound = bound_[(identity_of(text) + type->id) % kSlots];
  if (bound.type != type || bound.text != text) {
    const std::uint64_t unknown_words = binder_.unknown_words();
    binder_.bind(type, text, out);
    if (binder_.unknown_words() != unknown_words) return;  // each time is counted
    bound.type = type;
    bound.text = text;
    bound.cells.assign(out, out + type->size());
  }
  std::copy(bound.cells.begin(), bound.cells.end(), out);
}

}  // namespace sigspec
