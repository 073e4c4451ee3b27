// JUnit's XML of litmus tests: one test case a test.
#include <fmt/format.h>

#include <algorithm>

#include "checker/litmus_verdict.h"
#include "checker/report_escape.h"

namespace sigspec {

namespace {

bool is_error(const LitmusVerdict& verdict) {
  return verdict.outside() == 0 && verdict.disagreements.empty() &&
         verdict.recorded != Verdict::Diverges;
}

/// What does not come to an end or cannot be judged is an error: nobody may take it for a pass.
std::string test_case(const LitmusVerdict& verdict) {
  std::string out = fmt::format("    <testcase classname=\"sigspec.litmus\" name=\"{}\"",
                                xml_escaped(verdict.test->name.text));
  if (verdict.is_good()) return out + "/>\n";
  const std::string message =
      verdict.outside() > 0  ? counted(verdict.outside(), "run") + " outside the model's outcomes"
      : verdict.failed() > 0 ? counted(verdict.failed(), "run") + " came to nothing"
      : verdict.disagreements.empty() ? "the recording does not conform"
                                      : "the model is not as expected";
  const char* kind = is_error(verdict) ? "error" : "failure";
  return out + fmt::format(">\n      <{0} message=\"{1}\">{2}</{0}>\n    </testcase>\n", kind,
                           message, xml_escaped(format_litmus_verdict(verdict)));
}

}  // namespace

std::string format_litmus_junit(const std::vector<LitmusVerdict>& verdicts,
                                const std::string& where) {
  std::string cases;
  std::size_t failures = 0, errors = 0;
  for (const LitmusVerdict& verdict : verdicts) {
    cases += test_case(verdict);
    if (!verdict.is_good()) ++(is_error(verdict) ? errors : failures);
  }
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", verdicts.size(), failures, errors);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sigspec\" {0}>\n"
      "  <testsuite name=\"sigspec litmus, {1}\" {0}>\n{2}  </testsuite>\n</testsuites>\n",
      counts, xml_escaped(where), cases);
}

}  // namespace sigspec
