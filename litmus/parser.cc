// The grammar of litmus tests: over the words of the spec language, with its directives.
#include "litmus/parser.h"

#include "model/parser_grammar.h"

namespace sigspec::parser {
namespace {

using namespace litmus;

#define LITMUS_RULE(name, Node) const x3::rule<struct name##_tag, Node> name(#name);

LITMUS_RULE(a_value, Value)
LITMUS_RULE(call_args, Step)
LITMUS_RULE(step, Step)
LITMUS_RULE(handler, Handler)
LITMUS_RULE(thread, Thread)
LITMUS_RULE(object, Object)
LITMUS_RULE(condition, Condition)
LITMUS_RULE(expectation, Expectation)
LITMUS_RULE(test, Test)
LITMUS_RULE(thing, ThingDecl)
LITMUS_RULE(guard, Guard)
LITMUS_RULE(effect_decl, EffectDecl)
LITMUS_RULE(layout_decl, LayoutDecl)
LITMUS_RULE(machine_decl, MachineDecl)
LITMUS_RULE(situation, SituationDecl)
LITMUS_RULE(treatment, TreatmentDecl)

constexpr auto open = lit(Kind::LeftBrace);
constexpr auto close = lit(Kind::RightBrace);

// --------------------------------------------------------------------------------- values

const auto value_kind = [](Value::Kind kind) { return put<&Value::kind>(kind); };

/// `ms`: the unit of the number before it.
struct AcceptUnit {
  static int tokens(const State& state, Iterator at) {
    if (at->kind != Kind::Name) return 0;
    const std::string_view word = state.text_of(*at);
    return word == "ns" || word == "us" || word == "ms" || word == "s" ? 1 : 0;
  }
};
/// A number, perhaps negative.
struct AcceptInteger {
  static int tokens(const State&, Iterator at) {
    if (at->kind == Kind::Number) return 1;
    return at->kind == Kind::Minus && at[1].kind == Kind::Number ? 2 : 0;
  }
};
constexpr Kept<AcceptUnit> unit(Kind::AUnit);
constexpr Kept<AcceptInteger> integer(Kind::ANumber);

bool is_record(const State&, Iterator at) {
  return at->kind == Kind::Name && at[1].kind == Kind::LeftBrace;
}
bool is_room(const State& state, Iterator at) {
  return is(state, at, Kind::Room) && at[1].kind == Kind::Number;
}

const auto field_of_record = add<&Value::names>(any_word) >
                             lit(Kind::Colon) > add<&Value::parts>(a_value);

const auto a_value_def = nested(labelled(
    Kind::AValue,
    spanned(to<&Value::text>(integer) >> value_kind(Value::Kind::Number) >>
                -to<&Value::unit>(unit) |
            to<&Value::text>(text) >> value_kind(Value::Kind::Text) |
            lit(Kind::None) >> value_kind(Value::Kind::None) |
            lit(Kind::Out) >> value_kind(Value::Kind::Out) |
            ahead(is_room) >> lit(Kind::Room) > to<&Value::text>(number) >
                value_kind(Value::Kind::Room) |
            ahead(is_record) >> to<&Value::text>(name) > open > value_kind(Value::Kind::Record) >
                -commas(field_of_record) > close |
            open >> value_kind(Value::Kind::Set) > -commas(add<&Value::names>(name)) > close |
            lit(Kind::LeftBracket) >> value_kind(Value::Kind::List) >
                -commas(add<&Value::parts>(a_value)) > lit(Kind::RightBracket) |
            add<&Value::names>(dotted) >> value_kind(Value::Kind::Names) >>
                *(lit(Kind::Bar) > add<&Value::names>(name)))));

// ---------------------------------------------------------------------------------- steps

const auto step_kind = [](Step::Kind kind) { return put<&Step::kind>(kind); };
const auto until = [](Step::Until until) { return put<&Step::until>(until); };

bool has_result(const State&, Iterator at) {
  return is_word(at->kind) && at[1].kind == Kind::Equal;
}
bool is_burst(const State& state, Iterator at) {
  return is(state, at, Kind::Send) && at[1].kind == Kind::LeftBrace;
}

bool is_birth(const State& state, Iterator at) {
  return is(state, at, Kind::Make) && at[1].kind == Kind::Name;
}

/// A word by itself, and no call or result of that name.
template <Kind word>
bool is_alone(const State& state, Iterator at) {
  return is(state, at, word) && at[1].kind != Kind::LeftParen && at[1].kind != Kind::Equal;
}

const auto call_args_def = to<&Step::name>(any_word) > lit(Kind::LeftParen) >
                           -commas(add<&Step::args>(a_value)) > lit(Kind::RightParen);

const auto step_def = labelled(
    Kind::AStep,
    spanned(lit(Kind::When) >> step_kind(Step::Kind::When) > to<&Step::who>(name) >
                (lit(Kind::Sleeps) >> until(Step::Until::Sleeps) >
                     -(lit(Kind::In) > to<&Step::name>(any_word)) |
                 lit(Kind::Is) >> until(Step::Until::Stopped) > lit(Kind::Stopped) |
                 lit(Kind::Has) >> until(Step::Until::Ended) > lit(Kind::Ended) |
                 lit(Kind::Rests) >> until(Step::Until::Rests) |
                 lit(Kind::Did) >> until(Step::Until::Did) > to<&Step::name>(name)) |
            ahead(is_burst) >> lit(Kind::Send) >> step_kind(Step::Kind::Send) > open >
                commas(add<&Step::signals>(name)) > close > lit(Kind::To) > to<&Step::who>(name) |
            ahead(is_birth) >> lit(Kind::Make) >> step_kind(Step::Kind::Make) >
                to<&Step::who>(name) > -(lit(Kind::As) > to<&Step::name>(name) |
                                         lit(Kind::By) > to<&Step::how>(any_word)) |
            ahead(is_alone<Kind::Leave>) >> lit(Kind::Leave) >> step_kind(Step::Kind::Leave) |
            ahead(is_alone<Kind::Exec>) >> lit(Kind::Exec) >> step_kind(Step::Kind::Exec) |
            lit(Kind::After) >> step_kind(Step::Kind::Edit) > lit(Kind::Blocking) > open >
                -commas(add<&Step::signals>(name)) > close |
            ahead(has_result) > to<&Step::result>(name) > lit(Kind::Equal) > self(call_args) |
            ahead([](const State&, Iterator at) {
              return is_word(at->kind) && at[1].kind == Kind::LeftParen;
            }) >>
                self(call_args)));

// --------------------------------------------------------------------------------- threads

const auto handler_def =
    spanned(lit(Kind::On) >> add<&Handler::signals>(name) >
            *(lit(Kind::Bar) > add<&Handler::signals>(name)) >
            (lit(Kind::Ignored) >> put<&Handler::ignored>(true) |
             -(lit(Kind::With) > add<&Handler::flags>(name) >
               *(lit(Kind::Bar) > add<&Handler::flags>(name))) >>
                 -(lit(Kind::Without) > add<&Handler::lacks>(name)) >>
                 -(lit(Kind::Blocking) > open > commas(add<&Handler::mask>(name)) > close) >> open >
                 *add<&Handler::body>(step) > close));

const auto thread_body = open > *add<&Thread::handlers>(handler) >
                         *add<&Thread::steps>(step) > close;
const auto thread_def = spanned(lit(Kind::Process) >> to<&Thread::name>(name) >>
                                    -(lit(Kind::Child) >> put<&Thread::is_child>(true) >
                                      lit(Kind::Of) > to<&Thread::of>(name) >
                                      -(lit(Kind::As) > lit(Kind::Init) >>
                                        put<&Thread::is_init>(true))) > thread_body |
                                lit(Kind::Thread) >> to<&Thread::name>(name) > lit(Kind::Of) >
                                    to<&Thread::of>(name) > thread_body);

/// `pipe p`, and not the beginning of a process or an expectation that is misspelt.
bool is_object(const State&, Iterator at) {
  return at->kind == Kind::Name && at[1].kind == Kind::Name && at[2].kind != Kind::LeftBrace &&
         at[2].kind != Kind::Dot;
}
const auto object_def = spanned(to<&Object::kind>(name) > to<&Object::name>(name));

// ---------------------------------------------------------------------------- expectations

const auto condition_def =
    to<&Condition::what>(dotted) >
    one_of<&Condition::op>(Kind::Equal, Kind::NotEqual, Kind::Less, Kind::LessEqual, Kind::Greater,
                           Kind::GreaterEqual) > to<&Condition::value>(a_value);

const auto expectation_kind = [](Expectation::Kind kind) { return put<&Expectation::kind>(kind); };
const auto expectation_def =
    spanned((lit(Kind::Required) >> expectation_kind(Expectation::Kind::Required) |
             lit(Kind::Allowed) >> expectation_kind(Expectation::Kind::Allowed) |
             lit(Kind::Forbidden) >> expectation_kind(Expectation::Kind::Forbidden)) >
            add<&Expectation::conditions>(condition) >
            *(lit(Kind::And) > add<&Expectation::conditions>(condition)));

// ---------------------------------------------------------------------------- declarations

const auto begins_thread = labelled(Kind::AProcess, peek(Kind::Process) | peek(Kind::Thread));
const auto begins_expectation =
    labelled(Kind::AnExpectation,
             peek(Kind::Required) | peek(Kind::Allowed) | peek(Kind::Forbidden));

const auto test_item = to<&Test::clauses>(clause) |
                       lit(Kind::Exercises) > commas(add<&Test::exercises>(dotted)) |
                       begins_thread >> add<&Test::threads>(thread) |
                       begins_expectation >> add<&Test::expectations>(expectation) |
                       ahead(is_object) >> add<&Test::objects>(object);

const auto test_def = spanned(to<&Test::doc>(docs) >> lit(Kind::Litmus) > to<&Test::name>(name) >
                              open > *test_item > close);

const auto thing_def =
    spanned(to<&ThingDecl::doc>(docs) >> lit(Kind::Thing) > to<&ThingDecl::name>(name) >
            (lit(Kind::Of) > to<&ThingDecl::of>(name) |
             lit(Kind::LeftParen) > commas(add<&ThingDecl::ends>(param)) > lit(Kind::RightParen)) >
            open > *add<&ThingDecl::steps>(step) > close);

const auto guard_def =
    to<&Guard::param>(any_word) > -(lit(Kind::Dot) > to<&Guard::field>(any_word)) >
    one_of<&Guard::op>(Kind::Equal, Kind::NotEqual, Kind::Less, Kind::LessEqual, Kind::Greater,
                       Kind::GreaterEqual) > to<&Guard::value>(a_value);

const auto effect_decl_def = spanned(
    to<&EffectDecl::doc>(docs) >> lit(Kind::Effects) > commas(add<&EffectDecl::calls>(any_word)) >
    lit(Kind::LeftParen) > -commas(add<&EffectDecl::params>(any_word)) > lit(Kind::RightParen) >
    -(lit(Kind::On) > commas(add<&EffectDecl::on>(dotted)) >
      -(lit(Kind::As) > to<&EffectDecl::as>(any_word))) >
    -(lit(Kind::Where) > add<&EffectDecl::guards>(guard) >
      *(lit(Kind::And) > add<&EffectDecl::guards>(guard))) > to<&EffectDecl::verb>(name) >
    *add<&EffectDecl::operands>(new_name) >
    -((lit(Kind::For) | lit(Kind::Until) >> put<&EffectDecl::until_then>(true)) >
      to<&EffectDecl::timeout>(any_word) > -to<&EffectDecl::error>(new_name)) >
    +to<&EffectDecl::clauses>(clause));

const auto layout_field = add<&LayoutDecl::fields>(any_word) >
                          lit(Kind::Colon) > add<&LayoutDecl::widths>(name);
const auto layout_decl_def =
    spanned(to<&LayoutDecl::doc>(docs) >> lit(Kind::Layout) > to<&LayoutDecl::name>(name) > open >
            commas(layout_field) > close);

const auto machine_call = add<&MachineDecl::calls>(any_word) >
                          lit(Kind::Colon) > add<&MachineDecl::numbers>(a_value);
const auto machine_decl_def =
    spanned(to<&MachineDecl::doc>(docs) >> lit(Kind::Machine) >
            commas(add<&MachineDecl::names>(name)) > open > commas(machine_call) > close >
            *to<&MachineDecl::clauses>(clause));

bool begins_part(const State& state, Iterator at) {
  return at[1].kind == Kind::LeftBrace && at->kind == Kind::Name && !is(state, at, Kind::Situation);
}
const auto situation_def =
    spanned(to<&SituationDecl::doc>(docs) >> lit(Kind::Situation) > to<&SituationDecl::name>(name) >
            open > *(ahead(is_object) >> add<&SituationDecl::objects>(object)) >
            -(ahead(begins_part) >> lit(Kind::Child) > open > *add<&SituationDecl::child>(step) >
              close) >
            -(ahead(begins_part) >> lit(Kind::First) > open > *add<&SituationDecl::first>(step) >
              close) > lit(Kind::Blocks) > open > *add<&SituationDecl::waits>(step) > close >
            lit(Kind::Ends) > open > *add<&SituationDecl::ends>(step) > close > close);

const auto treatment_def =
    spanned(to<&TreatmentDecl::doc>(docs) >> lit(Kind::Treatment) > to<&TreatmentDecl::name>(name) >
            lit(Kind::LeftParen) > commas(add<&TreatmentDecl::params>(name)) >
            lit(Kind::RightParen) > -(lit(Kind::Of) > commas(add<&TreatmentDecl::of>(name))) >
            lit(Kind::In) > commas(add<&TreatmentDecl::in>(name)) > open >
            *add<&TreatmentDecl::handlers>(handler) > *add<&TreatmentDecl::steps>(step) > close);

BOOST_SPIRIT_DEFINE(a_value, call_args, step, handler, thread, object, condition, expectation, test,
                    thing, guard, effect_decl, layout_decl, machine_decl, situation, treatment)

/// A declaration begins at column 1.
bool begins_declaration(const State& state, Iterator at) {
  return at->first_column && (at->kind == Kind::Doc || is(state, at, Kind::Litmus) ||
                              is(state, at, Kind::Thing) || is(state, at, Kind::Effects) ||
                              is(state, at, Kind::Layout) || is(state, at, Kind::Machine) ||
                              is(state, at, Kind::Situation) || is(state, at, Kind::Treatment));
}

Iterator behind_doc(Iterator at) { return at->kind == Kind::Doc ? at + 1 : at; }

/// Returns: whether a declaration was there, whole.
bool parse_declaration(State& state, Iterator& at, Iterator last, litmus::File& file) {
  const auto context = x3::make_context<StateTag>(state);
  const auto parse = [&](auto& list, const auto& rule) {
    list.emplace_back();
    const bool good = rule.parse(at, last, context, x3::unused, list.back());
    if (!good) list.pop_back();
    return good;
  };
  const Iterator word = behind_doc(at);
  if (is(state, word, Kind::Thing)) return parse(file.things, thing);
  if (is(state, word, Kind::Effects)) return parse(file.effects, effect_decl);
  if (is(state, word, Kind::Layout)) return parse(file.layouts, layout_decl);
  if (is(state, word, Kind::Machine)) return parse(file.machines, machine_decl);
  if (is(state, word, Kind::Situation)) return parse(file.situations, situation);
  if (is(state, word, Kind::Treatment)) return parse(file.treatments, treatment);
  return parse(file.tests, test);
}

}  // namespace
}  // namespace sigspec::parser

namespace sigspec::litmus {

void parse_litmus(FileId id, const SourceMap& sources, File& file, Diagnostics& out) {
  using namespace sigspec::parser;
  State state(sources, id, out);
  std::vector<ast::Comment> comments;
  state.tokens = read_tokens(id, state.text, comments, out);
  Iterator at = state.tokens.data();
  const Iterator last = at + state.tokens.size() - 1;
  while (at->kind != parser::Kind::End && state.errors < kErrorsMax) {
    const auto sizes = std::array{file.tests.size(), file.things.size(), file.effects.size(),
                                  file.layouts.size(), file.machines.size(),
                                  file.situations.size(), file.treatments.size()};
    try {
      if (parse_declaration(state, at, last, file)) continue;
      state.report();
    } catch (const x3::expectation_failure<Iterator>&) {
      state.report();
    } catch (const Abandoned&) {
    }
    file.tests.resize(sizes[0]);
    file.things.resize(sizes[1]);
    file.effects.resize(sizes[2]);
    file.layouts.resize(sizes[3]);
    file.machines.resize(sizes[4]);
    file.situations.resize(sizes[5]);
    file.treatments.resize(sizes[6]);
    do ++at;
    while (at->kind != parser::Kind::End && !begins_declaration(state, at));
  }
}

}  // namespace sigspec::litmus
