// Remembers what the arguments of whole calls came to, as bound_texts.h does for single texts: to
// take a text apart and bind its pieces costs many times what it costs to know it again.
//
// What is kept depends on the text, on the call and on what is looked at of it, and on nothing
// else. Calls whose texts do not come back, as those with data in them, are soon left alone.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checker/call_table.h"

namespace sigspec {

class BoundCalls {
 public:
  struct Key {
    CallEntry* call = nullptr;
    const EventClass::Looks* looks = nullptr;
    bool ended = false;  // all of the arguments are shown
    friend bool operator==(const Key&, const Key&) = default;
  };

  /// Writes the cells of the class's slots. Returns: false when they are not known; then
  /// `arguments` has to live until they are kept, or something else is asked for.
  bool take(const Key& key, std::string_view arguments, Cell* out);
  /// Keeps `count` cells of what was asked for last, and was not known.
  void keep(const Cell* cells, std::size_t count);

 private:
  struct Bound {
    Key key;
    std::string arguments;
    std::vector<Cell> cells;
  };
  static constexpr std::size_t kSlots = 256;
  /// Longer texts are rare, and not worth their memory.
  static constexpr std::size_t kTextMax = 256;
  /// Texts of a call that were not known before it is asked whether it is worth while.
  static constexpr std::uint32_t kOthersMin = 64;

  std::array<Bound, kSlots> bound_;
  Key asked_;
  std::string_view asked_arguments_;
  Bound* place_ = nullptr;  // for what was asked for last; nullptr: it is not to be kept
};

}  // namespace sigspec
