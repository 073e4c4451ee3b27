// The printer's inner seam: pieces of layout for the parts that declarations are made of.
#pragma once

#include "model/ast.h"
#include "model/print_layout.h"

namespace sigspec::print {

using layout::Piece;

layout::Piece type(const ast::Type& node);
layout::Piece pattern(const ast::Pattern& node);
layout::Piece expr(const ast::Expr& node);
layout::Piece effect(const ast::Effect& node);
/// `(a: A, b: out B)`
layout::Piece params(const std::vector<ast::Param>& list, bool variadic = false);
/// `a: A, b: B` of a quantifier
layout::Piece bound_names(const std::vector<ast::Param>& list);
layout::Piece names(const std::vector<ast::Name>& list, const std::string& separator);

/// An expression as one item of a list of guards: `first` has a keyword before it, not a comma.
layout::Piece guard(const ast::Expr& node, bool first);
/// Guards with commas between them, as many on a line as fit.
layout::Piece guard_list(const std::vector<ast::Expr>& nodes);
/// In parentheses when it does not stand for itself before a `when`.
layout::Piece before_when(const ast::Expr& node);

std::string quoted(const std::string& text);
/// `cites ...`, `refutes ...`, `since 5.11 until 6.1 verified "6.18"`, `untested ...`,
/// `unobservable ...`, `finding`
std::vector<layout::Piece> clauses(const ast::Clauses& node);

}  // namespace sigspec::print
