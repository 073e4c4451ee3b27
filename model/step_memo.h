// What events of a class came to before, by what was asked to find it out.
//
// A step depends on a few slots only, and recordings come back to the same few states for ever. A
// memo is a tree: each fork asks one thing of the state or the event, and has a branch for each
// answer met so far; at its leaves stands which body fired, and what it did. Walking it costs some
// instructions for a question, where testing and firing a body costs hundreds. What one walk meets
// was mostly put there at once, and lies side by side. Steps are kept that
// one body alone explains. What it taught follows from all that its conditions look at, and is done
// again as its effects are; only what is learned of numbers is judged in full each time.
#pragma once

#include <cstdint>
#include <vector>

#include "model/program.h"

namespace sigspec {

class StepMemo {
 public:
  /// A slot of what the context points at.
  struct Slot {
    Base base = Base::Event;
    std::int32_t offset = 0;
    friend bool operator==(const Slot&, const Slot&) = default;
  };

  /// What was asked: the value at a place, or, where a place rarely holds the same value twice (a
  /// number, something opaque), the truth of a condition on it.
  struct Question {
    const Node* condition = nullptr;
    Slot place;
    friend bool operator==(const Question&, const Question&) = default;
  };
  struct Answer {
    Question question;
    Cell value;
  };

  /// A part of what a body did: one slot got this value, that of another slot, or the node's; or
  /// what the effect does to others. Two fill a line of the processor's cache.
  struct Deed {
    enum class Kind : std::uint8_t { Constant, Copied, Computed, ToOthers };
    Deed(Slot to, Cell constant) : to(to), value(constant) {}
    Deed(Slot to, Slot from) : to(to), kind(Kind::Copied), from(from) {}
    Deed(Slot to, const Node* node) : to(to), kind(Kind::Computed), computed(node) {}
    explicit Deed(const CompiledEffect* effect) : kind(Kind::ToOthers), to_others(effect) {}

    Slot to;
    Kind kind = Kind::Constant;
    /// Of constants: so many, from this one on, give values to slots of one task or process, with
    /// no look at each; 0: of no such. Of what is computed: so many are, from this one on, before
    /// any of them is written; 0: it alone.
    std::uint16_t run = 0;
    union {
      Cell value;
      Slot from;
      const Node* computed;
      const CompiledEffect* to_others;
    };
  };
  static_assert(sizeof(Deed) == 32);

  struct Outcome {
    std::uint32_t body = 0;    // its index in the class
    bool makes_quiet = false;  // the task alone decided it
    std::vector<Deed> deeds;   // in order
  };

  /// `room`: how much all memos together may yet grow; outlives them.
  explicit StepMemo(std::size_t& room) : room_(room) {}
  /// Returns: what it came to when everything was answered as it is now; nullptr: that was not met.
  const Outcome* find(Context<Partly>& x) const;
  /// Nothing is kept where a question has too many answers.
  void remember(const std::vector<Answer>& answers, Outcome outcome);
  /// There was something that cannot be kept.
  void note_fruitless() { ++fruitless_; }
  /// Is more to be kept? Not past some size, nor where it mostly comes to nothing.
  bool has_room() const {
    return size_ < kSizeMax && room_ > 0 && fruitless_ < kFruitlessMax + outcomes_.size();
  }

 private:
  static constexpr std::size_t kSizeMax = 1 << 14;  // of one: branches and deeds
  static constexpr std::size_t kFruitlessMax = 64;
  static constexpr std::size_t kBranchesMax = 64;
  /// Where a branch leads: to a fork, or with this bit to an outcome; nowhere yet.
  static constexpr std::uint32_t kOutcome = 1U << 31, kNone = ~0U;
  struct Branch {
    Cell answer;
    std::uint32_t to = kNone;
  };
  /// Most forks have one branch. Further ones have a table, by their answers, in a power of two of
  /// places of which at least half lead nowhere. Two forks fill a line of the processor's cache.
  struct Fork {
    Cell answer;
    std::uint32_t to = kNone;
    std::uint32_t table = 0;      // where it begins in places_
    std::int32_t asked = 0;       // a slot's offset, or an index of conditions_
    Base base = Base::Event;      // the slot's
    bool is_condition : 1 = false;
    bool goes_on : 1 = false;     // the first branch leads to the fork behind this one
    std::uint8_t table_bits = 0;  // 0: there is none
    std::uint8_t branches = 1;
  };
  static_assert(sizeof(Fork) == 32);
  Cell value_of(const Fork& fork, Context<Partly>& x) const;
  bool asks(const Fork& fork, const Question& question) const;
  Fork make_fork(const Answer& answer);
  template <class Places>
  static auto& place_of(Places& places, const Fork& fork, Cell answer);
  void widen(Fork& fork);
  std::uint32_t* branch_for(Fork& fork, Cell answer);
  void grow(std::size_t by);

  std::uint32_t root_ = kNone;
  std::vector<Fork> forks_;
  std::vector<const Node*> conditions_;  // that forks ask for
  std::vector<Branch> places_;  // of all tables, side by side: no step from one memory to the next
  std::vector<Outcome> outcomes_;
  std::size_t size_ = 0, fruitless_ = 0;
  std::size_t& room_;
};

/// Notes what a step depends on and does, while it is done.
class StepRecorder {
 public:
  explicit StepRecorder(Context<Partly>& context) : x_(context) {}
  void begin();
  void end() { whole_ = false; }
  /// The value of `node` is about to decide something.
  void depend_on(const Node& node);
  /// Something is about to be learned from `node`.
  void learn_from(const Node& node);
  /// That is what a slot holds since something was learned.
  void note_learned(Base base, const Cell* slot);
  /// `effect` is about to be done.
  void note(const CompiledEffect& effect);
  /// Was everything noted that it depends on, and can it be done again?
  bool is_whole() const { return whole_; }
  const std::vector<StepMemo::Answer>& answers() const { return answers_; }
  std::vector<StepMemo::Deed>& deeds() { return deeds_; }

 private:
  using Slot = StepMemo::Slot;
  using Deed = StepMemo::Deed;
  using Question = StepMemo::Question;
  struct Written {
    Slot place;
    bool is_known = false;  // what was written there follows from the answers
  };
  bool reads_any(const Node& node, const std::vector<Written>& written);
  void read(Slot place);
  void depend_on_place(const Node& place, bool comes_back);
  void ask(const Node& condition);
  void answer(const Question& question, Cell value);
  void put(Slot to, const Node* value);
  void put(Slot to, Cell value);
  void note_assignment(const CompiledEffect& effect);
  void note_push(const CompiledEffect& effect);
  void note_pop(const CompiledEffect& effect);
  void note_parts(const CompiledEffect& effect);
  void put_element(const CompiledEffect& stack, std::int32_t element);
  std::int32_t depth_at(const CompiledEffect& stack);
  void give_up() { whole_ = false; }

  Context<Partly>& x_;
  bool whole_ = false;
  std::vector<StepMemo::Answer> answers_;
  std::vector<Written> written_;  // by what was learned, and the effects before
  std::vector<Written> writing_;  // by the effect at hand
  std::vector<StepMemo::Deed> deeds_;
};

}  // namespace sigspec
