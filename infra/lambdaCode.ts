import type { BuildOptions } from 'esbuild';

/** How code becomes what Lambda runs: one ES module, small, with its names kept for stack traces. */
export const lambdaCode = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;
