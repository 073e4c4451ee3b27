// The map from facts to the specification: papers/facts.tsv says in our own words what is known of
// signals, papers/facts.md where each fact stands in spec/.
//
// A fact that no citation names needs a note that says why. SIGSPEC_UPDATE=1 in the environment
// writes the page anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <map>
#include <sstream>

#include "tests/support/paths.h"
#include "tests/support/small_model.h"
#include "tests/support/spec_text.h"

namespace sigspec {
namespace {

constexpr int kTableRows = 289;

/// One line of the list: a fact, or a heading.
struct Fact {
  std::string id, statement, note;
};

/// Where a fact is cited: names by file.
using Places = std::map<std::string, std::vector<std::string>>;

std::vector<Fact> listed_facts() {
  std::istringstream list(test::read_file((test::source_dir() / "papers/facts.tsv").string()));
  std::vector<Fact> facts;
  for (std::string line; std::getline(list, line);) {
    if (line.empty() || line.starts_with("//")) continue;
    if (line.starts_with("# ")) {
      facts.push_back({"", line.substr(2), ""});
      continue;
    }
    Fact fact;
    std::istringstream columns(line);
    std::getline(columns, fact.id, '\t');
    std::getline(columns, fact.statement, '\t');
    std::getline(columns, fact.note);
    facts.push_back(fact);
  }
  return facts;
}

/// Follows every declaration that can cite, by the name that a reader would look for.
class Citations {
 public:
  explicit Citations(const Model& model) {
    for (const ast::File& file : model.files) {
      const std::filesystem::path path(std::string(model.sources->path(file.id)));
      const auto relative = path.is_absolute() ? path.lexically_relative(test::source_dir()) : path;
      file_ = relative.lexically_relative("spec").string();
      for (const ast::Decl& decl : file.decls)
        std::visit([&](const auto& node) { take(node); }, decl.node);
    }
  }
  const std::map<std::string, Places>& rules() const { return rules_; }
  const std::map<std::string, Places>& rows() const { return rows_; }
  /// Ids of table rows that something else than a row cites.
  const std::vector<std::string>& astray() const { return astray_; }

 private:
  void add(const std::string& name, const ast::Clauses& clauses, bool is_row = false) {
    for (const ast::Citation& citation : clauses.cites) {
      const bool of_table = citation.kind == "table";
      if (!of_table && citation.kind != "rule") continue;
      for (const std::string& id : citation.texts) {
        if (of_table && !is_row) astray_.push_back(id + " by " + name);
        auto& names = (of_table ? rows_ : rules_)[id][file_];
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      }
    }
  }
  template <class Other>
  void take(const Other&) {}
  void take(const ast::ConstDecl& node) { add(node.name.text, node.clauses); }
  void take(const ast::FnDecl& node) { add(node.name.text, node.clauses); }
  void take(const ast::TableDecl& node) {
    add(node.name.text, node.clauses);
    for (const ast::TableRow& row : node.rows) add(node.name.text, row.clauses);
  }
  void take(const ast::RuleDecl& node) { add(node.name.text, node.clauses); }
  void take(const ast::AlwaysDecl& node) { add("always", node.clauses); }
  void take(const ast::BeginsDecl& node) { add("begins " + node.name.text, node.clauses); }
  void take(const ast::CallDecl& node) {
    const std::string& call = node.names[0].text;
    add(call, node.clauses);
    for (const ast::CallRow& row : node.rows) add(call + "." + row.name.text, row.clauses, true);
    for (const auto& [doc, rule] : node.rules) add(call + "." + rule.name.text, rule.clauses);
  }
  void take(const ast::ViewDecl& node) {
    add("view " + node.name.text, node.clauses);
    for (const auto& [doc, rule] : node.rules)
      add(node.name.text + "." + rule.name.text, rule.clauses);
  }
  void take(const ast::ScenarioDecl& node) {
    add("scenario " + node.name.text, node.clauses);
    for (const auto& [doc, rule] : node.rules)
      add(node.name.text + "." + rule.name.text, rule.clauses);
    for (const ast::Property& property : node.properties)
      add(node.name.text + "." + property.name.text, property.clauses);
  }
  void take(const ast::HoldDecl& node) { add("hold " + node.name.text, node.clauses); }
  void take(const ast::ReleaseDecl& node) { add("release " + node.name.text, node.clauses); }
  void take(const ast::ClaimDecl& node) { add("claim " + node.name.text, node.clauses); }

  std::string file_;
  std::map<std::string, Places> rules_, rows_;
  std::vector<std::string> astray_;
};

const Citations& citations() {
  static const Citations kAll(test::linux_model());
  return kAll;
}

std::string told(const Places& places) {
  std::string text;
  for (const auto& [file, names] : places) {
    text += (text.empty() ? "" : "; ") + file + ": ";
    for (std::size_t i = 0; i < names.size(); ++i) text += (i ? ", `" : "`") + names[i] + "`";
  }
  return text;
}

std::string row_id(int number) {
  std::ostringstream id;
  id << 'T' << std::setfill('0') << std::setw(3) << number;
  return id.str();
}

std::string page() {
  std::string text =
      "# Where each fact stands\n\nMade from `facts.tsv` and the citations in `spec/` by a test "
      "(`SIGSPEC_UPDATE=1`, `Facts.ThePageIsFresh`); do not edit.\nFiles are those beneath "
      "`spec/`.\n";
  for (const Fact& fact : listed_facts()) {
    if (fact.id.empty()) {
      text += "\n## " + fact.statement + "\n\n| fact | what | where |\n|---|---|---|\n";
      continue;
    }
    const auto cited = citations().rules().find(fact.id);
    std::string where = cited == citations().rules().end() ? "" : told(cited->second);
    if (!fact.note.empty()) where += (where.empty() ? "" : ". ") + fact.note;
    text += "| " + fact.id + " | " + fact.statement + " | " + where + " |\n";
  }
  text += "\n## The restart table\n\n| row | where |\n|---|---|\n";
  for (const auto& [id, places] : citations().rows())
    text += "| " + id + " | " + told(places) + " |\n";
  return text;
}

TEST(Facts, EachIsCitedOrHasANoteThatSaysWhyNot) {
  for (const Fact& fact : listed_facts()) {
    const bool cited = fact.id.empty() || citations().rules().contains(fact.id);
    EXPECT_TRUE(cited || !fact.note.empty()) << fact.id << " " << fact.statement;
  }
}

TEST(Facts, AreListedOnceAndSayWhat) {
  std::map<std::string, int> times;
  for (const Fact& fact : listed_facts()) {
    EXPECT_NE(fact.statement, "") << fact.id;
    if (!fact.id.empty()) ++times[fact.id];
  }
  for (const auto& [id, count] : times) EXPECT_EQ(count, 1) << id;
}

TEST(Facts, NoCitationNamesAnUnknownOne) {
  const std::vector<Fact> facts = listed_facts();
  for (const auto& [id, places] : citations().rules())
    EXPECT_TRUE(std::any_of(facts.begin(), facts.end(),
                            [&id = id](const Fact& fact) { return fact.id == id; }))
        << id << " is cited in " << told(places);
}

// A citation anywhere but in a row would be lost on coverage and reports.
TEST(Facts, EachRowOfTheRestartTableIsCitedByRows) {
  for (int number = 1; number <= kTableRows; ++number)
    EXPECT_TRUE(citations().rows().contains(row_id(number))) << row_id(number);
  EXPECT_EQ(citations().rows().size(), static_cast<std::size_t>(kTableRows));
  EXPECT_EQ(citations().astray(), std::vector<std::string>{});
}

TEST(Facts, ThePageIsFresh) {
  const auto path = test::source_dir() / "papers/facts.md";
  if (std::getenv("SIGSPEC_UPDATE") != nullptr) std::ofstream(path) << page();
  // Not compared as a whole: a page of hundreds of lines says nothing in a message.
  std::istringstream fresh(page()), kept(test::read_file(path.string()));
  std::string expected, found;
  while (std::getline(fresh, expected)) {
    std::getline(kept, found);
    ASSERT_EQ(found, expected) << "SIGSPEC_UPDATE=1 writes papers/facts.md anew";
  }
  EXPECT_FALSE(std::getline(kept, found)) << found;
}

}  // namespace
}  // namespace sigspec
