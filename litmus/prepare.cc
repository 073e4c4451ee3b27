// Resolves the names of a test: who there is, and which steps they take.
#include "litmus/prepare.h"

#include <fmt/format.h>

#include <algorithm>

#include "litmus/laying.h"
#include "litmus/words.h"

namespace sigspec::litmus {

bool PreparedStep::is_wait() const {
  return effect && (effect->verb.text == kWaits || effect->verb.text == kTellsOf);
}

const Name* PreparedStep::cannot_tell() const {
  if (!is_wait() || effect->operands.size() < 3 || operand(2)) return nullptr;
  return &effect->operands[2];
}

bool PreparedStep::never_tells() const {
  return cannot_tell() && effect->operands.back().text == kAnyhow;
}

const Argument* PreparedStep::operand(std::size_t i) const {
  if (!effect || i >= effect->operands.size()) return nullptr;
  return given(*effect, effect->operands[i].text);
}

const Argument* PreparedStep::given(const EffectDecl& of, std::string_view parameter) const {
  for (std::size_t i = 0; i < of.params.size() && i < args.size(); ++i)
    if (of.params[i].text == parameter) return &args[i];
  return nullptr;
}

bool PreparedTest::passes_place(const PreparedStep& step, std::size_t i) const {
  const Slot::Kind kind = slots[static_cast<std::size_t>(step.args[i].slot)].kind;
  const auto& params = step.call->declaration->params;
  return is_word(step.args[i].slot) ||
         (kind == Slot::Kind::Content && i < params.size() &&
          params[i].direction == ast::Param::Direction::Out);
}

int PreparedTest::process_of(int thread) const {
  const PreparedThread& found = threads[static_cast<std::size_t>(thread)];
  return found.of < 0 || found.is_child ? thread : process_of(found.of);
}

namespace {

class Preparing : private Laying {
 public:
  Preparing(const Model& model, const Library& library, const Test& test, Diagnostics& out)
      : Laying(model, library, out), test_(test), before_(out.size()) {
    prepared_.test = &test;
  }

  PreparedTest run() {
    for (const Object& object : test_.objects) make(object);
    name_threads();
    if (out_.size() > before_) return std::move(prepared_);  // who is whose must be known
    for (std::size_t i = 0; i < test_.threads.size(); ++i) thread(i);
    check_claims(model_, prepared_, out_);
    check_threads(prepared_, out_);
    return std::move(prepared_);
  }

 private:
  /// The calls that make a thing, with the names of its ends in place of the declaration's.
  void make(const Object& object) {
    const ThingDecl* thing = library_.thing(object.kind.text);
    if (!thing) {
      std::vector<std::string_view> known;
      for (const ThingDecl& t : library_.file.things) known.push_back(t.name.text);
      expect(object.kind, "a kind of thing", known);
      return;
    }
    const ThingDecl& base = library_.base(*thing);
    const int first = static_cast<int>(prepared_.slots.size());
    const bool two = base.ends.size() == 2;
    for (std::size_t i = 0; i < base.ends.size(); ++i) {
      const ast::Param& end = base.ends[i];
      const bool only = base.ends.size() == 1;
      const int at = add_slot(Slot::Kind::End,
                              only ? object.name.text : object.name.text + "." + end.name.text);
      Slot& made = prepared_.slots[static_cast<std::size_t>(at)];
      if (end.type.text == kMemory) made.kind = Slot::Kind::Word;
      if (end.type.text == kContent) made.kind = Slot::Kind::Content;
      const std::uint64_t kinds = objects_named(model_, end.type.text);
      made.object = kinds ? std::countr_zero(kinds) : -1;
      made.thing = name_of_end(base, i);
      made.peer = two ? first + (i == 0 ? 1 : 0) : at;
    }
    for (int at = first; at < static_cast<int>(prepared_.slots.size()); ++at)
      if (slot(prepared_.slots[static_cast<std::size_t>(at)].name) < first)
        return error(object.name.span,
                     "found a second '" + object.name.text + "', expected a new name");
    prefix_ = object.name.text;
    ends_ = &base.ends;
    first_end_ = first;
    for (const Step& step : base.steps) prepared_.setup.push_back(call(step));
    if (&base != thing)
      for (const Step& step : thing->steps) prepared_.setup.push_back(call(step));
    prefix_.clear();
    ends_ = nullptr;
  }

  void name_threads() {
    for (std::size_t i = 0; i < test_.threads.size(); ++i) {
      const Thread& tree = test_.threads[i];
      if (slot(tree.name.text) >= 0)
        error(tree.name.span, "found a second '" + tree.name.text + "', expected a new name");
      PreparedThread thread;
      thread.name = tree.name.text;
      thread.is_child = tree.is_child;
      thread.is_init = tree.is_init;
      thread.birth = birth_flags(tree);
      thread.slot = add_slot(Slot::Kind::Task, tree.name.text, static_cast<int>(i));
      prepared_.threads.push_back(std::move(thread));
    }
    if (test_.threads.empty()) error(test_.name.span, "found no process, expected one at least");
    for (std::size_t i = 0; i < test_.threads.size(); ++i)
      if (!test_.threads[i].of.text.empty())
        prepared_.threads[i].of = thread_named(test_.threads[i].of);
    for (std::size_t i = 0; i < test_.threads.size(); ++i) {
      const int of = prepared_.threads[i].of;
      if (of >= 0 && prepared_.threads[static_cast<std::size_t>(of)].is_init)
        error(test_.threads[i].of.span,
              "found '" + test_.threads[i].of.text + "', expected no init: it is alone");
    }
    for (std::size_t i = 0; i < test_.threads.size(); ++i)
      if (belongs_to_itself(static_cast<int>(i)))
        error(test_.threads[i].of.span, "found '" + test_.threads[i].of.text +
                                            "', expected one that is not made by '" +
                                            test_.threads[i].name.text + "' itself");
    // Results may be waited for by others, so they all have their slots first.
    for (std::size_t i = 0; i < test_.threads.size(); ++i) {
      for (const Handler& handler : test_.threads[i].handlers) name_results(handler.body, i);
      name_results(test_.threads[i].steps, i);
    }
  }
  void name_results(const std::vector<Step>& steps, std::size_t thread) {
    for (const Step& step : steps) {
      if (step.result.text.empty()) continue;
      const std::string name = test_.threads[thread].name.text + "." + step.result.text;
      if (slot(name) < 0) add_slot(Slot::Kind::Result, name, static_cast<int>(thread));
    }
  }
  std::uint64_t birth_flags(const Thread& tree) const {
    const auto members = [&](std::string_view constant) {
      return members_named(model_, constant, kCloneFlagType);
    };
    if (!tree.is_child && !tree.of.text.empty()) return members(kThreadShares);
    return members(kChildTells) | (tree.is_init ? members(kOwnNumbers) : 0);
  }
  bool belongs_to_itself(int thread) const {
    int maker = prepared_.threads[static_cast<std::size_t>(thread)].of;
    for (std::size_t i = 0; i < prepared_.threads.size() && maker >= 0 && maker != thread; ++i)
      maker = prepared_.threads[static_cast<std::size_t>(maker)].of;
    return maker >= 0;
  }
  void thread(std::size_t i) {
    const Thread& tree = test_.threads[i];
    PreparedThread& thread = prepared_.threads[i];
    prefix_ = thread.name;
    for (const Handler& handler : tree.handlers) {
      PreparedHandler ready;
      for (const Name& s : handler.signals)
        if (const int member = signal(s); member >= 0) ready.signals.push_back(member);
      ready.flags = members_named(model_, kWayBack, kFlagType);
      for (const Name& flag : handler.lacks) {
        const std::uint64_t bit = member_bit(flag, kFlagType, "a flag");
        if ((bit & ~ready.flags) != 0) expect(flag, "a flag that handlers have unasked", {});
        ready.flags &= ~bit;
      }
      for (const Name& flag : handler.flags) ready.flags |= member_bit(flag, kFlagType, "a flag");
      for (const Name& s : handler.mask) ready.mask |= member_bit(s, kSignalType, "a signal");
      ready.ignored = handler.ignored;
      in_handler_ = true;
      for (const Step& s : handler.body) step(s, ready.body);
      in_handler_ = false;
      thread.handlers.push_back(std::move(ready));
    }
    for (const Step& s : tree.steps) step(s, thread.steps);
    prefix_.clear();
  }

  void step(const Step& tree, std::vector<PreparedStep>& out) {
    switch (tree.kind) {
      case Step::Kind::Call: return out.push_back(call(tree));
      case Step::Kind::When: return out.push_back(when(tree));
      case Step::Kind::Send: return burst(tree, out);
      case Step::Kind::Make: return out.push_back(birth(tree));
      case Step::Kind::Exec: return out.push_back(exec(tree));
      case Step::Kind::Leave:
      case Step::Kind::Edit: return out.push_back(of_frame(tree));
    }
  }

  /// What a handler does to its frame.
  PreparedStep of_frame(const Step& tree) {
    PreparedStep ready;
    ready.kind = tree.kind;
    ready.span = tree.span;
    if (!in_handler_) error(tree.span, "found this outside of handlers, which alone have frames");
    for (const Name& s : tree.signals) ready.mask |= member_bit(s, kSignalType, "a signal");
    return ready;
  }

  PreparedStep birth(const Step& tree) {
    PreparedStep ready;
    ready.kind = Step::Kind::Make;
    ready.span = tree.span;
    ready.who = thread_named(tree.who);
    if (ready.who < 0) return ready;
    PreparedThread& made = prepared_.threads[static_cast<std::size_t>(ready.who)];
    if (!made.is_child || made.of < 0 ||
        prepared_.threads[static_cast<std::size_t>(made.of)].name != prefix_)
      error(tree.who.span, "found '" + made.name + "', expected a child of '" + prefix_ + "'");
    made.comes_later = true;
    if (!tree.how.text.empty()) born_by(tree.how, ready);
    if (tree.name.text.empty()) return ready;
    made.number_of = thread_named(tree.name);
    if (made.number_of >= 0)
      ready.awaited = prepared_.threads[static_cast<std::size_t>(made.number_of)].slot;
    return ready;
  }

  /// What it is called with, the runner knows.
  PreparedStep exec(const Step& tree) {
    PreparedStep ready;
    ready.kind = Step::Kind::Exec;
    ready.span = tree.span;
    const auto runs = std::find_if(
        model_.calls.begin(), model_.calls.end(),
        [](const CallInfo& call) { return call.declaration->makes_kind.text == kProgram; });
    if (runs == model_.calls.end()) {
      error(tree.span, "found 'exec', and no call that makes a program");
      return ready;
    }
    ready.name = runs->name;
    ready.call_id = model_.call_id(ready.name);
    if (in_handler_)
      error(tree.span, "found 'exec' in a handler, whose steps are gone with its program");
    return ready;
  }

  /// A call that makes tasks without being told how.
  void born_by(const Name& how, PreparedStep& ready) {
    std::vector<std::string_view> known;
    for (const CallInfo& call : model_.calls)
      if (call.declaration->makes_kind.text == model_.task->name && call.parameters.empty())
        known.push_back(call.name);
    if (!expect(how, "a call that makes a process", known)) return;
    ready.name = how.text;
    ready.call_id = model_.call_id(how.text);
    ready.call = &model_.calls[static_cast<std::size_t>(ready.call_id)];
    ready.effect = library_.effect(model_, ready, prepared_.slots);
  }

  PreparedStep when(const Step& tree) {
    PreparedStep ready;
    ready.kind = Step::Kind::When;
    ready.until = tree.until;
    ready.span = tree.span;
    ready.who = thread_named(tree.who);
    if (tree.until == Step::Until::Did) {
      ready.awaited = slot(tree.who.text + "." + tree.name.text);
      expect(tree.name, "a result of '" + tree.who.text + "'", results_of(tree.who.text + "."));
    } else if (!tree.name.text.empty()) {
      ready.name = tree.name.text;
      ready.call_id = model_.call_id(tree.name.text);
      expect(tree.name, "a system call", call_names());
    }
    return ready;
  }

  /// Without whose they are.
  std::vector<std::string_view> results_of(const std::string& prefix) const {
    std::vector<std::string_view> names;
    for (const Slot& slot : prepared_.slots)
      if (slot.kind == Slot::Kind::Result && slot.name.starts_with(prefix))
        names.push_back(std::string_view(slot.name).substr(prefix.size()));
    return names;
  }

  /// `send {A, B} to P`: P is stopped while they are sent, and takes none before all are there.
  void burst(const Step& tree, std::vector<PreparedStep>& out) {
    if (thread_named(tree.who) < 0) return;
    const auto send = [&](const std::string& signal) {
      const EffectDecl* sends = library_.with_verb(kSendsToProcess);
      Step kill;
      kill.name = {sends ? sends->calls.front().text : "", tree.span};
      kill.span = tree.span;
      for (const Name& name : {tree.who, Name{signal, tree.span}}) {
        Value value;
        value.kind = Value::Kind::Names;
        value.names = {name};
        value.span = tree.span;
        made_.push_back(std::make_unique<Value>(value));
        kill.args.push_back(value);
      }
      PreparedStep ready = call(kill);
      for (std::size_t i = 0; i < 2; ++i) ready.args[i].value = made_[made_.size() - 2 + i].get();
      out.push_back(std::move(ready));
    };
    send(only_member(model_, kHalt, kSignalType));
    Step stopped;
    stopped.until = Step::Until::Stopped;
    stopped.who = tree.who;
    stopped.span = tree.span;
    out.push_back(when(stopped));
    for (const Name& name : tree.signals)
      if (signal(name) >= 0) send(name.text);
    send(only_member(model_, kGoOn, kSignalType));
    prepared_.made.insert(prepared_.made.end(), std::make_move_iterator(made_.begin()),
                          std::make_move_iterator(made_.end()));
    made_.clear();
  }

  std::vector<std::string_view> call_names() const {
    std::vector<std::string_view> names;
    for (const CallInfo& call : model_.calls) names.push_back(call.name);
    return names;
  }

  PreparedStep call(const Step& tree) {
    PreparedStep ready;
    ready.name = tree.name.text;
    ready.span = tree.span;
    ready.call_id = model_.call_id(tree.name.text);
    if (!expect(tree.name, "a system call", call_names())) return ready;
    ready.call = &model_.calls[static_cast<std::size_t>(ready.call_id)];
    if (call_number(model_, library_, kLitmusMachine, ready.call_id) < 0)
      error(tree.name.span, "found '" + tree.name.text + "', which " +
                                std::string(kLitmusMachine) + " does not have");
    // The runner would not know of it, and wait for its end.
    if (ready.call->declaration->makes_kind.text == model_.task->name)
      error(tree.name.span, "found '" + tree.name.text +
                                "', expected 'process ... child of' or 'make' for a new process");
    if (tree.args.size() > kArgumentsMax)
      error(tree.span, fmt::format("found {} arguments, expected at most {}", tree.args.size(),
                                   kArgumentsMax));
    for (const Value& value : tree.args) {
      const std::size_t at = ready.args.size();
      const auto& types = ready.call->parameters;
      ready.args.push_back(argument(value, at < types.size() ? types[at] : nullptr));
    }
    ready.effect = library_.effect(model_, ready, prepared_.slots);
    if (ready.effect) needs_operands(ready);
    const bool tells = !tree.result.text.empty();
    if (ready.effect && (ready.effect->verb.text == kIsNotKnown ||
                         (tells && ready.effect->verb.text == kMovesSome)))
      out_.push_back({Severity::Error, tree.span,
                      "found '" + tree.name.text + "', expected other arguments for it",
                      ready.effect->doc, {}});
    if (tells) ready.result = slot(full_name(tree.result.text));
    if (ready.is_wait() && ready.result >= 0) status(ready);
    if (ready.effect && ready.result >= 0) tells_of(ready);
    return ready;
  }

  /// On what the call works, and what it does there, the first two tell; more may be left out.
  void needs_operands(const PreparedStep& step) {
    const std::vector<Name>& operands = step.effect->operands;
    for (std::size_t i = 0; i < std::min<std::size_t>(operands.size(), 2); ++i) {
      const Name& operand = operands[i];
      const auto& params = step.effect->params;
      const auto found = std::find_if(params.begin(), params.end(), [&](const Name& param) {
        return param.text == operand.text;
      });
      if (found != params.end() && found - params.begin() >= std::ssize(step.args))
        return error(step.span, fmt::format("found {} arguments, expected '{}' as well",
                                            step.args.size(), operand.text));
    }
  }

  /// What the result is the number of, or a descriptor.
  void tells_of(const PreparedStep& step) {
    const std::string& verb = step.effect->verb.text;
    const auto task_of = [&](int slot) {
      return prepared_.slots[static_cast<std::size_t>(slot)].task;
    };
    if (verb == kBeginsSession)
      prepared_.slots[static_cast<std::size_t>(step.result)].process =
          prepared_.process_of(task_of(slot(prefix_)));
    if (verb != kOpensProcess && verb != kOpensPath) return;
    const Argument* of = step.operand(0);
    if (!of) return;
    const int number = !of->patches.empty() ? of->patches[0].slot : of->slot;
    if (number < 0) return;
    const int file = verb == kOpensPath ? file_slot(of->value->text) : -1;
    Slot& result = prepared_.slots[static_cast<std::size_t>(step.result)];
    result.process = task_of(number);
    if (file < 0) return;
    result.peer = file;
    result.object = std::countr_zero(objects_named(model_, step.effect->operands.back().text));
  }
  /// Whosever number it is: two processes may have one namespace, and two numbers one process.
  int file_slot(const std::string& path) {
    const std::string file = path.substr(path.rfind('}') + 1);
    const int at = slot(file);
    return at >= 0 ? at : add_slot(Slot::Kind::File, file);
  }

  /// What a wait writes to memory is told beside its result.
  void status(PreparedStep& wait) {
    const auto& params = wait.effect->params;
    const std::string& name = wait.effect->operands.back().text;
    for (std::size_t i = 0; i < params.size() && i < wait.args.size(); ++i) {
      if (params[i].text != name || !wait.args[i].written) continue;
      const std::string result = prepared_.slots[static_cast<std::size_t>(wait.result)].name;
      const auto add = [&](Slot::Kind kind, std::size_t offset) {
        wait.args[i].patches.push_back({offset, add_slot(kind, result), true});
      };
      if (wait.effect->verb.text == kWaits) {
        add(Slot::Kind::Status, 0);
      } else {
        add(Slot::Kind::Part, library_.offset(kChildTold, "status"));
        add(Slot::Kind::Child, library_.offset(kChildTold, "pid"));
        add(Slot::Kind::Code, library_.offset(kChildTold, "code"));
      }
      wait.status = wait.args[i].patches[0].slot;
    }
  }

  const Test& test_;
  const std::size_t before_;  // faults of others
  bool in_handler_ = false;   // are its steps prepared?
  std::vector<std::unique_ptr<Value>> made_;
};

}  // namespace

std::int64_t longest_wait(const PreparedTest& test) {
  std::int64_t longest = 0;
  const auto look_at = [&](std::int64_t span) {
    if (span < kForever) longest = std::max(longest, span);
  };
  for (const PreparedThread& thread : test.threads)
    for (const PreparedStep& step : thread.steps)
      for (const Argument& argument : step.args) {
        if (!argument.value) continue;
        if (!argument.value->unit.empty()) look_at(nanoseconds(*argument.value));
        for (const Value& part : argument.value->parts)
          if (!part.unit.empty()) look_at(nanoseconds(part));
        const bool waits_so_long =
            step.effect && &argument == step.given(*step.effect, step.effect->timeout.text);
        if (waits_so_long && argument.kind == Argument::Kind::Word)
          look_at(argument.word * kMillisecondNs);
      }
  return longest;
}

PreparedTest prepare(const Model& model, const Library& library, const Test& test,
                     Diagnostics& out) {
  return Preparing(model, library, test, out).run();
}

}  // namespace sigspec::litmus
