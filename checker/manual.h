// The reference manual as data: what the specification says, and what stands behind each part of
// it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checker/claims.h"
#include "checker/coverage.h"
#include "checker/diagrams.h"
#include "checker/table.h"

namespace sigspec {

/// A rule of the specification, or a row of the restart table.
struct ManualEntry {
  RuleText text;
  std::string source;               // as the specification has it
  const RestartRow* row = nullptr;  // of a row that holds at this kernel
  std::uint64_t times = 0;          // in all recordings
  std::vector<std::pair<std::string, std::uint64_t>> recordings;  // most often first
  std::vector<std::string> tests;                                 // litmus tests that exercise it
  std::vector<std::string> proofs;  // scenarios that it is a rule of, or that range over all rows
  std::vector<std::string> claims;  // that name the row
};

/// What one file of the specification declares.
struct ManualChapter {
  std::string path, title;  // spec/calls/read.sig; calls/read
  std::vector<ManualEntry> entries;
};

struct ManualProperty {
  std::string name, doc, source;
  std::vector<std::string> verdicts;  // `linux: proved`
};

struct ManualScenario {
  std::string name, doc;
  std::vector<std::string> cites, rules;  // rules of Linux that it is made of
  std::vector<ManualProperty> properties;
};

/// A table whose first parameter is an enum, told for each of its members.
struct ManualTable {
  std::string name, doc, source;
  std::vector<std::string> cites;
  std::vector<std::string> proofs;  // scenarios that it decides something in
};

struct Manual {
  std::string kernel, flag;               // the flag of a handler that decides
  std::size_t recordings = 0, tests = 0;  // that were looked at
  std::vector<RestartRow> rows;
  std::vector<ManualChapter> chapters;
  std::vector<ManualTable> tables;
  std::vector<ManualScenario> scenarios;
  std::vector<ClaimResult> claims;
  std::vector<Diagram> diagrams;
};

/// What the manual is made of besides the specification; any of it may be empty.
struct ManualSources {
  std::vector<RuleCount> counts;                                        // of recordings
  std::vector<std::pair<std::string, std::vector<std::string>>> tests;  // what each exercises
  std::vector<ClaimResult> claims;
  std::size_t recordings = 0;
};

/// Pre: `model` outlives the manual.
Manual make_manual(const Model& model, Version kernel, ManualSources sources);

/// The manual as one Markdown document, and as one page of HTML that needs nothing else.
std::string format_manual_markdown(const Manual& manual);
std::string format_manual_html(const Manual& manual);

}  // namespace sigspec
