import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { layAugurs } from './augursBundle.ts';

test('a bundled function forecasts with ETS, MSTL and Prophet, far from any node_modules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'augurs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  layAugurs(folder);
  buildSync({
    stdin: {
      contents: `
        import { augursModels } from '#adapters/augurs/models.ts';
        const models = augursModels();
        const values = Array.from({ length: 96 * 5 }, (_, i) => 50 + 10 * Math.sin((2 * Math.PI * i) / 96) + ((i * 7919) % 13) / 13);
        const ets = await models.ets(values, 4);
        const mstl = await models.mstl(values, 96, 4);
        const prophet = await models.prophet({ start: 0, step: 900, values, ahead: 4, seasons: [86400], seed: 1 });
        console.log(JSON.stringify({ ets, mstl, prophet }));
      `,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    minify: true,
  });
  expect(readdirSync(folder)).toContain('prophet-wasmstan.core.wasm');
  const said = JSON.parse(
    execFileSync(process.execPath, [join(folder, 'index.mjs')], { cwd: folder, encoding: 'utf8' }),
  );
  for (const [index, value] of [50, 50.65, 51.3, 51.95].entries()) {
    expect(said.mstl[index]).toBeCloseTo(value + 0.5, -0.3);
    expect(said.prophet[index]).toBeCloseTo(value + 0.5, -0.3);
    expect(Math.abs(said.ets[index] - 50)).toBeLessThan(10);
  }
}, 60_000);
