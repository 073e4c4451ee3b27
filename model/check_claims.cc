// A claim's expressions are conditions, and its names are those of calls, outcomes and scenarios.
#include "model/check_claims.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/diagnostic.h"
#include "model/program.h"

namespace sigspec {

namespace {

class ClaimChecker {
 public:
  ClaimChecker(const Model& model, const ast::ClaimDecl& claim, Lowering& lowering)
      : model_(model), claim_(claim), lowering_(lowering) {}

  void run() {
    for (const ast::Expr& is : claim_.is) lowering_.condition(is);
    for (const ast::ClaimedRows& rows : claim_.rows) check(rows);
    for (const ast::ClaimedProperty& property : claim_.properties) check(property);
    check_verdict();
  }

 private:
  void unknown(const char* what, const ast::Name& name, const std::vector<std::string>& known) {
    const std::vector<std::string_view> names(known.begin(), known.end());
    const std::string_view near = closest(name.text, names);
    lowering_.error(name.span, std::string("unknown ") + what + " '" + name.text + "'", {},
                    near.empty() ? "" : "did you mean '" + std::string(near) + "'?");
  }

  void check(const ast::ClaimedRows& rows) {
    for (const ast::Name& name : rows.calls) {
      const int id = model_.call_id(name.text);
      if (id < 0) {
        std::vector<std::string> names;
        for (const CallInfo& call : model_.calls) names.push_back(call.name);
        unknown("call", name, names);
        continue;
      }
      check_context(rows, id);
    }
    for (const ast::Name& row : rows.only)
      if (std::none_of(model_.rules.begin(), model_.rules.end(),
                       [&](const RuleInfo& info) { return info.row && info.name == row.text; })) {
        std::vector<std::string> names;
        for (const RuleInfo& info : model_.rules)
          if (info.row) names.push_back(info.name);
        unknown("row", row, names);
      }
    if (!rows.only.empty() && (!rows.on.empty() || !rows.when.empty() || rows.after_transfer))
      lowering_.error(rows.span, "a row that is named has its context already");
    if (rows.handled.empty() && rows.restarted.empty() && rows.unhandled.empty())
      lowering_.error(rows.span, "the claim says no outcome",
                      "it needs 'handled', 'restarted' or 'unhandled'");
    for (const auto* outcomes : {&rows.handled, &rows.restarted, &rows.unhandled})
      for (const ast::Name& outcome : *outcomes) check_outcome(outcome);
  }

  /// The context is typed as that of a row of the call.
  void check_context(const ast::ClaimedRows& rows, int id) {
    CallScope scope;
    scope.id = id;
    scope.call = &model_.calls[static_cast<std::size_t>(id)];
    ast::CallRow row;
    row.on = rows.on;
    row.when = rows.when;
    RuleInfo info;
    info.row = &row;
    info.call = scope.call->declaration;
    const auto mark = lowering_.mark();
    RuleBinder(model_, lowering_).bind_arguments(scope);
    lowering_.set_call(scope);
    if (!rows.on.empty() && !info.call->by)
      lowering_.error(rows.on[0].span,
                      "what '" + scope.call->name + "' does is the same on every object");
    lowering_.row_applies(info);
    lowering_.set_call({});
    lowering_.drop_to(mark);
  }

  void check_outcome(const ast::Name& outcome) {
    std::vector<std::string> known{"partial", "completes", "succeeds", "never"};
    if (const Type* type = model_.types.find("Outcome"))
      for (const UnionAlternative& alternative : type->alternatives)
        if (alternative.payload.empty()) known.push_back(alternative.name);
    if (const Type* type = model_.types.find("Errno"))
      for (const EnumMember& member : type->members) known.push_back(member.name);
    if (std::find(known.begin(), known.end(), outcome.text) == known.end())
      unknown("outcome", outcome, known);
  }

  void check(const ast::ClaimedProperty& claimed) {
    const std::string& path = claimed.property.text;
    const auto dot = path.find('.');
    const std::string scenario = path.substr(0, dot);
    const auto at = std::find_if(
        model_.scenarios.begin(), model_.scenarios.end(),
        [&](const ScenarioInfo& info) { return info.declaration->name.text == scenario; });
    if (at == model_.scenarios.end() || dot == path.npos) {
      std::vector<std::string> names;
      for (const ScenarioInfo& info : model_.scenarios)
        names.push_back(info.declaration->name.text);
      return unknown("scenario", {scenario, claimed.property.span}, names);
    }
    const ast::ScenarioDecl& decl = *at->declaration;
    std::vector<std::string> properties, variants;
    for (const ast::Property& property : decl.properties) properties.push_back(property.name.text);
    for (const ast::Name& variant : decl.variants) variants.push_back(variant.text);
    const ast::Name property{path.substr(dot + 1), claimed.property.span};
    const auto known = [](const std::vector<std::string>& names, const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (!known(properties, property.text)) unknown("property", property, properties);
    if (!known(variants, claimed.variant.text)) unknown("variant", claimed.variant, variants);
  }

  /// What is decided needs something to decide it by; what is wrong in a page is to be shown.
  void check_verdict() {
    const bool says = !claim_.is.empty() || !claim_.rows.empty() || !claim_.tests.empty() ||
                      !claim_.properties.empty();
    const bool beyond = !claim_.beyond.empty();
    if (beyond && says)
      lowering_.error(claim_.name.span, "'" + claim_.name.text +
                                            "' is beyond the model, and says "
                                            "what the model could decide");
    if (!beyond && !says)
      lowering_.error(claim_.name.span, "'" + claim_.name.text + "' says nothing to decide",
                      "it needs 'is', 'interrupted', 'litmus' or 'property', or to be 'beyond'");
    const bool contradicts = claim_.expect == "refuted" || claim_.expect == "conditional";
    if (contradicts && claim_.seen_in.empty() && claim_.unseen.empty() && claim_.tests.empty())
      lowering_.error(claim_.name.span, "nothing shows that '" + claim_.name.text + "' is wrong",
                      "name a litmus test with 'seen in', or say with 'unseen' why none does");
  }

  const Model& model_;
  const ast::ClaimDecl& claim_;
  Lowering& lowering_;
};

}  // namespace

void check_claim(const Model& model, const ast::ClaimDecl& claim, Lowering& lowering) {
  ClaimChecker(model, claim, lowering).run();
}

}  // namespace sigspec
