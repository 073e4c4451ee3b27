// Finds every state that a scenario can reach, breadth first, so that ways to a state are shortest.
//
// States are packed into bits and kept once each, with the state and the step that led there. When
// the states run out before the bound, what holds in all of them is proved for the sizes explored.
// Of states that differ by a renaming one is kept for all.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "prove/cone.h"
#include "prove/counterexample.h"
#include "prove/effects.h"
#include "prove/symmetry.h"
#include "prove/watch.h"

namespace sigspec::prove {

using StateId = std::uint32_t;
inline constexpr StateId kNoState = ~0U;

struct Move {
  std::size_t step = 0;  // among the system's steps
  StateId to = kNoState;
};

/// Moves from an initial state.
struct Run {
  StateId start = kNoState;
  std::vector<Move> moves;
  std::size_t loop = 0;  // moves from here on are repeated for ever, when `lasso`
  bool lasso = false;    // a run that never ends; without moves to repeat: it stays where it is
};

class Explorer {
 public:
  static constexpr std::int64_t kNumberLeast = -2048;  // of 12 bits; others end the exploration
  struct Field {
    int slot, word, shift, bits;
  };

  /// `renamings`: of the system, each with its inverse. Pre: the system outlives the explorer.
  Explorer(const System& system, std::vector<Renaming> renamings, std::size_t states_max,
           const Watch& watch);

  /// Explores everything. `visit` sees each state once, in the order of its distance; when it
  /// returns false, exploring ends there.
  void run(const std::function<bool(StateId, Cells&)>& visit);

  std::size_t size() const { return parents_.size(); }
  bool complete() const { return why_incomplete_.empty(); }
  const std::string& why_incomplete() const { return why_incomplete_; }
  const std::vector<bool>& fired() const { return fired_; }  // by rule
  /// Does a state stand for others?
  bool has_symmetry() const { return !renamings_.empty(); }
  StateId parent(StateId state) const { return parents_[state]; }
  const System& system() const { return system_; }
  /// The slots that states are made of.
  const std::vector<bool>& tracked() const { return cone_.state; }
  /// Where each of them lies in a packed state: a number is kept as its distance from
  /// kNumberLeast, a set as those bits side by side that it may have.
  const std::vector<Field>& fields() const { return fields_; }
  std::span<const std::uint64_t> packed(StateId state) const {
    const auto words = static_cast<std::size_t>(words_);
    return {arena_.data() + state * words, words};
  }
  /// Are values that have nothing but identity compared? Else 0 stands for all.
  bool tells_identities() const { return compares_opaque_; }
  /// What such a value that a step leaves open may equal: literals, slots of the state, those that
  /// were filled in before it, or the least number that none of these and no slot at all has.
  struct Identities {
    std::vector<int> open;  // slots of the event, in the order in which they are filled in
    std::vector<std::uint64_t> literals;
    std::vector<int> compared;
  };
  Identities identities_of(const Step& step) const;
  const std::vector<int>& opaque_slots() const { return opaque_slots_; }

  void load(StateId state, Cells& cells) const;
  bool holds(const Node* condition, Cells& cells);
  /// Every step that may be taken, and the state that it leads to. Pre: explored, no symmetry.
  void successors(StateId state, const std::function<void(std::size_t step, StateId to)>& visit);
  /// What the step that is being visited leaves open, as it was filled in.
  const Cells& event() const { return event_; }
  /// The shortest run to a state.
  Run run_to(StateId state) const;
  /// The run as steps and choices that anyone can follow.
  Counterexample retrace(const Run& run);

 private:
  struct PreparedStep {
    std::vector<OpenSlot> open, others;  // those that matter, and those that may be anything
    /// Those that can be asked when so many of the open slots are filled in.
    std::vector<std::vector<const Node*>> guards;
    Identities identities;
  };
  using Fire = std::function<void(Cells& next, bool fits)>;

  PreparedStep prepare(const Step& step, const std::vector<bool>& looked_at) const;
  std::vector<std::uint64_t> identities(const PreparedStep& prepared, std::size_t at,
                                        const Cells& cells) const;
  void fire(const Step& step, const PreparedStep& prepared, Cells& cells, const Fire& then);
  void fill(const Step& step, const PreparedStep& prepared, std::size_t at, Cells& cells,
            const Fire& then);
  bool pack(const Cells& cells);
  bool pack_as_named(const Cells& cells, std::vector<std::uint64_t>& words) const;
  Counterexample::Taken retake(const Move& move, Cells& cells);
  StateId find() const;
  StateId insert(StateId parent, std::size_t step);
  std::size_t hash_of(const std::uint64_t* words) const;
  void grow();
  void shortfall(const std::string& why);

  const System& system_;
  std::vector<Renaming> renamings_;
  std::size_t states_max_;
  const Watch& watch_;
  Cone cone_;
  bool compares_opaque_;
  std::vector<Field> fields_;
  std::vector<int> opaque_slots_;
  int words_ = 0;
  std::vector<PreparedStep> prepared_;
  std::vector<std::uint64_t> arena_, packed_, packed_renamed_;
  std::vector<StateId> parents_, table_;
  std::vector<std::uint32_t> steps_;
  std::vector<bool> fired_;
  std::string why_incomplete_;
  Context<Concrete> context_;
  ConcreteStore store_{context_};
  Cells event_, locals_, next_, renamed_;
};

}  // namespace sigspec::prove
