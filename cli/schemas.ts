import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Configuration } from '#domain/configuration/configuration.ts';
import { PolicyFile } from '#domain/policy/document.ts';
import { checkoutRoot } from './installation.ts';

// `npm run schemas` writes what editors check policy files and forestall.yml with. Both come from the schemas that load them.

/** The published schemas by file name, at the root of the checkout. */
export const published: Readonly<Record<string, z.ZodType>> = {
  'forestall.schema.json': PolicyFile,
  'forestall-config.schema.json': Configuration,
};

/** A schema as its file holds it: draft 7, because that is what the YAML language server of editors reads. */
export const schemaText = (schema: z.ZodType): string =>
  `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }), null, 2)}\n`;

const pathOf = (name: string): string => join(checkoutRoot, name);
export const readPublished = (name: string): Promise<string> => readFile(pathOf(name), 'utf8');

if (import.meta.main) {
  for (const [name, schema] of Object.entries(published)) {
    await writeFile(pathOf(name), schemaText(schema));
    console.log(name);
  }
}
