// The specification that is built into the program: the text of every file in spec/.
//
// The build generates the table (checker/CMakeLists.txt), so that the program needs no file beside
// it; --spec DIR reads a folder instead. A path is the file's name from the repository's root
// ("spec/calls/io.sig"); files come in the order of their paths.
#pragma once

#include <span>
#include <string_view>

namespace sigspec {

struct EmbeddedFile {
  std::string_view path, text;
};

/// Cost: none; the texts are constants of the program.
std::span<const EmbeddedFile> embedded_spec();

}  // namespace sigspec
