#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Checks that docs/supported-elements.md is what the registry of behaviors and the scenarios say; with --update it
# is written anew.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/build.sh

case ${1:-} in
  "") ;;
  --update) export RONDO_UPDATE_PAGES=1 ;;
  *)
    sed -n '3,4s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
build dev test_pages
build/dev/tests/test_pages --gtest_filter='SupportedElements.*' --gtest_brief=1
