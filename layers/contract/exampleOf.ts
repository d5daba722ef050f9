import { EXAMPLES, VALUES } from './examples.ts';
import type { JsonSchema } from './jsonSchemas.ts';

type Components = Readonly<Record<string, JsonSchema>>;

const COMPONENT = '#/components/schemas/';
/** The rest of every id in the examples: as long as a real one. */
const ULID = '01KB0XTP5EQ4Y8TVX9DD1E55QG';
/** `^anomaly_[0-9a-zA-Z]+$`: an id of that noun. */
const ID = /^\^(\w+_)\[0-9a-zA-Z\]\+\$$/;
const SHA256 = '^[0-9a-f]{64}$';

/**
 * What a value of this schema looks like: the example that it or its component gives, else one put together from its parts.
 * Of an object what must be there, and what has an example of its own; of a list one entry; of alternatives the first.
 * @param name of the member that holds it: a string's example follows from what it is called
 */
export function exampleOf(schema: JsonSchema, components: Components, name = ''): unknown {
  const given = ownExample(schema);
  if (given !== undefined) return given;
  const id = schema.$ref?.slice(COMPONENT.length);
  if (id !== undefined) return componentExample(id, components, name);
  if (schema.const !== undefined) return schema.const;
  if (fits(VALUES[name], schema)) return VALUES[name];
  if (schema.enum !== undefined) return schema.enum[0];
  const first = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (first !== undefined) return exampleOf(schemaOf(first), components, name);
  return byType(schema, components, name);
}

const ownExample = ({ example, examples }: JsonSchema): unknown => example ?? examples?.[0];

function componentExample(id: string, components: Components, name: string): unknown {
  const schema = components[id] ?? {};
  const made = exampleOf(schema, components, name);
  const more = ownExample(schema) === undefined ? EXAMPLES[id.replace(/Input$/, '')] : undefined;
  return more === undefined ? made : { ...objectOf(schema, components), ...more };
}

const schemaOf = (schema: JsonSchema | boolean): JsonSchema => (typeof schema === 'boolean' ? {} : schema);
const typesOf = ({ type }: JsonSchema): readonly string[] => (type === undefined ? [] : [type].flat());

/** Whether a value that goes by a name may stand here. */
function fits(value: unknown, schema: JsonSchema): boolean {
  if (value === undefined) return false;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternatives.some((one) => fits(value, schemaOf(one)));
  if (schema.enum !== undefined) return schema.enum.some((one) => one === value);
  const types = typesOf(schema);
  if (Array.isArray(value)) return types.includes('array') && value.every((one) => fits(one, itemsOf(schema) ?? {}));
  if (typeof value === 'number') return types.some((type) => /number|integer/.test(type)) && within(value, schema);
  if (typeof value === 'string' && schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
    return false;
  return types.includes(value === null ? 'null' : typeof value);
}

const itemsOf = ({ items }: JsonSchema): JsonSchema | undefined =>
  typeof items === 'object' && !Array.isArray(items) ? items : undefined;

const within = (value: number, { type, minimum = -Infinity, maximum = Infinity }: JsonSchema): boolean =>
  value >= minimum && value <= maximum && (type !== 'integer' || Number.isInteger(value));

function byType(schema: JsonSchema, components: Components, name: string): unknown {
  switch (typesOf(schema)[0]) {
    case 'object':
      return objectOf(schema, components);
    case 'array': {
      const items = itemsOf(schema);
      return items === undefined ? [] : [exampleOf(items, components, name)];
    }
    case 'string':
      return textOf(schema);
    case 'number':
    case 'integer':
      return schema.minimum ?? Math.min(1, schema.maximum ?? 1);
    case 'boolean':
      return true;
    default:
      return typesOf(schema).length === 0 ? {} : null;
  }
}

function objectOf({ properties = {}, required = [] }: JsonSchema, components: Components): object {
  const shown = Object.entries(properties).flatMap(([name, value]) => {
    const schema = schemaOf(value);
    const wanted = required.includes(name) || ownExample(schema) !== undefined;
    return wanted ? [[name, exampleOf(schema, components, name)] as const] : [];
  });
  return Object.fromEntries(shown);
}

function textOf({ format, pattern, minLength = 0 }: JsonSchema): string {
  if (format === 'date-time') return '2026-11-26T09:41:00.000Z';
  if (format === 'uri') return 'https://example.com/webhook';
  const [, noun] = ID.exec(pattern ?? '') ?? [];
  if (noun !== undefined) return `${noun}${ULID}`;
  if (pattern === SHA256) return '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  return minLength > 0 ? 'text'.padEnd(minLength, '-') : 'text';
}

/** An id as it stands in a path: `/anomalies/{id}` takes `anomaly_…`. */
export function pathExample(path: string, name: string): unknown {
  const [, list = ''] = new RegExp(`/(\\w+)/\\{${name}\\}`).exec(path) ?? [];
  if (name !== 'id' || list === '') return undefined;
  if (list === 'keys') return VALUES.key_id;
  return `${list.replace(/ies$/, 'y').replace(/s$/, '')}_${ULID}`;
}
