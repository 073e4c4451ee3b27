// The numbers of calls on machines that litmus tests run on in emulators.
#include <gtest/gtest.h>

#include <set>

#include "checker/litmus_tests.h"
#include "litmus/prepare.h"

namespace sigspec {
namespace {

struct LitmusMachinesTest : testing::Test {
  void SetUp() override { ASSERT_TRUE(load_litmus_spec(Session{}, spec)); }
  std::int64_t number(std::string_view machine, std::string_view call) const {
    return litmus::call_number(*spec.model, spec.library, machine,
                               spec.model->call_id(std::string(call)));
  }
  LitmusSpec spec;
};

TEST_F(LitmusMachinesTest, NumberEachDeclaredCallOnce) {
  ASSERT_FALSE(spec.library.file.machines.empty());
  for (const litmus::MachineDecl& machine : spec.library.file.machines) {
    std::set<std::string> calls, numbers;
    ASSERT_EQ(machine.calls.size(), machine.numbers.size());
    for (std::size_t i = 0; i < machine.calls.size(); ++i) {
      EXPECT_GE(spec.model->call_id(machine.calls[i].text), 0) << machine.calls[i].text;
      EXPECT_TRUE(calls.insert(machine.calls[i].text).second) << machine.calls[i].text;
      EXPECT_TRUE(numbers.insert(machine.numbers[i].text).second) << machine.calls[i].text;
    }
  }
}

TEST_F(LitmusMachinesTest, KnowWhichCallsThereAre) {
  EXPECT_EQ(number("x86_64", "read"), 0);
  EXPECT_EQ(number("aarch64", "read"), 63);
  EXPECT_EQ(number("riscv64", "rt_sigreturn"), 139);
  EXPECT_EQ(number("aarch64", "poll"), -1);  // ppoll took its place
  EXPECT_EQ(number("mips", "read"), -1);
  EXPECT_EQ(number("aarch64", "no_such_call"), -1);
}

}  // namespace
}  // namespace sigspec
