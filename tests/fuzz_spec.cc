// Fuzzes the spec parser and the printer: any bytes parse or are refused with a message, and what
// parses is printed, parsed again and compared.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "model/parser.h"
#include "model/print.h"

namespace {

void check(bool holds, const char* law, const std::string& text) {
  if (holds) return;
  std::fprintf(stderr, "%s:\n%s\n", law, text.c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sigspec;
  SourceMap sources;
  const FileId id = sources.add("fuzz.sig", std::string(data, data + size));
  Diagnostics diagnostics;
  const ast::File file = parse_spec(id, sources, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) render(diagnostic, sources, false);
  if (!diagnostics.empty()) return 0;

  const std::string printed = print_spec(file, sources);
  const FileId again = sources.add("printed.sig", printed);
  const ast::File reparsed = parse_spec(again, sources, diagnostics);
  check(diagnostics.empty(), "what was printed does not parse", printed);
  check(same(file, reparsed), "what was printed is another tree", printed);
  check(print_spec(reparsed, sources) == printed, "printing again changes it", printed);
  return 0;
}
