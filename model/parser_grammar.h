// The rules that both halves of the grammar use: expressions and their like (parser_expr.cc), and
// declarations (parser_decl.cc). The grammar of litmus tests uses some of them, too.
#pragma once

#include "model/parser_words.h"

namespace sigspec::parser {

#define SIGSPEC_RULE(name, Node) \
  inline const x3::rule<struct name##_tag, ast::Node> name(#name);

SIGSPEC_RULE(type, Type)
SIGSPEC_RULE(pattern, Pattern)      // one: no `|`
SIGSPEC_RULE(patterns, Pattern)     // a | b
SIGSPEC_RULE(param, Param)
SIGSPEC_RULE(expression, Expr)
SIGSPEC_RULE(effect, Effect)
SIGSPEC_RULE(clause, Clauses)       // one
SIGSPEC_RULE(declaration, Decl)

BOOST_SPIRIT_DECLARE(decltype(type), decltype(pattern), decltype(patterns), decltype(param),
                     decltype(expression), decltype(effect), decltype(clause),
                     decltype(declaration))

}  // namespace sigspec::parser
