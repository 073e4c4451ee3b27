// Finds what is known of a call by the name that a trace prints, fast.
//
// Every line has a call's name, so this is one hash and one comparison. Calls that nobody declared
// get an identity of their own too: a restart must be of the same call, known or not.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/program.h"

namespace sigspec {

/// The alternatives of the observation's result, by the names that the spec gives them.
enum class ResultTag : std::uint8_t { Value, Error, Code, Never, Unavailable };
inline constexpr std::size_t kResultTags = 5;
/// At most so many errors, or codes, have a class of their own.
inline constexpr std::size_t kPayloads = 8;

/// What the checker needs of one call; classes are compiled when first met.
struct CallEntry {
  std::string name;
  std::uint64_t first = 0, last = 0;  // the name's first and last eight bytes
  int id = -1;                // the declared call, or -1
  std::uint64_t identity = 0; // the high bits of a Call value
  const CallInfo* info = nullptr;
  bool makes_task = false, makes_program = false, closes_many = false;
  EventClass* entered = nullptr;
  // By kind of result, and by the named error or code; calls that nothing distinguishes share.
  std::array<std::array<EventClass*, kPayloads>, kResultTags> returned{};
};

class CallTable {
 public:
  explicit CallTable(const Model& model) : model_(model) {}
  CallEntry& find(std::string_view name);

 private:
  struct Word;
  CallEntry& add(std::string_view name, const Word& word);
  const Model& model_;
  static constexpr std::size_t kFast = 1024;
  std::array<CallEntry*, kFast> fast_{};
  std::unordered_map<std::string_view, std::unique_ptr<CallEntry>> all_;
};

}  // namespace sigspec
