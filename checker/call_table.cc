// A direct-mapped cache in front of a map; names are short and few.
#include "checker/call_table.h"

#include <cstring>

#include "model/eval.h"

namespace sigspec {

namespace {

/// What a call's declaration can make besides descriptors.
constexpr std::string_view kTask = "Task", kProgram = "Program", kNothing = "Nothing";

/// Identities of undeclared calls begin here, beyond every declared id.
constexpr std::uint64_t kUndeclared = 0x8000;

}  // namespace

/// A name as two machine words: all of it up to sixteen bytes.
struct CallTable::Word {
  explicit Word(std::string_view name) {
    const std::size_t n = name.size();
    if (n >= 8) {
      std::memcpy(&first, name.data(), 8);
      std::memcpy(&last, name.data() + n - 8, 8);
    } else {
      std::memcpy(&first, name.data(), n);
    }
    hash = (first ^ (last * 0x9E3779B97F4A7C15ULL) ^ n) * 0xff51afd7ed558ccdULL;
  }
  bool is(const CallEntry& entry, std::string_view name) const {
    return entry.first == first && entry.last == last && entry.name.size() == name.size() &&
           (name.size() <= 16 || entry.name == name);
  }
  std::uint64_t first = 0, last = 0, hash = 0;
};

CallEntry& CallTable::find(std::string_view name) {
  const Word word(name);
  CallEntry*& slot = fast_[word.hash >> 54];
  if (slot && word.is(*slot, name)) return *slot;
  if (const auto known = all_.find(name); known != all_.end()) slot = known->second.get();
  else slot = &add(name, word);
  return *slot;
}

CallEntry& CallTable::add(std::string_view name, const Word& word) {
  auto entry = std::make_unique<CallEntry>();
  entry->name = std::string(name);
  entry->first = word.first;
  entry->last = word.last;
  entry->id = model_.call_id(name);
  if (entry->id >= 0) {
    entry->identity = static_cast<std::uint64_t>(entry->id) << kCallKeyBits;
    entry->info = &model_.calls[static_cast<std::size_t>(entry->id)];
    entry->makes_task = entry->info->declaration->makes_kind.text == kTask;
    entry->makes_program = entry->info->declaration->makes_kind.text == kProgram;
    entry->closes_many = entry->info->declaration->makes_kind.text == kNothing;
  } else {
    entry->identity = (kUndeclared | (word.hash & 0x7fff)) << kCallKeyBits;
  }
  const std::string_view key = entry->name;
  return *(all_[key] = std::move(entry));
}

}  // namespace sigspec
