import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { Problem } from './problem.ts';
import type { RouteAnswer, RouteContract, RouteScope } from './route.ts';

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;
type Responses = RouteConfig['responses'];
type Response = Responses[string];

const INFO = {
  title: 'Forestall',
  version: '0.1.0',
  description:
    'Keeps services on AWS reliable without waking people: detects, foresees, repairs, verifies. ' +
    'Errors are problem details (RFC 9457). Lists take `limit` and `cursor`. Writes take `Idempotency-Key`; ' +
    '`PUT` and `DELETE` honour `If-Match` against the `ETag` that reads give.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/** The OpenAPI 3.1 document of these routes, from the same schemas that validate their requests. */
export function openApiDocument(routes: readonly RouteContract[]): Document {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', { type: 'apiKey', in: 'header', name: 'X-API-Key' });
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'rp_…' });
  for (const [name, { description, type }] of Object.entries(headers)) {
    registry.registerComponent('headers', name, { description, schema: { type } });
  }
  for (const contract of routes) registry.registerPath(pathOf(contract));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].sort().map((name) => ({ name })),
  });
}

function pathOf(contract: RouteContract): RouteConfig {
  const { id, method, path, scope, tag, summary, params, query, body, yaml } = contract;
  const request = {
    ...(params === undefined ? {} : { params: objectOf(params) }),
    ...(query === undefined ? {} : { query: objectOf(query) }),
    ...(headersOf(contract) === undefined ? {} : { headers: headersOf(contract) }),
    ...(body === undefined ? {} : { body: { required: needsBody(body), content: contentOf(body, yaml ?? false) } }),
  };
  return {
    operationId: id,
    method: lower[method],
    path,
    tags: [tag],
    summary,
    description: whoMayCall(scope),
    security: scope === 'public' ? [] : [{ apiKey: [] }, { bearer: [] }],
    'x-scope': scope,
    request,
    responses: responsesOf(contract),
  };
}

const lower = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const;

function whoMayCall(scope: RouteScope): string {
  if (scope === 'public') return 'Needs no key.';
  return scope === 'any key' ? 'Any valid key may call it.' : `Needs a key with the scope \`${scope}\`.`;
}

/** Parameters are written as one object a place; behind a transform stands the object that is sent. */
function objectOf(schema: z.core.$ZodType): z.ZodObject {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodPipe) return objectOf(schema.in);
  throw new TypeError('parameters are declared as an object');
}

/** An empty body is read as `{}`: it may be left out where that is valid. */
const needsBody = (body: z.ZodType): boolean => !body.safeParse({}).success;

const contentOf = (schema: z.ZodType, yaml: boolean) => ({
  'application/json': { schema },
  ...(yaml ? { 'application/yaml': { schema } } : {}),
});

function headersOf({ method, scope }: RouteContract): z.ZodObject | undefined {
  if (method === 'PUT' || method === 'DELETE') {
    return z.object({ 'If-Match': z.string().optional().describe('the ETag of what is to be changed') });
  }
  if (method === 'POST' && !['read', 'public', 'any key'].includes(scope)) {
    return z.object({
      'Idempotency-Key': z.string().max(255).optional().describe('the same request again gets the same answer, a day'),
    });
  }
  return undefined;
}

const headers = {
  'RateLimit-Policy': { description: 'how much is allowed: `"key";q=1000;w=3600`', type: 'string' },
  RateLimit: { description: 'how much is left, and the seconds until it begins anew', type: 'string' },
  'Retry-After': { description: 'seconds to wait', type: 'integer' },
  ETag: { description: 'the version, for If-Match', type: 'string' },
  'WWW-Authenticate': { description: 'how to present a key', type: 'string' },
} as const;
type HeaderName = keyof typeof headers;

const withHeaders = (...names: HeaderName[]): Record<string, { $ref: string }> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function responsesOf(contract: RouteContract): Responses {
  const limits: HeaderName[] = contract.scope === 'public' ? [] : ['RateLimit-Policy', 'RateLimit'];
  const answered = Object.entries(contract.answers).map(([status, answer]) => [status, responseOf(answer, limits)]);
  const refused = refusalsOf(contract).map(([status, description, ...more]) => [
    status,
    {
      description,
      headers: withHeaders(...limits, ...more),
      content: { 'application/problem+json': { schema: Problem } },
    },
  ]);
  return Object.fromEntries([...answered, ...refused]);
}

function responseOf(
  { description, schema, contentType = 'application/json' }: RouteAnswer,
  limits: HeaderName[],
): Response {
  const versioned = schema instanceof z.ZodObject && 'version' in schema.shape;
  return {
    description,
    headers: withHeaders(...limits, ...(versioned ? (['ETag'] as const) : [])),
    ...(schema === undefined ? {} : { content: { [contentType]: { schema } } }),
  };
}

type Refusal = [status: string, description: string, ...headers: HeaderName[]];

/** The problems that a route may answer follow from what it takes. */
function refusalsOf({ scope, method, path, params, query, body }: RouteContract): Refusal[] {
  const keyed = scope !== 'public';
  const all: (Refusal | false)[] = [
    (body !== undefined || query !== undefined) && ['400', 'It cannot be read'],
    keyed && ['401', 'No key, or one that is not known', 'WWW-Authenticate'],
    keyed && scope !== 'any key' && ['403', 'The key has not the scope that is named'],
    path.includes('{') && ['404', 'There is none of this name'],
    method !== 'GET' && scope !== 'any key' && ['409', 'It cannot be so beside what is there already'],
    method !== 'GET' && ['412', 'It was changed meanwhile'],
    body !== undefined && ['413', 'The body is too large'],
    (body !== undefined || query !== undefined || params !== undefined) && [
      '422',
      'Not valid: every fault at once, with its place',
    ],
    keyed && ['429', 'Too fast', 'Retry-After'],
    ['500', 'A fault of ours; request_id finds it'],
    keyed && ['503', 'Something needed does not answer just now', 'Retry-After'],
  ];
  return all.filter((refusal) => refusal !== false);
}
