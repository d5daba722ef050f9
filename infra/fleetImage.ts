import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { buildSync } from 'esbuild';

const PROGRAMS = ['service', 'load', 'store'] as const;
// Some of the SDK's parts are CommonJS, and call `require` for Node's own modules.
const REQUIRE =
  "import{createRequire as __fleetRequire}from'node:module';const require=__fleetRequire(import.meta.url);";

/** Bundles the fleet's programs to `<out>/service.mjs` and so on. */
export function bundleFleet(root: string, out: string): void {
  buildSync({
    absWorkingDir: root,
    entryPoints: PROGRAMS.map((name) => ({ in: join(root, 'fleet', name, 'main.ts'), out: name })),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The modules rather than the CommonJS copies of the SDK, so that the clients a program does not use drop out.
    mainFields: ['module', 'main'],
    // Lines stay lines: Node prints the one where a crash happened.
    minifySyntax: true,
    minifyIdentifiers: true,
    keepNames: true,
    legalComments: 'none',
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
}

/** The fleet's image: bundled at synthesis, built when it is deployed. */
export function fleetImage(root: string): ContainerImage {
  const context = mkdtempSync(join(tmpdir(), 'forestall-fleet-'));
  process.once('exit', () => rmSync(context, { recursive: true, force: true }));
  bundleFleet(root, context);
  for (const file of ['Dockerfile', '.dockerignore']) cpSync(join(root, 'fleet', file), join(context, file));
  return ContainerImage.fromAsset(context, { platform: Platform.LINUX_ARM64 });
}
