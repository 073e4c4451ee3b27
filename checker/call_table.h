// What is known of a call, by the name that a trace prints.
//
// Calls that nobody declared get an identity of their own too: a restart must be of the same call,
// known or not.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "checker/name_table.h"
#include "model/program.h"
#include "traces/reader.h"

namespace sigspec {

/// The alternatives of the observation's result, by the names that the spec gives them.
enum class ResultTag : std::uint8_t { Value, Error, Code, Never, Unavailable };
inline constexpr std::size_t kResultTags = 5;
/// At most so many errors, or codes, have a class of their own.
inline constexpr std::size_t kPayloads = 32;

/// What the checker needs of one call; classes are compiled when first met.
struct CallEntry {
  int id = -1;                // the declared call, or -1
  std::uint64_t identity = 0; // the high bits of a Call value
  const CallInfo* info = nullptr;
  bool makes_task = false, makes_program = false, closes_one = false,
       closes_many = false, makes_descriptors = false;
  // It says what goes into the streams behind its descriptors, and what comes out.
  bool fills_streams = false, drains_streams = false;
  bool has_stream_rules() const { return fills_streams || drains_streams; }
  /// The arguments that tell whether a call issued again is the same one. What stands behind an
  /// out-argument is not shown before the call has ended.
  struct Identifying {
    std::size_t argument;
    bool behind_out;
  };
  std::vector<Identifying> identifying;
  std::vector<std::size_t> descriptors;  // which arguments are descriptors
  bool names_arguments = false;  // some are found by a name that is printed, perhaps in the result
  /// How often its texts came back, and how often not: bound_calls.h.
  std::uint32_t known_texts = 0, new_texts = 0;
  EventClass* entered = nullptr;
  // By kind of result, and by the named error or code; calls that nothing distinguishes share.
  std::array<std::array<EventClass*, kPayloads>, kResultTags> returned{};
};

/// The record whose fields stand for a descriptor's number and decoration; nullptr: there is none.
const Type* descriptor_type(const Model& model);

/// Does the declaration say that the call runs another program?
bool makes_program(const CallInfo& call);

/// How recordings are read that are judged: by what the specification says of calls.
traces::ReaderOptions reader_options(const Model& model);

class CallTable {
 public:
  explicit CallTable(const Model& model);
  const Type* descriptor() const { return descriptor_; }
  CallEntry& find(std::string_view name) {
    return entries_.find(name, [&](std::string_view fresh) { return make(fresh); });
  }

 private:
  CallEntry make(std::string_view name) const;
  const Model& model_;
  const Type* descriptor_;
  NameTable<CallEntry> entries_;
};

}  // namespace sigspec
