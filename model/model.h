// The checked specification: every name resolved, every type known, ready to be compiled.
//
// `resolve` builds it from syntax trees; `Lowering` and `Program` turn its rules into nodes. It
// keeps the trees, because bodies of functions and rules are instantiated from them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/ast.h"
#include "model/diagnostic.h"
#include "model/eval.h"
#include "model/instances.h"
#include "model/node.h"
#include "model/types.h"

namespace sigspec {

/// A kernel version, comparable; {0,0,0} is whatever version.
struct Version {
  int major = 0, minor = 0, patch = 0;
  auto operator<=>(const Version&) const = default;
  bool given() const { return major != 0; }
};

/// Reads `6.1` or `2.6.22`; nullopt when it is not a version.
std::optional<Version> parse_version(std::string_view text);

/// Is something with these clauses part of Linux at `version`?
bool holds_at(const ast::Clauses& clauses, Version version);

/// A rule, a clause of a call, or a row: what verdicts and coverage name.
struct RuleInfo {
  std::string name;  // rt_sigprocmask.changes_mask, deliver.handler
  ast::Doc doc;
  Span span;
  const ast::Clauses* clauses = nullptr;
  const ast::RuleDecl* rule = nullptr;  // none: a row
  const ast::CallRow* row = nullptr;
  const ast::CallDecl* call = nullptr;  // rows and clauses
  std::string view;                     // of a view's rule: which
  bool of_any_call = false;  // explains an event whatever clauses its call has
};

using RuleId = int;

struct CallInfo {
  std::string name;
  const ast::CallDecl* declaration = nullptr;
  std::vector<const Type*> parameters;
  std::vector<RuleId> rules, rows;
};

struct ObservationInfo {
  std::string name;
  const ast::ObservationDecl* declaration = nullptr;
  std::vector<const Type*> parameters;
  std::vector<int> offsets;  // of each parameter's first leaf among the event's slots
  int size = 0;              // leaves of all parameters
};

/// A closed system with its own objects; `lower_scenario` (scenario.h) makes steps of it.
struct ScenarioInfo {
  const ast::ScenarioDecl* declaration = nullptr;
  ast::Doc doc;
  Instances instances;
  std::map<std::string, const ast::FnDecl*, std::less<>> functions;
  /// What of the model it sees otherwise: rules that it uses, tables, rows of the restart table.
  std::map<std::string, const ast::RuleDecl*, std::less<>> rules;
  std::map<std::string, const ast::TableDecl*, std::less<>> tables;
  std::map<std::string, const ast::CallRow*, std::less<>> rows;
};

/// A sentence of a manual page, and what it comes to in the words of the specification.
struct ClaimInfo {
  const ast::ClaimDecl* declaration = nullptr;
  ast::Doc doc;
};

/// What a view's line shows.
struct LineInfo {
  std::string view, line;
  int observation = -1;
};

/// What keeps a task from ending, and what somebody can do about one.
struct HoldInfo {
  const ast::HoldDecl* declaration = nullptr;
  ast::Doc doc;
};
struct ReleaseInfo {
  const ast::ReleaseDecl* declaration = nullptr;
  ast::Doc doc;
};

struct Model {
  std::shared_ptr<SourceMap> sources;
  std::vector<ast::File> files;
  mutable TypeTable types;      // grows: set, option and stack types are made where they are named
  mutable NodeTable nodes;  // grows when rules are compiled
  Version kernel_low, kernel_high;

  std::map<std::string, const ast::ConstDecl*, std::less<>> constants;
  std::map<std::string, const ast::FnDecl*, std::less<>> functions;
  std::map<std::string, const ast::TableDecl*, std::less<>> tables;
  std::vector<ObservationInfo> observations;
  std::vector<CallInfo> calls;  // a call's id is its index
  std::map<std::string, int, std::less<>> call_ids;
  std::vector<RuleInfo> rules;          // a rule's id is its index
  std::vector<RuleId> general_rules;    // not in a call's block, scenarios' excluded
  std::vector<RuleId> rows_of_any_call;
  std::vector<const ast::AlwaysDecl*> invariants;
  std::map<std::string, const ast::BeginsDecl*, std::less<>> begins;
  std::vector<LineInfo> lines;
  std::vector<ScenarioInfo> scenarios;
  std::vector<HoldInfo> holds;
  std::map<std::string, ReleaseInfo, std::less<>> releases;
  std::vector<ClaimInfo> claims;
  std::vector<std::string> abis;
  CallNumbers numbers;
  const Type* task = nullptr;     // the entity that observations are about
  const Type* process = nullptr;  // the entity it is in
  const Type* observer = nullptr; // the entity of what the whole recording shows; may be absent
  const Type* stream = nullptr;   // the entity of what goes through a pipe; may be absent

  /// The id of a declared call, or -1.
  int call_id(std::string_view name) const;
  int observation(std::string_view name) const;
  /// The observation that a line of that view shows; -1: the view has no such line.
  int observation_of_line(std::string_view view, std::string_view line) const;
  const RuleInfo& rule(RuleId id) const { return rules[static_cast<std::size_t>(id)]; }
  /// The entity that those parameters are about: a stream where one is, else a task.
  const Type* subject(const std::vector<ast::Param>& params) const;
};

/// One text of the specification.
struct SpecText {
  std::string path, text;
};

/// Whether every body is to be typed, and the whole to be found total; or that was done with these
/// very texts when the program was built.
enum class Checking : std::uint8_t { OfEverything, WasDone };

/// Parses and checks the texts. All faults of all files are reported; with errors the model is
/// null. Cost: some milliseconds for the whole of spec/, half of it for checking.
std::unique_ptr<Model> load_model(const std::vector<SpecText>& texts,
                                  std::shared_ptr<SourceMap> sources, Diagnostics& diagnostics,
                                  Checking checking = Checking::OfEverything);

}  // namespace sigspec
