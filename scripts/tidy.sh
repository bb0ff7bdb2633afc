#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-tidy over the sources (or over the files given), with the settings in .clang-tidy. The compile
# commands come from a build folder of its own, which is configured but not built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/build.sh

configure clang
if [ $# -gt 0 ]; then
  files=("$@")
else
  files=(model/*.cpp bpmn/*.cpp expression/*.cpp agenda/*.cpp behaviors/*.cpp persistence/*.cpp rondo/*.cpp
    render/*.cpp frontends/*.cpp frontends/*/*.cpp cli/*.cpp bench/*.cpp)
fi
for file in "${files[@]}"; do
  [ -f "$file" ] && printf '%s\0' "$file"
done | xargs -0 -r -n 1 -P "$(nproc)" clang-tidy --quiet -p build/clang
