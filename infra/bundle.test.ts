import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { WASM, WORKER } from '#adapters/augurs/files.ts';
import { REFERENCE_FILES } from '#adapters/reference/files.ts';
import { type Bundle, bundleFunctions } from './bundle.ts';
import { readInstallation } from './installation.ts';

const root = join(import.meta.dirname, '..');
let bundle: Bundle;
beforeAll(() => {
  bundle = bundleFunctions(root, readInstallation(root));
}, 120_000);

test('the models lie beside the functions that use them, and beside no other', () => {
  const models = [WORKER, ...WASM.map(({ file }) => file)].sort();
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

test('what the reference page is made of lies beside the function that answers it, and beside no other', () => {
  expect(readdirSync(bundle.codeOf('http/meta'))).toEqual(expect.arrayContaining([...REFERENCE_FILES]));
  expect(readdirSync(bundle.codeOf('http/keys'))).not.toContain(REFERENCE_FILES[0]);
});
