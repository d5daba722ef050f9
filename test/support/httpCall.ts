import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { aKey, SECRET } from '#domain/key/key.fixture.ts';
import type { ApiKey } from '#domain/key/key.ts';
import { keyText } from '#domain/key/secret.ts';
import type { AuditEntry, KeptAnswer } from '#ports';
import type { HttpPorts } from '#runtime/http/ports.ts';

/** A call of an HTTP function as API Gateway makes it, without API Gateway: for unit tests of the chain. */
export interface Sent {
  /** `GET /things/{id}`; `$default` for what no route takes */
  route: string;
  path?: string;
  method?: string;
  params?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  body?: string;
  base64?: boolean;
  sourceIp?: string;
}

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export interface Received {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
  text: string;
  /** the body as JSON, undefined when there is none */
  body: Record<string, unknown>;
}

export async function call(handler: HttpHandler, sent: Sent): Promise<Received> {
  const result = await handler(eventOf(sent), lambdaContext());
  const bytes = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
  const text = bytes.toString('utf8');
  const headers = Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    status: result.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    bytes,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : {},
  };
}

function eventOf({
  route,
  headers = {},
  params,
  query = '',
  body,
  base64 = false,
  ...sent
}: Sent): APIGatewayProxyEventV2 {
  const [method = 'GET', path = '/'] = route.split(' ');
  return {
    version: '2.0',
    routeKey: route,
    rawPath: sent.path ?? path.replace(/\{(\w+)\}/g, (_, name: string) => params?.[name] ?? name),
    rawQueryString: query,
    headers,
    ...(params === undefined ? {} : { pathParameters: params }),
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: base64,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      requestId: 'gateway-request',
      routeKey: route,
      stage: '$default',
      time: '',
      timeEpoch: 0,
      http: {
        method: sent.method ?? method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: sent.sourceIp ?? '192.0.2.1',
        userAgent: '',
      },
    },
  };
}

const lambdaContext = (): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:test',
  memoryLimitInMB: '256',
  awsRequestId: 'request-1',
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => 10_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});

export const someKey = (key: Partial<ApiKey> = {}): ApiKey =>
  aKey({ id: 'reader000001', created_at: '2026-11-01T00:00:00.000Z', ...key });

/** What its holder sends. */
export const textOf = ({ id }: Pick<ApiKey, 'id'>): string => keyText(id, SECRET);
export const withKey = (key: Pick<ApiKey, 'id'>): Record<string, string> => ({ 'x-api-key': textOf(key) });

/** The chain's ports in memory. `keys` may be changed while a test runs. */
export function memoryPorts(...known: ApiKey[]) {
  const keys = new Map(known.map((key) => [key.id, key]));
  const taken = new Map<string, number>();
  const touched: string[] = [];
  const requests = new Map<string, { fingerprint: string; answer?: string }>();
  const audited: AuditEntry[] = [];
  const ports: HttpPorts = {
    keys: {
      get: async (id) => keys.get(id),
      touch: async (id) => {
        touched.push(id);
      },
    },
    admin: { get: async (id) => (id === 'admin' ? someKey({ id, name: 'admin', scopes: ['admin'] }) : undefined) },
    tokens: undefined,
    rates: {
      async take(name, limit) {
        const used = taken.get(name) ?? 0;
        if (used < limit) taken.set(name, used + 1);
        return {
          ok: used < limit,
          remaining: Math.max(0, limit - used - 1),
          reset_at: Date.now() / 1000 + 60,
          repeated: false,
        };
      },
    },
    requests: {
      async begin(name, fingerprint) {
        const there = requests.get(name);
        if (there === undefined) {
          requests.set(name, { fingerprint });
          return { state: 'begun' };
        }
        if (there.answer === undefined) return { state: 'running', fingerprint: there.fingerprint };
        return { state: 'answered', fingerprint: there.fingerprint, answer: there.answer } satisfies KeptAnswer;
      },
      async keep(name, answer) {
        const there = requests.get(name);
        if (there) there.answer = answer;
      },
      async release(name) {
        requests.delete(name);
      },
    },
    audit: {
      async record(entries) {
        audited.push(...entries);
      },
    },
  };
  return { ports: () => ports, keys, taken, touched, requests, audited };
}
