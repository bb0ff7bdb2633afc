#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Checks the layout of all sources; with --fix it sets them right.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode=(--dry-run -Werror)
[ "${1:-}" = --fix ] && mode=(-i)

sources() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -co --exclude-standard -- '*.cpp' '*.hpp' | while IFS= read -r file; do
      [ -f "$file" ] && printf '%s\0' "$file"
    done
  else
    find . -path ./build -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0
  fi
}
sources | xargs -0 -r -n 40 -P "$(nproc)" clang-format "${mode[@]}"
