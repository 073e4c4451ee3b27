#!/usr/bin/env bash
# `sigspec doc`: the manual as Markdown and as a page whose links all lead somewhere; and, where
# chromium is installed, the page in a browser at the width of a desk and of a phone.
set -euo pipefail
cd "$(dirname "$0")/.."
sigspec=$(realpath "${SIGSPEC:-build/sigspec}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }

sources=(--recordings traces/recorded/read-restart.strace.xz --litmus traces/litmus/pipe.lit)
"$sigspec" doc "${sources[@]}" >"$work/manual.md"
"$sigspec" doc "${sources[@]}" --format html -o "$work/manual.html"
grep -q '<a id="rule-read.empty_pipe"></a>' "$work/manual.md" || fail "no row in Markdown"
grep -qE -- '- recordings: read.?-restart .?\(' "$work/manual.md" || fail "no recordings"
grep -qE -- '- litmus tests: .*read.?_pipe.?_restarts' "$work/manual.md" || fail "no litmus tests"
grep -q -- '- proofs: .*(#scenario-handler_masks)' "$work/manual.md" || fail "no proofs"

# What proofs rest on besides rules: tables, and rows where a scenario ranges over all of them.
awk '/^### `wakers`/,/^### `[^w]/' "$work/manual.md" | grep -q 'proofs: .*sigkill_terminates' ||
  fail "no proof rests on a table"
awk '/rule-read.empty_pipe/,/rule-read.pipe_with_data/' "$work/manual.md" |
  grep -q 'proofs: .*restart_transparency' || fail "no proof rests on a row"

# Diagrams of what changes a task's state, of the outcomes of restarts, and of a signal's life.
for way in '"stopped" -> "running"' '"ERESTARTSYS" -> "fail(EINTR)"' '"ERESTARTSYS" -> "reissue"' '"taken" -> "handled"'; do
  grep -qF -- "$way" "$work/manual.md" || fail "no way $way is drawn"
done
! command -v dot >/dev/null || [[ $(grep -c '<svg' "$work/manual.html") -ge 6 ]] || fail "diagrams are not drawn"

# The manual pages: man finds and shows them, and `man sigspec` names each of the others.
mkdir -p "$work/man/man1"
"$sigspec" doc --format man -o "$work/man/man1"
if command -v man >/dev/null; then
  man -M "$work/man" sigspec >"$work/first"
  for page in "$work"/man/man1/*.1; do
    name=$(basename "$page" .1)
    man -M "$work/man" "$name" >"$work/page"
    grep -q SYNOPSIS "$work/page" || fail "man does not show $name"
    [[ $name == sigspec ]] || grep -qw "${name#sigspec-}" "$work/first" || fail "man sigspec lacks $name"
  done
fi

# Every link within a document has its target, no name is given twice, and nothing is fetched.
python3 - "$work/manual.md" "$work/manual.html" <<'END'
import collections, re, sys
from html.parser import HTMLParser

class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.open, self.fetched = collections.Counter(), [], [], []
    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if "id" in a: self.ids[a["id"]] += 1
        if tag == "a" and "href" in a: self.links.append(a["href"])
        self.fetched += [a[k] for k in ("src",) if k in a]
        if tag == "link": self.fetched.append(a["href"])
        if tag in ("article", "table", "details", "dl", "main", "nav"): self.open.append(tag)
    def handle_endtag(self, tag):
        if tag in ("article", "table", "details", "dl", "main", "nav"):
            assert self.open and self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

markdown = open(sys.argv[1]).read()
ids = set(re.findall(r'<a id="([^"]+)"', markdown))
for link in re.findall(r'\]\(#([^)]+)\)', markdown): assert link in ids, link

page = Page()
text = open(sys.argv[2]).read()
page.feed(text)
assert not page.open, page.open
for name, n in page.ids.items(): assert n == 1, (name, n)
for link in page.links: assert link.startswith("#") and link[1:] in page.ids, link
assert len(page.links) > 500, len(page.links)
assert all(f.startswith("data:") for f in page.fetched), page.fetched
assert "http" not in re.sub(r'<pre>.*?</pre>|xmlns(:\w+)?="[^"]*"|<!DOCTYPE[^>]*>', "", text, flags=re.S)
END

status=0
"$sigspec" doc --recordings "$work/missing" >/dev/null 2>"$work/err" || status=$?
[[ $status == 2 ]] || fail "a missing recording: $status"

browser=$(command -v chromium || true)
[[ $browser ]] || { echo "chromium is not installed: the page was not opened"; exit 0; }
# The page tests itself, in a frame as wide as the screen: a script behind it filters, searches and
# follows links, and tells the page around it what went wrong.
cat >"$work/check.js" <<'END'
window.addEventListener('load', () => {
  const wrong = [];
  const check = (what, ok) => { if (!ok) wrong.push(what); };
  const shown = () => [...document.querySelectorAll('#rows tbody tr')].filter((r) => !r.hidden);
  const set = (id, value) => {
    const field = document.getElementById(id);
    field.value = value;
    field.dispatchEvent(new Event('input'));
  };
  const all = shown().length;
  check('rows', all > 300);
  set('by-call', 'nanosleep');
  check('filter by call', shown().length > 1 && shown().every((r) => /nanosleep/.test(r.dataset.calls)));
  set('by-call', '');
  set('by-outcome', 'EINTR');
  set('by-column', 'restarting');
  check('filter by outcome', shown().length < all && shown().every((r) => r.dataset.restarting === 'EINTR'));
  check('count', document.getElementById('shown').textContent.startsWith(shown().length + ' of'));
  set('by-outcome', '');
  set('by-column', '');
  check('all again', shown().length === all);
  set('search', 'read.empty_pipe');
  const first = document.querySelector('#results a');
  check('search', first && first.getAttribute('href') === '#rule-read.empty_pipe');
  first.click();
  check('link', location.hash === '#rule-read.empty_pipe');
  const target = document.getElementById('rule-read.empty_pipe');
  check('in sight', target.getBoundingClientRect().width > 0);
  check('width', document.documentElement.scrollWidth <= window.innerWidth);
  const before = getComputedStyle(document.body).backgroundColor;
  document.getElementById('theme').click();
  check('theme', getComputedStyle(document.body).backgroundColor !== before);
  check('frame', window !== parent);
  parent.postMessage(wrong.length ? 'WRONG: ' + wrong.join(', ') : 'FINE ' + window.innerWidth, '*');
});
END
python3 - "$work" <<'END'
import sys
work = sys.argv[1]
page = open(work + "/manual.html").read()
open(work + "/checked.html", "w").write(
    page.replace("</body>", "<script>" + open(work + "/check.js").read() + "</script></body>"))
END
for width in 390 1280; do
  cat >"$work/frame.html" <<END
<!doctype html><title>nothing was heard</title>
<script>addEventListener('message', (event) => { document.title = event.data; });</script>
<iframe src="checked.html" style="width:${width}px;height:900px;border:0"></iframe>
END
  timeout --foreground 120 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars \
    --user-data-dir="$work/profile-$width" --window-size=1400,1000 --virtual-time-budget=10000 \
    --dump-dom "file://$work/frame.html" >"$work/dom" 2>"$work/browser" || {
    cat "$work/browser"
    fail "the browser"
  }
  grep -q "<title>FINE $width</title>" "$work/dom" || { grep -o '<title>[^<]*' "$work/dom"; fail "width $width"; }
done
echo "the page is fine at the width of a phone and of a desk"
