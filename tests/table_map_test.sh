#!/usr/bin/env bash
# Every row of the restart table, T001 to T289, is cited by a row of a call in spec/calls, and no
# other id is. A citation anywhere but in a row would be lost on coverage and reports.
set -euo pipefail
cd "$(dirname "$0")/.."

awk -v last=289 '
  function complain(text) { print FILENAME ":" FNR ": " text; bad = 1 }
  /^[ \t]*\/\// { next }
  /^call / { row = "" }
  /^  row / { row = $2 }
  /^  rule / { row = "" }
  {
    line = $0
    while (match(line, /(^|[ \t])T[0-9]+/)) {
      id = substr(line, RSTART, RLENGTH)
      line = substr(line, RSTART + RLENGTH)
      gsub(/[ \t]/, "", id)
      if (row == "") complain(id " is cited outside of a row")
      if (id !~ /^T[0-9][0-9][0-9]$/ || substr(id, 2) + 0 < 1 || substr(id, 2) + 0 > last)
        complain(id " is no row of the table")
      cited[id] = 1
    }
  }
  END {
    for (i = 1; i <= last; ++i) {
      id = sprintf("T%03d", i)
      if (!(id in cited)) { print "spec/calls: " id " is cited by no row"; bad = 1 }
    }
    exit bad
  }
' spec/calls/*.sig
echo "all rows of the restart table are cited"
