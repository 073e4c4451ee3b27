// Looks through what a test says of its outcomes: who speaks of something that no outcome can have
// would forbid nothing, and never know.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "litmus/explore.h"
#include "litmus/words.h"

namespace sigspec::litmus {

namespace {

using Names = std::vector<std::string>;

/// What tells of an end, and what its value is.
struct Part {
  enum class Value : std::uint8_t { Signal, Call, Number, Word };
  std::string_view name;
  Value value;
};
constexpr Part kOfThread[] = {{kKilledBy, Part::Value::Signal},
                              {kSleepsIn, Part::Value::Call},
                              {kExited, Part::Value::Number},
                              {kEnd, Part::Value::Word},
                              {kHandled, Part::Value::Signal}};
constexpr Part kOfChild[] = {{kKilledBy, Part::Value::Signal},
                             {kStoppedBy, Part::Value::Signal},
                             {kEventStop, Part::Value::Signal},
                             {kExited, Part::Value::Number},
                             {kEnd, Part::Value::Word}};
constexpr std::string_view kEnds[] = {kDone, kStands, kPolls, kEnded, kWentOn, kUnborn};

class Checking {
 public:
  Checking(const Model& model, const PreparedTest& test, Diagnostics& out)
      : model_(model), test_(test), out_(out) {}

  void run() {
    for (const Expectation& expected : test_.test->expectations)
      for (const Condition& condition : expected.conditions) check(condition);
    Names rules;
    for (const RuleInfo& rule : model_.rules) rules.push_back(rule.name);
    for (const Name& rule : test_.test->exercises) expect(rule, rules, "a rule or a row");
  }

 private:
  bool expect(const Name& name, const Names& known, const std::string& what) {
    return expect_one_of(name, {known.begin(), known.end()}, what, out_);
  }

  bool tells_of_child(const Slot& result) const {
    return std::any_of(test_.slots.begin(), test_.slots.end(), [&](const Slot& slot) {
      return slot.name == result.name &&
             (slot.kind == Slot::Kind::Status || slot.kind == Slot::Kind::Part);
    });
  }

  void check(const Condition& condition) {
    Names all;
    const Part* found = nullptr;
    const auto add = [&](const std::string& of, const Part& part) {
      all.push_back(told_of(of, part.name));
      if (all.back() == condition.what.text) found = &part;
    };
    for (const PreparedThread& thread : test_.threads)
      for (const Part& part : kOfThread) add(thread.name, part);
    for (const Slot& slot : test_.slots) {
      if (slot.kind != Slot::Kind::Result) continue;
      all.push_back(slot.name);
      if (tells_of_child(slot))
        for (const Part& part : kOfChild) add(slot.name, part);
    }
    if (expect(condition.what, all, "what an outcome tells")) check(condition.value, found);
  }

  /// A number may be anything; a name is one of those that there are.
  void check(const Value& value, const Part* part) {
    for (const Value& one : value.parts) check(one, part);
    if (value.kind != Value::Kind::Names) return;
    Names known;
    const auto add_members = [&](std::string_view type) {
      for (const EnumMember& member : model_.types.find(type)->members)
        known.push_back(member.name);
    };
    std::string what = "an error or a process";
    if (!part) {
      add_members(kErrorType);
      for (const PreparedThread& thread : test_.threads) known.push_back(thread.name);
    } else if (part->value == Part::Value::Signal) {
      add_members(kSignalType);
      what = "a signal";
    } else if (part->value == Part::Value::Call) {
      for (const CallInfo& call : model_.calls) known.push_back(call.name);
      what = "a system call";
    } else if (part->value == Part::Value::Word) {
      known.assign(std::begin(kEnds), std::end(kEnds));
      what = "how it ends";
    } else {
      what = "a number";
    }
    expect(value.names[0], known, what);
  }

  const Model& model_;
  const PreparedTest& test_;
  Diagnostics& out_;
};

}  // namespace

void check_claims(const Model& model, const PreparedTest& test, Diagnostics& out) {
  Checking(model, test, out).run();
}

}  // namespace sigspec::litmus
