// Follows each task: which call of it was cut short, whether it failed, and what it called next.
#include "checker/audit_trace.h"

#include <algorithm>

#include "model/eval.h"
#include "model/learn.h"
#include "traces/arguments.h"

namespace sigspec {

namespace {

/// `a then b`: is the first state the same?
bool begins_alike(std::string_view a, std::string_view b) {
  return a.substr(0, a.find(' ')) == b.substr(0, b.find(' '));
}

}  // namespace

/// The rows of a call as conditions on its arguments. Those in which it completes all the same tell
/// that it need not fail where others say so: on another file system, say.
struct TraceAudit::Known {
  const CallInfo* info = nullptr;
  bool waits = false;  // a signal makes a difference in one of them
  std::vector<std::pair<RestartRow, const Node*>> rows;
};

Safety TracedCall::safety() const {
  if (failing.empty()) return Safety::Safe;
  return others.empty() ? Safety::Unsafe : Safety::Depends;
}

TraceAudit::TraceAudit(const Model& model, Version kernel, const OutcomeTables& tables,
                       const Assumption& assumption, const Conform& conform)
    : model_(model),
      kernel_(kernel),
      tables_(tables),
      assumption_(assumption),
      conform_(conform),
      binder_(model) {}

TraceAudit::~TraceAudit() = default;

/// Returns: nullptr for a call that nobody declared.
TraceAudit::Known* TraceAudit::known(std::string_view name) {
  if (const auto found = known_.find(name); found != known_.end()) return found->second.get();
  std::unique_ptr<Known>& made = known_[std::string(name)];
  const int id = model_.call_id(name);
  if (id < 0) return nullptr;
  made = std::make_unique<Known>();
  made->info = &model_.calls[static_cast<std::size_t>(id)];
  CallScope scope;
  scope.call = made->info;
  scope.id = id;
  Lowering lowering(model_, kernel_, nullptr);
  RuleBinder(model_, lowering).bind_arguments(scope);
  lowering.set_call(scope);
  for (RestartRow& row : restart_table(model_, kernel_, std::string(name))) {
    if (row.of_every_call || row.after_transfer) continue;
    made->waits = made->waits || row.is_interruption();
    const Node* applies = lowering.row_applies(model_.rule(row.id));
    made->rows.emplace_back(std::move(row), applies);
  }
  return made.get();
}

/// What earlier lines have shown of a descriptor: what made it, which options were set.
void TraceAudit::add_known(const Type& type, traces::Tid tid, Cell* cells) const {
  if (type.kind != TypeKind::Record) return;
  for (const RecordField& field : type.fields) {
    const Cell number = cells[field.offset];
    if (field.printed != kNumberText || number.a != number.b) continue;
    if (const auto* known = conform_.descriptor(tid, Partly::low(number)))
      Descriptors::add_known(type, *known, cells);
  }
}

/// What the line says of the arguments. What it does not say is unknown.
std::vector<Cell> TraceAudit::arguments(const Known& call, const traces::Event& event) const {
  std::vector<Cell> cells;
  traces::LazyArguments texts(event.args);
  for (std::size_t i = 0; i < call.info->parameters.size(); ++i) {
    const Type* type = call.info->parameters[i];
    const std::size_t at = cells.size();
    cells.resize(at + static_cast<std::size_t>(type->size()));
    const bool by_position = call.info->declaration->params[i].printed.empty();
    if (by_position && !event.head_missing)
      binder_.bind(type, traces::drop_name(texts[i]), cells.data() + at);
    else forget(*type, cells.data() + at);
    add_known(*type, event.tid, cells.data() + at);
  }
  return cells;
}

void TraceAudit::add(const traces::Event& event) {
  if (event.kind == traces::EventKind::Frame) {
    take_frame(event.args);
    return;
  }
  place();
  Task& task = tasks_[static_cast<std::uint64_t>(event.tid)];
  if (event.kind == traces::EventKind::Delivered && !task.cut.empty())
    task.cut.back().delivered = true;
  if (event.kind == traces::EventKind::Returned && !event.numbered) take_call(task, event);
}

void TraceAudit::take_call(Task& task, const traces::Event& event) {
  const bool failed = event.result.kind == traces::ResultKind::Error &&
                      tables_.is_failure(std::string(event.result.name));
  const Known* call = known(event.name);
  if (!call || !call->waits) {
    // The way back from a handler: what was interrupted fails now.
    if (failed && !task.cut.empty()) {
      task.failed = task.cut.back();
      if (!task.failed->counted) ++calls_[task.failed->call].interrupted;
      task.cut.pop_back();
    }
    return;
  }
  settle(task, event.name);
  open_ = Open{};
  open_->tid = static_cast<std::uint64_t>(event.tid);
  open_->line = static_cast<std::uint64_t>(event.line);
  open_->failed = failed;
  open_->cut_short = event.result.kind == traces::ResultKind::Code;
  open_->call.call = event.name;
  std::vector<Cell> cells = arguments(*call, event), observer = unknown_observer(model_);
  std::vector<TrailEntry> trail;
  Context<Partly> context;
  context.base[static_cast<int>(Base::Event)] = cells.data();
  context.base[static_cast<int>(Base::Observer)] = observer.data();
  context.numbers = &model_.numbers;
  context.trail = &trail;
  std::vector<RestartRow>&failing = open_->call.failing, &others = open_->call.others, completing;
  for (const auto& [row, applies] : call->rows) {
    if (Partly::is_false(eval<Partly>(*applies, context))) continue;
    const std::string outcome =
        tables_.outcome_in(row, assumption_.handler, assumption_.stop_continue);
    (!row.is_interruption()        ? completing
     : tables_.is_failure(outcome) ? failing
                                   : others)
        .push_back(row);
  }
  if (failing.empty() && others.empty()) {
    open_.reset();
    return;
  }
  // Where it may complete out of the same sleep it need not fail.
  for (const RestartRow& row : completing)
    if (std::any_of(failing.begin(), failing.end(), [&](const RestartRow& failed_in) {
          return begins_alike(row.sleeps, failed_in.sleeps);
        }))
      others.push_back(row);
}

/// The task makes its next call that can wait: was it the failed one again?
void TraceAudit::settle(Task& task, std::string_view name) {
  const auto drop = [&](const Cut& cut) {
    if (calls_[cut.call].call != name) calls_[cut.call].dropped.push_back(cut.line);
  };
  if (task.failed) drop(*task.failed);
  task.failed.reset();
  if (task.cut.empty()) return;
  const Cut& last = task.cut.back();
  if (calls_[last.call].call == name) {
    task.cut.pop_back();  // made again
  } else if (last.counted && !last.delivered) {
    drop(last);
    task.cut.pop_back();
  }
}

/// The first frame outside of the C library is where the program makes the call.
void TraceAudit::take_frame(std::string_view frame) {
  if (!open_ || !open_->call.site.empty()) return;
  const std::string_view path = frame.substr(0, frame.find('('));
  const std::string_view file = path.substr(path.rfind('/') + 1);
  if (file.starts_with("libc.") || file.starts_with("libc-") || file.starts_with("libpthread"))
    return;
  const std::size_t end = frame.find(" [");
  open_->call.site =
      std::string(file) +
      std::string(frame.substr(path.size(), end == frame.npos ? frame.npos : end - path.size()));
}

/// All of a line is known: it counts.
void TraceAudit::place() {
  if (!open_) return;
  std::string key = open_->call.call + '\n' + open_->call.site;
  for (const auto* rows : {&open_->call.failing, &open_->call.others})
    for (const RestartRow& row : *rows) key += '\n' + row.name;
  const auto [at, is_new] = index_.try_emplace(std::move(key), calls_.size());
  if (is_new) calls_.push_back(std::move(open_->call));
  TracedCall& call = calls_[at->second];
  ++call.made;
  call.interrupted += open_->failed;
  if (open_->failed || open_->cut_short)
    tasks_[open_->tid].cut.push_back({at->second, open_->line, open_->failed, false});
  open_.reset();
}

std::vector<TracedCall> TraceAudit::calls() {
  place();
  for (auto& [tid, task] : tasks_)
    if (task.failed) calls_[task.failed->call].dropped.push_back(task.failed->line);
  std::vector<TracedCall> calls = std::move(calls_);
  std::stable_sort(calls.begin(), calls.end(), [](const TracedCall& a, const TracedCall& b) {
    return std::pair(a.call, b.made) < std::pair(b.call, a.made);
  });
  return calls;
}

}  // namespace sigspec
