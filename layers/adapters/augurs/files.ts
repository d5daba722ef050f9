import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the WebAssembly and the worker around it are.
 *
 * From sources the worker is the file beside this one, and each `.wasm` stands in its package. In a bundle (a Lambda)
 * everything stands in one folder beside the bundle: the worker, bundled by itself as an ES module under `WORKER`, and
 * a copy of each of `WASM`. Whoever bundles must resolve `@bytecodealliance/preview2-shim/*` to its `lib/browser/*`: the
 * build for Node starts a worker of its own from a file that a bundle lacks.
 */
export const WORKER = 'augursWorker.mjs';

/** Files of packages that a bundled worker needs beside it. */
export const WASM = [
  { package: '@bsull/augurs', file: 'ets_bg.wasm' },
  { package: '@bsull/augurs', file: 'mstl_bg.wasm' },
  { package: '@bsull/augurs', file: 'prophet_bg.wasm' },
  { package: '@bsull/augurs-prophet-wasmstan', file: 'prophet-wasmstan.core.wasm' },
  { package: '@bsull/augurs-prophet-wasmstan', file: 'prophet-wasmstan.core2.wasm' },
] as const;
export type WasmFile = (typeof WASM)[number]['file'];

/** @param from `import.meta.url` of the module that asks: what it was made to is known by its ending */
export function workerUrl(from: string): URL {
  return new URL(fromSource(from) ? './worker.ts' : `./${WORKER}`, from);
}

/** Path of a `.wasm` file for the module at `from`. */
export function wasmPath(file: WasmFile, from: string): string {
  if (!fromSource(from)) return join(dirname(fileURLToPath(from)), file);
  const { package: name } = WASM.find((one) => one.file === file) ?? WASM[0];
  return join(dirname(createRequire(from).resolve(name)), file);
}

const fromSource = (url: string): boolean => url.endsWith('.ts');

/** For whoever copies them: the `.wasm` files as they are installed for the source at `from`. */
export const installedWasm = (from: string): { from: string; file: WasmFile }[] =>
  WASM.map(({ file }) => ({ file, from: wasmPath(file, from) }));
