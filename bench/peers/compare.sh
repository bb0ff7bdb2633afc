#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the workloads on rondo and on the npm package bpmn-engine, one after the other, and prints ratios:
#   bench/peers/compare.sh [SECONDS]     seconds for each workload and engine; default 2
# Needs node and npm.
set -euo pipefail
seconds=${1:-2}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/build.sh
build release rondo_cli
mkdir -p build/peers
cp bench/peers/package.json bench/peers/run.mjs build/peers/
(cd build/peers && npm install --ignore-scripts --no-audit --no-fund --loglevel=error)
build/release/rondo bench workloads --json --time "$((seconds * 200))" --repeat 5 >build/peers/rondo.json
node build/peers/run.mjs "$seconds" bench/workloads >build/peers/bpmn-engine.json
node --input-type=module - <<'END'
import {readFileSync} from 'node:fs';
const read = (file) => JSON.parse(readFileSync(`build/peers/${file}`, 'utf8'));
const [own, peer] = [read('rondo.json'), read('bpmn-engine.json')];
console.log('workload      rondo/s  bpmn-engine/s      ratio');
for (const {name, what, value} of own) {
  if (what !== 'instances/s') continue;
  const row = [name.padEnd(8), value.toFixed(0).padStart(12), peer[name].toFixed(1).padStart(14)];
  console.log(row.join(' '), (value / peer[name]).toFixed(0).padStart(10));
}
END
