// Remembers what texts came to: a recording says the same few things again and again.
//
// In front of the binder, whose result depends on the type and the text alone. A direct-mapped
// table of bounded size; what it has not kept is bound anew.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "checker/binder.h"

namespace sigspec {

class BoundTexts {
 public:
  explicit BoundTexts(const Binder& binder) : binder_(binder) {}

  /// As Binder::bind.
  void bind(const Type* type, std::string_view text, Cell* out);

 private:
  struct Bound {
    const Type* type = nullptr;
    std::string text;
    std::vector<Cell> cells;
  };
  static constexpr std::size_t kSlots = 1024;
  /// Longer texts are rare, and not worth their memory.
  static constexpr std::size_t kTextMax = 512;

  const Binder& binder_;
  std::array<Bound, kSlots> bound_;
};

}  // namespace sigspec
