#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the conformance cases that lie beside the tree and compares with tests/conformance/passing.txt:
# a case listed there that fails now fails the check. With --update the list is written anew.
# tests/conformance/disputed.txt lists cases that rondo does not agree with (id, tab, reason). A case that fails and
# is not in it fails the check, as does one in it that passes, is unknown or has no reason. Unscored cases do not count.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C

cases=${RONDO_CONFORMANCE_DIR:-../shared/conformance}
passing=tests/conformance/passing.txt
disputed=tests/conformance/disputed.txt
rondo=${RONDO:-build/release/rondo}

if [ ! -d "$cases" ]; then
  echo "No conformance cases at $cases" >&2
  exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch -a "$passing" "$disputed"

# The command answers 1 when any case fails, which the comparison judges; 2 and more is no answer at all.
status=0
"$rondo" test "$cases"/*.json --jobs "$(nproc)" --junit "$work/report.xml" >"$work/output" 2>&1 || status=$?
if [ "$status" -gt 1 ] || [ ! -s "$work/report.xml" ]; then
  tail -n 20 "$work/output" >&2
  echo "The cases could not be run (exit code $status)" >&2
  exit 1
fi

# One line per case: id, tab, pass or fail. Each tag is put on a line of its own first.
tr '\n' ' ' <"$work/report.xml" | sed 's/</\n</g' | awk '
  function close_case() { if (id != "") print id "\t" verdict; id = "" }
  /^<testcase[ \t>]/ {
    close_case()
    verdict = "pass"
    if (match($0, /[ \t]name="[^"]*"/)) id = substr($0, RSTART + 7, RLENGTH - 8)
    gsub(/&quot;/, "\"", id); gsub(/&apos;/, "\047", id); gsub(/&lt;/, "<", id); gsub(/&gt;/, ">", id)
    gsub(/&amp;/, "\\&", id)
  }
  /^<(failure|error)[ \t\/>]/ { verdict = "fail" }
  /^<skipped[ \t\/>]/ { verdict = "unscored" }
  END { close_case() }' | sort -u >"$work/verdicts"

awk -F '\t' 'NF && !/^#/ { print $1 }' "$disputed" | sort -u >"$work/disputed"
awk -F '\t' '$2 == "pass" { print $1 }' "$work/verdicts" | sort -u >"$work/now"
grep -v '^#' "$passing" | sed '/^$/d' | sort -u >"$work/before" || true
comm -23 "$work/before" "$work/now" | comm -23 - "$work/disputed" >"$work/lost"
comm -13 "$work/before" "$work/now" >"$work/won"
awk -F '\t' '$2 == "fail" { print $1 }' "$work/verdicts" | sort -u | comm -23 - "$work/disputed" |
  comm -23 - "$work/lost" >"$work/unlisted"
cut -f 1 "$work/verdicts" | sort -u >"$work/known"
{
  comm -12 "$work/disputed" "$work/now" | sed 's/$/: it passes/'
  comm -23 "$work/disputed" "$work/known" | sed 's/$/: there is no such case/'
  awk -F '\t' 'NF && !/^#/ && $2 !~ /[a-z]/ { print $1 ": no reason is given" }' "$disputed"
} >"$work/wrong"

total=$(wc -l <"$work/verdicts")
now=$(wc -l <"$work/now")
open=$(cat "$work/unlisted" "$work/lost" | wc -l)
unscored=$(grep -c 'unscored$' "$work/verdicts" || true)
echo "Conformance: $now of $total cases pass, $open fail, $(wc -l <"$work/disputed") are disputed," \
  "$unscored of those that do not count fail"

if [ "${1:-}" = --update ]; then
  cp "$work/now" "$passing"
  echo "$passing written: $(wc -l <"$work/won") new, $(wc -l <"$work/lost") gone"
  exit 0
fi
if [ -s "$work/won" ]; then
  echo "Passing now but not listed (scripts/conformance.sh --update lists them):"
  sed 's/^/  /' "$work/won"
fi
# report FILE HEADING: says what is in the file, with the reason where the run gave one. True when it is empty.
report() {
  [ -s "$1" ] || return 0
  echo "$2" >&2
  while IFS= read -r id; do
    grep -F -- "FAIL $id:" "$work/output" >&2 || echo "  $id" >&2
  done <"$1"
  return 1
}

good=0
report "$work/lost" "Listed as passing but failing now:" || good=1
report "$work/unlisted" "Failing, and neither disputed nor listed as passing:" || good=1
report "$work/wrong" "Wrong in $disputed:" || good=1
exit $good
