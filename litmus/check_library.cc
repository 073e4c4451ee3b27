// Looks through what spec/litmus says calls do: who names something that is not there would say
// nothing, and never know.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "litmus/prepare.h"
#include "litmus/words.h"

namespace sigspec::litmus {

namespace {

using Known = std::vector<std::string_view>;

class LibraryChecking {
 public:
  LibraryChecking(const Model& model, const File& file, Diagnostics& out)
      : file_(file), out_(out) {
    for (const CallInfo& call : model.calls) calls_.push_back(call.name);
    for (const auto& [constant, declaration] : model.constants) constants_.push_back(constant);
    for (const std::string_view name : model.types.names())
      if (const Type* type = model.types.find(name); type && type->kind == TypeKind::Enum)
        for (const EnumMember& member : type->members) constants_.push_back(member.name);
    for (const ThingDecl& thing : file.things)
      if (thing.of.text.empty()) bases_.push_back(thing.name.text);
    for (const ThingDecl& thing : file.things)
      for (std::size_t i = 0; i < thing.ends.size(); ++i) names_.push_back(name_of_end(thing, i));
    ends_ = constants_;
    ends_.insert(ends_.end(), names_.begin(), names_.end());
    for (const LayoutDecl& layout : file.layouts)
      for (const Name& field : layout.fields) fields_.push_back(field.text);
  }

  void run() {
    for (const ThingDecl& thing : file_.things)
      if (!thing.of.text.empty()) expect(thing.of, bases_, "a thing with ends of its own");
    for (const EffectDecl& effect : file_.effects) check(effect);
  }

 private:
  void expect(const Name& name, const Known& known, const std::string& what) {
    expect_one_of(name, known, what, out_);
  }

  void check(const EffectDecl& effect) {
    const std::string a_parameter = "a parameter of the call";
    Known params;
    for (const Name& param : effect.params) params.push_back(param.text);
    for (const Name& call : effect.calls) expect(call, calls_, "a system call");
    for (const Name& what : effect.on)
      expect(what, ends_, "a kind of object or an end of a thing");
    if (!effect.as.text.empty()) expect(effect.as, params, a_parameter);
    for (const Guard& guard : effect.guards) {
      expect(guard.param, params, a_parameter);
      if (!guard.field.text.empty()) expect(guard.field, fields_, "a field of a layout");
      for (const Name& name : guard.value.names) expect(name, constants_, "a number's name");
    }
    Known operands = params;
    operands.insert(operands.end(), constants_.begin(), constants_.end());
    operands.push_back(kAnyhow);
    for (const Name& operand : effect.operands)
      expect(operand, operands, a_parameter + " or a constant");
    if (!effect.timeout.text.empty()) expect(effect.timeout, params, a_parameter);
    if (!effect.error.text.empty()) expect(effect.error, constants_, "an error's name");
  }

  const File& file_;
  Diagnostics& out_;
  std::vector<std::string> names_;  // of ends
  Known bases_, calls_, constants_, ends_, fields_;
};

}  // namespace

bool expect_one_of(const Name& name, const std::vector<std::string_view>& known,
                   const std::string& what, Diagnostics& out) {
  if (std::find(known.begin(), known.end(), name.text) != known.end()) return true;
  const std::string_view near = closest(name.text, known);
  out.push_back({Severity::Error, name.span, "found '" + name.text + "', expected " + what, {},
                 near.empty() ? "" : "did you mean '" + std::string(near) + "'?"});
  return false;
}

void check_library(const Model& model, const File& file, Diagnostics& out) {
  LibraryChecking(model, file, out).run();
}

}  // namespace sigspec::litmus
