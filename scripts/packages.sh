# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# Sourced by run.sh and test.sh: installs the Debian packages that are missing.

RUN_PACKAGES="g++ cmake ninja-build ccache libboost1.81-dev libboost-container1.81-dev libboost-json1.81-dev
libpugixml-dev libsqlite3-dev libspdlog-dev libfmt-dev libyaml-cpp-dev libcli11-dev"
TEST_PACKAGES="$RUN_PACKAGES libgtest-dev libgmock-dev clang-format pkgconf dpkg-dev file"
TIDY_PACKAGES="$TEST_PACKAGES clang-tidy"
DOCS_PACKAGES="doxygen"

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_missing PACKAGE...: does nothing, and needs no network, when all are there.
install_missing() {
  local missing=() package root=()
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "These Debian packages are missing, and without root or sudo they cannot be installed:" >&2
      echo "  ${missing[*]}" >&2
      return 1
    fi
    root=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  local log
  log=$(mktemp)
  if ! apt_install "${missing[@]}" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    echo "The packages could not be installed; the full output is in $log" >&2
    return 1
  fi
  rm -f "$log"
}

# Uses the caller's `root`, the words that make a command run as root.
apt_install() {
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
  # A list of packages may be there already, and recent enough.
  "${apt[@]}" install -y --no-install-recommends "$@" && return 0
  "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"
}
