// Compiles the rules of each event class when it is first met.
#include "model/program.h"

#include <algorithm>
#include <utility>

#include "model/step_memo.h"

namespace sigspec {

namespace {

/// The argument that tells how much a transfer is asked to move.
constexpr std::string_view kCountArgument = "count";
/// The name of the observations' call parameter: `syscall.interrupted` needs the call's own class.
constexpr std::string_view kThisCall = "syscall";

bool mentions_attribute(const ast::Expr& e) {
  using Kind = ast::Expr::Kind;
  if (e.kind == Kind::Field && e.args[0].kind == Kind::Name && e.args[0].text == kThisCall &&
      !e.text.starts_with("nr_"))
    return true;
  for (const ast::Expr& part : e.args)
    if (mentions_attribute(part)) return true;
  for (const ast::Arm& arm : e.arms)
    if (mentions_attribute(arm.value)) return true;
  return false;
}

bool mentions_attribute(const std::vector<ast::Effect>& effects) {
  for (const ast::Effect& e : effects)
    if (mentions_attribute(e.value) || mentions_attribute(e.body) ||
        mentions_attribute(e.otherwise))
      return true;
  return false;
}

bool mentions_attribute(const ast::RuleDecl& rule) {
  const auto any = [](const std::vector<ast::Expr>& list) {
    return std::any_of(list.begin(), list.end(),
                       [](const ast::Expr& e) { return mentions_attribute(e); });
  };
  return any(rule.with) || any(rule.when) || mentions_attribute(rule.effects);
}

std::uint64_t packed(const ClassKey& key) {
  return (static_cast<std::uint64_t>(key.observation) << 48) |
         (static_cast<std::uint64_t>(static_cast<std::uint32_t>(key.call + 1)) << 16) |
         (static_cast<std::uint64_t>(key.payload + 1) << 8) |
         static_cast<std::uint64_t>(key.tag + 1);
}

/// Every slot that a place may be: of an array, those of all indices. A stack is stood for by
/// its depth.
template <class Visit>
void for_each_slot(const Node& place, Visit&& visit) {
  if (place.op != Op::Indexed) return visit(place.offset);
  for (int i = 0; i < 64; ++i)
    if ((place.a->choices >> i) & 1) visit(place.offset + i * place.stride);
}

void collect_effect_nodes(const CompiledEffect& effect, std::vector<const Node*>& reads,
                          SlotSet& writes, bool& process) {
  for (const Node* node : effect.values) reads.push_back(node);
  if (effect.kind == CompiledEffect::Kind::Tell) {
    reads.push_back(effect.targets[0]);
    return;
  }
  const auto write_range = [&](Base base, int offset, int count) {
    if (base == Base::Process) process = true;
    if (base != Base::Task) return;
    for (int i = 0; i < count; ++i) writes.set(static_cast<std::size_t>(offset + i));
  };
  for (const Node* target : effect.targets) {
    for_each_slot(*target, [&](int offset) { write_range(target->base, offset, 1); });
    if (target->op == Op::Indexed) reads.push_back(target->a);
  }
  if (effect.kind == CompiledEffect::Kind::Push || effect.kind == CompiledEffect::Kind::Pop)
    write_range(effect.base, effect.offset, 1 + effect.size * effect.bound);
  for (const CompiledEffect& part : effect.body) collect_effect_nodes(part, reads, writes, process);
}

void mark_looks(const Node& node, EventClass::Looks& looks) {
  for_each_read(&node, [&](const Node& read) {
    if (read.base == Base::Event) looks.slots[static_cast<std::size_t>(read.offset)] = true;
  });
  const auto mark_values = [&](const Node& of, auto&& self) -> void {
    if (of.op == Op::CallNumber) return;
    if (of.op == Op::Slot && of.base == Base::Event)
      looks.values[static_cast<std::size_t>(of.offset)] = true;
    for (const Node* part : {of.a, of.b, of.c})
      if (part) self(*part, self);
  };
  mark_values(node, mark_values);
}

void begin_looks(EventClass::Looks& looks, int event_slots) {
  looks.slots.assign(static_cast<std::size_t>(event_slots), false);
  looks.values = looks.slots;
}

}  // namespace

Program::Program(const Model& model, Version kernel, std::string view, Rows rows,
                 const Type* subject)
    : model_(model),
      kernel_(kernel),
      view_(std::move(view)),
      rows_(rows),
      subject_(subject),
      without_call_(model.observations.size()) {
  Lowering lowering(model, kernel, nullptr);
  const RuleBinder binder(model, lowering);
  nothing_.kind = TypeKind::Entity;
  for (const RuleId id : model.general_rules) {
    const RuleInfo& info = model.rule(id);
    if (info.rule->shows || !belongs(info) || !holds_at(*info.clauses, kernel)) continue;
    Body body;
    body.rule = id;
    const auto mark = lowering.mark();
    for (const ast::Param& param : info.rule->params)
      lowering.bind(param.name.text, lowering.entity(lowering.type(param.type), Base::Task));
    binder.compile(id, body.literals, body.effects);
    lowering.drop_to(mark);
    finish(body, nullptr);
    internal_.push_back(std::move(body));
  }
  const auto with_task = [&](const std::vector<ast::Param>& params, auto&& compile_body) {
    if (model.subject(params) != subject) return;
    const auto mark = lowering.mark();
    for (const ast::Param& param : params)
      lowering.bind(param.name.text,
                    lowering.entity(lowering.type(param.type),
                                    lowering.type(param.type) == model.process ? Base::Process
                                                                               : Base::Task));
    compile_body();
    lowering.drop_to(mark);
  };
  for (const ast::AlwaysDecl* invariant : model.invariants)
    with_task(invariant->params,
              [&] { invariants_.push_back(lowering.condition(invariant->value)); });
  for (const auto& [name, declaration] : model.begins)
    with_task(declaration->params,
              [&, &begins = begins_[name], &effects = declaration->effects] {
                lowering.effects(effects, begins);
              });
}

const std::vector<CompiledEffect>* Program::begins(std::string_view name) const {
  const auto known = begins_.find(std::string(name));
  return known == begins_.end() ? nullptr : &known->second;
}

bool Program::belongs(const RuleInfo& rule) const {
  return (rule.view.empty() || rule.view == view_) &&
         model_.subject(rule.rule->params) == subject_;
}

Program& Program::of_streams() {
  if (!of_streams_)
    of_streams_.reset(new Program(model_, kernel_, view_, Rows::Unknown, model_.stream));
  return *of_streams_;
}

Program::Family& Program::family(int observation, int tag, int payload) {
  Family& result = families_[packed({observation, -1, tag, payload})];
  if (result.known) return result;
  result.known = true;
  result.named.assign(model_.calls.size(), false);
  Lowering lowering(model_, kernel_, nullptr);
  const RuleBinder binder(model_, lowering);
  const std::string& name = model_.observations[static_cast<std::size_t>(observation)].name;
  for (const RuleId id : model_.general_rules) {
    const RuleInfo& info = model_.rule(id);
    if (!info.rule->shows || info.rule->shows->observation.text != name || !belongs(info) ||
        !holds_at(*info.clauses, kernel_))
      continue;
    const bool for_others = binder.can_show(*info.rule, {observation, -1, tag, payload});
    bool for_any = for_others;
    for (const int call : binder.named_calls(*info.rule)) {
      const bool for_this = binder.can_show(*info.rule, {observation, call, tag, payload});
      if (for_this != for_others) result.named[static_cast<std::size_t>(call)] = true;
      for_any = for_any || for_this;
    }
    if (for_any && mentions_attribute(*info.rule)) result.reads_attributes = true;
  }
  for (std::size_t call = 0; call < model_.calls.size(); ++call)
    for (const RuleId id : model_.calls[call].rules) {
      const RuleInfo& info = model_.rule(id);
      if (belongs(info) && info.rule->shows && info.rule->shows->observation.text == name &&
          binder.can_show(*info.rule, {observation, static_cast<int>(call), tag, payload}))
        result.named[call] = true;
    }
  return result;
}

EventClass& Program::class_of(int observation, int call, int tag, int payload) {
  const ClassKey key{observation, call, tag, payload};
  if (auto& known = classes_[packed(key)]; known) return *known;
  std::unique_ptr<EventClass> made;
  if (call >= 0) {
    const Family& calls = family(observation, tag, payload);
    // Calls that nothing distinguishes are all compiled alike.
    if (!calls.reads_attributes && !calls.named[static_cast<std::size_t>(call)] &&
        rows_ == Rows::Unknown)
      made = std::make_unique<EventClass>(class_of(observation, -1, tag, payload));
  }
  if (!made) made = compile(key);
  auto& place = classes_[packed(key)];
  place = std::move(made);
  return *place;
}

std::unique_ptr<EventClass> Program::compile(const ClassKey& key) {
  auto event_class = std::make_unique<EventClass>();
  event_class->key = key;
  event_class->subject = subject_;
  event_class->memo = std::make_shared<StepMemo>(memo_room_);
  const auto& observation = model_.observations[static_cast<std::size_t>(key.observation)];
  event_class->arguments_offset = event_class->event_slots = observation.size;
  std::vector<RuleId> clauses;
  Lowering lowering(model_, kernel_, nullptr);
  const RuleBinder binder(model_, lowering);
  if (key.call >= 0) {
    const CallInfo& call = model_.calls[static_cast<std::size_t>(key.call)];
    for (const Type* parameter : call.parameters) event_class->event_slots += parameter->size();
    for (const RuleId id : call.rules) {
      const RuleInfo& info = model_.rule(id);
      if (belongs(info) && info.rule->shows &&
          info.rule->shows->observation.text == observation.name &&
          holds_at(*info.clauses, kernel_) && binder.can_show(*info.rule, key))
        clauses.push_back(id);
    }
  }
  begin_looks(event_class->looks, event_class->event_slots);
  // No general rule says how calls go for streams: what calls say of them stands alone.
  if (subject_ != model_.task)
    for (const RuleId clause : std::exchange(clauses, {})) add_body(*event_class, clause, -1);
  if (clauses.empty()) clauses.push_back(-1);
  for (const RuleId id : model_.general_rules) {
    const RuleInfo& info = model_.rule(id);
    if (!info.rule->shows || info.rule->shows->observation.text != observation.name ||
        !belongs(info) || !holds_at(*info.clauses, kernel_) || !binder.can_show(*info.rule, key))
      continue;
    if (model_.rule(id).of_any_call)
      add_body(*event_class, id, -1);
    else
      for (const RuleId clause : clauses) add_body(*event_class, id, clause);
  }
  order_tests(*event_class);
  const bool can_be_quiet = find_checks(*event_class);
  if (key.call >= 0 && rows_ == Rows::Known) add_rows(*event_class);
  list_parts(key, event_class->looks);
  begin_looks(event_class->check_looks, event_class->event_slots);
  for (const Node* check : event_class->checks) mark_looks(*check, event_class->check_looks);
  list_parts(key, event_class->check_looks);
  // Each event that a row may explain is looked at, to count the row.
  if (can_be_quiet && event_class->rows.empty()) event_class->memo_bit = memo_bit(*event_class);
  return event_class;
}

/// The words of rows that a class of this kind may come of. What became of a call that a signal did
/// not end, or cut short, is a plain value.
std::vector<std::string_view> Program::outcomes(const ClassKey& key) const {
  const auto& observation = model_.observations[static_cast<std::size_t>(key.observation)];
  for (const Type* type : observation.parameters) {
    if (type->kind != TypeKind::Union || type->is_option || key.tag < 0) continue;
    const UnionAlternative& result = type->alternatives[static_cast<std::size_t>(key.tag)];
    if (result.name == "never") return {"never"};
    if (result.name == "value") return {"partial", "completes", "succeeds"};
    if (result.payload.size() == 1 && result.payload[0]->kind == TypeKind::Enum && key.payload >= 0)
      return {result.payload[0]->members[static_cast<std::size_t>(key.payload)].name};
  }
  return {};
}

void Program::add_rows(EventClass& event_class) {
  const ClassKey& key = event_class.key;
  const CallInfo& call = model_.calls[static_cast<std::size_t>(key.call)];
  const auto wanted = outcomes(key);
  Lowering lowering(model_, kernel_, nullptr);
  const RuleBinder binder(model_, lowering);
  const CallScope scope{&call, key.call, event_class.arguments_offset};
  binder.bind_arguments(scope);
  lowering.set_call(scope);
  const auto add = [&](RuleId id) {
    const RuleInfo& row = model_.rule(id);
    if (!lowering.row_is_about_call(row) ||
        std::find(wanted.begin(), wanted.end(), row.row->interrupted.text) == wanted.end())
      return;
    const Node* applies = lowering.row_applies(row);
    const bool anywhere = row.call != call.declaration && applies->op == Op::Const;
    event_class.rows.push_back({id, applies, anywhere});
    mark_looks(*applies, event_class.looks);
  };
  for (const RuleId id : call.rows) add(id);
  for (const RuleId id : model_.rows_of_any_call) add(id);
  int slot = event_class.arguments_offset;
  for (std::size_t i = 0; i < call.parameters.size(); ++i) {
    if (call.declaration->params[i].name.text == kCountArgument &&
        call.parameters[i]->kind == TypeKind::Int && !event_class.rows.empty()) {
      event_class.count_slot = slot;
      event_class.looks.slots[static_cast<std::size_t>(slot)] = true;
    }
    slot += call.parameters[i]->size();
  }
}

void Program::order_tests(EventClass& event_class) {
  const auto reads_only = [](const Node* test, auto&& allowed) {
    bool only = true;
    for_each_read(test, [&](const Node& read) { only = only && allowed(read); });
    return only;
  };
  const auto reads_task_alone = [&](const Node* test) {
    return reads_only(test, [](const Node& read) {
      return (read.base == Base::Task && read.op != Op::Top) || read.base == Base::Observer;
    });
  };
  const auto reads_event_alone = [&](const Node* test) {
    return reads_only(test, [](const Node& read) { return read.base == Base::Event; });
  };
  std::vector<const Node*> tests = event_class.tests;
  const auto of_event = std::stable_partition(tests.begin(), tests.end(), reads_task_alone);
  const auto others = std::stable_partition(of_event, tests.end(), reads_event_alone);
  event_class.task_tests = static_cast<std::size_t>(of_event - tests.begin());
  event_class.event_tests = static_cast<std::size_t>(others - of_event);
  for (auto test = tests.begin(); test != of_event; ++test)
    for_each_read(*test, [&](const Node& read) {
      if (read.base != Base::Task) return;
      for_each_slot(read, [&](int offset) {
        event_class.reads.set(static_cast<std::size_t>(offset));
      });
    });
  const std::size_t bodies = event_class.bodies.size();
  event_class.asked_by.assign((bodies + kBodyBits - 1) / kBodyBits * tests.size(), 0);
  for (std::size_t i = 0; i < bodies; ++i)
    for (std::uint16_t& test : event_class.bodies[i].tests) {
      const auto now = std::find(tests.begin(), tests.end(), event_class.tests[test]);
      test = static_cast<std::uint16_t>(now - tests.begin());
      event_class.asked_by[i / kBodyBits * tests.size() + test] |= 1ULL << i % kBodyBits;
    }
  event_class.tests = std::move(tests);
}

/// From slots to what they belong to.
void Program::list_parts(const ClassKey& key, EventClass::Looks& looks) const {
  const auto is_looked_at = [&](const Type* type, int offset) {
    const auto begin = looks.slots.begin() + offset, end = begin + type->size();
    return std::find(begin, end, true) != end;
  };
  const auto& observation = model_.observations[static_cast<std::size_t>(key.observation)];
  for (std::size_t i = 0; i < observation.parameters.size(); ++i) {
    const Type* type = observation.parameters[i];
    const int offset = observation.offsets[i];
    if (type->kind == TypeKind::Entity || !is_looked_at(type, offset)) continue;
    if (type->kind == TypeKind::Call) looks.call = offset;
    else looks.parameters.push_back({i, offset, type});
  }
  if (key.call < 0) return;
  int offset = observation.size;
  const auto& arguments = model_.calls[static_cast<std::size_t>(key.call)].parameters;
  for (std::size_t i = 0; i < arguments.size(); offset += arguments[i++]->size())
    if (is_looked_at(arguments[i], offset)) looks.arguments.push_back({i, offset, arguments[i]});
}

/// Does the event alone, not the state of the task, tell this body from a quiet one?
bool Program::is_told_apart_by_event(const EventClass& event_class, const Body& body) {
  return std::any_of(
      event_class.bodies.begin(), event_class.bodies.end(), [&](const Body& other) {
        return &other != &body && event_class.may_be_quiet(other) &&
               std::all_of(body.tests.begin(), body.tests.end(), [&](std::uint16_t test) {
                 return test >= event_class.task_tests ||
                        std::find(other.tests.begin(), other.tests.end(), test) !=
                            other.tests.end();
               });
      });
}

/// What the event itself must fulfil when the class is quiet. Returns: can it be quiet?
bool Program::find_checks(EventClass& event_class) const {
  const std::vector<Body>& bodies = event_class.bodies;
  const auto any_quiet = [&] {
    return std::any_of(bodies.begin(), bodies.end(),
                       [&](const Body& body) { return event_class.may_be_quiet(body); });
  };
  event_class.ruled_out.assign((bodies.size() + kBodyBits - 1) / kBodyBits, 0);
  event_class.memo_tests = event_class.task_tests;
  if (any_quiet()) return true;
  event_class.memo_tests += event_class.event_tests;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const bool quiet = event_class.may_be_quiet(bodies[i]);
    const bool other_event = !quiet && is_told_apart_by_event(event_class, bodies[i]);
    for (const std::uint16_t test : bodies[i].tests) {
      if (test < event_class.task_tests || test >= event_class.memo_tests) continue;
      const Node* asked = event_class.tests[test];
      if (quiet) event_class.checks.push_back(asked);
      if (!other_event) continue;
      event_class.checks.push_back(model_.nodes.negation(asked));
      event_class.ruled_out[i / kBodyBits] |= 1ULL << i % kBodyBits;
      break;
    }
  }
  return any_quiet();
}

int Program::memo_bit(const EventClass& event_class) {
  Memo memo{event_class.reads, {}, 0};
  for (std::size_t i = 0; i < event_class.bodies.size(); ++i) {
    const Body& body = event_class.bodies[i];
    Memo::Part& part = memo.bodies.emplace_back();
    for (const std::uint16_t test : body.tests)
      if (test < event_class.task_tests) part.tests.push_back(event_class.tests[test]);
    part.may_be_quiet = event_class.may_be_quiet(body);
    part.ruled_out = event_class.is_ruled_out(i);
  }
  for (std::size_t bit = 0; bit < memos_.size(); ++bit)
    if (memos_[bit].bodies == memo.bodies) return static_cast<int>(bit);
  if (memos_.size() == 64) return -1;  // no bit is left: such a class is never quiet
  memos_.push_back(std::move(memo));
  return static_cast<int>(memos_.size()) - 1;
}

std::uint64_t Program::memo_bits_cleared_by(const Body& body) const {
  if (body.clears_of == memos_.size()) return body.clears;
  body.clears_of = memos_.size();
  body.clears = 0;
  for (std::size_t bit = 0; bit < memos_.size(); ++bit)
    if ((memos_[bit].reads & body.writes).any()) body.clears |= 1ULL << bit;
  return body.clears;
}

void Program::take_quiet_counts(std::vector<std::uint64_t>& by_rule) {
  for (const auto& [key, event_class] : classes_) {
    if (event_class->quiet_times == 0) continue;
    const Memo& memo = memos_[static_cast<std::size_t>(event_class->memo_bit)];
    const Body& body = event_class->bodies[memo.fires];
    by_rule[static_cast<std::size_t>(body.rule)] += event_class->quiet_times;
    if (body.clause >= 0)
      by_rule[static_cast<std::size_t>(body.clause)] += event_class->quiet_times;
    event_class->quiet_times = 0;
  }
}

void Program::add_body(EventClass& event_class, RuleId rule, RuleId clause) {
  const ClassKey& key = event_class.key;
  const auto& observation = model_.observations[static_cast<std::size_t>(key.observation)];
  Lowering lowering(model_, kernel_, nullptr);
  const RuleBinder binder(model_, lowering);
  Body body;
  body.rule = rule;
  body.clause = clause;
  CallScope scope;
  scope.id = key.call;
  scope.arguments_offset = event_class.arguments_offset;
  if (key.call >= 0) scope.call = &model_.calls[static_cast<std::size_t>(key.call)];
  // A call's arguments may share a name with a rule's variable: the observation's names win.
  if (scope.call) binder.bind_arguments(scope);
  lowering.set_call(scope);
  binder.bind_observation(observation, *model_.rule(rule).rule, key.tag, key.payload);
  binder.compile(rule, body.literals, body.effects);
  if (clause >= 0) binder.compile(clause, body.literals, body.effects);
  // A body that is not about this class at all is left out; one whose condition on the observation
  // can never hold stays, to be named when nothing explains the event.
  for (const Literal& literal : body.literals)
    if (literal.node->op == Op::Const && literal.node->constant.a == kFalse &&
        (!literal.shown || !literal.source))
      return;
  finish(body, &event_class);
  event_class.bodies.push_back(std::move(body));
}

void Program::finish(Body& body, EventClass* event_class) const {
  body.is_finding = !model_.rule(body.rule).clauses->finding.empty();
  std::vector<const Node*> reads;
  for (const CompiledEffect& effect : body.effects)
    collect_effect_nodes(effect, reads, body.writes, body.touches_process);
  for (const Literal& literal : body.literals) {
    reads.push_back(literal.node);
    // Its sides are printed when it fails, with parts that the condition needed not.
    for (const Value* side : {&literal.left, &literal.right})
      reads.insert(reads.end(), side->leaves.begin(), side->leaves.end());
    for_each_read(literal.node, [&](const Node& read) {
      if (read.base == Base::Process) body.touches_process = true;
    });
    if (!event_class) continue;
    const auto known =
        std::find(event_class->tests.begin(), event_class->tests.end(), literal.node);
    body.tests.push_back(static_cast<std::uint16_t>(known - event_class->tests.begin()));
    if (known == event_class->tests.end()) event_class->tests.push_back(literal.node);
  }
  if (!event_class) return;
  for (const Node* node : reads) mark_looks(*node, event_class->looks);
  for (const CompiledEffect& effect : body.effects)
    for (const Node* target : effect.targets) {
      if (effect.kind == CompiledEffect::Kind::Tell) continue;
      if (target->base != Base::Event) continue;
      event_class->looks.slots[static_cast<std::size_t>(target->offset)] = true;
      event_class->writes_event = true;
    }
}

}  // namespace sigspec
