import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { installedWasm, WORKER } from '#adapters/augurs/files.ts';
import { type Bundle, bundleFunctions } from './bundle.ts';
import { readInstallation } from './installation.ts';

const root = join(import.meta.dirname, '..');
let bundle: Bundle;
beforeAll(() => {
  bundle = bundleFunctions(root, readInstallation(root));
}, 120_000);

test('the models lie beside the functions that use them, and beside no other', () => {
  const models = [WORKER, ...installedWasm().map(({ file }) => file)].sort();
  for (const name of ['schedule/forecast', 'http/forecast']) {
    expect(
      readdirSync(bundle.codeOf(name))
        .filter((file) => /wasm$|Worker/.test(file))
        .sort(),
    ).toEqual(models);
  }
  for (const name of ['queue/detect', 'http/services', 'stream/policy']) {
    expect(readdirSync(bundle.codeOf(name))).not.toContain(WORKER);
  }
});

test('they run from there: from nothing but what is deployed', { timeout: 60_000 }, () => {
  const folder = bundle.codeOf('schedule/forecast');
  const script = join(folder, 'try.mjs');
  writeFileSync(
    script,
    `import { Worker } from 'node:worker_threads';
     const values = Array.from({ length: 400 }, (_, i) => 50 + 20 * Math.sin(i / 15) + (i * 7919 % 13) / 10);
     const request = { start: 1800000000, step: 900, values, ahead: 4, seasons: [86400], seed: 1 };
     const worker = new Worker(new URL('./${WORKER}', import.meta.url));
     const asked = [{ model: 'ets', values, ahead: 4 }, { model: 'mstl', values, period: 94, ahead: 4 }, { model: 'prophet', request }];
     const told = [];
     worker.on('message', (answer) => { told.push(answer); if (told.length === asked.length) { console.log(JSON.stringify(told)); process.exit(0); } else worker.postMessage(asked[told.length]); });
     worker.on('error', (error) => { console.error(error); process.exit(1); });
     worker.postMessage(asked[0]);`,
  );
  const told: unknown = JSON.parse(execFileSync(process.execPath, [script], { cwd: '/', encoding: 'utf8' }));
  const path = expect.objectContaining({ path: [0, 1, 2, 3].map(() => expect.any(Number)) });
  expect(told).toEqual([path, path, path]);
});
