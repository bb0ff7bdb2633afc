#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# symbols.sh LIBRARY: the shared library shows what belongs to the public headers, and nothing else.
set -euo pipefail
symbols=$(nm -DC --defined-only "$1" | cut -d ' ' -f 3-)

for wanted in 'rondo::Engine::open(' 'rondo::model::Value::Value(' 'typeinfo for rondo::BpmnError' \
  'vtable for rondo::SystemClock' 'rondo::model::to_json'; do
  grep -qF "$wanted" <<<"$symbols" || { echo "missing: $wanted" >&2; exit 1; }
done

hidden='rondo::(agenda|behaviors|bpmn|expression|persistence)::|boost::|pugi::|fmt::|spdlog::|^std::|^operator'
if grep -E "$hidden" <<<"$symbols"; then
  echo "these should be hidden" >&2
  exit 1
fi
readelf -d "$1" | grep -q 'SONAME.*librondo\.so\.[0-9]*\.[0-9]*\]'
