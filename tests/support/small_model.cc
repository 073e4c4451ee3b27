// Loads small specs and binds the texts of small events.
#include "tests/support/small_model.h"

#include <charconv>
#include <filesystem>
#include <stdexcept>

#include "model/describe.h"
#include "tests/support/paths.h"
#include "tests/support/spec_text.h"

namespace sigspec::test {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Splits at `separator` outside brackets.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : separator;
    depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
    if (c != separator || depth > 0) continue;
    if (const auto part = trimmed(text.substr(begin, i - begin)); !part.empty())
      parts.push_back(part);
    begin = i + 1;
  }
  return parts;
}

/// `name(inside)`; without brackets the inside is empty.
std::pair<std::string_view, std::string_view> name_and_inside(std::string_view text) {
  const auto open = text.find('(');
  if (open == text.npos) return {text, {}};
  return {trimmed(text.substr(0, open)), text.substr(open + 1, text.rfind(')') - open - 1)};
}

std::int64_t number_of(std::string_view text) {
  std::int64_t n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

[[noreturn]] void bad(std::string_view what) {
  throw std::logic_error("not understood in a test: " + std::string(what));
}

}  // namespace

std::string Loaded::messages() const {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) out += render(diagnostic, *sources, false);
  return out;
}

Loaded load(const std::vector<SpecText>& texts) {
  Loaded loaded;
  loaded.sources = std::make_shared<SourceMap>();
  loaded.model = load_model(texts, loaded.sources, loaded.diagnostics);
  return loaded;
}

Loaded load(const std::string& text) { return load(std::vector<SpecText>{{"test.sig", text}}); }

const Model& linux_model() {
  static const Loaded loaded = [] {
    std::vector<SpecText> texts;
    for (const std::string& path : spec_files()) texts.push_back({path, read_file(path)});
    return load(texts);
  }();
  if (!loaded.model) bad(loaded.messages());
  return *loaded.model;
}

void bind_text(const Model& model, const Type* type, std::string_view text, Cell* out) {
  for (int i = 0; i < type->size(); ++i) {
    const Leaf& leaf = type->leaves[static_cast<std::size_t>(i)];
    out[i] = Partly::unknown(leaf.kind, leaf.choices);
  }
  if (text == "?") return;
  switch (type->kind) {
    case TypeKind::Bool: *out = Partly::truth(text == "true" ? kTrue : kFalse); return;
    case TypeKind::Int: *out = Partly::number(number_of(text)); return;
    case TypeKind::Opaque: *out = {static_cast<std::uint64_t>(number_of(text)), 1}; return;
    case TypeKind::Enum: {
      std::uint64_t mask = 0;
      for (const auto part : split(text, '|')) {
        if (type->member(part) < 0) bad(part);
        mask |= 1ULL << type->member(part);
      }
      *out = {mask, 0};
      return;
    }
    case TypeKind::Set: {
      std::uint64_t bits = 0;
      for (const auto part : split(text.substr(1, text.size() - 2), ' '))
        bits |= 1ULL << type->element->member(part);
      *out = {bits, bits};
      return;
    }
    case TypeKind::Call: {
      const auto mark = text.find('#');
      const auto id = static_cast<std::uint64_t>(model.call_id(text.substr(0, mark)) + 1);
      const auto arguments = mark == text.npos ? 0 : number_of(text.substr(mark + 1));
      out[0] = {(id << kCallKeyBits) | static_cast<std::uint64_t>(arguments), 1};
      out[1] = {0, 0};
      return;
    }
    case TypeKind::Union: {
      const auto [name, inside] = name_and_inside(text);
      const int which = type->alternative(name);
      if (which < 0) bad(text);
      const auto& alternative = type->alternatives[static_cast<std::size_t>(which)];
      out[0] = {1ULL << which, 0};
      const auto parts = split(inside, ',');
      int offset = alternative.offset;
      for (std::size_t i = 0; i < alternative.payload.size() && i < parts.size(); ++i) {
        bind_text(model, alternative.payload[i], parts[i], out + offset);
        offset += alternative.payload[i]->size();
      }
      return;
    }
    default: bad(text);
  }
}

SmallRun::SmallRun(const std::string& text, const std::string& kernel, const std::string& view)
    : loaded_(load(text)) {
  if (!loaded_.model) bad(loaded_.messages());
  const Version version = parse_version(kernel).value_or(Version{});
  program_ = std::make_unique<Program>(*loaded_.model, version, view);
  interpreter_ = std::make_unique<Interpreter>(*program_);
}

EventClass& SmallRun::class_of(std::string_view event) {
  const auto [name, inside] = name_and_inside(event);
  const int id = model().observation(name);
  if (id < 0) bad(event);
  const auto& observation = model().observations[static_cast<std::size_t>(id)];
  const auto texts = split(inside, ',');
  std::vector<Cell> bound(static_cast<std::size_t>(observation.size));
  int call = -1, tag = -1;
  std::size_t at = 0;
  for (std::size_t i = 0; i < observation.parameters.size(); ++i) {
    const Type* type = observation.parameters[i];
    if (type->kind == TypeKind::Entity) continue;
    if (at == texts.size()) bad(event);
    const auto text = texts[at++];
    bind_text(model(), type, text, bound.data() + observation.offsets[i]);
    if (type->kind == TypeKind::Call) call = model().call_id(text.substr(0, text.find('#')));
    if (type->kind == TypeKind::Union && !type->is_option && text != "?")
      tag = type->alternative(name_and_inside(text).first);
  }
  EventClass& event_class = program_->class_of(id, call, tag);
  slots_.assign(static_cast<std::size_t>(event_class.event_slots), Cell{});
  std::copy(bound.begin(), bound.end(), slots_.begin());
  int offset = event_class.arguments_offset;  // what is left are the call's arguments
  if (call >= 0 && event_class.event_slots > offset)
    for (const Type* type : model().calls[static_cast<std::size_t>(call)].parameters) {
      bind_text(model(), type, at < texts.size() ? texts[at++] : "?", slots_.data() + offset);
      offset += type->size();
    }
  return event_class;
}

bool SmallRun::step(TaskState& task, std::string_view event, std::uint32_t line) {
  EventClass& event_class = class_of(event);
  return interpreter_->step(event_class, task, slots_.data(), line);
}

bool SmallRun::step_with_memo(TaskState& task, std::string_view event, std::uint32_t line) {
  EventClass& event_class = class_of(event);
  if (interpreter_->is_quiet(event_class, task) &&
      interpreter_->holds_every_check(event_class, slots_.data())) {
    ++skipped;
    return true;
  }
  return interpreter_->step(event_class, task, slots_.data(), line);
}

bool SmallRun::birth(TaskState& parent, std::string_view event, TaskState& child) {
  EventClass& event_class = class_of(event);
  return interpreter_->birth(event_class, parent, slots_.data(), 1, child);
}

std::string SmallRun::show(const TaskState& task, std::string_view name) {
  std::string text;
  for (const Candidate& candidate : task.group->candidates) {
    const Type* owner = model().task;
    const Block* block = candidate.tasks[static_cast<std::size_t>(task.index)];
    const RecordField* field = owner->field(name);
    if (!field) {
      owner = model().process;
      block = candidate.process;
      field = owner->field(name);
    }
    if (!field) bad(name);
    if (!text.empty()) text += " | ";
    const Cell* cells = block->slots.data() + field->offset;
    const Type* type = field->type;
    if (type->kind == TypeKind::Stack) {
      text += cells->b ? "" : "...";
      for (std::uint64_t i = 0; i < cells->a; ++i)
        text += (text.empty() ? "" : " ") +
                describe_value(model(), type->element,
                               cells + 1 + static_cast<int>(i) * type->element->size());
    } else if (type->kind == TypeKind::Array) {
      for (std::size_t i = 0; i < type->index->members.size(); ++i)
        text += (i ? " " : "") +
                describe_value(model(), type->element,
                               cells + static_cast<int>(i) * type->element->size());
    } else {
      text += describe_value(model(), type, cells);
    }
  }
  return text;
}

namespace {

/// A part of every block of every candidate.
template <class Part>
std::vector<Part> of_all_blocks(const TaskState& task, Part Block::*part) {
  std::vector<Part> all;
  for (const Candidate& candidate : task.group->candidates) {
    all.push_back(candidate.process->*part);
    for (const Block* block : candidate.tasks) all.push_back(block ? block->*part : Part{});
  }
  return all;
}

}  // namespace

std::vector<std::vector<Cell>> SmallRun::dump(const TaskState& task) {
  return of_all_blocks(task, &Block::slots);
}

std::vector<std::vector<std::uint32_t>> SmallRun::lines(const TaskState& task) {
  return of_all_blocks(task, &Block::lines);
}

std::uint64_t SmallRun::fired(std::string_view rule) const {
  for (std::size_t i = 0; i < model().rules.size(); ++i)
    if (model().rules[i].name == rule) return interpreter_->fired()[i];
  bad(rule);
}

const char* const kColors = R"sig(
enum Color { red, green, blue }
entity Process { p: Color, shelf: array Color of Color }
entity Task in Process {
  c: Color, d: Color, s: set Color, n: int, on: bool, maybe: option Color,
  heap: stack 3 of Color, rack: array Color of Color,
}
begins started(t: Task) cites rule X1 do
  t.c := red t.d := red t.s := {} t.n := 0 t.on := false t.maybe := none t.heap := none t.p := red
  for i: Color do { t.rack[i] := red t.shelf[i] := red }
begins attached(t: Task) cites rule X1 do t.on := false
)sig";

}  // namespace sigspec::test
