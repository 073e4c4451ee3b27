#!/usr/bin/env bash
# The house rules that a machine can see, checked over every tracked file.
#
# Each `rule WHAT` reads offending lines from its standard input; none is a pass. Skipped outside a
# git checkout.
set -uo pipefail
shopt -s lastpipe  # `... | rule WHAT` runs here, so that it can set the status
cd "$(dirname "$0")/.."
git rev-parse --is-inside-work-tree >/dev/null 2>&1 || exit 77
status=0

rule() {
  local lines
  lines=$(cat)
  [[ -z $lines ]] && return
  printf '%s:\n%s\n' "$1" "$(head -n 20 <<<"$lines" | cut -c1-200)"
  status=1
}

# Tracked files that are there (not just deleted), by pathspec.
tracked() {
  git ls-files -z -- "$@" | while IFS= read -r -d '' file; do
    [[ -f $file ]] && printf '%s\0' "$file"
  done
}
matches() { # matches REGEX PATHSPEC...
  local regex=$1
  shift
  tracked "$@" | xargs -0 -r grep -nHIE -- "$regex"
}
code=('*.cc' '*.h' ':!scripts')
ours=("${code[@]}" '*.sig' '*.md' '*.sh' '*.cmake' 'CMakeLists.txt' '*/CMakeLists.txt' 'scripts/*'
  ':!traces/recorded' ':!tests/data' ':!tests/goldens')

matches '\s$' "${ours[@]}" | rule "white space at the end of a line"
matches $'\t' "${code[@]}" '*.sig' | rule "tabs"
matches $'\r' "${ours[@]}" | rule "carriage returns"
# A test's text in quotes may be as long as what it tests.
tracked "${code[@]}" '*.sig' | LC_ALL=C.UTF-8 xargs -0 -r grep -nHE '^.{101,}$' |
  grep -vE '^tests/[^:]*:[0-9]+:.*"' | rule "lines of more than 100 columns"
tracked "${code[@]}" '*.sig' | xargs -0 -r awk 'FNR == 601 { print FILENAME }' |
  rule "files of more than 600 lines: look for the seam"
tracked "${code[@]}" | xargs -0 -r -n1 sh -c 'head -n1 "$0" | grep -q "^//" || echo "$0"' |
  rule "files without an opening sentence"
tracked '*.h' ':!scripts' | xargs -0 -r grep -L '^#pragma once$' | rule "headers without #pragma once"

matches '^ *! ' 'tests/*.sh' | grep -vE '\|\||; then$' |
  rule "a line that begins with '!' does not end a script that fails there"

# Includes go one way: checker -> {prove -> model, traces}.
matches '^#include "(traces|checker|prove)/' 'model/*' | rule "model includes what it must not know"
matches '^#include "(traces|checker)/' 'prove/*' | rule "prove includes what it must not know"
matches '^#include "(traces|checker|prove)/' 'litmus/*' | rule "litmus includes what it must not know"
matches '^#include "(model|checker|prove|litmus/[^r])' 'litmus/runner/*' |
  rule "the runner includes what it must not know"
matches '^#include "(model|checker|prove|litmus|traces)/' 'stuck/*.cc' 'stuck/*.h' |
  rule "stuck includes what it must not know"
matches '^#include "(model|checker|prove)/' 'traces/*.cc' 'traces/*.h' |
  grep -vE '"model/(event|vocabulary)[a-z_]*\.h"' | rule "traces includes what it must not know"
matches '^#include "[^/"]+"' 'model/*' 'prove/*' 'traces/*.cc' 'traces/*.h' 'checker/*' 'tests/*' |
  rule "includes are written from the root"
matches '#include <z3' "${code[@]}" | grep -v '^prove/' | rule "Z3 outside prove"
matches '#include <boost/' 'checker/*' 'prove/*' | rule "Boost in checker or prove"
matches '#include <(signal\.h|csignal)>' 'model/*' 'traces/*.cc' 'traces/*.h' |
  rule "the host's signal.h (facts come from spec/)"

# Facts about Linux stand in spec/ alone: no C++ of ours spells a signal, a flag, a restart code, a
# rule or a call as a text.
engines=('model/*.cc' 'model/*.h' 'traces/*.cc' 'traces/*.h' 'checker/*.cc' 'checker/*.h'
  'prove/*.cc' 'prove/*.h' 'litmus/*.cc' 'litmus/*.h' 'stuck/*.cc' 'stuck/*.h' ':!litmus/runner'
  ':!traces/litmus' ':!traces/recorded')
matches '"(ERESTART[A-Z_]*|SIG[A-Z]{3,}|SA_[A-Z]+|E(INTR|AGAIN|CHILD))"' "${engines[@]}" |
  rule "facts about Linux spelled in C++"
tracked 'spec/*.sig' | xargs -0 -r sed -nE 's/^ *(rule|call) ([a-z0-9_.]+).*/"\2"/p' | sort -u |
  grep -vx '"any"' |  # the language's own word: what a block of rows for every call is headed by
  { tracked "${engines[@]}" | xargs -0 -r grep -nHF -f /dev/fd/3; } 3<&0 </dev/null |
  rule "rules or calls of the specification named in C++"

git ls-files -s -- scripts/setup scripts/demo scripts/test scripts/format .ci/run |
  grep -v '^100755' | rule "scripts that are not executable"
git grep -nIF -- "$PWD/" | rule "the place of this checkout in a tracked file"

exit "$status"
