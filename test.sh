#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, and runs every check:
#   ./test.sh            all of them
#   ./test.sh --quick    without the sanitizers and the conformance cases
#   ./test.sh --tidy     clang-tidy only
#   ./test.sh --docs     the API reference only: everything public is documented
# Answers with 0 only when all have passed.
# shellcheck disable=SC2317 # the parts are called by name
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
. scripts/packages.sh
. scripts/build.sh

mode=${1:-all}
case $mode in
  all | --quick | --tidy | --docs) ;;
  *)
    sed -n '3,8s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac

passed=0
failed=0
summary=()

# part NAME COMMAND...: runs one check, and notes how it ended.
part() {
  local name=$1 start=$SECONDS verdict=ok
  shift
  echo "=== $name"
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    verdict=FAILED
  fi
  summary+=("$(printf '%-7s %5d s  %s' "$verdict" $((SECONDS - start)) "$name")")
  [ $verdict = ok ]
}

left_out() {
  summary+=("$(printf '%-7s %5s    %s' left 'out' "$1")")
}

finish() {
  echo "=== Summary"
  printf '%s\n' "${summary[@]}"
  echo "$passed passed, $failed failed"
  [ $failed -eq 0 ]
  exit
}

# run_tests PRESET: shows what fails, and the totals.
run_tests() {
  ctest --preset "$1" --parallel "$(nproc)" | awk '!/^ +Start +[0-9]+: / && !/ Passed +[0-9.]+ sec$/'
  return "${PIPESTATUS[0]}"
}

scenarios() {
  local paths=() path
  for path in samples tests/scenarios; do
    [ -d "$path" ] && paths+=("$path")
  done
  build/dev/rondo test "${paths[@]}"
}

# The test programs that hold concurrency tests; the others show nothing new under the thread sanitizer.
concurrency_programs() {
  grep -lE '^TEST(_F|_P)?\([A-Za-z]*Concurrency' tests/*/*_test.cpp | cut -d / -f 2 | sort -u | sed 's/^/test_/'
}

concurrency() {
  local programs
  mapfile -t programs < <(concurrency_programs)
  build tsan "${programs[@]}" && run_tests tsan
}

if [ "$mode" = --tidy ]; then
  # shellcheck disable=SC2086
  part "packages" install_missing $TIDY_PACKAGES || finish
  part "clang-tidy" scripts/tidy.sh
  finish
fi

if [ "$mode" = --docs ]; then
  part "packages" install_missing "$DOCS_PACKAGES" || finish
  part "API reference" scripts/docs.sh
  finish
fi

# shellcheck disable=SC2086
part "packages" install_missing $TEST_PACKAGES || finish
part "format" scripts/format.sh
if part "build" build dev all all_verify_interface_header_sets; then
  part "tests" run_tests dev
  part "structure" build/dev/tests/test_structure --gtest_brief=1
  if [ -x build/dev/rondo ]; then
    part "scenarios" scenarios
  else
    part "scenarios: there is no command" false
  fi
fi
if [ "$mode" = --quick ]; then
  left_out "address and undefined behavior sanitizers"
  left_out "thread sanitizer"
  left_out "conformance cases"
  finish
fi

if part "build for the address and undefined behavior sanitizers" build asan; then
  part "tests under the address and undefined behavior sanitizers" run_tests asan
fi
if [ -n "$(concurrency_programs)" ]; then
  part "concurrency tests under the thread sanitizer" concurrency
else
  left_out "thread sanitizer: there are no concurrency tests"
fi
if part "release build" build release rondo_cli; then
  if [ -d ../shared/conformance ]; then
    part "conformance cases" scripts/conformance.sh
  else
    left_out "conformance cases: they are not beside this tree"
  fi
fi
finish
