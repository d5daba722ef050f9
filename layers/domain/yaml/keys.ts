import type * as z from 'zod';
import type { Path } from './source.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The keys that a JSON Schema knows at a path: what a mistyped one is compared with. */
export function keysAt(root: JsonSchema, path: Path): string[] {
  let here = [root];
  for (const key of path) here = here.flatMap((schema) => spread(schema, root)).flatMap((schema) => step(schema, key));
  return [
    ...new Set(
      here.flatMap((schema) => spread(schema, root)).flatMap(({ properties }) => Object.keys(properties ?? {})),
    ),
  ];
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema with what it refers to and is put together from. */
function spread(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  const name = schema.$ref?.replace(/^#\/\$defs\//, '');
  const referred = name === undefined ? undefined : root.$defs?.[name];
  const parts = [...(schema.anyOf ?? []), ...(schema.allOf ?? []), ...(schema.oneOf ?? []), referred].filter(isSchema);
  return [schema, ...parts.flatMap((part) => spread(part, root))];
}

function step({ properties, additionalProperties, items }: JsonSchema, key: PropertyKey): JsonSchema[] {
  const next: unknown = typeof key === 'number' ? items : (properties?.[String(key)] ?? additionalProperties);
  return isSchema(next) ? [next] : [];
}
