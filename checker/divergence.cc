// Observed, allowed, because: from the conditions that failed and the values behind them.
#include "checker/divergence.h"

#include <algorithm>

#include "model/describe.h"

namespace sigspec {

namespace {

constexpr std::size_t kTextMax = 240;

std::string shortened(std::string_view text) {
  if (text.size() <= kTextMax) return std::string(text);
  return std::string(text.substr(0, kTextMax)) + "...";
}

std::string observed_text(const traces::Event& event) {
  using Kind = traces::EventKind;
  const std::string name(event.name);
  switch (event.kind) {
    case Kind::Entered: return name + "(" + shortened(event.args) + " is entered";
    case Kind::Returned:
      return name + "(" + shortened(event.args) + ") = " + shortened(event.result.text);
    case Kind::Delivered: return name + " is delivered: " + shortened(event.args);
    case Kind::Stopped: return "stopped by " + name;
    case Kind::Exited: return "exited with " + std::to_string(event.value);
    case Kind::Killed: return "killed by " + name;
    case Kind::Superseded: return "superseded by an execve";
    case Kind::Ended: return "it ends";
    case Kind::Generated: return "signal " + name + " is sent: " + shortened(event.args);
    default: return name;
  }
}

/// The source of a condition on one line.
std::string source_text(const Model& model, const ast::Expr& e) {
  std::string text;
  for (const char c : model.sources->text(e.span)) {
    const bool space = c == ' ' || c == '\n';
    if (space && (text.empty() || text.back() == ' ')) continue;
    text += space ? ' ' : c;
  }
  return text;
}

class Explainer {
 public:
  Explainer(const Model& model, Interpreter& interpreter, const Failure& failure, Cell* slots)
      : model_(model), interpreter_(interpreter), failure_(failure), slots_(slots) {}

  std::string value(const Value& v) {
    std::vector<Cell> cells;
    for (const Node* node : v.leaves) cells.push_back(interpreter_.value(*node, failure_, slots_));
    return describe_value(model_, v.type, cells.data());
  }

  std::string allowed(const Literal& literal) {
    if (!literal.source) return "another " + literal.left.type->name;
    const std::string source = source_text(model_, *literal.source);
    if (!literal.right.type || literal.right.leaves.empty()) return source;
    const auto& sides = literal.source->args;
    return source_text(model_, sides[0]) + " " + literal.source->text + " " +
           value(literal.right);
  }

  std::string because(const Literal& literal) {
    if (!literal.source)
      return "it is " + value(literal.left);
    std::string text = source_text(model_, *literal.source) + " does not hold";
    if (literal.left.type && !literal.left.leaves.empty())
      text += ": " + source_text(model_, literal.source->args[0]) + " is " + value(literal.left) +
              ", " + source_text(model_, literal.source->args[1]) + " is " + value(literal.right);
    else
      text += state_behind(*literal.node);
    return text;
  }

 private:
  /// The state's slots that a condition reads, by value: a few are enough.
  std::string state_behind(const Node& condition) {
    std::string text;
    int shown = 0;
    for_each_read(&condition, [&](const Node& read) {
      if (read.base == Base::Event || shown >= 2 || read.op == Op::StackEmpty) return;
      const Leaf* leaf = leaf_of(read);
      if (!leaf || !leaf->type) return;
      const std::string name = slot_name(read);
      if (text.find(name) != std::string::npos) return;
      const Cell cell = interpreter_.value(read, failure_, slots_);
      text += (shown++ == 0 ? ": " : ", ") + name + " is ";
      text += slot_value(read, *leaf, cell);
    });
    return text;
  }

  static std::string alternatives(const Leaf& leaf, Cell cell) {
    std::string text;
    for (std::size_t i = 0; i < leaf.type->alternatives.size(); ++i)
      if (cell.a >> i & 1) text += (text.empty() ? "" : " or ") + leaf.type->alternatives[i].name;
    return text;
  }

  /// A union's payload lies behind its tag, so that the whole can be told.
  std::string slot_value(const Node& read, const Leaf& leaf, Cell cell) {
    if (leaf.type->kind != TypeKind::Union || read.op != Op::Slot)
      return leaf.kind == LeafKind::Choice && leaf.type->kind == TypeKind::Union
                 ? alternatives(leaf, cell)
                 : describe_value(model_, leaf.type, &cell);
    std::vector<Cell> cells;
    for (int i = 0; i < leaf.type->size(); ++i) {
      Node part = read;
      part.offset += i;
      cells.push_back(interpreter_.value(part, failure_, slots_));
    }
    return describe_value(model_, leaf.type, cells.data());
  }

  const Type* owner(const Node& read) const {
    if (read.base == Base::Observer) return model_.observer;
    if (read.base == Base::Task) return failure_.event_class->subject;
    return read.base == Base::Process || read.base == Base::ChildProcess ? model_.process
                                                                         : model_.task;
  }
  const Leaf* leaf_of(const Node& read) const {
    const Type* type = owner(read);
    const int offset = read.op == Op::Top ? read.offset + 1 + read.stride : read.offset;
    return offset < type->size() ? &type->leaves[static_cast<std::size_t>(offset)] : nullptr;
  }
  std::string slot_name(const Node& read) const {
    const Type* of = owner(read);
    const char* whose = of == model_.observer ? "observer." : of == model_.stream ? "s." : "t.";
    for (const RecordField& f : of->fields)
      if (read.offset >= f.offset && read.offset < f.offset + f.type->size())
        return whose + f.name;
    return "state";
  }

  const Model& model_;
  Interpreter& interpreter_;
  const Failure& failure_;
  Cell* slots_;
};

void add_citations(const RuleInfo& rule, std::vector<std::string>& out) {
  for (const ast::Citation& citation : rule.clauses->cites)
    for (const std::string& text : citation.texts)
      if (std::string cite = citation.kind + " " + text;
          std::find(out.begin(), out.end(), cite) == out.end())
        out.push_back(std::move(cite));
}

std::string first_sentence(const ast::Doc& doc) {
  const auto end = doc.find(". ");
  std::string text = end == std::string::npos ? doc : doc.substr(0, end + 1);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

Divergence make_divergence(const Model& model, Interpreter& interpreter, const Failure& failure,
                           Cell* slots, const traces::Event& event) {
  Divergence divergence;
  divergence.line = static_cast<std::uint64_t>(event.line);
  divergence.task = static_cast<std::int64_t>(event.tid);
  divergence.observed = observed_text(event);
  divergence.text = shortened(event.text);
  if (!failure.body) {
    divergence.rule = model.observations[static_cast<std::size_t>(
                          failure.event_class->key.observation)].name;
    divergence.because = "no rule shows such an event";
    return divergence;
  }
  Explainer explainer(model, interpreter, failure, slots);
  RuleId blamed = failure.body->rule;
  std::vector<std::uint64_t>& related = divergence.related_lines;
  if (!failure.failed.empty()) blamed = failure.failed.front()->owner;
  for (const Literal* literal : failure.failed) {
    divergence.allowed.push_back(explainer.allowed(*literal));
    if (!divergence.because.empty()) divergence.because += "; ";
    divergence.because += explainer.because(*literal);
    for (const auto line : interpreter.lines_behind(*literal->node, failure))
      related.push_back(line);
  }
  std::sort(related.begin(), related.end());
  related.erase(std::unique(related.begin(), related.end()), related.end());
  std::erase(related, divergence.line);
  if (failure.failed.empty())
    divergence.because = "the conditions of the rule contradict each other here";
  const RuleInfo& rule = model.rule(blamed);
  divergence.rule = rule.name;
  if (!rule.doc.empty()) divergence.because = first_sentence(rule.doc) + " " + divergence.because;
  add_citations(rule, divergence.cites);
  if (blamed != failure.body->rule) add_citations(model.rule(failure.body->rule), divergence.cites);
  return divergence;
}

}  // namespace sigspec
