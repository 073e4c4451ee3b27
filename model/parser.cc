// The parser's entry: one declaration after the other, messages, and what to skip after an error.
#include "model/parser.h"

#include <algorithm>

#include "model/parser_grammar.h"

namespace sigspec {
namespace parser {
namespace {

constexpr std::size_t kExpectedMax = 6;  // words in one message
constexpr std::size_t kFoundMax = 40;    // characters of what was found

bool begins_declaration(Kind kind) { return kind >= Kind::Kernel && kind <= Kind::Claim; }

/// At column 1 a declaration begins, whatever was left open before.
bool must_be_declaration(const Token& token) {
  return token.first_column && (token.kind == Kind::Doc || begins_declaration(token.kind));
}

template <class Visit>
void each(const Kinds& kinds, Visit visit) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Kind::kCount); ++i) {
    if (const auto kind = static_cast<Kind>(i); kinds.has(kind)) visit(kind);
  }
}

/// "a clause, 'when' or '}'": what would have fitted, the general before the particular.
std::string list_expected(const Kinds& expected) {
  std::vector<std::string> labels, words, signs;
  each(expected, [&](Kind kind) {
    const std::string text(spelling(kind));
    if (is_label(kind)) {
      labels.push_back(text);
    } else if (is_keyword(kind) || is_soft_word(kind)) {
      words.push_back("'" + text + "'");
    } else {
      signs.push_back("'" + text + "'");
    }
  });
  std::vector<std::string> all = std::move(labels);
  all.insert(all.end(), words.begin(), words.end());
  all.insert(all.end(), signs.begin(), signs.end());
  const bool more = all.size() > kExpectedMax;
  if (more) all.resize(kExpectedMax);
  std::string list;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) list += i + 1 == all.size() && !more ? " or " : ", ";
    list += all[i];
  }
  return more ? list + " ..." : list;
}

std::string describe(const State& state, const Token& token) {
  if (token.kind == Kind::End || token.kind == Kind::Doc) return std::string(spelling(token.kind));
  std::string_view text = state.text_of(token);
  const bool cut = text.size() > kFoundMax;
  if (cut) {
    std::size_t size = kFoundMax;
    while ((static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) --size;
    text = text.substr(0, size);
  }
  const std::string shown = std::string(text) + (cut ? "..." : "");
  return token.kind == Kind::Text ? shown : "'" + shown + "'";
}

std::string explain_found(const State& state, const Token& found, const Token* open) {
  const bool ends = found.kind == Kind::End || must_be_declaration(found);
  if (ends && open != nullptr) {
    const Position where = state.sources.position(state.file, open->begin);
    return "the '{' of line " + std::to_string(where.line) + " is not closed";
  }
  if (found.kind == Kind::Doc) {
    return "a doc comment stands before a declaration, member, field, row, rule or property";
  }
  if (is_keyword(found.kind) && state.expected.has(Kind::AName)) {
    return "'" + std::string(spelling(found.kind)) + "' is a word of the language and no name";
  }
  return {};
}

std::string suggest(const State& state, const Token& found) {
  if (found.kind != Kind::Name) return {};
  std::vector<std::string_view> words;
  Kinds all = state.expected;
  all.add(state.meant);
  each(all, [&](Kind kind) {
    if (is_keyword(kind) || is_soft_word(kind)) words.push_back(spelling(kind));
  });
  const std::string_view best = closest(state.text_of(found), words);
  return best.empty() ? "" : "did you mean '" + std::string(best) + "'?";
}

int bracket(Kind kind) {
  switch (kind) {
    case Kind::LeftBrace:
    case Kind::LeftParen:
    case Kind::LeftBracket: return 1;
    case Kind::RightBrace:
    case Kind::RightParen:
    case Kind::RightBracket: return -1;
    default: return 0;
  }
}

bool begins_item(const Token& token, Resume resume) {
  if (!token.starts_line) return false;
  if (token.kind == Kind::Doc) return true;
  switch (resume) {
    case Resume::AfterComma: return token.kind == Kind::Name;
    case Resume::AtLine:
      return token.kind == Kind::Name || token.kind == Kind::Number || token.kind == Kind::Some ||
             token.kind == Kind::Any || token.kind == Kind::None ||
             token.kind == Kind::Underscore || token.kind == Kind::Otherwise;
    case Resume::AtKeyword:
      switch (token.kind) {
        case Kind::Row:
        case Kind::Rule:
        case Kind::Line:
        case Kind::Fn:
        case Kind::Variant:
        case Kind::Uses:
        case Kind::Signals:
        case Kind::Size:
        case Kind::Object:
        case Kind::Initially:
        case Kind::Property:
        case Kind::Invariant:
        case Kind::Rank:
        case Kind::Helpful:
        case Kind::Expect: return true;
        default: return false;
      }
  }
  return false;
}

/// `rulle deliver.handler` at column 1.
bool misspelt_declaration(const State& state, const Token& token) {
  if (!token.first_column || token.kind != Kind::Name) return false;
  static const std::vector<std::string_view> kWords = [] {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Kind::kCount); ++i) {
      const auto kind = static_cast<Kind>(i);
      if (begins_declaration(kind)) words.push_back(spelling(kind));
    }
    return words;
  }();
  return !closest(state.text_of(token), kWords).empty();
}

}  // namespace

void State::complain(Span span, std::string message, std::string note) {
  if (++errors > kErrorsMax) return;
  out.push_back({Severity::Error, span, std::move(message), std::move(note), {}});
  if (errors == kErrorsMax) {
    out.push_back({Severity::Error, span, "too many errors, the rest of the file is not read", {},
                   {}});
  }
}

void State::report(const Token* open) {
  if (furthest == reported || furthest == nullptr) return;
  reported = furthest;
  const Token& found = *furthest;
  if (found.kind == Kind::Bad) return;  // the reader has said what is wrong with it
  const std::size_t before = out.size();
  complain({file, found.begin, found.end},
           "found " + describe(*this, found) + ", expected " + list_expected(expected),
           explain_found(*this, found, open));
  if (out.size() > before) out[before].suggestion = suggest(*this, found);
}

void State::abandon(const Token* at, std::string message, std::string note) {
  if (at > furthest) start_expecting(at);
  if (reported != at) complain({file, at->begin, at->end}, std::move(message), std::move(note));
  reported = furthest;
  throw Abandoned();
}

const Token* next_item(State& state, const Token* begin, Resume resume) {
  if (state.errors >= kErrorsMax) throw Abandoned();
  int depth = 0;
  const Token* const failed = std::max(begin, state.furthest);
  for (const Token* at = begin;; ++at) {
    if (at->kind == Kind::End) throw Abandoned();
    if (at >= failed && at > begin) {
      if (must_be_declaration(*at)) throw Abandoned();
      if (at->kind == Kind::RightBrace && (depth <= 0 || at->first_column)) return at;
      // A doc or a word of the block's own begins an item even where a bracket was left open.
      const bool sure = resume == Resume::AtKeyword || at->kind == Kind::Doc;
      if ((depth <= 0 || sure || at == failed) && begins_item(*at, resume)) return at;
      if (depth <= 0 && resume == Resume::AfterComma && at->kind == Kind::Comma) return at + 1;
    }
    depth += bracket(at->kind);
  }
}

const Token* next_declaration(const State& state, const Token* begin) {
  int depth = 0;
  const Token* const failed = std::max(begin + 1, state.furthest);
  for (const Token* at = begin;; ++at) {
    if (at->kind == Kind::End) return at;
    if (at >= failed) {
      if (must_be_declaration(*at)) return at;
      if (misspelt_declaration(state, *at)) return at;
      const bool closed = depth <= 0 && at[-1].kind == Kind::RightBrace;
      if (closed && (at->kind == Kind::Doc || begins_declaration(at->kind))) return at;
    }
    depth += bracket(at->kind);
  }
}

namespace {

void parse_declarations(State& state, std::vector<ast::Decl>& decls) {
  const auto context = x3::make_context<StateTag>(state);
  Iterator at = state.tokens.data();
  const Iterator last = at + state.tokens.size() - 1;
  while (at->kind != Kind::End && state.errors < kErrorsMax) {
    const Iterator begin = at;
    bool good = false;
    decls.emplace_back();
    try {
      good = declaration.parse(at, last, context, x3::unused, decls.back());
      if (!good) state.report();
    } catch (const x3::expectation_failure<Iterator>&) {
      state.report();
    } catch (const Abandoned&) {
    }
    if (good) continue;
    decls.pop_back();
    at = next_declaration(state, begin);
  }
}

}  // namespace
}  // namespace parser

ast::File parse_spec(FileId id, const SourceMap& sources, Diagnostics& out) {
  ast::File file;
  file.id = id;
  parser::State state(sources, id, out);
  state.tokens = parser::read_tokens(id, state.text, file.comments, out);
  parser::parse_declarations(state, file.decls);
  return file;
}

const std::vector<std::string_view>& keywords() {
  static const std::vector<std::string_view> sorted = [] {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < static_cast<std::size_t>(parser::Kind::kCount); ++i) {
      const auto kind = static_cast<parser::Kind>(i);
      if (parser::is_keyword(kind)) words.push_back(parser::spelling(kind));
    }
    std::sort(words.begin(), words.end());
    return words;
  }();
  return sorted;
}

}  // namespace sigspec
