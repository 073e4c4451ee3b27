#!/usr/bin/env bash
# Plants each fault of tests/prove_faults.list in a copy of spec/: `sigspec prove` must refute the
# property that it names, which it proves otherwise.
set -uo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
status=0
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

while read -r scenario property file edit; do
  [[ $scenario == \#* ]] && continue
  rm -rf "$copy/spec" && cp -r spec "$copy/spec"
  sed -i "$edit" "$copy/spec/$file"
  if cmp -s "spec/$file" "$copy/spec/$file"; then
    echo "changes nothing any more: $file $edit"
    status=1
    continue
  fi
  variant=linux
  [[ $scenario == fuse_flush_at_exit ]] && variant=linux_6_1
  output=$("$sigspec" --spec "$copy/spec" prove "$scenario" --variant "$variant" \
    --property "$property" --no-recheck 2>&1)
  grep -q "^  $variant  *$property  *refuted" <<<"$output" ||
    { printf '%s does not notice: %s %s\n%s\n' "$property" "$file" "$edit" "$output"; status=1; }
done <tests/prove_faults.list
exit "$status"
