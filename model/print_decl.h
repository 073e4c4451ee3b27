// The printer of declarations; print.cc has the small ones, print_rules.cc rules, calls and views,
// print_scenario.cc scenarios and claims, print_hold.cc holds and releases.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/ast.h"
#include "model/print_parts.h"
#include "model/print_writer.h"

namespace sigspec::print {

class DeclPrinter {
 public:
  DeclPrinter(const ast::File& file, const SourceMap& sources)
      : file_(file), out_(file, sources) {}

  std::string print();

 private:
  // print.cc
  void decl(const ast::Decl& node);
  void print(const ast::KernelDecl& node);
  void print(const ast::EnumDecl& node);
  void print(const ast::RecordDecl& node);
  void print(const ast::UnionDecl& node);
  void print(const ast::EntityDecl& node);
  void print(const ast::ConstDecl& node);
  void print(const ast::FnDecl& node);
  void print(const ast::ObservationDecl& node);
  void print(const ast::AlwaysDecl& node);
  void print(const ast::BeginsDecl& node);
  void entity(const std::string& word, const ast::EntityDecl& node);

  // print_table.cc
  void print(const ast::TableDecl& node);
  void row(const ast::TableRow& node, std::size_t arrow, bool when_follows);

  // print_rules.cc
  void print(const ast::RuleDecl& node);
  void print(const ast::CallDecl& node);
  void print(const ast::ViewDecl& node);
  void row(const ast::CallRow& node);
  void lines(const std::vector<ast::ViewLine>& nodes, std::vector<std::string>& contents);
  void documented(const ast::Doc& doc, const ast::RuleDecl& node);

  // print_hold.cc
  void print(const ast::HoldDecl& node);
  void print(const ast::ReleaseDecl& node);

  // print_scenario.cc
  void print(const ast::ScenarioDecl& node);
  void print(const ast::ClaimDecl& node);
  void property(const ast::Property& node);
  void proof_part(const ast::Named& node);
  void expect(const std::vector<ast::Expect>& nodes, std::size_t first);
  void sentence(const std::string& word, std::string rest);

  // common: print_common.cc
  /// One thing of a block, printed where it stands in the source.
  struct Item {
    std::uint32_t begin = 0;
    std::function<void()> print;
  };
  void block(std::vector<Item> items);
  void put(const Piece& piece, std::size_t hang = 0);
  void clauses(const ast::Clauses& node);
  void announce(Span span, std::size_t column);
  void guards(const std::string& word, const std::vector<ast::Expr>& nodes);
  void effects(const std::string& word, const std::vector<ast::Effect>& nodes);
  struct MemberText {
    Span span;
    const ast::Doc* doc;
    std::string content;
  };
  /// `head { a, b }` on a line where the source has it so, else members on lines of their own.
  void members(const std::string& head, Span name, const std::vector<MemberText>& nodes);

  void member_line(const std::string& last, const std::string& all);

  const ast::File& file_;
  Writer out_;
  Span decl_span_;
};

}  // namespace sigspec::print
