// Prints the syntax tree in the one canonical form: `sigspec fmt`, and the texts in messages.
//
// Laws: what is printed parses to the same tree, and prints the same again. Lines stay within 100
// columns wherever a break is possible at all; docs and comments are kept.
#pragma once

#include <string>

#include "model/ast.h"
#include "model/source.h"

namespace sigspec {

/// Pre: `file` was parsed from its text in `sources` without errors.
/// Returns: the file in its canonical form. Blank lines between items stay, at most one.
std::string print_spec(const ast::File& file, const SourceMap& sources);

/// On one line, with no more parentheses than needed.
std::string print_pattern(const ast::Pattern& pattern);
std::string print_expr(const ast::Expr& expr);
std::string print_effect(const ast::Effect& effect);

/// Are the trees the same, but for where they stand in their texts?
bool same(const ast::File& a, const ast::File& b);
bool same(const ast::Expr& a, const ast::Expr& b);

}  // namespace sigspec
