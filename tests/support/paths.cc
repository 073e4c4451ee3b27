// The places that the build wrote into the tests.
#include "tests/support/paths.h"

namespace sigspec::test {

std::filesystem::path source_dir() { return SIGSPEC_SOURCE_DIR; }
std::filesystem::path sigspec_binary() { return SIGSPEC_BINARY; }

}  // namespace sigspec::test
