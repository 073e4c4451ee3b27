// Outcome<T>: a value, or one sentence about why there is none.
//
// Opening and reading a recording fails for reasons of the user's world (no such file, a damaged
// archive). Such reasons are values here, so that a caller can go on with the next file.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace sigspec::traces {

/// Why something could not be read, for people: "cannot open x: No such file or directory".
struct Failure {
  std::string message;
};

template <class T>
class Outcome {
 public:
  Outcome(T value) : state_(std::move(value)) {}            // NOLINT: implicit on purpose
  Outcome(Failure failure) : state_(std::move(failure)) {}  // NOLINT: implicit on purpose

  explicit operator bool() const { return state_.index() == 0; }
  /// Pre: there is a value.
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  T& operator*() { return value(); }
  T* operator->() { return &value(); }
  /// Pre: there is none.
  const std::string& error() const { return std::get<1>(state_).message; }

 private:
  std::variant<T, Failure> state_;
};

}  // namespace sigspec::traces
