// Finds the cells of a call by its text, and keeps those of others in their place.
#include "checker/bound_calls.h"

#include <algorithm>

#include "checker/binder.h"

namespace sigspec {

bool BoundCalls::take(const Key& key, std::string_view arguments, Cell* out) {
  place_ = nullptr;
  CallEntry& call = *key.call;
  // A text that is new costs half of what one that is known saves.
  if (call.new_texts > kOthersMin + 2 * call.known_texts || arguments.size() > kTextMax)
    return false;
  Bound& bound = bound_[(identity_of(arguments) + key.looks->arguments.size()) % kSlots];
  if (bound.key == key && bound.arguments == arguments) {
    ++call.known_texts;
    std::copy(bound.cells.begin(), bound.cells.end(), out);
    return true;
  }
  ++call.new_texts;
  place_ = &bound;
  asked_ = key;
  asked_arguments_ = arguments;
  return false;
}

void BoundCalls::keep(const Cell* cells, std::size_t count) {
  if (!place_) return;
  place_->key = asked_;
  place_->arguments = asked_arguments_;
  place_->cells.assign(cells, cells + count);
  place_ = nullptr;
}

}  // namespace sigspec
