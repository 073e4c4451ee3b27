// Parses and prints spec texts for tests.
#pragma once

#include <string>
#include <vector>

#include "model/ast.h"
#include "model/diagnostic.h"
#include "model/source.h"

namespace sigspec::test {

/// A text, its tree, and what was wrong with it.
struct Parsed {
  SourceMap sources;
  ast::File file;
  Diagnostics diagnostics;

  /// All diagnostics as a user sees them.
  std::string messages() const;
};

Parsed parse(const std::string& text, const std::string& path = "test.sig");

/// The expression of `const X = EXPR`; none when there are errors.
std::vector<ast::Expr> parse_expr(const std::string& text);

/// Every spec file of the repository, sorted.
std::vector<std::string> spec_files();

std::string read_file(const std::string& path);

/// A spec that uses every construct of the language at least once.
extern const char* const kEveryConstruct;

}  // namespace sigspec::test
