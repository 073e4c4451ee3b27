// Helpers of the parser's and the printer's tests.
#include "tests/support/spec_text.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "model/parser.h"
#include "tests/support/paths.h"

namespace sigspec::test {

std::string Parsed::messages() const {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) out += render(diagnostic, sources, false);
  return out;
}

Parsed parse(const std::string& text, const std::string& path) {
  Parsed parsed;
  const FileId id = parsed.sources.add(path, text);
  parsed.file = parse_spec(id, parsed.sources, parsed.diagnostics);
  return parsed;
}

std::vector<ast::Expr> parse_expr(const std::string& text) {
  const Parsed parsed = parse("const X = " + text + "\n");
  if (!parsed.diagnostics.empty() || parsed.file.decls.size() != 1) return {};
  const auto* decl = std::get_if<ast::ConstDecl>(&parsed.file.decls[0].node);
  return decl == nullptr ? std::vector<ast::Expr>() : std::vector<ast::Expr>{decl->value};
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> spec_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_dir() / "spec")) {
    if (entry.path().extension() == ".sig") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

const char* const kEveryConstruct = R"sig(
// A file comment.

/// The versions.
kernel 2.6.22 .. 6.18

enum Signal prefix "SIG" {
  /// Hang up.
  SIGHUP = 1,
  SIGINT = 0x2 "SIGINT" "SIGIOT", SIGQUIT = -3,
  // A comment between members.
  other otherwise,
}
enum Short { a, b, c }
enum Empty {}
record Action { handler: Handler as "sa_handler", flags: set SaFlag, count: int = 3 }
union Handler { default "SIG_DFL", caught(opaque, int) otherwise, interrupted(Code) }
entity Process { limits: array Signal of 0 .. LIMIT, until_: -1 .. 5 }
entity Task in Process {
  /// Saved masks.
  frames: stack 8 of Frame,
  events: queue N of option set Signal,  // trailing
  state: State = running,
}
const KEPT: set SaFlag = {SA_RESTART, SA_SIGINFO}
  cites kernel "kernel/signal.c:do_sigaction", rule A2
  since 5.11 until 6.1 verified "6.18" refutes man "signal(7)" "x"
const TEXT = "quote \" and \\ backslash"
const NUMBER = 0x800
fn stored(a: Action, call: Call) -> Action cites live "T 1" = a with { flags: a.flags & KEPT, call: call }
table after_handler(code: Code, a: Action) -> Outcome
  cites kernel "arch", table T001 T002
{
  /// The row's doc.
  A when SA_RESTART in a.flags, x = 1 -> reissue cites rule D6 untested "why not" finding "a fault"
  A | B, _ -> fail(EINTR) since 5.1
  code(3), some(x) -> x otherwise y
  when a -> b
  otherwise -> none
}
observation delivered(t: Task, s: Signal, info: in Siginfo, n: inout int, out_: out sigset as "oset")
always forall t: Task, s: Signal. not (s in t.blocked)
  cites rule P2
always true
begins started(t: Task) cites strace "strace.c" do t.life := alive; t.mask := {}
rule deliver.handler (t: Task)
  fair scheduler
  cites kernel "a" "b", man "signal(7)", paper "p", posix "q"
  shows delivered(t, s, any except read, write, value(_))
  with m = t.mask, {a} = b
  when s in t.blocked, t.state is running | stopped and not x,
       (call)
  do push t.frames { signal: s, mask: t.restore otherwise t.blocked }
     pop t.frames; t.a[s].b := -x
     if a then t.b := c
     if a then { t.b := c; pop t.f } else if b then { pop t.f } else { pop t.g }
     if a then t.b := c else t.b := d
     for s: Signal where s in t.blocked do { t.a[s] := none }
     for s: Signal do push t.q s
     choose u: Task where u != t do { u.x := count v: Task where v.y = 2; let n = 3 }
     let k = if a then b else c
rule stop.it internal fair when c is any except a, d
call read, readv(fd: File, buf: opaque, size: int, ...)
  nr x86_64 0 19 nr i386 3 -1
  by fd.object same fd, size makes pipe abstract
  cites kernel "fs/read_write.c"
{
  /// A row.
  row read.pipe of readv on pipe | fifo when fd.blocking, a in {b} after transfer library "sem_wait(3)"
    sleeps interruptible then killable interrupted ERESTARTSYS handled fail(EINTR) restarted reissue
    unhandled go_on verified "6.18"
  row read.other interrupted never
  /// A rule.
  rule fails shows returned(t, _, error(e)) when e = EBADF
}
call any(...) { row any.one interrupted never }
call page_fault() abstract
view strace cites strace "x" {
  line entered "read(3 <unfinished ...>" shows entered
  /// Ends.
  line exited "+++ exited with 0 +++" shows exited
  rule wakes when a do b := c
}
scenario fuse_flush cites paper "netflix" {
  variant { fixed, broken }
  uses linux.delivery, linux.exit with signals {SIGKILL, SIGCHLD}
  size Task 3 .. any
  size Fuse 1 .. N
  /// The server.
  object Fuse in World { requests: array Task of Request, aborted: bool = false }
  initially do t.x := 1; t.y := 2
  /// A function.
  fn f(t: Task) -> bool = t.x = 1
  rule fuse.flush (t: Task) fair when t.exiting do t.x := either a or b when c
  /// Always.
  property safe: always forall t: Task. t.x = 1
  property gone: never a
  property comes: eventually b cites rule R1
  property leads: forall t: Task. killed(t) leads to ended(t)
  property holds: a until b
  invariant inv: forall t: Task. t.x = 1 implies forall u: Task. u.x = 1
  rank r: count t: Task where t.x = 2
  helpful h: forall t: Task. t.y
  expect fixed, broken for safe, gone: proved
  expect broken: refuted
  expect fixed: holds_to_bound
}
/// It waits for its server.
hold fuse.flush in "request_wait_*" | "fuse_wait", "fuse_flush", sleeps interruptible then killable | idle
  when PF in shown.flags, a for "the answer" on parent by abort, kill_server
  in scenario fuse_flush cites kernel "f.c:g"
hold unknown_wait otherwise when a cites man "x"
/// Gives it up.
release abort says "echo 1 >{connection}" price "all files \"fail\"" cites kernel "f.c:g" since 5.1
claim signal7.restarts page "signal(7)" section "Interruption" says "restarts \"always\""
  is forall x: Signal where x in KEPT. exists y: Signal. x = y, a
  interrupted read, readv on PIPES | eventfd when a, b = c after transfer handled EINTR
    restarted reissue | go_on unhandled partial
  interrupted read row read.a | read.b handled EINTR | reissue
  litmus wait never "A.got = EINTR" property door.opens of fixed
  expect conditional seen in wait "A.got = 1" cites man "signal(7)"
claim third page "p" section "s" says "t" is b expect refuted unseen "none is there"
claim other page "p" section "s" says "t" expect beyond "why"
const EXPRESSIONS = {
  a or b and not c implies d, a = b, a != b, a < b, a <= b, a > b, a >= b, a in b, a not in b,
  a is not none, a is some(x) | _, a otherwise b otherwise c, a + b - c & d, -a, ~b, a[b].c,
  f(), f(a, b,),
  some a.b, some(c),
  {}, { a: 1 }, a with { b: c } with {}, unknown, true, false,
  match a { A | B => c, _ => d }, either a or b, either a or b when c, let x = a in x,
  exists x: T, y: U where x = y. x, if a then b else if c then d else e, call, set, by + size
}
)sig";

}  // namespace sigspec::test
