// The parser: each construct's tree, every error of a file, and hostile input.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/parser.h"
#include "tests/support/spec_text.h"

namespace sigspec {
namespace {

using test::parse;
using test::parse_expr;
using test::Parsed;

/// The first declaration of `text`, which must be free of errors.
template <class T>
T first(const std::string& text) {
  const Parsed parsed = parse(text);
  EXPECT_TRUE(parsed.diagnostics.empty()) << parsed.messages();
  if (parsed.file.decls.empty()) return T();
  const T* decl = std::get_if<T>(&parsed.file.decls[0].node);
  EXPECT_NE(decl, nullptr) << text;
  return decl == nullptr ? T() : *decl;
}

/// Kinds and texts of an expression, fully bracketed.
std::string shape(const ast::Expr& node) {
  if (node.args.empty()) return node.text;
  std::string out = "(" + node.text;
  for (const ast::Expr& arg : node.args) out += " " + shape(arg);
  return out + ")";
}

std::string shape(const std::string& text) {
  const std::vector<ast::Expr> parsed = parse_expr(text);
  return parsed.empty() ? "error" : shape(parsed[0]);
}

TEST(Parser, EveryConstruct) {
  const Parsed parsed = parse(test::kEveryConstruct);
  EXPECT_TRUE(parsed.diagnostics.empty()) << parsed.messages();
  EXPECT_EQ(parsed.file.decls.size(), 31U);
  EXPECT_EQ(parsed.file.comments.size(), 3U);
}

TEST(Parser, EveryFileOfTheSpec) {
  for (const std::string& path : test::spec_files()) {
    const Parsed parsed = parse(test::read_file(path), path);
    EXPECT_TRUE(parsed.diagnostics.empty()) << parsed.messages();
  }
}

TEST(Parser, Precedence) {
  EXPECT_EQ(shape("a implies b implies c"), "(implies a (implies b c))");
  EXPECT_EQ(shape("a or b and c or d"), "(or (or a (and b c)) d)");
  EXPECT_EQ(shape("not a = b and c"), "(and (not (= a b)) c)");
  EXPECT_EQ(shape("a in b + c & d"), "(in a (+ b (& c d)))");
  EXPECT_EQ(shape("a - b - c"), "(- (- a b) c)");
  EXPECT_EQ(shape("a otherwise b otherwise c"), "(otherwise a (otherwise b c))");
  EXPECT_EQ(shape("a otherwise b + c = d"), "(= (otherwise a (+ b c)) d)");
  EXPECT_EQ(shape("-a + ~b"), "(+ (- a) (~ b))");
  EXPECT_EQ(shape("a + b not in c"), "(not in (+ a b) c)");
  EXPECT_EQ(shape("f(a, b)[c].d"), "(d ( (f a b) c))");
  EXPECT_EQ(shape("a - b.c"), "(- a (c b))");
  EXPECT_EQ(shape("some a.b"), "(some (b a))");
  EXPECT_EQ(shape("either a and b or c when d or e"), "( (and a b) c (or d e))");
  EXPECT_EQ(shape("let x = a + b in x = c"), "( (+ a b) (= x c))");
}

TEST(Parser, ComparisonsDoNotChain) {
  const Parsed parsed = parse("const X = a = b = c\n");
  ASSERT_EQ(parsed.diagnostics.size(), 1U);
  EXPECT_EQ(parsed.diagnostics[0].note, "comparisons do not chain");
}

TEST(Parser, QuantifierEndsItsHeadWithADotAndABlank) {
  const std::vector<ast::Expr> parsed = parse_expr("forall t: Task where t.x = t.y. t.z = 1");
  ASSERT_EQ(parsed.size(), 1U);
  EXPECT_EQ(parsed[0].params[0].name.text, "t");
  EXPECT_EQ(shape(parsed[0].args[0]), "(= (x t) (y t))");
  EXPECT_EQ(shape(parsed[0].args[1]), "(= (z t) 1)");
}

TEST(Parser, SetsRecordsAndUpdates) {
  EXPECT_EQ(parse_expr("{}")[0].kind, ast::Expr::Kind::Set);
  EXPECT_EQ(parse_expr("{a, b,}")[0].args.size(), 2U);
  const ast::Expr record = parse_expr("{ call: a, mask: b }")[0];
  EXPECT_EQ(record.kind, ast::Expr::Kind::Record);
  EXPECT_EQ(record.names[0].text, "call");
  const ast::Expr update = parse_expr("a with { mask: b }")[0];
  EXPECT_EQ(update.kind, ast::Expr::Kind::Record);
  ASSERT_EQ(update.args.size(), 2U);
  EXPECT_EQ(update.args.back().text, "a");
}

TEST(Parser, EnumMembersKeepTheirNumbersAndTexts) {
  const auto decl = first<ast::EnumDecl>(
      "enum E prefix \"P\" { A = 0x10, B = -1 \"b\" \"c\\\"*\", other otherwise }");
  EXPECT_EQ(decl.prefix, "P");
  ASSERT_EQ(decl.members.size(), 3U);
  EXPECT_EQ(decl.members[0].number, 16);
  EXPECT_EQ(decl.members[0].number_text, "0x10");
  EXPECT_EQ(decl.members[1].number, -1);
  EXPECT_EQ(decl.members[1].texts, (std::vector<std::string>{"b", "c\"*"}));
  EXPECT_TRUE(decl.members[2].otherwise);
}

TEST(Parser, DocsBelongToWhatFollows) {
  const Parsed parsed = parse("/// One\n///\n///  two\nenum E {\n  /// Member\n  a,\n}\n");
  ASSERT_TRUE(parsed.diagnostics.empty()) << parsed.messages();
  EXPECT_EQ(parsed.file.decls[0].doc, "One\n\n two");
  EXPECT_EQ(std::get<ast::EnumDecl>(parsed.file.decls[0].node).members[0].doc, "Member");
  EXPECT_EQ(parsed.sources.position(parsed.file.id, parsed.file.decls[0].span.begin).line, 4U);
}

TEST(Parser, CommentsAreKept) {
  const Parsed parsed = parse("// own line\nconst A = 1  // trailing \n");
  ASSERT_EQ(parsed.file.comments.size(), 2U);
  EXPECT_EQ(parsed.file.comments[0].text, " own line");
  EXPECT_FALSE(parsed.file.comments[0].trailing);
  EXPECT_EQ(parsed.file.comments[1].text, " trailing");
  EXPECT_TRUE(parsed.file.comments[1].trailing);
}

TEST(Parser, RuleClausesInAnyOrder) {
  const auto rule = first<ast::RuleDecl>(
      "rule a.b do x := 1 when a, b, cites rule D6 D9 with c shows o(_, 3) when d since 5.1 fair k");
  EXPECT_EQ(rule.name.text, "a.b");
  EXPECT_EQ(rule.when.size(), 3U);
  EXPECT_EQ(rule.with.size(), 1U);
  EXPECT_EQ(rule.effects.size(), 1U);
  EXPECT_EQ(rule.shows->arguments.size(), 2U);
  EXPECT_EQ(rule.fair, "k");
  EXPECT_EQ(rule.clauses.cites[0].texts, (std::vector<std::string>{"D6", "D9"}));
  EXPECT_EQ(rule.clauses.since, "5.1");
}

TEST(Parser, WordsOfTheLanguageAsNamesOfArguments) {
  const auto fn = first<ast::FnDecl>(
      "fn f(call: Call, by: set Signal, count: int, size: int) -> bool =\n"
      "  call.nr = by and f(by, call, count + size, count) and call is interrupted(line)");
  EXPECT_EQ(fn.params.size(), 4U);
  const auto rule = first<ast::RuleDecl>("rule r when a = call do t.last := call t.by := by");
  EXPECT_EQ(rule.effects.size(), 2U);
}

TEST(Parser, RowsOfCalls) {
  const auto call = first<ast::CallDecl>(
      "call read, any(fd: File, ...) nr x86_64 0 -1 by fd.object same fd, buf makes pipe {\n"
      "  row a.b of read on x | y when p, q after transfer library \"f(3)\" sleeps s then k\n"
      "    interrupted E handled a restarted b unhandled c\n"
      "  /// Doc\n"
      "  rule r internal\n}");
  EXPECT_EQ(call.names[1].text, "any");
  EXPECT_TRUE(call.variadic);
  EXPECT_EQ(call.numbers[0].numbers, (std::vector<std::int64_t>{0, -1}));
  EXPECT_EQ(call.same.size(), 2U);
  ASSERT_EQ(call.rows.size(), 1U);
  EXPECT_EQ(call.rows[0].on.size(), 2U);
  EXPECT_EQ(call.rows[0].sleeps_then.size(), 1U);
  EXPECT_TRUE(call.rows[0].after_transfer && call.rows[0].unhandled);
  EXPECT_EQ(call.rules[0].first, "Doc");
}

TEST(Parser, ExpectHasOneEntryForEachValue) {
  const auto scenario = first<ast::ScenarioDecl>(
      "scenario s { variant { a, b } expect a, b for p: proved\n"
      "  property p: forall t: T. x leads to y\n  property q: a until b until 5.1\n }");
  ASSERT_EQ(scenario.expects.size(), 2U);
  EXPECT_EQ(scenario.expects[1].value.text, "b");
  EXPECT_EQ(scenario.expects[1].properties[0].text, "p");
  EXPECT_EQ(scenario.properties[0].kind, "leads_to");
  EXPECT_EQ(scenario.properties[0].params.size(), 1U);
  EXPECT_EQ(scenario.properties[1].kind, "until");
  EXPECT_EQ(scenario.properties[1].clauses.until, "5.1");
}

TEST(Parser, EveryErrorOfAFileIsReported) {
  const Parsed parsed = parse(
      "const A =\n"
      "const B = 1\n"
      "enum E { a = , b, c d }\n"
      "table t(x: X) -> Y {\n  a > b\n  c -> d\n  e -> \n}\n"
      "rule r wehn a\n"
      "const C = 2\n");
  EXPECT_EQ(parsed.diagnostics.size(), 6U) << parsed.messages();
  EXPECT_EQ(parsed.file.decls.size(), 5U);
}

TEST(Parser, MisspeltWordsGetASuggestion) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"rulle a.b\n", "rule"},
      {"rule r\n  wehn a\n", "when"},
      {"rule r when a adn b\n", "and"},
      {"call f() { row x interupted E }\n", "interrupted"},
      {"const X = { a } cites kernal \"x\"\n", "kernel"},
      {"scenario s { expect a: provd }\n", "proved"},
  };
  for (const auto& [text, word] : cases) {
    const Parsed parsed = parse(text);
    ASSERT_FALSE(parsed.diagnostics.empty()) << text;
    EXPECT_EQ(parsed.diagnostics[0].suggestion, "did you mean '" + word + "'?")
        << text << parsed.messages();
  }
}

// ------------------------------------------------------------------------- hostile input

std::string repeat(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(ParserHostile, NestingUpToTheBoundParses) {
  const std::string text = "const X = " + repeat("(", 190) + "a" + repeat(")", 190) + "\n";
  EXPECT_TRUE(parse(text).diagnostics.empty());
}

TEST(ParserHostile, DeepNestingIsAMessage) {
  constexpr std::size_t kDeep = 100'000;
  const std::vector<std::string> texts{
      "const X = " + repeat("(", kDeep),
      "const X = " + repeat("(", kDeep) + "a" + repeat(")", kDeep),
      "const X = " + repeat("{", kDeep),
      "const X = " + repeat("f(", kDeep),
      "const X = a" + repeat("[a", kDeep),
      "const X = a" + repeat(".a", kDeep),
      "const X = a" + repeat(" + a", kDeep),
      "const X = a" + repeat(" implies a", kDeep),
      "const X = a" + repeat(" with {}", kDeep),
      "const X = " + repeat("not ", kDeep) + "a",
      "const X = " + repeat("-", kDeep) + "a",
      "const X = " + repeat("some ", kDeep) + "a",
      "const X = " + repeat("if a then b else ", kDeep) + "a",
      "const X = " + repeat("forall x: T. ", kDeep) + "a",
      "const X = " + repeat("match a { b => ", kDeep),
      "const X: " + repeat("set ", kDeep) + "a = b",
      "const X = a is " + repeat("f(", kDeep),
      "rule r do " + repeat("if a then { ", kDeep),
      "rule r do " + repeat("if a then b := c else ", kDeep) + "b := c",
  };
  for (const std::string& text : texts) {
    const Parsed parsed = parse(text + "\nconst Y = 1\n");
    ASSERT_FALSE(parsed.diagnostics.empty()) << text.substr(0, 30);
    EXPECT_NE(parsed.diagnostics[0].message.find("nesting deeper than 200"), std::string::npos)
        << parsed.diagnostics[0].message;
    EXPECT_LE(parsed.diagnostics.size(), 3U) << text.substr(0, 30);
  }
}

TEST(ParserHostile, DeepOnBothSidesStaysBounded) {
  // Each level of parentheses holds a chain on its left: neither alone is too deep.
  std::string text = "a";
  for (int i = 0; i < 100; ++i) text = "(" + text + repeat(" + a", 10) + ")";
  EXPECT_FALSE(parse("const X = " + text + "\n").diagnostics.empty());
}

TEST(ParserHostile, JunkIsOneMessage) {
  using std::string_literals::operator""s;
  EXPECT_EQ(parse("const A = 1\0\n"s).diagnostics.size(), 1U);
  EXPECT_EQ(parse("\xFF\xFE c o n s t").diagnostics.size(), 1U);
  EXPECT_EQ(parse("const A = \"\xC0\x80\"").diagnostics.size(), 1U);
  EXPECT_EQ(parse(std::string((16U << 20U) + 1, 'a')).diagnostics.size(), 1U);
}

TEST(ParserHostile, ErrorsAreBounded) {
  const Parsed parsed = parse(repeat("const =\n", 10'000));
  EXPECT_LE(parsed.diagnostics.size(), 101U);
  EXPECT_LE(parse(repeat("@", 10'000)).diagnostics.size(), 101U);
  EXPECT_LE(parse("enum E {" + repeat("= ,", 10'000) + "}").diagnostics.size(), 101U);
}

TEST(ParserHostile, EmptyAndNearlyEmpty) {
  EXPECT_TRUE(parse("").diagnostics.empty());
  EXPECT_TRUE(parse("\n\n// x").diagnostics.empty());
  EXPECT_TRUE(parse("\xEF\xBB\xBF" "const A = 1\r\n").diagnostics.empty());
  EXPECT_EQ(parse("///").diagnostics.size(), 1U);
  EXPECT_EQ(parse("\"").diagnostics.size(), 2U);
  EXPECT_EQ(parse("const").diagnostics.size(), 1U);
}

/// Words of the language in any order never crash, and are understood or reported.
RC_GTEST_PROP(ParserHostile, AnyWords, ()) {
  static const std::vector<std::string> kSigns{
      "a", "b.c", "1", "0x1", "2.6", "\"t\"", "{", "}", "(", ")", "[", "]", ",", ";", ":", ":=",
      "=", "<", "+", "-", "&", "|", "->", "=>", ".", "..", "...", "_", "\n", "/// d\n", "// c\n"};
  std::string text;
  const int count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    const bool word = *rc::gen::arbitrary<bool>();
    text += word ? std::string(*rc::gen::elementOf(keywords())) : *rc::gen::elementOf(kSigns);
    text += *rc::gen::element(" ", "", "\n");
  }
  const Parsed parsed = parse(text);
  for (const Diagnostic& diagnostic : parsed.diagnostics) {
    RC_ASSERT(diagnostic.span.begin <= text.size());
    RC_ASSERT(!render(diagnostic, parsed.sources, true).empty());
  }
}

}  // namespace
}  // namespace sigspec
