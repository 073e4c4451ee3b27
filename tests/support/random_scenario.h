// Random scenarios of one object: flags, a hue, a set, a small number and an array, a few rules and
// three properties.
#pragma once

#include <string>

namespace sigspec::test {

/// What stands between the braces of a scenario with an enum Hue { red, green, blue }.
std::string random_scenario(unsigned seed);

}  // namespace sigspec::test
