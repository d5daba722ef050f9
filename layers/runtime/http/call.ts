import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Context } from '../context.ts';
import type { Answer, Answerer, Caller, HttpContext, RateState, RawRequest } from './answers.ts';

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResult = APIGatewayProxyStructuredResultV2;

/** One call on its way through the chain: each step adds what it found, for the steps after it. */
export interface Call {
  readonly event: HttpEvent;
  readonly context: Context;
  readonly raw: RawRequest;
  route?: Answerer;
  caller: Caller;
  /** what the caller proved to hold: opens the answers that were kept for it */
  secret: string;
  rate: RateState | null;
  work?: (context: HttpContext) => Promise<Answer>;
  /** an answer that was given before, to the same request */
  replayed?: Answer;
  /** the name under which this request's answer is to be kept */
  keep?: string;
}

const nobody: Caller = {
  id: null,
  actor: 'nobody',
  name: null,
  scopes: [],
  namespaces: null,
  rateLimit: null,
  until: null,
  secretVersion: null,
};

export function callOf(event: HttpEvent, context: Context): Call {
  const { headers } = event;
  return {
    event,
    context,
    raw: {
      params: definedOf(event.pathParameters ?? {}),
      query: event.rawQueryString ?? '',
      body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
      contentType: header(headers, 'content-type') ?? '',
      ifMatch: header(headers, 'if-match'),
      idempotencyKey: header(headers, 'idempotency-key'),
      baseUrl: baseUrlOf(event),
      header: (name) => header(headers, name),
    },
    caller: nobody,
    secret: '',
    rate: null,
  };
}

/** A header by its name in lower case. API Gateway writes names in lower case, others do not. */
export function header(headers: HttpEvent['headers'], name: string): string | undefined {
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** The step before has found it; a chain in another order is a fault of ours. */
export function routeOf({ route }: Call): Answerer {
  if (route === undefined) throw new Error('the route is matched first');
  return route;
}

function baseUrlOf({ headers, requestContext }: HttpEvent): string {
  const host = header(headers, 'x-forwarded-host') ?? header(headers, 'host') ?? requestContext.domainName;
  return `${header(headers, 'x-forwarded-proto') ?? 'https'}://${host}`;
}

const definedOf = (record: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
