import { cpSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { installedWasm, WORKER } from '#adapters/augurs/files.ts';
import type { Installation } from './installation.ts';

/** The bundled functions: `codeOf('queue/detect')` is the folder of one. */
export interface Bundle {
  codeOf(name: string): string;
}

// What is woken stands in these folders; files of the same names' parts beside them are helpers.
const FOLDERS = '{schedule,queue,stream,workflow,http,socket}';
const HELPERS = new Set(['workflow/task']);

// aws-xray-sdk and some of the SDK's parts are CommonJS, and call `require` for Node's own modules.
const REQUIRE =
  "import{createRequire as __forestallRequire}from'node:module';const require=__forestallRequire(import.meta.url);";

const common = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  banner: { js: REQUIRE },
  logLevel: 'warning',
} as const satisfies BuildOptions;

const AUGURS = 'layers/adapters/augurs';
const MODELS = `${AUGURS}/models.ts`;

/**
 * Bundles every function in one run of esbuild as an ES module with its source map, and lays the installation beside it.
 * The SDK is bundled too: a known version, and a faster start than the runtime's own.
 */
export function bundleFunctions(root: string, installation: Installation): Bundle {
  const out = mkdtempSync(join(tmpdir(), 'forestall-bundle-'));
  process.once('exit', () => rmSync(out, { recursive: true, force: true }));
  const functions = join(root, 'functions');
  const names = globSync(`${FOLDERS}/*.ts`, { cwd: functions })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => !HELPERS.has(name));
  const { metafile } = buildSync({
    ...common,
    absWorkingDir: root,
    metafile: true,
    entryPoints: names.map((name) => ({ in: join(functions, `${name}.ts`), out: `${name}/index` })),
    outdir: out,
    outExtension: { '.js': '.mjs' },
  });
  const forecasters = Object.entries(metafile.outputs)
    .filter(([, { inputs }]) => MODELS in inputs)
    .flatMap(([file]) => names.filter((name) => file.endsWith(join(name, 'index.mjs'))));
  layModels(root, out, forecasters);
  const laid = join(out, 'installation.json');
  writeFileSync(laid, JSON.stringify(installation));
  for (const name of names) cpSync(laid, join(out, name, 'installation.json'));
  return {
    codeOf(name) {
      if (!names.includes(name)) throw new Error(`there is no function ${name} in ${dirname(functions)}/functions`);
      return join(out, name);
    },
  };
}

/** Lays the forecasting models (WebAssembly, and the worker that runs it) beside the functions that use them. */
function layModels(root: string, out: string, names: readonly string[]): void {
  const shim = join(root, 'node_modules/@bytecodealliance/preview2-shim/lib/browser');
  const worker = join(out, WORKER);
  buildSync({
    ...common,
    absWorkingDir: root,
    entryPoints: [join(root, AUGURS, 'worker.ts')],
    outfile: worker,
    sourcemap: false, // most of it is generated, and a fault in it is told by the function that asked
    // its build for Node starts a worker of its own, from a file that a bundle lacks
    alias: { '@bytecodealliance/preview2-shim': shim },
  });
  for (const name of names) {
    cpSync(worker, join(out, name, WORKER));
    for (const { from, file } of installedWasm()) cpSync(from, join(out, name, file));
  }
}
