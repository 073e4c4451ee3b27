// Explores litmus tests and scenarios of a changed specification, and decides its claims, until one
// comes out otherwise.
#include "tests/support/spec_judges.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "checker/claims.h"
#include "checker/spec_source.h"
#include "litmus/explore.h"
#include "litmus/parser.h"
#include "litmus/world.h"
#include "prove/prove.h"
#include "tests/support/paths.h"

namespace sigspec::test {

namespace fs = std::filesystem;

namespace {

// Nearly all shipped tests and scenarios have fewer states; a mutant may have any number.
constexpr std::size_t kLitmusStates = 20'000, kScenarioStates = 100'000;

/// Which names stand in the text of what has a name.
class NameGraph {
 public:
  explicit NameGraph(const Model& model) {
    const SourceMap& sources = *model.sources;
    for (const ast::File& file : model.files)
      for (const ast::Decl& decl : file.decls) {
        const auto add = [&](const auto& name) { texts_[name.text] = sources.text(decl.span); };
        if (const auto* fn = std::get_if<ast::FnDecl>(&decl.node)) add(fn->name);
        if (const auto* table = std::get_if<ast::TableDecl>(&decl.node)) add(table->name);
        if (const auto* constant = std::get_if<ast::ConstDecl>(&decl.node)) add(constant->name);
        if (const auto* scenario = std::get_if<ast::ScenarioDecl>(&decl.node)) add(scenario->name);
        if (const auto* begins = std::get_if<ast::BeginsDecl>(&decl.node))
          texts_["begins " + begins->name.text] = sources.text(decl.span);
      }
    for (const RuleInfo& rule : model.rules) texts_[rule.name] = sources.text(rule.span);
  }

  /// Everything that is named from there, at however many removes.
  std::set<std::string> reach(const std::string& from) const {
    std::set<std::string> reached{from};
    std::vector<std::string> open{from};
    while (!open.empty()) {
      const std::string name = std::move(open.back());
      open.pop_back();
      const auto known = texts_.find(name);
      if (known == texts_.end()) continue;
      for (const std::string& next : words(known->second))
        // A call's name stands for its rules, too.
        for (auto at = texts_.lower_bound(next); at != texts_.end() && at->first.starts_with(next);
             ++at)
          if ((at->first == next || at->first[next.size()] == '.') &&
              reached.insert(at->first).second)
            open.push_back(at->first);
    }
    return reached;
  }

 private:
  static std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> found;
    std::string word;
    for (const char c : std::string(text) + " ")
      if (std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.') word += c;
      else if (!word.empty()) found.push_back(std::exchange(word, ""));
    return found;
  }

  std::map<std::string, std::string> texts_;
};

}  // namespace

LitmusJudge::LitmusJudge(std::unique_ptr<Model> original)
    : library_(read_spec_source("").litmus_texts) {
  for (const auto& entry : fs::recursive_directory_iterator(source_dir() / "traces/litmus")) {
    if (entry.path().extension() != kLitmusSuffix) continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    tests_.push_back({entry.path().string(), text.str()});
  }
  const LitmusSpec spec = with_library(std::move(original));
  if (const std::string wrong = contradiction(spec); !wrong.empty())
    throw std::logic_error("litmus test " + wrong + " does not come to what it expects");
  if (const std::string wrong = contradicted_claim(spec); !wrong.empty())
    throw std::logic_error("claim " + wrong + " does not come to what it expects");
}

LitmusSpec LitmusJudge::with_library(std::unique_ptr<Model> model) const {
  LitmusSpec spec{std::move(model), {}};
  Diagnostics diagnostics;
  spec.library.sources = spec.model->sources;
  for (const SpecText& text : library_)
    litmus::parse_litmus(spec.library.sources->add(text.path, text.text), *spec.library.sources,
                         spec.library.file, diagnostics);
  return spec;
}

std::string LitmusJudge::contradiction(const LitmusSpec& spec) const {
  const Model& model = *spec.model;
  Diagnostics diagnostics;
  litmus::File file;
  for (const SpecText& text : tests_)
    litmus::parse_litmus(spec.library.sources->add(text.path, text.text), *spec.library.sources,
                         file, diagnostics);
  Program program(model, model.kernel_high, std::string(litmus::kClosedView));
  for (const litmus::Test& test : file.tests) {
    const litmus::PreparedTest prepared = litmus::prepare(model, spec.library, test, diagnostics);
    if (!diagnostics.empty()) return "";
    if (!compare(test, litmus::explore(model, program, spec.library, prepared, kLitmusStates))
             .empty())
      return test.name.text;
  }
  return "";
}

std::string contradicted_claim(const LitmusSpec& spec) {
  ClaimDecider decider(spec, spec.model->kernel_high);
  for (const ClaimInfo& claim : spec.model->claims) {
    if (!claim.declaration->properties.empty()) continue;
    const ClaimResult result = decider.decide(claim);
    if (result.verdict != ClaimVerdict::Undecided && !result.as_expected())
      return claim.declaration->name.text;
  }
  return "";
}

std::string contradicted_proof(const Model& model, const std::string& owner) {
  prove::ProveOptions options;
  options.states_max = kScenarioStates;
  options.only_explore = true;
  options.recheck = false;
  const NameGraph names(model);
  for (const ScenarioInfo& scenario : model.scenarios) {
    const std::string& name = scenario.declaration->name.text;
    if (!names.reach(name).contains(owner)) continue;
    std::string by;
    prove_scenario(model, scenario, options, [&](const prove::PropertyResult& result) {
      const bool decided =
          result.verdict == prove::Verdict::Proved || result.verdict == prove::Verdict::Refuted;
      if (by.empty() && decided && (!result.as_expected() || result.vacuous))
        by = name + "." + result.variant + "." + result.property;
    });
    if (!by.empty()) return by;
  }
  return "";
}

}  // namespace sigspec::test
