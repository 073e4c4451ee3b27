// The answer to a question, as sentences and as JSON.
#include "checker/command_ask.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "checker/report_escape.h"
#include "checker/spec_source.h"

namespace sigspec {

namespace {

/// The question in words: `recv, on socket, recv timeout given`.
std::string question_words(const Question& q, const std::string& handler_words) {
  std::vector<std::string> parts{q.call};
  if (!q.on.empty()) parts.push_back(fmt::format("on {}", fmt::join(q.on, " or ")));
  for (const std::string& member : q.members) parts.push_back(member);
  for (const Question::Named& named : q.named)
    parts.push_back(named.value.empty() ? (named.given ? "with " : "without ") + named.name
                                        : named.name + " = " + named.value);
  for (const std::string& where : q.where) parts.push_back("where " + where);
  if (q.transfer == Transfer::Something) parts.push_back("after something was moved");
  if (q.transfer == Transfer::Nothing) parts.push_back("before anything was moved");
  if (!handler_words.empty()) parts.push_back(handler_words);
  return printable(joined(parts, ", "));
}

std::string handler_words(const Question& q, const OutcomeTables& tables) {
  if (q.stop_continue) return "stopped and continued without a handler";
  if (!q.handler_given) return {};
  if (q.handler.empty()) return "a handler without flags";
  if (tables.is_no_handler(q.handler[0])) return q.handler[0] + ", so no handler runs";
  return fmt::format("a handler with {}", fmt::join(q.handler, " and "));
}

/// The distinct outcomes of the call's own rows, in words. Contexts in which a signal makes no
/// difference count only when there are no others.
template <class Pick>
std::string all_outcomes(const Answer& answer, const OutcomeTables& tables, Pick&& pick) {
  const auto collect = [&](bool interruptions) {
    std::vector<std::pair<std::string, bool>> found;  // and whether always after a transfer
    for (const AnswerRow& row : answer.rows) {
      if (row.row.of_every_call || row.row.is_interruption() != interruptions) continue;
      const std::string word = tables.outcome_words(pick(row));
      const auto same = std::find_if(found.begin(), found.end(),
                                     [&](const auto& pair) { return pair.first == word; });
      if (same == found.end()) found.emplace_back(word, row.row.after_transfer);
      else same->second = same->second && row.row.after_transfer;
    }
    std::vector<std::string> words;
    for (const auto& [word, moved] : found)
      words.push_back(moved ? word + " (after transfer)" : word);
    return words;
  };
  std::vector<std::string> words = collect(true);
  if (words.empty()) words = collect(false);
  if (words.empty()) words.push_back("it does not wait for anything that a signal could end");
  return joined(words, "; or ");
}

std::string sentence(const Question& q, const Answer& answer, const OutcomeTables& tables) {
  const std::string words = question_words(q, handler_words(q, tables));
  if (q.handler_given || q.stop_continue)
    return fmt::format("{}: {}.\n", words, all_outcomes(answer, tables, [](const AnswerRow& row) {
                         return row.outcome;
                       }));
  const auto line = [&](const std::string& of, auto pick) {
    return fmt::format(
        "  {:<28} {}\n", of + ":",
        all_outcomes(answer, tables, [&](const AnswerRow& row) { return row.row.outcomes.*pick; }));
  };
  const std::string& flag = tables.deciding_flag();
  return words + ":\n" + line("a handler without " + flag, &Outcomes::plain) +
         line("a handler with " + flag, &Outcomes::restarting) +
         line("no handler", &Outcomes::unhandled);
}

std::string kernel_words(const RestartRow& row) {
  std::string words =
      row.verified.empty() ? "not verified on a live kernel" : "verified on Linux " + row.verified;
  if (!row.since.empty()) words += ", since " + row.since;
  if (!row.until.empty()) words += ", until " + row.until;
  return words;
}

std::string row_block(const AnswerRow& answer) {
  const RestartRow& row = answer.row;
  std::string out = fmt::format("\n  {}{}\n", row.name, answer.certain ? "" : " (may apply)");
  if (!row.doc.empty()) {
    std::string doc = row.doc;
    std::replace(doc.begin(), doc.end(), '\n', ' ');
    out += fmt::format("    {}\n", doc);
  }
  if (const std::string context = row.context(); !context.empty())
    out += fmt::format("    {}\n", context);
  out += fmt::format("    {}interrupted {}\n",
                     row.sleeps.empty() ? "" : "sleeps " + row.sleeps + ", ", row.interrupted);
  if (!row.cites.empty()) out += fmt::format("    cites {}\n", joined(row.cites, "; "));
  if (!row.refutes.empty()) out += fmt::format("    refutes {}\n", joined(row.refutes, "; "));
  return out + fmt::format("    {}\n", kernel_words(row));
}

std::string format_text(const Question& q, const Answer& answer, const OutcomeTables& tables) {
  std::string out = sentence(q, answer, tables);
  if (!answer.conditions.empty())
    out += fmt::format("  depends on {}\n", joined(answer.conditions, ", "));
  bool own = true;
  for (const AnswerRow& row : answer.rows) {
    if (own && row.row.of_every_call) out += "\nWhat may happen to any call:\n";
    own = own && !row.row.of_every_call;
    out += row_block(row);
  }
  return out;
}

std::string format_json(const Question& q, const Answer& answer, const OutcomeTables& tables,
                        const std::string& kernel) {
  using Json = nlohmann::ordered_json;
  Json rows = Json::array();
  for (const AnswerRow& a : answer.rows)
    rows.push_back(Json{{"name", a.row.name},
                        {"certain", a.certain},
                        {"of_every_call", a.row.of_every_call},
                        {"context", a.row.context()},
                        {"sleeps", a.row.sleeps},
                        {"interrupted", a.row.interrupted},
                        {"outcome", a.outcome.empty() ? Json() : Json(a.outcome)},
                        {"handler", a.row.outcomes.plain},
                        {"handler_with_flag", a.row.outcomes.restarting},
                        {"no_handler", a.row.outcomes.unhandled},
                        {"verified", a.row.verified.empty() ? Json() : Json(a.row.verified)},
                        {"cites", a.row.cites},
                        {"refutes", a.row.refutes}});
  const Json out{{"schema", "sigspec-ask-1"},
                 {"call", q.call},
                 {"kernel", kernel},
                 {"flag", tables.deciding_flag()},
                 {"answer", sentence(q, answer, tables)},
                 {"outcomes", answer.outcomes},
                 {"depends_on", answer.conditions},
                 {"rows", std::move(rows)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

ExitCode run_ask(const AskCommand& command, const Session& session) {
  const std::unique_ptr<Model> model = load_spec(session);
  if (!model) return ExitCode::Failed;
  const std::optional<Version> kernel = choose_kernel(*model, command.kernel);
  if (!kernel) return ExitCode::Failed;
  const OutcomeTables tables(*model, *kernel);
  const Question& q = command.question;
  const Answer answer = answer_question(*model, *kernel, q);
  if (!answer.error.empty()) return fail(answer.error);
  if (command.format == AskFormat::Json)
    print_result(format_json(q, answer, tables, version_text(*kernel)));
  if (answer.rows.empty()) {
    print_message(fmt::format("{}: the specification has no row for this",
                              question_words(q, handler_words(q, tables))));
    return ExitCode::Inconclusive;
  }
  if (command.format == AskFormat::Text) print_result(format_text(q, answer, tables));
  return ExitCode::Conforms;
}

std::string example_flag(const Session& session) {
  // Help is there even when the specification has errors.
  Diagnostics ignored;
  const SpecSource source = read_spec_source(session.spec_dir);
  const auto model = load_model(source.texts, std::make_shared<SourceMap>(), ignored);
  return model ? OutcomeTables(*model, model->kernel_high).deciding_flag() : "FLAG";
}

std::string ask_examples(const Session& session) {
  return fmt::format(
      "Examples:\n"
      "  sigspec ask read --on pipe --handler {0}\n"
      "  sigspec ask recv --on socket --recv-timeout --handler {0}\n"
      "  sigspec ask poll --stop-continue",
      example_flag(session));
}

}  // namespace sigspec
