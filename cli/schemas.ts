import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CLIENT_TYPES, clientTypes } from '#client/generated.ts';
import { Configuration } from '#domain/configuration/configuration.ts';
import { editorSchema } from '#domain/policy/editorSchema.ts';
import { checkoutRoot } from './installation.ts';

// `npm run schemas` writes what editors check policy files and forestall.yml with, which comes from the schemas that load
// them, and the types of the API's client, which come from the contract.

/** The published schemas by file name, at the root of the checkout. */
export const published: Readonly<Record<string, z.core.JSONSchema.BaseSchema>> = {
  'forestall.schema.json': editorSchema(),
  // draft 7, because that is what the YAML language server of editors reads
  'forestall-config.schema.json': z.toJSONSchema(Configuration, { io: 'input', target: 'draft-7' }),
};

/** A schema as its file holds it. */
export const schemaText = (schema: z.core.JSONSchema.BaseSchema): string => `${JSON.stringify(schema, null, 2)}\n`;

const pathOf = (name: string): string => join(checkoutRoot, name);
export const readPublished = (name: string): Promise<string> => readFile(pathOf(name), 'utf8');

if (import.meta.main) {
  for (const [name, schema] of Object.entries(published)) {
    await writeFile(pathOf(name), schemaText(schema));
    console.log(name);
  }
  await writeFile(CLIENT_TYPES, await clientTypes());
  console.log('layers/client/api.generated.ts');
}
