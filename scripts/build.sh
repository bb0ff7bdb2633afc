# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# Sourced by run.sh and test.sh: configures when needed, and builds.

# configure PRESET: quiet unless it fails. Ninja notices changes of the CMake files by itself, not of the presets.
configure() {
  local preset=$1 log
  if [ -f "build/$preset/build.ninja" ] && [ ! CMakePresets.json -nt "build/$preset/build.ninja" ]; then
    return 0
  fi
  echo "Configuring the $preset build"
  log=$(mktemp)
  if ! cmake --preset "$preset" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
  touch "build/$preset/build.ninja"
}

# build PRESET [TARGET...]: shows progress, and the whole output of what failed.
build() {
  local preset=$1
  shift
  configure "$preset" || return 1
  echo "Building $preset"
  local command=(cmake --build --preset "$preset" --parallel "${RONDO_JOBS:-$(nproc)}")
  [ $# -gt 0 ] && command+=(--target "$@")
  # On a terminal Ninja shows one line that changes. Elsewhere a line now and then is enough.
  if [ -t 1 ]; then
    "${command[@]}"
  else
    "${command[@]}" 2>&1 | thin_progress
    return "${PIPESTATUS[0]}"
  fi
}

# Passes on everything but the lines of progress, and of these every 20th.
thin_progress() {
  awk '
    /^\[[0-9]+\/[0-9]+\]/ { if (++steps % 20 == 0) { print; fflush() } next }
    /^-- |Re-checking globbed|no work to do/ { next }
    { print; fflush() }'
}
