import * as z from 'zod';

/** A JSON schema (draft 2020-12, which is what OpenAPI 3.1 speaks). */
export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Schemas by the name they were asked under, and those that have an `id` of their own, by it. */
export interface JsonSchemas {
  of: Readonly<Record<string, JsonSchema>>;
  components: Readonly<Record<string, JsonSchema>>;
}

const DEFINITION = '#/$defs/';
const COMPONENT = '#/components/schemas/';

/**
 * JSON schemas of what is sent (`input`: what has a default may be left out) or answered (`output`).
 * What has an `id` becomes a component, named once.
 */
export function jsonSchemas(io: 'input' | 'output', schemas: Readonly<Record<string, z.ZodType>>): JsonSchemas {
  const made = z.toJSONSchema(z.object(schemas), { io, unrepresentable: 'any', override: simplify });
  const { properties = {}, $defs = {} } = made;
  const referred = (schema: z.core.JSONSchema._JSONSchema): JsonSchema =>
    mapRefs(typeof schema === 'boolean' ? {} : schema, (ref) => ref.replace(DEFINITION, COMPONENT));
  return { of: mapValues(properties, referred), components: mapValues($defs, referred) };
}

/** An answer may say more than is promised; a time's pattern tells no reader anything. */
function simplify({
  zodSchema,
  jsonSchema,
  path,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: JsonSchema;
  path: unknown[];
}) {
  if (zodSchema instanceof z.ZodObject && zodSchema.def.catchall === undefined) delete jsonSchema.additionalProperties;
  if (jsonSchema.format === 'date-time' || jsonSchema.$ref !== undefined) delete jsonSchema.pattern;
  if (path.length === 0) delete jsonSchema.additionalProperties;
}

/**
 * Puts both sides' components under one roof. Where a thing is sent otherwise than it is answered (a default that may be
 * left out), what is sent is named `…Input`.
 */
export function together(
  answered: JsonSchemas,
  sent: JsonSchemas,
): { sent: JsonSchemas['of']; components: JsonSchemas['components'] } {
  const renamed = new Set<string>();
  for (let before = -1; before < renamed.size; ) {
    before = renamed.size;
    for (const [id, schema] of Object.entries(sent.components)) {
      const other = answered.components[id];
      if (other === undefined || renamed.has(id)) continue;
      const refers = refsIn(schema).some((ref) => renamed.has(ref.slice(COMPONENT.length)));
      if (refers || JSON.stringify(schema) !== JSON.stringify(other)) renamed.add(id);
    }
  }
  const rename = (id: string) => (renamed.has(id) ? `${id}Input` : id);
  const moved = (schema: JsonSchema) => mapRefs(schema, (ref) => `${COMPONENT}${rename(ref.slice(COMPONENT.length))}`);
  const inputs = Object.entries(sent.components).map(([id, schema]) => [rename(id), moved(schema)] as const);
  return {
    sent: mapValues(sent.of, moved),
    components: { ...answered.components, ...Object.fromEntries(inputs) },
  };
}

const mapValues = <From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

function mapRefs(schema: JsonSchema, map: (ref: string) => string): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? map(value) : value,
  );
}

function refsIn(schema: JsonSchema): string[] {
  const refs: string[] = [];
  mapRefs(schema, (ref) => {
    refs.push(ref);
    return ref;
  });
  return refs;
}
