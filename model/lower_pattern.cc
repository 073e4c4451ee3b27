// Lowers patterns to conditions and bindings, and written types to types.
#include <charconv>

#include "model/lower.h"

namespace sigspec {

/// The type of a part: in a closed system an entity is told by its name.
const Type* Lowering::part_type(const ast::Type& t) {
  if (instances_ && t.kind == ast::Type::Kind::Named)
    if (const Instances::Of* of = instances_->find(t.text)) return of->names;
  return type(t);
}

const Type* Lowering::type(const ast::Type& t) {
  using Kind = ast::Type::Kind;
  TypeTable& types = model_.types;
  const auto part = [&](std::size_t i) { return part_type(t.args[i]); };
  switch (t.kind) {
    case Kind::Named: {
      if (const Type* known = types.find(t.text)) return known;
      const auto suggestion = closest(t.text, types.names());
      error(t.span, "unknown type '" + t.text + "'", {},
            suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
      return types.error();
    }
    case Kind::Range: return types.number();
    case Kind::Set: {
      const Type* element = part(0);
      if (element == types.error()) return element;
      // Of entities, in scenarios: whoever gives them a bound instantiates it.
      if (element->kind == TypeKind::Entity) return types.number();
      if (element->kind != TypeKind::Enum || element->members.size() > 64) {
        error(t.span, "found a set of " + element->name + ", expected a set of an enum's members");
        return types.error();
      }
      return types.set_of(element);
    }
    case Kind::Option: {
      const Type* element = part(0);
      return element == types.error() ? element : types.option_of(element);
    }
    case Kind::Array: {
      const Type *over = part(0), *element = part(1);
      if (over == types.error() || element == types.error()) return types.error();
      if (over->kind == TypeKind::Entity) return element;  // scenarios: instantiated later
      if (over->kind != TypeKind::Enum) {
        error(t.args[0].span, "found " + over->name + ", expected an enum to index the array");
        return types.error();
      }
      return types.array_of(over, element);
    }
    case Kind::Stack:
    case Kind::Queue: {
      const Type* element = part(0);
      if (element == types.error()) return element;
      int bound = 0;
      const auto parsed = std::from_chars(t.bound.data(), t.bound.data() + t.bound.size(), bound);
      if (parsed.ec != std::errc() || bound < 1 || bound > 64) bound = 8;  // a scenario's parameter
      return t.kind == Kind::Stack ? types.stack_of(bound, element)
                                   : types.queue_of(bound, element);
    }
  }
  return types.error();
}

std::uint64_t Lowering::covered(const ast::Pattern& p, const Type* type) {
  using Kind = ast::Pattern::Kind;
  if (p.kind == Kind::Any) return ~0ULL;
  std::uint64_t mask = 0;
  if (p.kind == Kind::OneOf)
    for (const auto& part : p.args) mask |= covered(part, type);
  if (p.kind != Kind::Name && p.kind != Kind::Construct) return mask;
  const int i = type->kind == TypeKind::Enum ? type->member(p.text) : type->alternative(p.text);
  if (i < 0) return type->kind == TypeKind::Bool ? 0 : ~0ULL;  // a fault that has been told
  if (type->kind == TypeKind::Union) {
    const auto& payload = type->alternatives[static_cast<std::size_t>(i)].payload;
    for (std::size_t k = 0; k < p.args.size() && k < payload.size(); ++k) {
      const ast::Pattern& part = p.args[k];
      const bool any = part.kind == Kind::Any ||
                       (part.kind == Kind::Name && payload[k]->member(part.text) < 0 &&
                        payload[k]->alternative(part.text) < 0);
      if (!any) return 0;
    }
  }
  return 1ULL << i;
}

const Node* Lowering::pattern(const ast::Pattern& p, const Value& value) {
  using Kind = ast::Pattern::Kind;
  NodeTable& nodes = model_.nodes;
  if (value.type == model_.types.error()) {
    // Bind what the pattern names, so that one fault does not make ten.
    for (const auto& part : p.args)
      if (part.kind == Kind::Name) bind(part.text, value);
    return nodes.boolean(true);
  }
  const auto tag_is = [&](int i) {
    return nodes.equal(value.leaves[0],
                       nodes.constant(value.type->leaves[0], {1ULL << i, 0}));
  };
  switch (p.kind) {
    case Kind::Any: return nodes.boolean(true);
    case Kind::AnyCall: return nodes.boolean(true);
    case Kind::Int: {
      const auto n = static_cast<std::int64_t>(std::stoull(p.text, nullptr, 0));
      if (value.type->kind == TypeKind::Int)
        return nodes.equal(value.leaves[0],
                           nodes.constant(value.type->leaves[0], Partly::number(n)));
      if (value.type->kind == TypeKind::Opaque)
        return nodes.equal(value.leaves[0], nodes.constant(value.type->leaves[0],
                                                           {static_cast<std::uint64_t>(n), 1}));
      error(p.span, "found a number, expected " + value.type->name);
      return nodes.boolean(true);
    }
    case Kind::OneOf: {
      const Node* any = nodes.boolean(false);
      const auto scope_mark = mark();
      for (const auto& part : p.args) {
        const auto before = mark();
        any = nodes.one_of(any, pattern(part, value));
        if (part.kind == Kind::Name && mark() != before)
          error(part.span, "'" + part.text + "' is no value of " + value.type->name,
                "a name in a choice of patterns would match everything");
        drop_to(scope_mark);  // alternatives bind nothing
      }
      return any;
    }
    case Kind::Name: {
      if (value.type->kind == TypeKind::Enum)
        if (const int i = value.type->member(p.text); i >= 0) return tag_is(i);
      if (value.type->kind == TypeKind::Bool && (p.text == "true" || p.text == "false"))
        return p.text == "true" ? value.leaves[0] : nodes.negation(value.leaves[0]);
      if (value.type->kind == TypeKind::Union)
        if (const int i = value.type->alternative(p.text); i >= 0) return tag_is(i);
      std::vector<std::string_view> names;
      for (const auto& member : value.type->members) names.push_back(member.name);
      for (const auto& alternative : value.type->alternatives) names.push_back(alternative.name);
      if (!names.empty()) {
        // A variable for the whole of an enum or union is better written with `=`: a misspelt
        // member must not silently match everything.
        const auto suggestion = closest(p.text, names);
        error(p.span, "'" + p.text + "' is no " + value.type->name, {},
              suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
        return nodes.boolean(true);
      }
      bind(p.text, value);
      return nodes.boolean(true);
    }
    case Kind::Construct: {
      const int i =
          value.type->kind == TypeKind::Union ? value.type->alternative(p.text) : -1;
      if (i < 0) {
        error(p.span, "'" + p.text + "' is no alternative of " + value.type->name);
        return nodes.boolean(true);
      }
      const auto& alternative = value.type->alternatives[static_cast<std::size_t>(i)];
      if (alternative.payload.size() != p.args.size()) {
        error(p.span, "found " + std::to_string(p.args.size()) + " payloads, expected " +
                          std::to_string(alternative.payload.size()));
        return tag_is(i);
      }
      const Node* all = tag_is(i);
      auto offset = static_cast<std::ptrdiff_t>(alternative.offset);
      for (std::size_t k = 0; k < p.args.size(); ++k) {
        const Type* part_type = alternative.payload[k];
        const auto begin = value.leaves.begin() + offset;
        const Value part{part_type, {begin, begin + part_type->size()}, false, value.base, 0};
        offset += part_type->size();
        const bool fresh = p.args[k].kind == Kind::Name && part_type->member(p.args[k].text) < 0 &&
                           part_type->alternative(p.args[k].text) < 0;
        if (fresh) bind(p.args[k].text, part);
        else all = nodes.both(all, pattern(p.args[k], part));
      }
      return all;
    }
  }
  return nodes.boolean(true);
}

}  // namespace sigspec
