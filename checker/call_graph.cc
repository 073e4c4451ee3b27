// Goes from the functions that trap into the kernel back to the first function of the program.
#include "checker/call_graph.h"

#include <algorithm>
#include <charconv>
#include <fstream>

namespace sigspec {

namespace {

constexpr std::string_view kBar = " | ";

/// Functions that make the system call whose number is their first argument.
constexpr std::string_view kTraps[] = {"Syscall", "RawSyscall", "rawSyscall", "PtraceSyscall"};
/// Packages of them, wherever they are vendored.
constexpr std::string_view kPackages[] = {"syscall", "golang.org/x/sys/unix", "internal/unix"};

/// `(*example.com/a/b.T).F` becomes `example.com/a/b.T.F`.
std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c != '(' && c != ')' && c != '*') out += c;
  return out;
}

/// The package of a plain name: up to the first dot behind the last slash.
std::string_view package_of(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return name.substr(0, name.find('.', slash == std::string_view::npos ? 0 : slash));
}

bool is_package(std::string_view package, std::string_view wanted) {
  return package == wanted || (package.size() > wanted.size() && package.ends_with(wanted) &&
                               package[package.size() - wanted.size() - 1] == '/');
}

/// A path of the standard library has no dot in its first part: the others name a host.
bool is_of_standard_library(std::string_view package) {
  return package.substr(0, package.find('/')).find('.') == std::string_view::npos;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// `file:line:column:offset`; a file's name may hold colons.
std::optional<CallSite> call_site(std::string_view text) {
  std::int64_t parts[3];
  for (int i = 2; i >= 0; --i) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto value = number(text.substr(colon + 1));
    if (!value) return std::nullopt;
    parts[i] = *value;
    text = text.substr(0, colon);
  }
  return CallSite{std::string(text), parts[0], parts[2]};
}

/// The tool makes up functions, such as those that begin packages: their calls stand nowhere.
bool is_made_up(const CallSite& site) { return site.file.empty(); }

/// Constants of numbers are written in capitals; arguments and variables are not.
bool is_constant(std::string_view name) {
  return !name.empty() && std::isupper(static_cast<unsigned char>(name[0]));
}

/// The first argument of the call, if it is a name: `unix.SYS_READ` is SYS_READ. Empty: the file
/// cannot be read there.
std::string trap_at(const CallSite& site, const std::string& sources) {
  const bool relative = !sources.empty() && !site.file.starts_with('/');
  std::ifstream in(relative ? sources + "/" + site.file : site.file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(site.offset) + 1);  // behind the parenthesis
  std::string name;
  for (char c; name.size() < 100 && in.get(c);) {
    if (c == '.') name.clear();
    else if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') name += c;
    else break;
  }
  return name;
}

}  // namespace

std::size_t CallGraph::node(std::string_view name) {
  const auto [at, is_new] = nodes_.emplace(plain_name(name), names_.size());
  if (is_new) {
    names_.push_back(at->first);
    callers_.emplace_back();
  }
  return at->second;
}

bool CallGraph::add(std::string_view line) {
  if (line.empty() || line[0] == '#') return true;
  const std::size_t first = line.find(kBar);
  if (first == std::string_view::npos) {
    if (!names_.empty() || !revision_.empty()) return false;
    revision_ = line;
    return true;
  }
  const std::size_t second = line.find(kBar, first + kBar.size());
  if (second == std::string_view::npos) return false;
  auto site = call_site(line.substr(second + kBar.size()));
  if (!site) return false;
  const std::size_t caller = node(line.substr(0, first));
  const std::size_t callee =
      node(line.substr(first + kBar.size(), second - first - kBar.size()));
  callers_[callee].push_back({caller, std::move(*site)});
  return true;
}

std::vector<DirectCall> CallGraph::direct_calls(const std::vector<std::string>& packages,
                                                const std::string& sources) const {
  // The program's own package may have a path that looks like the standard library's.
  std::vector<std::string_view> own;
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (const auto package = package_of(names_[i]); names_[i].substr(package.size()) == ".main")
      own.push_back(package);
  const auto calls_the_system = [&](std::string_view package) {
    const auto fits = [&](std::string_view wanted) { return is_package(package, wanted); };
    return std::any_of(std::begin(kPackages), std::end(kPackages), fits) ||
           std::any_of(packages.begin(), packages.end(), fits);
  };
  const auto is_trap = [&](const std::string& name) {
    const std::string_view package = package_of(name);
    if (!calls_the_system(package) || name.size() <= package.size()) return false;
    const std::string_view function = std::string_view(name).substr(package.size() + 1);
    return std::any_of(std::begin(kTraps), std::end(kTraps),
                       [&](std::string_view trap) { return function.starts_with(trap); });
  };

  const auto names_a_trap = [&](const Edge& edge) {
    return is_constant(trap_at(edge.site, sources));
  };

  std::vector<DirectCall> found;
  std::vector<bool> seen, traps(names_.size(), false);
  std::vector<std::size_t> due_traps;
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (is_trap(names_[i])) {
      traps[i] = true;
      due_traps.push_back(i);
    }
  for (std::size_t at = 0; at < due_traps.size(); ++at) {
    for (const Edge& first : callers_[due_traps[at]]) {
      if (traps[first.caller]) continue;  // Syscall by way of RawSyscall
      DirectCall call;
      call.trap = trap_at(first.site, sources);
      if (!call.trap.empty() && !is_constant(call.trap)) {
        // A number that the function got from its callers: they name it.
        const std::vector<Edge>& callers = callers_[first.caller];
        if (std::any_of(callers.begin(), callers.end(), names_a_trap)) {
          traps[first.caller] = true;
          due_traps.push_back(first.caller);
          continue;
        }
        call.trap.clear();
      }
      call.by_name = call.trap.empty();
      const std::string& wrapper = names_[first.caller];
      if (call.by_name) call.trap = wrapper.substr(wrapper.rfind('.') + 1);
      // Each wrapper leads to its callers once.
      seen.assign(names_.size(), false);
      std::vector<Edge> due{first};
      while (!due.empty()) {
        const Edge edge = std::move(due.back());
        due.pop_back();
        const std::string_view package = package_of(names_[edge.caller]);
        const bool is_own = !is_of_standard_library(package) ||
                            std::find(own.begin(), own.end(), package) != own.end();
        if (calls_the_system(package) || (is_own && is_made_up(edge.site))) {
          if (!seen[edge.caller])
            due.insert(due.end(), callers_[edge.caller].begin(), callers_[edge.caller].end());
          seen[edge.caller] = true;
        } else if (is_own) {
          call.caller = names_[edge.caller];
          call.site = edge.site;
          found.push_back(call);
        }
      }
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace sigspec
