// Finds an entry by a name that a trace prints, fast: one hash and one comparison.
//
// Every line has such names, and they are short and few: a direct-mapped table of machine words
// stands in front of a map.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "traces/chars.h"

namespace sigspec {

template <class Entry>
class NameTable {
 public:
  /// The entry of `name`; `make(name)` gives it when it is met for the first time. Entries stay
  /// where they are.
  template <class Make>
  Entry& find(std::string_view name, Make&& make) {
    const Words words(name);
    Named*& fast = fast_[words.hash() >> (64 - kFastBits)];
    if (fast && fast->words == words && (name.size() <= 16 || fast->name == name))
      return fast->entry;
    auto known = all_.find(name);
    if (known == all_.end() && all_.size() >= kNamesMax) known = all_.find(name = {});
    fast = known != all_.end() ? known->second.get() : &add(name, make(name));
    return fast->entry;
  }

 private:
  /// A name's first and last eight bytes: all of it, up to sixteen.
  struct Words {
    explicit Words(std::string_view name)
        : size(name.size()),
          first(traces::load_short(name.substr(0, 8))),
          last(size > 8 ? traces::load8(name.data() + size - 8) : 0) {}
    std::uint64_t hash() const {
      return (first ^ (last * 0x9E3779B97F4A7C15ULL) ^ size) * 0xff51afd7ed558ccdULL;
    }
    friend bool operator==(const Words&, const Words&) = default;
    std::uint64_t size, first, last;
  };
  struct Named {
    std::string name;
    Words words;
    Entry entry;
  };

  Named& add(std::string_view name, Entry&& entry) {
    auto named = std::make_unique<Named>(Named{std::string(name), Words(name), std::move(entry)});
    const std::string_view key = named->name;
    return *(all_[key] = std::move(named));
  }

  static constexpr int kFastBits = 10;
  /// Only hostile input has more; the others share the entry of the empty name.
  static constexpr std::size_t kNamesMax = 1 << 16;
  std::array<Named*, 1 << kFastBits> fast_{};
  std::unordered_map<std::string_view, std::unique_ptr<Named>> all_;
};

}  // namespace sigspec
