#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# pkg_config.sh PREFIX COMPILER SOURCE: builds a program with what pkg-config says about the rondo installed in
# PREFIX, against the shared and the static library, and runs it.
set -euo pipefail
prefix=$1 compiler=$2 source=$3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PKG_CONFIG_PATH=$(find "$prefix" -type d -name pkgconfig | paste -sd :)
export PKG_CONFIG_PATH

flags() { pkg-config --define-prefix "$@" rondo; }
read -ra cflags <<<"$(flags --cflags)"
read -ra shared <<<"$(flags --libs)"
read -ra private <<<"$(flags --static --libs)"
libdir=$(flags --variable=libdir)

"$compiler" -std=c++20 "${cflags[@]}" -c "$source" -o "$work/program.o"
"$compiler" "$work/program.o" "${shared[@]}" -o "$work/shared"
LD_LIBRARY_PATH=$libdir "$work/shared"
readelf -d "$work/shared" | grep -q 'NEEDED.*librondo\.so\.[0-9]'

# With both forms in one folder the linker takes the shared one, unless the file is named.
"$compiler" "$work/program.o" "${private[@]/#-lrondo/-l:librondo.a}" -o "$work/static"
"$work/static"
if readelf -d "$work/static" | grep -q 'NEEDED.*librondo'; then
  echo "the program asks for the shared library" >&2
  exit 1
fi
