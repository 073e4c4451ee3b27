// Names in a part of a text: whole, in parts, not in comments.
#include "model/names.h"

#include <gtest/gtest.h>

namespace sigspec {
namespace {

using Names = std::set<std::string, std::less<>>;

Names names(std::string text) {
  SourceMap sources;
  const auto size = static_cast<std::uint32_t>(text.size());
  const FileId file = sources.add("a.sig", std::move(text));
  return names_in(sources, {file, 0, size});
}

TEST(Names, AreThereWholeAndInTheirParts) {
  EXPECT_EQ(names("uses deliver.fatal, f(t.x)"),
            (Names{"uses", "deliver.fatal", "deliver", "fatal", "f", "t.x", "t", "x"}));
  EXPECT_EQ(names("4..n"), (Names{"4", "n"}));
}

TEST(Names, OfCommentsAndTextsAreLeftOut) {
  EXPECT_EQ(names("a // b\nc \"d\" e"), (Names{"a", "c", "e"}));
  EXPECT_EQ(names("a \"open"), (Names{"a"}));
  EXPECT_EQ(names(""), Names{});
}

}  // namespace
}  // namespace sigspec
