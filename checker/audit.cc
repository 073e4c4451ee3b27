// Asks of each call which of its rows end in a failure.
#include "checker/audit.h"

#include <algorithm>

#include "checker/ask.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

/// `cites` of a row or a call: does one name a page of the manual?
bool names_a_page(const std::vector<std::string>& cites) {
  return std::any_of(cites.begin(), cites.end(),
                     [](const std::string& cite) { return cite.starts_with("man "); });
}

}  // namespace

std::string_view safety_word(Safety safety) {
  switch (safety) {
    case Safety::Safe: return "yes";
    case Safety::Unsafe: return "no";
    case Safety::Depends: return "depends";
    case Safety::Unknown: return "unknown";
  }
  return {};
}

std::string CallAudit::comment() const {
  std::vector<std::string> contexts;
  for (const RestartRow& row : failing) contexts.push_back(row.context_words());
  return joined(contexts, "; ");
}

Audit::Audit(const Model& model, Version kernel, const OutcomeTables& tables, Assumption assumption)
    : model_(model), kernel_(kernel), tables_(tables), assumption_(std::move(assumption)) {}

const CallAudit& Audit::of(const std::string& name) {
  const auto [at, is_new] = known_.try_emplace(name);
  CallAudit& audit = at->second;
  if (!is_new) return audit;
  audit.call = name;
  if (model_.call_id(name) < 0) return audit;
  Question question;
  question.call = name;
  question.handler = assumption_.handler;
  question.handler_given = !assumption_.stop_continue;
  question.stop_continue = assumption_.stop_continue;
  // Is there a context in which the wait begins again; and one in which it fails that is not that
  // of an object or an operation alone? Those that no row names do not wait at all.
  bool survives = false, fails_at_large = false;
  for (const AnswerRow& answer : answer_question(model_, kernel_, question).rows) {
    const RestartRow& row = answer.row;
    if (row.of_every_call || !row.is_interruption()) continue;
    audit.in_manual = audit.in_manual || !row.refutes.empty() || names_a_page(row.cites);
    if (tables_.is_failure(answer.outcome)) {
      fails_at_large = fails_at_large || row.on.empty();
      audit.failing.push_back(row);
    } else {
      survives = survives || tables_.is_code(row.interrupted);
    }
  }
  audit.safety = audit.failing.empty()          ? Safety::Safe
                 : survives || !fails_at_large ? Safety::Depends
                                               : Safety::Unsafe;
  return audit;
}

std::vector<std::string> Audit::calls() const {
  std::vector<std::string> names;
  for (const CallInfo& call : model_.calls)
    if (!call.declaration->numbers.empty()) names.push_back(call.name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace sigspec
