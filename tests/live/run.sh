#!/usr/bin/env bash
# Runs the programs of this folder under strace, each in namespaces of its own and three times, and
# compares with what their `Expect:` lines say. Needs root; changes nothing outside of its folder in
# the temporary directory. Usage: run.sh [NAME...]
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
names=("$@")
[ ${#names[@]} -gt 0 ] || names=($(basename -s .c -a "$here"/*.c))
bad=0

for name in "${names[@]}"; do
  gcc -O1 -D_GNU_SOURCE -Wall -Wno-unused-function -pthread -I "$here/../.." -o "$work/$name" "$here/$name.c" ||
    { bad=1; continue; }
  for mode in plain restart stop; do
    folder=$work/$name.$mode
    options=$(sed -n 's|^// Strace: ||p' "$here/$name.c")
    mkdir "$folder"
    said=$(cd "$folder" && timeout -k 1 20 unshare -mpfin --mount-proc sh -c "
        mount -t tmpfs none . && cd . && cd '$folder' &&
        { ip link set lo up || ifconfig lo up; } 2>/dev/null;
        strace -f -yy $options -o '$folder.trace' '$work/$name' $mode" | tr '\n' ' ' | sed 's/ $//')
    case $said in skipped*) echo "$name $mode: $said"; continue ;; esac
    while IFS= read -r line; do
      rest=${line#*Expect: }
      call=${rest%% *}
      rest=${rest#* }
      code=${rest%%;*}
      expected=$(tr ';' '\n' <<<"$rest" | sed -n "s/^ *$mode //p")
      seen="nothing"
      codes="(ERESTART[A-Z_]*|EINTR|EAGAIN)"
      shown=$(grep -E "(\b$call\(|<\.\.\. $call resumed).*= (\?|-1) $codes" "$folder.trace" |
              grep -oE "$codes" | sort -u | tr '\n' ' ')
      case $code in
        completes | partial) [ -z "$shown" ] || seen="$shown" ;;
        *) seen=$(grep -ow "$code" <<<"$shown" | head -1) ;;
      esac
      good=no
      case "$expected" in
        any) good=yes ;;
        "$said") good=yes ;;
        *) python3 - "$expected" "$said" <<'PY' && good=yes ;;
import sys
want, said = sys.argv[1].split(), sys.argv[2].split()
i = 0
for n, word in enumerate(want):  # a bare `ok` stands for `ok` and any number
    if i >= len(said) or said[i] != word: sys.exit(1)
    i += 1
    if word == "ok" and not (n + 1 < len(want) and want[n + 1].isdigit()): i += 1
sys.exit(0)
PY
      esac
      case $code in
        completes | partial) [ "$seen" = nothing ] || good=no ;;
        *) [ "$expected" = any ] || [ -n "$seen" ] || good=no ;;
      esac
      echo "$name $mode: $call shows ${shown:-nothing}, program says: $said"
      [ $good = yes ] || { bad=1; echo "    expected: $code, $expected"; }
    done < <(grep -E '^// Expect: ' "$here/$name.c")
    [ -z "${KEEP:-}" ] || cp "$folder.trace" "$KEEP/$name.$mode.trace"
  done
done
exit $bad
