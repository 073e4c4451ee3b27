// The printer's laws: what it prints parses to the same tree, and prints the same again.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>

#include "model/parser.h"
#include "model/print.h"
#include "tests/support/spec_text.h"

namespace sigspec {
namespace {

using ast::Effect;
using ast::Expr;
using ast::Pattern;
using test::parse;
using test::Parsed;

/// Checks the laws on a text; Returns: what was printed.
std::string round_trip(const std::string& text, const std::string& name) {
  const Parsed first = parse(text, name);
  EXPECT_TRUE(first.diagnostics.empty()) << first.messages();
  const std::string printed = print_spec(first.file, first.sources);
  const Parsed second = parse(printed, name + " as printed");
  EXPECT_TRUE(second.diagnostics.empty()) << second.messages();
  EXPECT_TRUE(same(first.file, second.file)) << name << ":\n" << printed;
  EXPECT_EQ(print_spec(second.file, second.sources), printed) << name;
  return printed;
}

/// `text` is canonical already.
void expect_canonical(const std::string& text) { EXPECT_EQ(round_trip(text, "canonical"), text); }

/// The expression as it is printed in a message.
std::string again(const std::string& text) {
  const std::vector<Expr> parsed = test::parse_expr(text);
  return parsed.empty() ? "error" : print_expr(parsed[0]);
}

TEST(Print, EveryConstruct) { round_trip(test::kEveryConstruct, "every construct"); }

TEST(Print, EveryFileOfTheSpec) {
  for (const std::string& path : test::spec_files()) round_trip(test::read_file(path), path);
}

TEST(Print, LinesStayWithinHundredColumns) {
  for (const std::string& path : test::spec_files()) {
    std::istringstream lines(round_trip(test::read_file(path), path));
    for (std::string line; std::getline(lines, line);) {
      const bool breakable = line.find("///") == std::string::npos &&
                             line.find("//") == std::string::npos &&
                             line.find('"') == std::string::npos;
      EXPECT_TRUE(!breakable || line.size() <= 100) << path << ": " << line;
    }
  }
}

TEST(Print, NoMoreParenthesesThanNeeded) {
  EXPECT_EQ(again("((a) or (b and (c)))"), "a or b and c");
  EXPECT_EQ(again("(a or b) and c"), "(a or b) and c");
  EXPECT_EQ(again("a - (b - c)"), "a - (b - c)");
  EXPECT_EQ(again("(a - b) - c"), "a - b - c");
  EXPECT_EQ(again("not (a = b)"), "not a = b");
  EXPECT_EQ(again("(not a) = b"), "(not a) = b");
  EXPECT_EQ(again("(a implies b) implies c"), "(a implies b) implies c");
  EXPECT_EQ(again("a implies (forall x: T. b)"), "a implies forall x: T. b");
  EXPECT_EQ(again("(forall x: T. b) implies a"), "(forall x: T. b) implies a");
  EXPECT_EQ(again("a + (if b then c else d)"), "a + (if b then c else d)");
  EXPECT_EQ(again("(-a).b"), "(-a).b");
  EXPECT_EQ(again("-(a.b)"), "-a.b");
  EXPECT_EQ(again("(c is any except a) and b"), "(c is any except a) and b");
  EXPECT_EQ(again("(a = b) = c"), "(a = b) = c");
}

TEST(Print, OneLineTextsForMessages) {
  EXPECT_EQ(again("match a { A|B=>c D=>{} }"), "match a { A | B => c, D => {} }");
  EXPECT_EQ(again("a with{b:c,}"), "a with { b: c }");
  EXPECT_EQ(again("\"a\\\"b\""), "\"a\\\"b\"");
  const Parsed parsed = parse("rule r do if a then { x.y := {b} push q c } else pop p[1]\n");
  const auto& rule = std::get<ast::RuleDecl>(parsed.file.decls.at(0).node);
  EXPECT_EQ(print_effect(rule.effects[0]), "if a then { x.y := {b}; push q c } else { pop p[1] }");
}

TEST(Print, AlignsTheArrowsOfATable) {
  expect_canonical(
      "table t(c: Code) -> Outcome\n"
      "  cites rule D6\n"
      "{\n"
      "  A when SA_RESTART in a.flags -> reissue\n"
      "  ERESTARTNOINTR               -> fail(EINTR)  cites rule D7\n"
      "  otherwise                    -> none\n"
      "}\n");
}

TEST(Print, RowsOfCallsHaveTheirOutcomeBelow) {
  expect_canonical(
      "call read(fd: Fd, ...)\n"
      "  nr x86_64 0\n"
      "  by fd.object\n"
      "  same fd\n"
      "  cites man \"read(2)\"\n"
      "{\n"
      "  /// An empty pipe.\n"
      "  row pipe on pipe | fifo when fd.blocking\n"
      "    sleeps interruptible then killable interrupted ERESTARTSYS handled fail(EINTR)\n"
      "    cites table T001\n"
      "    since 5.4 verified \"6.18\"\n"
      "  row file\n"
      "    interrupted never\n"
      "\n"
      "  rule fails\n"
      "    shows returned(t, _, error(e))\n"
      "    when  e = EBADF\n"
      "}\n");
}

TEST(Print, CommentsStayWhereTheyBelong) {
  expect_canonical(
      "// About the file.\n"
      "\n"
      "// About A.\n"
      "const A = 1  // trailing\n"
      "\n"
      "/// Doc.\n"
      "rule r\n"
      "  // Why.\n"
      "  when  a,  // first\n"
      "        // Below.\n"
      "        b\n"
      "  // Then.\n"
      "  do    x := 1\n"
      "\n"
      "enum E {  // head\n"
      "  a, b,\n"
      "\n"
      "  // At the end.\n"
      "}\n"
      "\n"
      "// The last.\n");
}

TEST(Print, MembersKeepTheirLines) {
  expect_canonical("enum E { a, b }\n");
  expect_canonical("enum E {\n  a, b,\n  c,\n\n  /// Doc.\n  d,\n}\n");
  EXPECT_EQ(round_trip("enum E { a,\n b }", "e"), "enum E {\n  a,\n  b,\n}\n");
}

TEST(Print, BreaksWhatIsTooLong) {
  const std::string name(30, 'x');
  EXPECT_EQ(round_trip("const A = {" + name + "1, " + name + "2, " + name + "3}", "set"),
            "const A = {" + name + "1, " + name + "2,\n           " + name + "3}\n");
  EXPECT_EQ(
      round_trip("rule r when " + name + " and " + name + " and " + name + " and b", "guard"),
      "rule r\n  when  " + name + "\n          and " + name + "\n          and " + name +
          "\n          and b\n");
}

TEST(Print, SameIgnoresSpansAndNothingElse) {
  EXPECT_TRUE(same(parse("const A = 1").file, parse("\n const  A=1").file));
  EXPECT_FALSE(same(parse("const A = 1").file, parse("const A = 2").file));
  EXPECT_FALSE(same(parse("const A = 1").file, parse("const A = 1 since 5").file));
  EXPECT_FALSE(same(parse("const A = 1").file, parse("const A = 1 // c").file));
}

// -------------------------------------------------------------------- generated programs

/// Draws trees that the grammar can produce. Small numbers mean simple nodes, so that a failure
/// shrinks to a simple tree.
class Maker {
 public:
  Expr expr(int depth) {
    Expr node;
    if (depth <= 0) return leaf();
    switch (draw(16)) {
      case 1: return with(Expr::Kind::Field, pick({"f", "call", "rule"}), {expr(depth - 1)});
      case 2: return with(Expr::Kind::Index, "", {expr(depth - 1), expr(depth - 1)});
      case 3: return with(Expr::Kind::Apply, pick({"f", "some", "by"}), {expr(depth - 1)});
      case 4: return with(Expr::Kind::Unary, pick({"not", "-", "~"}), {expr(depth - 1)});
      case 5:
      case 6:
      case 7:
        return with(Expr::Kind::Binary,
                    pick({"or", "and", "implies", "=", "<", "in", "not in", "otherwise", "+", "-",
                          "&"}),
                    {expr(depth - 1), expr(depth - 1)});
      case 8:
        node = with(Expr::Kind::Is, pick({"is", "is not"}), {expr(depth - 1)});
        node.patterns.push_back(pattern(2, true));
        return node;
      case 9:
        return with(Expr::Kind::If, "", {expr(depth - 1), expr(depth - 1), expr(depth - 1)});
      case 10:
        node = with(Expr::Kind::Match, "", {expr(depth - 1)});
        for (int i = draw(2); i >= 0; --i) node.arms.push_back({pattern(2, true), expr(depth - 1)});
        return node;
      case 11:
        node = with(Expr::Kind::Set, "", {});
        for (int i = draw(3); i > 0; --i) node.args.push_back(expr(depth - 1));
        return node;
      case 12: return record(depth);
      case 13:
        node = with(Expr::Kind::Either, "", {expr(depth - 1), expr(depth - 1)});
        if (draw(2) == 0) node.args.push_back(expr(depth - 1));
        return node;
      case 14: return quantified(depth);
      case 15:
        node = with(Expr::Kind::Let, "", {expr(depth - 1), expr(depth - 1)});
        node.names.push_back({"x", {}});
        return node;
      default: return leaf();
    }
  }

  Effect effect(int depth) {
    Effect node;
    node.kind = static_cast<Effect::Kind>(draw(depth > 0 ? 7 : 3));
    if (node.kind == Effect::Kind::Assign || node.kind == Effect::Kind::Push ||
        node.kind == Effect::Kind::Pop) {
      node.target = with(Expr::Kind::Name, pick({"a", "t"}), {});
      if (draw(2) == 1) node.target = with(Expr::Kind::Field, "call", {node.target});
    }
    if (node.kind == Effect::Kind::Let) node.name.text = "n";
    if (node.kind == Effect::Kind::ForEach || node.kind == Effect::Kind::Choose) {
      node.param.emplace() = param();
      node.has_value = draw(2) == 1;
    }
    const bool valued = node.kind != Effect::Kind::Pop &&
                        (node.kind != Effect::Kind::ForEach || node.has_value) &&
                        (node.kind != Effect::Kind::Choose || node.has_value);
    if (valued) node.value = expr(2);
    if (node.kind == Effect::Kind::If || node.kind == Effect::Kind::ForEach ||
        node.kind == Effect::Kind::Choose) {
      for (int i = draw(3); i > 0; --i) node.body.push_back(effect(depth - 1));
    }
    if (node.kind == Effect::Kind::If) {
      for (int i = draw(3); i > 0; --i) node.otherwise.push_back(effect(depth - 1));
    }
    return node;
  }

  ast::RuleDecl rule() {
    ast::RuleDecl node;
    node.name.text = "a.rule";
    for (int i = draw(4); i > 0; --i) node.when.push_back(expr(3));
    for (int i = draw(3); i > 0; --i) node.with.push_back(expr(2));
    for (int i = draw(4); i > 0; --i) node.effects.push_back(effect(2));
    if (draw(2) == 1) {
      node.shows.emplace();
      node.shows->observation.text = "seen";
      for (int i = draw(3); i > 0; --i) node.shows->arguments.push_back(pattern(2, false));
    }
    return node;
  }

  ast::TableDecl table() {
    ast::TableDecl node;
    node.name.text = "t";
    node.result.text = "R";
    for (int i = draw(5); i > 0; --i) {
      ast::TableRow row;
      for (int j = draw(3); j > 0; --j) row.patterns.push_back(pattern(2, false));
      for (int j = draw(3); j > 0; --j) row.when.push_back(expr(2));
      row.value = expr(2);
      node.rows.push_back(row);
    }
    return node;
  }

 private:
  static int draw(int count) { return *rc::gen::inRange(0, count); }
  static std::string pick(std::vector<std::string> words) { return *rc::gen::elementOf(words); }

  static Expr with(Expr::Kind kind, std::string text, std::vector<Expr> args) {
    Expr node;
    node.kind = kind;
    node.text = std::move(text);
    node.args = std::move(args);
    return node;
  }

  Expr leaf() {
    switch (draw(4)) {
      case 1: return with(Expr::Kind::Int, pick({"0", "0x1f", "42"}), {});
      case 2: return with(Expr::Kind::String, pick({"", "a\"b\\", "long text with blanks"}), {});
      case 3: return with(Expr::Kind::Name, pick({"call", "size", "by", "none", "true"}), {});
      default:
        return with(Expr::Kind::Name, pick({"a", "b", "SA_RESTART", "a_rather_long_name"}), {});
    }
  }

  Expr record(int depth) {
    Expr node = with(Expr::Kind::Record, "", {});
    const bool update = draw(2) == 1;
    const int count = draw(3) + (update ? 0 : 1);
    for (int i = 0; i < count; ++i) {
      node.names.push_back({pick({"f", "mask", "call"}), {}});
      node.args.push_back(expr(depth - 1));
    }
    if (update) node.args.push_back(expr(depth - 1));
    return node;
  }

  static ast::Param param() {
    ast::Param node;
    node.name.text = pick({"x", "count"});
    node.type.text = "T";
    return node;
  }

  Expr quantified(int depth) {
    Expr node = with(Expr::Kind::Quantified, pick({"forall", "exists", "count"}), {});
    for (int i = draw(2); i >= 0; --i) node.params.push_back(param());
    node.args.push_back(expr(depth - 1));
    if (node.text != "count" && draw(2) == 1) node.args.push_back(expr(depth - 1));
    return node;
  }

  /// `alternatives`: may be several with `|` between them, at the top.
  Pattern pattern(int depth, bool exceptions) {
    Pattern node;
    switch (draw(depth > 0 ? 6 : 3)) {
      case 1:
        node.kind = Pattern::Kind::Name;
        node.text = pick({"x", "SIGCONT", "none", "interrupted"});
        return node;
      case 2:
        node.kind = Pattern::Kind::Int;
        node.text = "3";
        return node;
      case 3:
        node.kind = Pattern::Kind::Construct;
        node.text = pick({"code", "some", "interrupted"});
        node.args.push_back(pattern(depth - 1, false));
        return node;
      case 4:
        node.kind = Pattern::Kind::OneOf;
        for (int i = draw(2); i >= -1; --i) node.args.push_back(pattern(0, false));
        return node;
      case 5:
        node.kind = Pattern::Kind::AnyCall;
        for (int i = exceptions ? draw(3) : 0; i > 0; --i) node.names.push_back({"read", {}});
        return node;
      default: return node;
    }
  }
};

RC_GTEST_PROP(PrintLaws, ExpressionsOnOneLine, ()) {
  const Expr made = Maker().expr(4);
  const std::string text = print_expr(made);
  const std::vector<Expr> parsed = test::parse_expr(text);
  RC_LOG() << text << "\n";
  RC_ASSERT(parsed.size() == 1U);
  RC_ASSERT(same(made, parsed[0]));
  RC_ASSERT(print_expr(parsed[0]) == text);
}

/// Drops each pair of parentheses in turn: the tree must change, or the text be none.
RC_GTEST_PROP(PrintLaws, ParenthesesAreMinimal, ()) {
  static const std::vector<std::string> kOperators{"or", "and", "implies", "=", "in", "+", "-",
                                                   "&", "otherwise"};
  const auto chain = [](auto& self, int depth) -> Expr {
    Expr node;
    node.kind = Expr::Kind::Name;
    node.text = "a";
    if (depth == 0 || *rc::gen::inRange(0, 3) == 0) return node;
    node.kind = Expr::Kind::Binary;
    node.text = *rc::gen::elementOf(kOperators);
    node.args.push_back(self(self, depth - 1));
    node.args.push_back(self(self, depth - 1));
    return node;
  };
  const Expr made = chain(chain, 4);
  const std::string text = print_expr(made);
  for (std::size_t open = text.find('('); open != std::string::npos;
       open = text.find('(', open + 1)) {
    int depth = 0;
    std::size_t close = open;
    for (; close < text.size(); ++close) {
      depth += text[close] == '(' ? 1 : text[close] == ')' ? -1 : 0;
      if (depth == 0) break;
    }
    std::string without = text;
    without.erase(close, 1).erase(open, 1);
    const std::vector<Expr> parsed = test::parse_expr(without);
    const bool needed = parsed.empty() || !same(made, parsed[0]);
    RC_ASSERT(needed);
  }
}

RC_GTEST_PROP(PrintLaws, RulesAndTables, ()) {
  SourceMap sources;
  ast::File made;
  made.id = sources.add("made", "");
  Maker maker;
  made.decls.push_back({"", maker.rule(), {}});
  made.decls.push_back({"", maker.table(), {}});
  const std::string text = print_spec(made, sources);
  RC_LOG() << text;
  const Parsed parsed = parse(text);
  RC_LOG() << parsed.messages();
  RC_ASSERT(parsed.diagnostics.empty());
  RC_ASSERT(same(made, parsed.file));
  RC_ASSERT(print_spec(parsed.file, parsed.sources) == text);
}

}  // namespace
}  // namespace sigspec
