// Declares what the files of a spec define, in an order that their own order does not decide.
#include "model/resolve.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>
#include <utility>

#include "model/lower.h"
#include "model/parser.h"

namespace sigspec {

namespace {

/// A type's declaration, until its fields' types are known.
struct PendingType {
  const ast::Decl* declaration = nullptr;
  const ast::Name* name = nullptr;
  bool in_progress = false, done = false;
};

class Declarer {
 public:
  Declarer(Model& model, Diagnostics& diagnostics)
      : model_(model), diagnostics_(diagnostics), lowering_(model, {}, &diagnostics) {}

  void run() {
    for (const ast::File& file : model_.files)
      for (const ast::Decl& decl : file.decls) collect(decl);
    for (auto& [name, pending] : pending_) define(pending);
    model_.task = find_entity("Task");
    model_.process = find_entity("Process");
    model_.observer = find_entity("Observer");
    model_.stream = find_entity("Stream");
    for (const ast::File& file : model_.files)
      for (const ast::Decl& decl : file.decls) declare_rest(decl);
  }

 private:
  void error(Span span, std::string message) {
    diagnostics_.push_back({Severity::Error, span, std::move(message), {}, {}});
  }

  bool is_new(const std::string& name, Span span) {
    if (names_.insert(name).second) return true;
    error(span, "'" + name + "' is declared twice");
    return false;
  }

  void collect(const ast::Decl& decl) {
    const auto type = [&](const ast::Name& name) {
      if (is_new(name.text, name.span)) pending_[name.text] = {&decl, &name, false, false};
    };
    if (const auto* e = std::get_if<ast::EnumDecl>(&decl.node)) type(e->name);
    if (const auto* r = std::get_if<ast::RecordDecl>(&decl.node)) type(r->name);
    if (const auto* u = std::get_if<ast::UnionDecl>(&decl.node)) type(u->name);
    if (const auto* t = std::get_if<ast::EntityDecl>(&decl.node)) type(t->name);
  }

  /// A scenario's own objects are entities, its variants an enum.
  void define_scenario(const ast::ScenarioDecl& scenario, const ast::Doc& doc) {
    ScenarioInfo& info = model_.scenarios.emplace_back();
    info.declaration = &scenario;
    info.doc = doc;
    Instances& instances = info.instances;
    count_entities(scenario, instances);
    Lowering own(model_, {}, &diagnostics_);
    own.enter_scenario(&info);
    for (const ast::EntityDecl& object : scenario.objects) {
      if (!is_new(object.name.text, object.name.span)) continue;
      Type type;
      type.kind = TypeKind::Entity;
      type.name = object.name.text;
      for (const ast::Field& field : object.fields) {
        if (type.field(field.name.text))
          error(field.name.span, "'" + field.name.text + "' is declared twice");
        const Instances::Of* of =
            field.type.kind == ast::Type::Kind::Named ? instances.find(field.type.text) : nullptr;
        type.fields.push_back({field.name.text, of ? of->names : own.type(field.type),
                               field.printed, 0, field.doc});
      }
      const Type* defined = model_.types.define(std::move(type));
      for (Instances::Of& of : instances.entities)
        if (of.name == object.name.text) of.entity = defined;
    }
    for (Instances::Of& of : instances.entities) {
      if (!of.entity) of.entity = find_entity(of.name);
      of.offset = instances.size;
      if (of.entity) instances.size += of.count * of.entity->size();
    }
    std::erase_if(instances.entities, [](const Instances::Of& of) { return !of.entity; });
    for (Instances::Constant& constant : instances.constants) constant.offset = instances.size++;
    Type variants;
    variants.kind = TypeKind::Enum;
    variants.name = "variant of " + scenario.name.text;
    for (const ast::Name& variant : scenario.variants)
      variants.members.push_back(
          {variant.text, static_cast<std::int64_t>(variants.members.size()), {}, false, false});
    instances.variants = model_.types.define(std::move(variants));
    for (const auto& [fn_doc, fn] : scenario.functions)
      if (is_new(fn.name.text, fn.name.span)) info.functions[fn.name.text] = &fn;
  }

  /// How many there are of each entity, and their names. A scenario that has Linux tasks also has
  /// a process for them, and what the observer knows.
  void count_entities(const ast::ScenarioDecl& scenario, Instances& instances) {
    const auto add = [&](const std::string& name, int count, bool unbounded = false) {
      Type names;
      names.kind = TypeKind::Enum;
      names.name = name + " of " + scenario.name.text;
      for (int i = 0; i < count; ++i) {
        std::string member = name;
        member[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(member[0])));
        if (count > 1) member += std::to_string(i + 1);
        names.members.push_back({std::move(member), i, {}, false, false});
      }
      const Type* defined = model_.types.define(std::move(names));
      instances.entities.push_back({name, nullptr, defined, count, 0, unbounded});
    };
    const auto number = [](const std::string& text, std::int64_t otherwise) {
      std::int64_t value = otherwise;
      std::from_chars(text.data(), text.data() + text.size(), value);
      return value;
    };
    const auto is_object = [&](const std::string& name) {
      return std::any_of(scenario.objects.begin(), scenario.objects.end(),
                         [&](const ast::EntityDecl& o) { return o.name.text == name; });
    };
    constexpr std::int64_t kMost = 16;  // more could not be explored
    for (const ast::Size& size : scenario.sizes) {
      const std::int64_t low = number(size.low, -1);
      if (low < 0) error(size.span, "found '" + size.low + "', expected a number");
      if (!is_object(size.of.text) && !find_entity(size.of.text)) {
        Instances::Constant constant{size.of.text, low, {}, 0};
        if (size.high != "any") constant.high = number(size.high, low);
        instances.constants.push_back(std::move(constant));
        continue;
      }
      if (low < 1 || low > kMost) {
        error(size.span, "found " + size.low + ", expected 1 to " + std::to_string(kMost));
        continue;
      }
      add(size.of.text, static_cast<int>(low), size.high == "any");
    }
    for (const ast::EntityDecl& object : scenario.objects)
      if (!instances.find(object.name.text)) add(object.name.text, 1);
    if (!instances.find("Task")) return;
    if (model_.process && !instances.find("Process")) add("Process", 1);
    if (model_.observer && !instances.find("Observer")) add("Observer", 1);
  }

  /// Defines the types that `t` names first.
  void define_parts(const ast::Type& t) {
    if (t.kind == ast::Type::Kind::Named)
      if (const auto pending = pending_.find(t.text); pending != pending_.end())
        define(pending->second);
    for (const ast::Type& part : t.args) define_parts(part);
  }

  void define(PendingType& pending) {
    if (pending.done) return;
    if (pending.in_progress) {
      error(pending.name->span, "'" + pending.name->text + "' contains itself");
      pending.done = true;
      return;
    }
    pending.in_progress = true;
    Type type;
    type.name = pending.name->text;
    const ast::Decl& decl = *pending.declaration;
    if (const auto* e = std::get_if<ast::EnumDecl>(&decl.node)) define_enum(*e, type);
    if (const auto* r = std::get_if<ast::RecordDecl>(&decl.node)) {
      type.kind = TypeKind::Record;
      define_fields(r->fields, type);
    }
    if (const auto* u = std::get_if<ast::UnionDecl>(&decl.node)) define_union(*u, type);
    if (const auto* t = std::get_if<ast::EntityDecl>(&decl.node)) {
      type.kind = TypeKind::Entity;
      if (t->parent) {
        if (const auto parent = pending_.find(t->parent->text); parent != pending_.end())
          define(parent->second);
        type.parent = model_.types.find(t->parent->text);
        if (!type.parent) error(t->parent->span, "unknown entity '" + t->parent->text + "'");
      }
      define_fields(t->fields, type);
    }
    if (!pending.done) model_.types.define(std::move(type));
    pending.done = true;
  }

  void define_enum(const ast::EnumDecl& e, Type& type) {
    type.kind = TypeKind::Enum;
    type.prefix = e.prefix;
    std::int64_t next = 0;
    for (const ast::Member& member : e.members) {
      if (type.member(member.name.text) >= 0)
        error(member.name.span, "'" + member.name.text + "' is declared twice");
      next = member.number.value_or(next);
      type.members.push_back({member.name.text, next++, member.texts, member.otherwise,
                              member.number.has_value(), member.doc});
    }
    if (e.members.size() > 64)
      error(e.name.span, "found " + std::to_string(e.members.size()) +
                             " members, expected at most 64");
  }

  void define_fields(const std::vector<ast::Field>& fields, Type& type) {
    for (const ast::Field& field : fields) {
      define_parts(field.type);
      if (type.field(field.name.text))
        error(field.name.span, "'" + field.name.text + "' is declared twice");
      type.fields.push_back({field.name.text, lowering_.type(field.type), field.printed, 0,
                             field.doc});
    }
  }

  void define_union(const ast::UnionDecl& u, Type& type) {
    type.kind = TypeKind::Union;
    for (const ast::Alternative& alternative : u.alternatives) {
      if (type.alternative(alternative.name.text) >= 0)
        error(alternative.name.span, "'" + alternative.name.text + "' is declared twice");
      UnionAlternative defined{alternative.name.text, {}, alternative.texts,
                               alternative.otherwise, 0, alternative.doc};
      for (const ast::Type& part : alternative.payload) {
        define_parts(part);
        defined.payload.push_back(lowering_.type(part));
      }
      type.alternatives.push_back(std::move(defined));
    }
  }

  const Type* find_entity(std::string_view name) const {
    const Type* type = model_.types.find(name);
    return type && type->kind == TypeKind::Entity ? type : nullptr;
  }

  RuleId add_rule(RuleInfo info, const ast::Name& name) {
    is_new("rule " + info.name, name.span);
    model_.rules.push_back(std::move(info));
    return static_cast<RuleId>(model_.rules.size() - 1);
  }

  void declare_rest(const ast::Decl& decl) {
    if (const auto* k = std::get_if<ast::KernelDecl>(&decl.node)) {
      model_.kernel_low = parse_version(k->low).value_or(Version{});
      model_.kernel_high = parse_version(k->high).value_or(Version{});
    } else if (const auto* c = std::get_if<ast::ConstDecl>(&decl.node)) {
      if (is_new(c->name.text, c->name.span)) model_.constants[c->name.text] = c;
    } else if (const auto* f = std::get_if<ast::FnDecl>(&decl.node)) {
      if (is_new(f->name.text, f->name.span)) model_.functions[f->name.text] = f;
    } else if (const auto* t = std::get_if<ast::TableDecl>(&decl.node)) {
      if (is_new(t->name.text, t->name.span)) model_.tables[t->name.text] = t;
    } else if (const auto* o = std::get_if<ast::ObservationDecl>(&decl.node)) {
      declare_observation(*o);
    } else if (const auto* call = std::get_if<ast::CallDecl>(&decl.node)) {
      declare_calls(*call);
    } else if (const auto* r = std::get_if<ast::RuleDecl>(&decl.node)) {
      RuleInfo info{r->name.text, decl.doc, r->name.span, &r->clauses, r, nullptr, nullptr, {}};
      model_.general_rules.push_back(add_rule(std::move(info), r->name));
    } else if (const auto* a = std::get_if<ast::AlwaysDecl>(&decl.node)) {
      model_.invariants.push_back(a);
    } else if (const auto* b = std::get_if<ast::BeginsDecl>(&decl.node)) {
      if (is_new("begins " + b->name.text, b->name.span)) model_.begins[b->name.text] = b;
    } else if (const auto* v = std::get_if<ast::ViewDecl>(&decl.node)) {
      declare_view(*v);
    } else if (const auto* s = std::get_if<ast::ScenarioDecl>(&decl.node)) {
      if (is_new("scenario " + s->name.text, s->name.span)) define_scenario(*s, decl.doc);
    } else if (const auto* hold = std::get_if<ast::HoldDecl>(&decl.node)) {
      is_new("hold " + hold->name.text, hold->name.span);
      model_.holds.push_back({hold, decl.doc});
    } else if (const auto* release = std::get_if<ast::ReleaseDecl>(&decl.node)) {
      is_new("release " + release->name.text, release->name.span);
      model_.releases[release->name.text] = {release, decl.doc};
    } else if (const auto* claim = std::get_if<ast::ClaimDecl>(&decl.node)) {
      is_new("claim " + claim->name.text, claim->name.span);
      model_.claims.push_back({claim, decl.doc});
    }
  }

  void declare_observation(const ast::ObservationDecl& o) {
    if (!is_new("observation " + o.name.text, o.name.span)) return;
    ObservationInfo info{o.name.text, &o, {}, {}, 0};
    for (const ast::Param& param : o.params) {
      const Type* type = lowering_.type(param.type);
      info.parameters.push_back(type);
      info.offsets.push_back(info.size);
      if (type->kind != TypeKind::Entity) info.size += type->size();
    }
    model_.observations.push_back(std::move(info));
  }

  int abi(const std::string& name) {
    for (std::size_t i = 0; i < model_.abis.size(); ++i)
      if (model_.abis[i] == name) return static_cast<int>(i);
    model_.abis.push_back(name);
    model_.numbers.of_abi.emplace_back();
    return static_cast<int>(model_.abis.size() - 1);
  }

  void declare_calls(const ast::CallDecl& decl) {
    if (decl.names.size() == 1 && decl.names[0].text == "any") {
      for (const ast::CallRow& row : decl.rows)
        model_.rows_of_any_call.push_back(add_row(decl, row, "any"));
      for (const auto& [doc, rule] : decl.rules) {
        RuleInfo info{"any." + rule.name.text, doc,     rule.name.span, &rule.clauses, &rule,
                      nullptr,                 nullptr, {}};
        info.of_any_call = true;
        model_.general_rules.push_back(add_rule(std::move(info), rule.name));
      }
      return;
    }
    std::vector<const Type*> parameters;
    for (const ast::Param& param : decl.params) parameters.push_back(lowering_.type(param.type));
    std::vector<RuleId> rows, rules;
    const std::string& block = decl.names.empty() ? "" : decl.names[0].text;
    for (const ast::CallRow& row : decl.rows) rows.push_back(add_row(decl, row, block));
    for (const auto& [doc, rule] : decl.rules) {
      RuleInfo info{block + "." + rule.name.text, doc, rule.name.span, &rule.clauses, &rule,
                    nullptr, &decl, {}};
      rules.push_back(add_rule(std::move(info), rule.name));
    }
    for (std::size_t i = 0; i < decl.names.size(); ++i) {
      if (!is_new("call " + decl.names[i].text, decl.names[i].span)) continue;
      const auto id = static_cast<int>(model_.calls.size());
      model_.call_ids[decl.names[i].text] = id;
      if (!decl.printed.empty()) model_.call_ids[decl.printed] = id;
      model_.calls.push_back({decl.names[i].text, &decl, parameters, rules, rows});
      for (const ast::Numbers& numbers : decl.numbers) {
        auto& of_abi = model_.numbers.of_abi[static_cast<std::size_t>(abi(numbers.abi))];
        of_abi.resize(static_cast<std::size_t>(id) + 1, -1);
        if (i < numbers.numbers.size()) of_abi.back() = numbers.numbers[i];
      }
    }
    // Fewer numbers than names: the last calls do not exist in that ABI.
    for (const ast::Numbers& numbers : decl.numbers)
      if (numbers.numbers.size() > decl.names.size())
        error(decl.names[0].span, "found " + std::to_string(numbers.numbers.size()) +
                                      " numbers for " + numbers.abi + ", expected at most " +
                                      std::to_string(decl.names.size()));
  }

  RuleId add_row(const ast::CallDecl& decl, const ast::CallRow& row, const std::string& block) {
    RuleInfo info{block + "." + row.name.text, row.doc, row.name.span, &row.clauses, nullptr,
                  &row, &decl, {}};
    return add_rule(std::move(info), row.name);
  }

  void declare_view(const ast::ViewDecl& view) {
    for (const ast::ViewLine& line : view.lines) {
      LineInfo info{view.name.text, line.line.text, -1};
      shown_.emplace_back(model_.lines.size(), &line.shows);
      model_.lines.push_back(std::move(info));
    }
    for (const auto& [doc, rule] : view.rules) {
      RuleInfo info{view.name.text + "." + rule.name.text, doc, rule.name.span, &rule.clauses,
                    &rule, nullptr, nullptr, view.name.text};
      model_.general_rules.push_back(add_rule(std::move(info), rule.name));
    }
  }

 public:
  /// Lines name observations that another file may declare.
  void finish() {
    for (const auto& [line, name] : shown_) {
      model_.lines[line].observation = model_.observation(name->text);
      if (model_.lines[line].observation < 0)
        error(name->span, "unknown observation '" + name->text + "'");
    }
    for (auto& numbers : model_.numbers.of_abi) numbers.resize(model_.calls.size(), -1);
  }

 private:
  Model& model_;
  Diagnostics& diagnostics_;
  Lowering lowering_;
  std::set<std::string> names_;
  std::map<std::string, PendingType> pending_;
  std::vector<std::pair<std::size_t, const ast::Name*>> shown_;
};

}  // namespace

std::optional<Version> parse_version(std::string_view text) {
  Version version;
  int* parts[] = {&version.major, &version.minor, &version.patch};
  std::size_t at = 0;
  for (int* part : parts) {
    const auto [end, ec] = std::from_chars(text.data() + at, text.data() + text.size(), *part);
    if (ec != std::errc()) return std::nullopt;
    at = static_cast<std::size_t>(end - text.data());
    if (at == text.size()) return version;
    if (text[at] != '.') break;
    ++at;
  }
  return std::nullopt;
}

bool holds_at(const ast::Clauses& clauses, Version version) {
  if (!version.given()) return true;
  const auto since = parse_version(clauses.since), until = parse_version(clauses.until);
  return (!since || version >= *since) && (!until || version < *until);
}

int Model::call_id(std::string_view name) const {
  const auto known = call_ids.find(name);
  return known == call_ids.end() ? -1 : known->second;
}

int Model::observation(std::string_view name) const {
  for (std::size_t i = 0; i < observations.size(); ++i)
    if (observations[i].name == name) return static_cast<int>(i);
  return -1;
}

int Model::observation_of_line(std::string_view view, std::string_view line) const {
  for (const LineInfo& info : lines)
    if (info.view == view && info.line == line) return info.observation;
  return -1;
}

const Type* Model::subject(const std::vector<ast::Param>& params) const {
  const bool of_stream = std::any_of(params.begin(), params.end(), [&](const ast::Param& param) {
    return stream && param.type.kind == ast::Type::Kind::Named && param.type.text == stream->name;
  });
  return of_stream ? stream : task;
}

void declare(Model& model, Diagnostics& diagnostics) {
  Declarer declarer(model, diagnostics);
  declarer.run();
  declarer.finish();
}

std::unique_ptr<Model> load_model(const std::vector<SpecText>& texts,
                                  std::shared_ptr<SourceMap> sources, Diagnostics& diagnostics,
                                  Checking checking) {
  auto model = std::make_unique<Model>();
  model->sources = std::move(sources);
  for (const SpecText& text : texts) {
    const FileId id = model->sources->add(text.path, text.text);
    model->files.push_back(parse_spec(id, *model->sources, diagnostics));
  }
  declare(*model, diagnostics);
  if (checking == Checking::OfEverything) {
    if (!has_errors(diagnostics)) check_bodies(*model, diagnostics);
    if (!has_errors(diagnostics)) check_totality(*model, diagnostics);
  }
  if (has_errors(diagnostics)) return nullptr;
  return model;
}

}  // namespace sigspec
