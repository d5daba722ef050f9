import { expect, test } from 'vitest';
import { exampleOf, pathExample } from './exampleOf.ts';
import type { JsonSchema } from './jsonSchemas.ts';

const components: Record<string, JsonSchema> = {
  Colour: { type: 'string', enum: ['red', 'green'] },
  Health: {
    type: 'object',
    properties: { cpu: { type: 'number' }, ready: { type: 'boolean' } },
    required: ['cpu', 'ready'],
  },
};
const shown = (schema: JsonSchema, name?: string) => exampleOf(schema, components, name);

test("an example of the schema's own goes before everything", () => {
  expect(shown({ type: 'string', example: 'mine' }, 'service')).toBe('mine');
  expect(shown({ $ref: '#/components/schemas/Colour', examples: ['green'] })).toBe('green');
});

test('an object is put together from what must be in it, and what has an example', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: {
      id: { type: 'string', pattern: '^policy_[0-9a-zA-Z]+$' },
      colours: { type: 'array', items: { $ref: '#/components/schemas/Colour' } },
      note: { type: 'string' },
      told: { type: 'string', example: 'so' },
    },
    required: ['id', 'colours'],
  };
  expect(shown(schema)).toEqual({ id: expect.stringMatching(/^policy_\w+$/), colours: ['red'], told: 'so' });
});

test('a component that has a story tells it, and leaves out nothing that must be there', () => {
  expect(shown({ $ref: '#/components/schemas/Health' })).toMatchObject({ cpu: 45.2, ready: true });
});

test.each<[string, JsonSchema, unknown]>([
  ['service', { type: 'string' }, 'orders'],
  ['error', { type: ['string', 'null'] }, null],
  ['resolution', { anyOf: [{ type: 'string', enum: ['recovered'] }, { type: 'null' }] }, null],
  ['resolution', { type: 'integer', minimum: 60 }, 60],
  ['confidence', { type: 'integer' }, 1],
  ['confidence', { type: 'number', maximum: 0.5 }, 0.5],
  ['metrics', { type: 'array', items: { type: 'object' } }, [{}]],
])('what goes by the name %s is shown where %j allows it', (name, schema, example) => {
  expect(shown(schema, name)).toEqual(example);
});

test.each([
  ['/anomalies/{id}/feedback', /^anomaly_\w{26}$/],
  ['/policies/{id}', /^policy_\w{26}$/],
  ['/keys/{id}', /^\w{12}$/],
])('%s takes an id of its noun', (path, id) => {
  expect(pathExample(path, 'id')).toMatch(id);
});
