#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the API reference of the public headers, build/docs/html; fails on everything undocumented.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

headers=$(sed -n 's/^ *\([a-z_/]*\.hpp\)).*$/\1/p; s/^ *\([a-z_/]*\.hpp\)$/\1/p' cmake/public_headers.cmake)
mkdir -p build/docs
{
  cat docs/Doxyfile
  echo "INPUT += ${headers//$'\n'/ }"
} | doxygen -
echo "build/docs/html/index.html"
