import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import type * as z from 'zod';
import { allRoutes, routeGroups } from './index.ts';
import { openApiDocument } from './openapi.ts';
import { Problem } from './problem.ts';
import { keyless } from './route.ts';

const document = JSON.parse(JSON.stringify(openApiDocument(allRoutes)));
const operations = allRoutes.map((contract) => ({
  contract,
  operation: document.paths[contract.path]?.[contract.method.toLowerCase()],
}));

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(document);
  expect(errors ?? []).toEqual([]);
  expect([valid, document.openapi, document.servers]).toEqual([true, '3.1.0', [{ url: '/' }]]);
});

test('every route of every group is in it once, under its own name, with its scope', () => {
  expect(Object.values(routeGroups).every((routes) => routes.length > 0)).toBe(true);
  for (const { contract, operation } of operations) {
    expect(operation, `${contract.method} ${contract.path}`).toMatchObject({
      operationId: contract.id,
      'x-scope': contract.scope,
      security: keyless(contract.scope) ? [] : [{ apiKey: [] }, { bearer: [] }],
    });
    for (const status of Object.keys(contract.answers)) expect(operation.responses).toHaveProperty(status);
  }
  expect(new Set(allRoutes.map(({ id }) => id)).size).toBe(allRoutes.length);
  expect(new Set(allRoutes.map(({ method, path }) => `${method} ${path}`)).size).toBe(allRoutes.length);
});

test('only what the design names answers without a key', () => {
  const open = allRoutes.filter(({ scope }) => scope === 'public').map(({ path }) => path);
  expect(open.sort()).toEqual(['/docs', '/docs/{file}', '/livez', '/openapi.json']);
});

test('every parameter of a path is declared', () => {
  for (const { contract, operation } of operations) {
    const inPath = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (operation.parameters ?? []).filter((one: { in: string }) => one.in === 'path');
    expect(declared.map((one: { name: string }) => one.name).sort(), contract.id).toEqual(inPath.sort());
  }
});

test('problems, limits and what may be sent back are told', () => {
  const create = document.paths['/keys'].post;
  const { schemas, responses } = document.components;
  expect(create.responses['422']).toEqual({ $ref: '#/components/responses/Invalid' });
  expect(responses.Invalid.content).toHaveProperty(['application/problem+json']);
  expect(responses.TooMany.headers).toHaveProperty('Retry-After');
  expect(create.responses['201'].headers).toHaveProperty('RateLimit');
  expect(create.parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }));
  expect(schemas).toHaveProperty('Problem');
  expect(schemas.KeyRequest.example).toMatchObject({ name: 'prod-api-key' });
  expect(schemas.Key.properties.last_used_at.anyOf).toContainEqual({ type: 'null' });
});

test('what the document refers to is there', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g)];
  expect(refs.length).toBeGreaterThan(100);
  for (const [, kind = '', name = ''] of refs) expect(document.components[kind], name).toHaveProperty([name]);
});

test('each operation shows what is sent and what is answered, as its own schemas read it', () => {
  for (const { contract, operation } of operations) {
    const shown: [string, z.ZodType | undefined, object][] = Object.entries(contract.answers).map(
      ([status, { schema }]) => [`${contract.id} ${status}`, schema, operation.responses[status].content ?? {}],
    );
    shown.push([`${contract.id} body`, contract.body, operation.requestBody?.content ?? {}]);
    for (const [what, schema, content] of shown) {
      for (const { example } of Object.values(content)) {
        if (schema === undefined) continue;
        const { success, error } = schema.safeParse(example);
        expect([success, error?.issues ?? []], what).toEqual([true, []]);
      }
    }
    for (const one of operation.parameters ?? []) if (one.required) expect(one, contract.id).toHaveProperty('example');
  }
});

test('each refusal shows a problem of its own status', () => {
  const shown = Object.entries<{ content: Record<string, { example: unknown }> }>(document.components.responses);
  expect(shown.length).toBeGreaterThan(8);
  for (const [name, { content }] of shown) {
    const problem = Problem.parse(content['application/problem+json']?.example);
    expect(problem.title.length, name).toBeGreaterThan(3);
  }
});

test('beside a reference stands no pattern: what it refers to says it', () => {
  const beside: unknown[] = [];
  JSON.stringify(document, (_key, value) => {
    if (typeof value === 'object' && value !== null && '$ref' in value && 'pattern' in value) beside.push(value);
    return value;
  });
  expect(beside).toEqual([]);
});

test('a body may be left out only where nothing of it is needed', () => {
  const optional = operations.filter(({ operation }) => operation.requestBody?.required === false);
  expect(optional.map(({ contract }) => contract.id).sort()).toEqual([
    'approveAction',
    'redriveWebhook',
    'rejectAction',
    'rotateKey',
    'rotateWebhook',
    'toggleMl',
  ]);
});
