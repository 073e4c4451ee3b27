// The call graph of a Go program, and the ways in it from the program's own code to system calls.
//
// Reads lines `caller | callee | file:line:column:offset`, as `callgraph -format` of
// golang.org/x/tools prints them; a first line without bars is the program's revision.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sigspec {

struct CallSite {
  std::string file;
  std::int64_t line = 0, offset = 0;  // of the parenthesis that opens the call, in bytes

  friend auto operator<=>(const CallSite&, const CallSite&) = default;
};

/// A place in the program's own code from which a system call is made, with nothing in between but
/// packages of system calls.
struct DirectCall {
  std::string trap;  // the constant of the call's number, such as SYS_READ
  CallSite site;
  std::string caller;    // the function
  bool by_name = false;  // the source could not be read: `trap` is the name of a function around it

  friend auto operator<=>(const DirectCall&, const DirectCall&) = default;
};

class CallGraph {
 public:
  /// Takes in one line. Returns: false when it is none of a call graph.
  bool add(std::string_view line);

  /// The direct system calls, each once, in the order of traps, files and lines. Functions of the
  /// standard library are left out: those that need a loop have one. `packages`: names of packages
  /// of system calls, beside those that are known; `sources`: the folder in which relative names of
  /// files lie.
  std::vector<DirectCall> direct_calls(const std::vector<std::string>& packages,
                                       const std::string& sources) const;

  const std::string& revision() const { return revision_; }

 private:
  struct Edge {
    std::size_t caller;
    CallSite site;
  };

  std::size_t node(std::string_view name);

  std::string revision_;
  std::vector<std::string> names_;
  std::vector<std::vector<Edge>> callers_;  // of each function
  std::unordered_map<std::string, std::size_t> nodes_;
};

}  // namespace sigspec
