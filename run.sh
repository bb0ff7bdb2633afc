#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the rondo command (installing what it needs) and runs it: with the arguments given, or, without any,
# runs the sample process.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/packages.sh
. scripts/build.sh

# What runs without arguments.
MAIN_JOB=(run samples/order-fulfillment/order-fulfillment.bpmn
  --vars samples/order-fulfillment/demo.json --complete approve:approved=true --simulate)

# All but the command's own output goes to the standard error.
{
  # shellcheck disable=SC2086
  install_missing $RUN_PACKAGES
  build release rondo_cli
} >&2

if [ $# -eq 0 ]; then
  echo "+ rondo ${MAIN_JOB[*]}" >&2
  exec build/release/rondo "${MAIN_JOB[@]}"
fi
exec build/release/rondo "$@"
