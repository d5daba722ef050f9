import * as z from 'zod';
import { HEADERS, type HeaderName } from './answerHeaders.ts';
import { exampleOf, pathExample } from './exampleOf.ts';
import { type JsonSchema, jsonSchemas, together } from './jsonSchemas.ts';
import { linksOf } from './links.ts';
import { Problem, problemExample } from './problem.ts';
import { type Refusal, refusalsOf } from './refusals.ts';
import { keyless, type RouteAnswer, type RouteContract, type RouteScope, repeatable, takesDocument } from './route.ts';

const INFO = {
  title: 'Forestall',
  version: '0.1.0',
  description:
    'Keeps services on AWS reliable without waking people: detects, foresees, repairs, verifies. ' +
    'Errors are problem details (RFC 9457). Lists take `limit` and `cursor`. Writes take `Idempotency-Key`; ' +
    '`PUT` and `DELETE` honour `If-Match` against the `ETag` that reads give.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/** Looks up what `jsonSchemas` made of a part of a route, and where a link leads. */
interface Schemas {
  routes: readonly RouteContract[];
  sent: Readonly<Record<string, JsonSchema>>;
  answered: Readonly<Record<string, JsonSchema>>;
  components: Readonly<Record<string, JsonSchema>>;
}

/** The OpenAPI 3.1 document of these routes, from the same schemas that validate their requests. */
export function openApiDocument(routes: readonly RouteContract[]) {
  const answered = jsonSchemas('output', { Problem, ...answersIn(routes) });
  const { sent, components } = together(answered, jsonSchemas('input', partsIn(routes)));
  const schemas: Schemas = { routes, sent, answered: answered.of, components };
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
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'a key: rp_<id>_<secret>' },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'a key, or a token (JWT) of the identity provider where `oidc` names one in forestall.yml',
        },
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
    ...parametersOf('path', contract, schemas),
    ...parametersOf('query', contract, schemas),
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

function parametersOf(place: 'path' | 'query', contract: RouteContract, { sent, components }: Schemas): object[] {
  const { properties = {}, required = [] } = sent[`${contract.id}/${place === 'path' ? 'params' : 'query'}`] ?? {};
  return Object.entries(properties).map(([name, schema]) => {
    const needed = place === 'path' || required.includes(name);
    const written = typeof schema === 'object' ? schema : {};
    return {
      name,
      in: place,
      required: needed,
      ...(written.description === undefined ? {} : { description: written.description }),
      schema: written,
      ...(needed ? { example: pathExample(contract.path, name) ?? exampleOf(written, components, name) } : {}),
    };
  });
}

function headerParameters(contract: RouteContract): object[] {
  const header = (name: string, description: string, schema: JsonSchema) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema,
  });
  const conditional = contract.conditional || contract.method === 'PUT' || contract.method === 'DELETE';
  const match = 'the ETag of what is to be changed: refused when it was changed meanwhile';
  const once = 'the same request again under the same key is done once and answered alike, for a day';
  return [
    ...(conditional ? [header('If-Match', match, { type: 'string' })] : []),
    ...(repeatable(contract) ? [header('Idempotency-Key', once, { type: 'string', pattern: '^[!-~]{1,255}$' })] : []),
  ];
}

/** An empty body is read as `{}`: it may be left out where that is valid. */
function requestBodyOf(contract: RouteContract, body: z.ZodType, { sent, components }: Schemas): object {
  const { id, yaml, form } = contract;
  const schema = sent[`${id}/body`] ?? {};
  const content = { schema, example: exampleOf(schema, components) };
  if (form) return { required: true, content: { 'application/x-www-form-urlencoded': content } };
  return {
    required: takesDocument(contract) || !body.safeParse({}).success,
    content: { 'application/json': content, ...(yaml ? { 'application/yaml': content } : {}) },
  };
}

const withHeaders = (...names: readonly HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function responsesOf(contract: RouteContract, { routes, answered, components }: Schemas): Record<string, object> {
  const limits: HeaderName[] = keyless(contract.scope) ? [] : ['RateLimit-Policy', 'RateLimit'];
  const good = Object.entries(contract.answers).map(([status, answer]) => [
    status,
    {
      ...responseOf(answer, limits, contentOf(answered[`${contract.id}/${status}`], components)),
      ...linked(linksOf(contract, answer.schema, routes)),
    },
  ]);
  const refused = refusalsOf(contract).map(({ status, name }) => [status, { $ref: `#/components/responses/${name}` }]);
  return Object.fromEntries([...good, ...refused]);
}

function responseOf(
  { description, schema, contentType = schema === undefined ? [] : 'application/json' }: RouteAnswer,
  limits: readonly HeaderName[],
  content: object,
): object {
  const types = [contentType].flat();
  const versioned = schema instanceof z.ZodObject && 'version' in schema.shape;
  return {
    description,
    headers: withHeaders(...limits, ...(versioned ? (['ETag'] as const) : [])),
    ...(types.length === 0 ? {} : { content: Object.fromEntries(types.map((type) => [type, content])) }),
  };
}

const linked = (links: object): object => (Object.keys(links).length === 0 ? {} : { links });

const contentOf = (schema: JsonSchema | undefined, components: Schemas['components']): object =>
  schema === undefined ? {} : { schema, example: exampleOf(schema, components) };

const refusalsIn = (routes: readonly RouteContract[]): Refusal[] => [
  ...new Map(routes.flatMap(refusalsOf).map((one) => [one.name, one])).values(),
];

function responsesFor(refusals: readonly Refusal[]): Record<string, object> {
  const schema = { $ref: '#/components/schemas/Problem' };
  return Object.fromEntries(
    refusals.map(({ name, status, description, headers }) => {
      const content = { 'application/problem+json': { schema, example: problemExample(Number(status), description) } };
      return [name, { description, headers: withHeaders(...headers), content }];
    }),
  );
}
