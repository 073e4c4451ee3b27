#!/usr/bin/env bash
# What contradicts manual pages and takes devices and file systems that few machines have, shown by Debian's
# kernel in a virtual machine. Where a machine cannot be had, that is told and left out.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v gcc >/dev/null || { echo 'no gcc here'; exit 77; }
gcc -O1 -static -I. -o "$work/machine" tests/claims/machine.c
MODULES='fuse vhost_vsock nfsv3' QEMU='-serial null' SECONDS_MAX=300 scripts/in-machine "$work/machine" \
  >"$work/out" 2>"$work/messages" || {
  [[ ! -s $work/out ]] || { cat "$work/out" "$work/messages"; exit 1; }
  echo "no virtual machine here: $(tail -n 1 "$work/messages")"
  exit 77
}
if grep -v ' shown$' "$work/out"; then exit 1; fi
diff <(cut -d' ' -f1 "$work/out" | sort) <("$sigspec" claims --format json |
  jq -r '.claims[] | select(.programs | index("tests/claims/machine.c")) | .name' | sort)
echo "$(wc -l <"$work/out") claims shown by tests/claims/machine.c"
