import { cpSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { layAugurs } from './augursBundle.ts';
import type { Installation } from './installation.ts';
import { lambdaCode } from './lambdaCode.ts';
import { layReference } from './referenceBundle.ts';

/** The bundled functions: `codeOf('queue/detect')` is the folder of one. */
export interface Bundle {
  codeOf(name: string): string;
}

// What is woken stands in these folders; files of the same names' parts beside them are helpers.
const FOLDERS = '{schedule,queue,stream,event,workflow,http,socket}';
const HELPERS = new Set(['workflow/task']);

// aws-xray-sdk and some of the SDK's parts are CommonJS, and call `require` for Node's own modules.
const REQUIRE =
  "import{createRequire as __forestallRequire}from'node:module';const require=__forestallRequire(import.meta.url);";

/** Whatever bundles one of these modules needs what it reads from files beside it. */
const BESIDE: readonly { module: string; lay: (folder: string) => void }[] = [
  { module: 'layers/adapters/augurs/models.ts', lay: layAugurs },
  { module: 'layers/adapters/reference/files.ts', lay: layReference },
];

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
    ...lambdaCode,
    absWorkingDir: root,
    metafile: true,
    entryPoints: names.map((name) => ({ in: join(functions, `${name}.ts`), out: `${name}/index` })),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    sourcemap: 'linked',
    sourcesContent: false,
    banner: { js: REQUIRE },
  });
  for (const { module, lay } of BESIDE) {
    const users = Object.entries(metafile.outputs)
      .filter(([, { inputs }]) => module in inputs)
      .flatMap(([file]) => names.filter((name) => file.endsWith(join(name, 'index.mjs'))));
    for (const name of users) lay(join(out, name));
  }
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
