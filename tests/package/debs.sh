#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# debs.sh BUILD COMPILER SOURCE: makes the Debian packages, unpacks them side by side (which needs no root), runs
# the command in them and links a program with them.
set -euo pipefail
build=$1 compiler=$2 source=$3
here=$(dirname "${BASH_SOURCE[0]}")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$build" && cpack -G DEB -B "$work/debs" >"$work/log" 2>&1) || { cat "$work/log" >&2; exit 1; }
ls "$work"/debs/*.deb

for package in librondo0 librondo-dev rondo_; do
  deb=$(echo "$work"/debs/"$package"*.deb)
  dpkg-deb -x "$deb" "$work/unpacked"
  depends=$(dpkg-deb -f "$deb" Depends)
  echo "$(dpkg-deb -f "$deb" Package): $depends"
  case $package in
    librondo0) grep -q libpugixml1v5 <<<"$depends" && grep -q libboost-json <<<"$depends" ;;
    librondo-dev) grep -q 'librondo0\.[0-9]* (=' <<<"$depends" ;;
    rondo_) grep -q libyaml-cpp <<<"$depends" && ! grep -q librondo <<<"$depends" ;;
  esac
done

"$work/unpacked/usr/bin/rondo" --version
"$work/unpacked/usr/bin/rondo" validate samples/order-fulfillment/order-fulfillment.bpmn
"$here/pkg_config.sh" "$work/unpacked/usr" "$compiler" "$source"
