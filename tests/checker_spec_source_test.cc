// The parts of the specification that are built in.
#include <gtest/gtest.h>

#include "checker/spec_source.h"
#include "model/model.h"

namespace sigspec {
namespace {

// The program loads it unchecked, for that was done when it was built: but with all other parts.
TEST(SpecSource, WhatRecordingsNeedStandsByItself) {
  const SpecSource source = built_in_spec(SpecPart::ForRecordings);
  const auto sources = std::make_shared<SourceMap>();
  Diagnostics diagnostics;
  EXPECT_NE(load_model(source.texts, sources, diagnostics), nullptr)
      << render_all(diagnostics, *sources, false);
}

}  // namespace
}  // namespace sigspec
