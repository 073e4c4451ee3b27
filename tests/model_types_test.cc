// How types are laid out as leaves, and that each is made once.
#include "model/types.h"

#include <gtest/gtest.h>

#include "tests/support/small_model.h"

namespace sigspec {
namespace {

Type enum_type(const std::string& name, int members) {
  Type type;
  type.kind = TypeKind::Enum;
  type.name = name;
  for (int i = 0; i < members; ++i) type.members.push_back({"m" + std::to_string(i), i, {}, false, false});
  return type;
}

TEST(Types, AreMadeOnce) {
  TypeTable types;
  const Type* color = types.define(enum_type("Color", 3));
  EXPECT_EQ(types.set_of(color), types.set_of(color));
  EXPECT_EQ(types.option_of(types.set_of(color)), types.option_of(types.set_of(color)));
  EXPECT_EQ(types.stack_of(4, color), types.stack_of(4, color));
  EXPECT_NE(types.stack_of(4, color), types.stack_of(5, color));
  EXPECT_EQ(types.find("set Color"), types.set_of(color));
  EXPECT_EQ(types.find("Colour"), nullptr);
}

TEST(Types, AreLaidOutSideBySide) {
  TypeTable types;
  const Type* color = types.define(enum_type("Color", 3));
  EXPECT_EQ(color->leaves[0].choices, 7U);
  EXPECT_EQ(types.array_of(color, types.number())->size(), 3);
  EXPECT_EQ(types.stack_of(4, types.set_of(color))->size(), 5);
  EXPECT_EQ(types.stack_of(4, color)->leaves[0].kind, LeafKind::Depth);
  EXPECT_EQ(types.option_of(color)->size(), 2);
  Type record;
  record.kind = TypeKind::Record;
  record.name = "R";
  record.fields = {{"a", types.option_of(color), "", 0}, {"b", types.number(), "", 0}};
  const Type* made = types.define(std::move(record));
  EXPECT_EQ(made->field("b")->offset, 2);
  EXPECT_EQ(made->size(), 3);
  Type either;
  either.kind = TypeKind::Union;
  either.name = "U";
  either.alternatives = {{"none", {}, {}, false, 0}, {"one", {made}, {}, false, 0},
                         {"two", {color, color}, {}, false, 0}};
  const Type* joined = types.define(std::move(either));
  EXPECT_EQ(joined->size(), 1 + 3 + 2);
  EXPECT_EQ(joined->alternatives[2].offset, 4);
  EXPECT_EQ(joined->leaves[0].choices, 7U);
}

TEST(Types, SixtyFourMembersFit) {
  TypeTable types;
  EXPECT_EQ(types.define(enum_type("Signal", 64))->leaves[0].choices, ~0ULL);
  EXPECT_EQ(first_bits(0), 0U);
  EXPECT_EQ(first_bits(64), ~0ULL);
}

TEST(Types, MoreMembersThanBitsAreAFault) {
  std::string text = "enum Big { m0";
  for (int i = 1; i < 65; ++i) text += ", m" + std::to_string(i);
  const test::Loaded loaded = test::load(text + " }\n");
  ASSERT_EQ(loaded.diagnostics.size(), 1U) << loaded.messages();
  EXPECT_EQ(loaded.diagnostics[0].message, "found 65 members, expected at most 64");
}

TEST(Types, ThatContainThemselvesAreAFault) {
  const test::Loaded loaded = test::load("record A { b: B }\nunion B { none_, some_(A) }\n");
  ASSERT_FALSE(loaded.diagnostics.empty());
  EXPECT_NE(loaded.messages().find("contains itself"), std::string::npos) << loaded.messages();
}

}  // namespace
}  // namespace sigspec
