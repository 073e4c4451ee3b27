// Small specifications made at random, and events for them: what laws about the interpreter are
// tried on.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace sigspec::test {

/// Everything it makes is correct. Values are of few kinds and rules read what others write, so
/// that states come back, conditions hold and fail, and effects are computed from each other.
class RandomSpec {
 public:
  explicit RandomSpec(std::uint64_t seed) : random_(seed) {}

  /// The text of a specification; events are about it from here on.
  std::string rules();
  /// An event as SmallRun reads it; `born` makes a child.
  std::string event();

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  std::string pick(std::vector<std::string_view> of) { return std::string(of[below(of.size())]); }
  std::string color(int depth);
  std::string number(int depth);
  std::string truth(int depth);
  std::string colors(int depth);
  std::string place(int depth, std::string& value);
  std::string assignment(int depth);
  std::string effect();
  std::string rule(std::string_view observation, std::string_view when);

  std::mt19937_64 random_;
  int rules_ = 0;
};

}  // namespace sigspec::test
