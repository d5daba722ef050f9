import * as z from 'zod';
import { HEADERS, type HeaderName } from './answerHeaders.ts';
import { type JsonSchema, jsonSchemas, together } from './jsonSchemas.ts';
import { Problem } from './problem.ts';
import { type Refusal, refusalsOf } from './refusals.ts';
import { keyless, type RouteAnswer, type RouteContract, type RouteScope, repeatable } from './route.ts';

const INFO = {
  title: 'Forestall',
  version: '0.1.0',
  description:
    'Keeps services on AWS reliable without waking people: detects, foresees, repairs, verifies. ' +
    'Errors are problem details (RFC 9457). Lists take `limit` and `cursor`. Writes take `Idempotency-Key`; ' +
    '`PUT` and `DELETE` honour `If-Match` against the `ETag` that reads give.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/** Looks up what `jsonSchemas` made of a part of a route. */
interface Schemas {
  sent: Readonly<Record<string, JsonSchema>>;
  answered: Readonly<Record<string, JsonSchema>>;
}

/** The OpenAPI 3.1 document of these routes, from the same schemas that validate their requests. */
export function openApiDocument(routes: readonly RouteContract[]) {
  const answered = jsonSchemas('output', { Problem, ...answersIn(routes) });
  const { sent, components } = together(answered, jsonSchemas('input', partsIn(routes)));
  const schemas: Schemas = { sent, answered: answered.of };
  const paths: Record<string, Record<string, object>> = {};
  for (const contract of routes) {
    paths[contract.path] = {
      ...paths[contract.path],
      [contract.method.toLowerCase()]: operationOf(contract, schemas),
    };
  }
  return {
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      headers: HEADERS,
      responses: { ...responsesFor(refusalsIn(routes)) },
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'rp_<id>_<secret>' },
      },
    },
  };
}

const PARTS = ['params', 'query', 'body'] as const;

function partsIn(routes: readonly RouteContract[]): Record<string, z.ZodType> {
  const parts = routes.flatMap((contract) =>
    PARTS.flatMap((part) =>
      contract[part] === undefined ? [] : [[`${contract.id}/${part}`, contract[part]] as const],
    ),
  );
  return Object.fromEntries(parts);
}

function answersIn(routes: readonly RouteContract[]): Record<string, z.ZodType> {
  const all = routes.flatMap(({ id, answers }) =>
    Object.entries(answers).flatMap(([status, { schema }]) =>
      schema === undefined ? [] : [[`${id}/${status}`, schema] as const],
    ),
  );
  return Object.fromEntries(all);
}

function operationOf(contract: RouteContract, schemas: Schemas): object {
  const { id, scope, tag, summary, body } = contract;
  const parameters = [
    ...parametersOf('path', schemas.sent[`${id}/params`]),
    ...parametersOf('query', schemas.sent[`${id}/query`]),
    ...headerParameters(contract),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: whoMayCall(scope),
    security: keyless(scope) ? [] : [{ apiKey: [] }, { bearer: [] }],
    'x-scope': scope,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: requestBodyOf(contract, body, schemas) }),
    responses: responsesOf(contract, schemas),
  };
}

function whoMayCall(scope: RouteScope): string {
  if (scope === 'public') return 'Needs no key.';
  if (scope === 'signature') return 'Needs no key: the request is signed by whoever sends it.';
  return scope === 'any key' ? 'Any valid key may call it.' : `Needs a key with the scope \`${scope}\`.`;
}

function parametersOf(place: 'path' | 'query', schema: JsonSchema | undefined): object[] {
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (schema?.required ?? []).includes(name),
    ...(typeof property === 'object' && property.description !== undefined
      ? { description: property.description }
      : {}),
    schema: property,
  }));
}

function headerParameters(contract: RouteContract): object[] {
  if (contract.method === 'PUT' || contract.method === 'DELETE') {
    const description = 'the ETag of what is to be changed: refused when it was changed meanwhile';
    return [{ name: 'If-Match', in: 'header', required: false, description, schema: { type: 'string' } }];
  }
  if (!repeatable(contract)) return [];
  const description = 'the same request again under the same key is done once and answered alike, for a day';
  const schema = { type: 'string', pattern: '^[!-~]{1,255}$' };
  return [{ name: 'Idempotency-Key', in: 'header', required: false, description, schema }];
}

/** An empty body is read as `{}`: it may be left out where that is valid. */
function requestBodyOf({ id, yaml, form }: RouteContract, body: z.ZodType, { sent }: Schemas): object {
  const schema = sent[`${id}/body`] ?? {};
  if (form) return { required: true, content: { 'application/x-www-form-urlencoded': { schema } } };
  return {
    required: !body.safeParse({}).success,
    content: { 'application/json': { schema }, ...(yaml ? { 'application/yaml': { schema } } : {}) },
  };
}

const withHeaders = (...names: readonly HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function responsesOf(contract: RouteContract, { answered }: Schemas): Record<string, object> {
  const limits: HeaderName[] = keyless(contract.scope) ? [] : ['RateLimit-Policy', 'RateLimit'];
  const good = Object.entries(contract.answers).map(([status, answer]) => [
    status,
    responseOf(answer, limits, answered[`${contract.id}/${status}`]),
  ]);
  const refused = refusalsOf(contract).map(({ status, name }) => [status, { $ref: `#/components/responses/${name}` }]);
  return Object.fromEntries([...good, ...refused]);
}

function responseOf(
  { description, schema, contentType = schema === undefined ? [] : 'application/json' }: RouteAnswer,
  limits: readonly HeaderName[],
  made: JsonSchema | undefined,
): object {
  const types = [contentType].flat();
  const versioned = schema instanceof z.ZodObject && 'version' in schema.shape;
  return {
    description,
    headers: withHeaders(...limits, ...(versioned ? (['ETag'] as const) : [])),
    ...(types.length === 0
      ? {}
      : { content: Object.fromEntries(types.map((type) => [type, made ? { schema: made } : {}])) }),
  };
}

const refusalsIn = (routes: readonly RouteContract[]): Refusal[] => [
  ...new Map(routes.flatMap(refusalsOf).map((one) => [one.name, one])).values(),
];

function responsesFor(refusals: readonly Refusal[]): Record<string, object> {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    refusals.map(({ name, description, headers }) => [
      name,
      { description, headers: withHeaders(...headers), content },
    ]),
  );
}
