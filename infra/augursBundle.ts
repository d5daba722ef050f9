import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { installedWasm, WORKER } from '#adapters/augurs/files.ts';
import { lambdaCode } from './lambdaCode.ts';

/** The WASI shim's build for Node starts a thread from a file that a bundle lacks; that for browsers does without. */
const SHIM = '@bytecodealliance/preview2-shim';
const shimParts = ['cli', 'clocks', 'filesystem', 'io', 'random'];

/** Lays the forecasting models' worker and its WebAssembly (3.4 MB) into a function's folder, beside its bundle. */
export function layAugurs(folder: string): void {
  const worker = new URL('../layers/adapters/augurs/worker.ts', import.meta.url);
  const shim = dirname(fileURLToPath(import.meta.resolve(`${SHIM}/cli`)));
  buildSync({
    ...lambdaCode,
    entryPoints: [fileURLToPath(worker)],
    outfile: join(folder, WORKER),
    alias: Object.fromEntries(shimParts.map((part) => [`${SHIM}/${part}`, join(shim, '..', 'browser', `${part}.js`)])),
  });
  for (const { from, file } of installedWasm(worker.href)) copyFileSync(from, join(folder, file));
}
