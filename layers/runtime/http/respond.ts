import { metrics } from '../powertools.ts';
import type { Answer } from './answers.ts';
import type { Call, HttpResult } from './call.ts';
import { rateHeaders } from './limitRate.ts';

/** An answer as API Gateway takes it. */
export function resultOf(answer: Answer, call: Call): HttpResult {
  checkPromise(answer, call);
  const { status, body, contentType = 'application/json' } = answer;
  const bytes = body instanceof Uint8Array;
  return {
    statusCode: status,
    headers: {
      ...(body === undefined ? {} : { 'content-type': typed(contentType) }),
      ...etagOf(answer),
      ...rateHeaders(call.rate, call.context.clock.now()),
      'x-request-id': call.context.requestId,
      'cache-control': 'no-store',
      ...answer.headers,
    },
    ...(body === undefined ? {} : { body: bytes ? Buffer.from(body).toString('base64') : textOf(body, contentType) }),
    ...(bytes ? { isBase64Encoded: true } : {}),
  };
}

const isJson = (contentType: string): boolean => /[/+]json\b/.test(contentType);

const textOf = (body: unknown, contentType: string): string =>
  typeof body === 'string' && !isJson(contentType) ? body : JSON.stringify(body);

const typed = (contentType: string): string =>
  contentType.startsWith('text/') && !contentType.includes('charset') ? `${contentType}; charset=utf-8` : contentType;

/** What has a version has an `ETag`, to be sent back in `If-Match`. */
function etagOf({ status, body }: Answer): Record<string, string> {
  if (status >= 300 || typeof body !== 'object' || body === null || !('version' in body)) return {};
  return typeof body.version === 'number' ? { etag: `"${body.version}"` } : {};
}

/** An answer that is not what its contract says is a fault of ours: told to us, not to the caller, who has use for it. */
function checkPromise({ status, body }: Answer, { route, context }: Call): void {
  if (route === undefined || status >= 400) return;
  const promised = route.contract.answers[status];
  const problem =
    promised === undefined ? `the contract knows no answer ${status}` : promised.schema?.safeParse(body).error?.message;
  if (problem === undefined) return;
  context.log.error('an answer differs from its contract', { route: route.contract.id, status, problem });
  metrics.addMetric('AnswersOffContract', 'Count', 1);
}
