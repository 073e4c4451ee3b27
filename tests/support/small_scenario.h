// Scenarios written inside tests: what stands between the braces, and what was made of it.
#pragma once

#include <gtest/gtest.h>

#include "prove/prove.h"
#include "tests/support/small_model.h"

namespace sigspec::test {

inline Loaded load_scenario(const std::string& body) {
  Loaded loaded =
      load("enum Hue { red, green, blue }\nscenario small cites paper \"p\" {\n" + body + "}\n");
  EXPECT_NE(loaded.model, nullptr) << loaded.messages();
  return loaded;
}

inline prove::ScenarioResult prove_scenario(const std::string& body,
                                            const prove::ProveOptions& options = {}) {
  const Loaded loaded = load_scenario(body);
  if (!loaded.model) return {};
  return prove::prove_scenario(*loaded.model, loaded.model->scenarios[0], options,
                               [](const prove::PropertyResult&) {});
}

/// A scenario without variants, made ready.
class Small {
 public:
  explicit Small(const std::string& body)
      : loaded_(load_scenario(body)),
        system(lower_scenario(*loaded_.model, loaded_.model->scenarios[0], "", {}, nullptr)) {}
  const SystemProperty& property(std::size_t i = 0) const { return system.properties.at(i); }

 private:
  Loaded loaded_;

 public:
  System system;
};

}  // namespace sigspec::test
