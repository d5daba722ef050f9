import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkoutRoot } from './installation.ts';
import { published, readPublished, schemaText } from './schemas.ts';

test.each(Object.entries(published))('%s is up to date: npm run schemas writes it', async (name, schema) => {
  expect(await readPublished(name)).toBe(schemaText(schema));
});

test.each([
  ['policies/fleet.yml', '../forestall.schema.json'],
  ['forestall.yml', './forestall-config.schema.json'],
])('%s names the schema that editors check it with', async (file, schema) => {
  expect(await readFile(join(checkoutRoot, file), 'utf8')).toContain(`yaml-language-server: $schema=${schema}\n`);
});
