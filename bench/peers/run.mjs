// SPDX-License-Identifier: Apache-2.0
// Runs the workloads on the npm package bpmn-engine: node run.mjs SECONDS FOLDER. Prints one JSON object:
// instances per second by workload. The files are those that rondo runs, but for the language of conditions
// and scripts, which bpmn-engine takes in JavaScript.
import {EventEmitter} from 'node:events';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {Engine} from 'bpmn-engine';

const camunda = createRequire(import.meta.url)('camunda-bpmn-moddle/resources/camunda.json');
const [seconds, folder] = [Number(process.argv[2]), process.argv[3]];

const conditions = {
  exc: [/\$\{x (?:&gt;|>) 5\}/, 'next(null, this.environment.variables.x &gt; 5)'],
  cyc: [/\$\{i (?:&lt;|<) 10\}/, 'next(null, this.environment.variables.i &lt; 10)'],
};
const scripts = {
  '${0}': 'this.environment.variables.i = 0; next()',
  '${i + 1}': 'this.environment.variables.i++; next()',
  '${y * 2}': 'this.environment.variables.r = this.environment.variables.x * 2; next()',
};

function sourceOf(name) {
  let text = readFileSync(join(folder, `${name}.bpmn`), 'utf8');
  if (conditions[name]) {
    const [pattern, code] = conditions[name];
    text = text.replace(pattern, code).replace(/<conditionExpression /g, '<conditionExpression language="javascript" ');
  }
  text = text.replace(/scriptFormat="juel"/g, 'scriptFormat="javascript"');
  for (const [script, code] of Object.entries(scripts)) text = text.replace(`<script>${script}</script>`, `<script>${code}</script>`);
  return text;
}

function runInstance(name, source, k) {
  return new Promise((resolve, reject) => {
    const engine = new Engine({
      name: `${name}${k}`, source, moddleOptions: {camunda},
      variables: {customer: '0123456789', amount: 42, vip: true, x: k % 10},
    });
    engine.once('end', resolve);
    engine.once('error', reject);
    const listener = new EventEmitter();
    listener.on('activity.wait', (task) => task.signal());
    engine.execute({listener}, (error) => error && reject(error));
  });
}

const rates = {};
for (const name of ['seq', 'exc', 'par', 'cyc', 'sub', 'mi', 'call', 'wait']) {
  const source = sourceOf(name);
  await runInstance(name, source, 0);
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < seconds * 1000) await runInstance(name, source, count++);
  rates[name] = count / ((performance.now() - start) / 1000);
}
console.log(JSON.stringify(rates));
