#!/usr/bin/env bash
# Every command quoted in papers/*.md prints what the page says, up to the times it takes.
#
# In a ```console block a line that begins with `$ ` is a command, the lines behind it its output.
# SIGSPEC_UPDATE=1 writes the output anew; then read the diff.
set -uo pipefail
cd "$(dirname "$0")/.."
sigspec=${SIGSPEC:-build/sigspec}
status=0 commands=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Times differ from run to run.
normalised() { sed -E 's/ +[0-9]+\.[0-9]+ s( |$)/ N s\1/g' "$1"; }

# run COMMAND LINE: its output goes to $work/found, and is held against $work/expected.
run() {
  commands=$((commands + 1))
  bash -c "${1//build\/sigspec/$sigspec}" >"$work/found" 2>&1
  if [[ ${SIGSPEC_UPDATE:-} != 1 ]] &&
    ! diff <(normalised "$work/expected") <(normalised "$work/found") >"$work/diff"; then
    printf '%s: $ %s\n' "$2" "$1"
    cat "$work/diff"
    status=1
  fi
}

for page in papers/*.md; do
  : >"$work/page"
  inside=no command='' number=0
  # Ends the command at hand: what it prints takes the place of what the page had.
  finish() {
    [[ -n $command ]] || return
    run "$command" "$page:$at"
    cat "$work/found" >>"$work/page"
    command=''
  }
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    if [[ $line == '```console' ]]; then
      inside=yes
    elif [[ $inside == yes && $line == '```' ]]; then
      finish
      inside=no
    elif [[ $inside == yes && $line == '$ '* ]]; then
      finish
      command=${line#'$ '} at=$number
      : >"$work/expected"
    elif [[ $inside == yes && -n $command ]]; then
      printf '%s\n' "$line" >>"$work/expected"
      continue
    fi
    printf '%s\n' "$line" >>"$work/page"
  done <"$page"
  [[ ${SIGSPEC_UPDATE:-} != 1 ]] || cp "$work/page" "$page"
done

# Every litmus test that a paper is cited for is on that paper's page.
while read -r paper name; do
  grep -qF -e "\`$name\`" -e "$name:" "papers/$paper.md" || { echo "papers/$paper.md: no $name"; status=1; }
  named=$((${named:-0} + 1))
done < <(awk '/^litmus / { name = $2 }
              match($0, /paper "[^"]*"/) { print substr($0, RSTART + 7, RLENGTH - 8), name }' traces/litmus/*.lit)
[[ ${named:-0} -ge 25 ]] || { echo "only ${named:-0} litmus tests cite a paper"; status=1; }

[[ $commands -ge 40 ]] || { echo "only $commands commands are quoted"; status=1; }
exit "$status"
