# What scripts/record and scripts/soak share: traces one program in namespaces of its own, with an
# environment and a root directory that name nothing of this machine (clean_root.sh, then play.sh).
# Sourced; the caller has set $parts, this folder, and $work, a folder of its own.
# shellcheck shell=bash

install_packages() {
  local package missing=()
  for package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [[ ${#missing[@]} == 0 ]] && return 0
  # In run level 1 a package does not start its service.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" \
    >"$work/apt.log" 2>&1 || { tail -5 "$work/apt.log" >&2; return 1; }
}

# Builds each record.d/x.c that the text names as ./x, or ./x-32 for 32-bit code; ./x may also be one of
# the live programs in tests/live.
build_programs() {
  local program source flags tests=$parts/../../tests
  for program in $(grep -oE '\./[a-z0-9_-]+' <<<"$1" | sort -u); do
    program=${program#./} source=$parts/${program%-32}.c flags=()
    if [[ ! -e $source ]]; then
      source=$tests/live/$program.c flags=(-D_GNU_SOURCE -Wno-unused-function -I "$tests/..")
    fi
    [[ -e $source && ! -e $work/bin/$program ]] || continue
    [[ $program == *-32 ]] && flags=(-m32 -static)
    gcc -std=gnu11 -O1 -g -Wall -Wextra -Wno-unused-result -pthread "${flags[@]}" -o "$work/bin/$program" "$source" -lrt
  done
}

# The fields of a recording are the caller's variables; they are described in scripts/record. The
# trace comes to lie in $work/out, what was said in $work/log.
trace_program() {
  if [[ $strace == ftrace ]]; then cp "$parts/../../build/sigspec" "$work/bin/sigspec"; fi
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LANG=C.UTF-8 TERM=xterm \
    strace="$strace" run="$run" before="$before" beside="$beside" after="$after" keys="$keys" \
    terminal="$terminal" stderr="$stderr" patience="${patience:-}" parts="$parts" work="$work" \
    machine="${machine:-}" modules="${modules:-}" qemu="${qemu:-}" \
    timeout -k 1 "$seconds" unshare -m -p -f -i -n -u --kill-child --mount-proc \
    bash "$parts/clean_root.sh" >"$work/log" 2>&1 </dev/null
}
