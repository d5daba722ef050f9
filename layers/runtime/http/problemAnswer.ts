import { STATUS_CODES } from 'node:http';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { MiddlewareObj } from '@middy/core';
import { BadCursor } from '#adapters/dynamodb/page.ts';
import type { Problem } from '#contract/problem.ts';
import { metrics, tracer } from '../powertools.ts';
import type { Answer } from './answers.ts';
import type { Call } from './call.ts';
import { BadRequest, HttpProblem, Invalid, PreconditionFailed, Unavailable } from './problems.ts';

/** AWS says by these names that it is asked too much just now. */
const throttled: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** What DynamoDB and its client say of a number that an item cannot hold. */
const unstorable = /Number (under|over)flow|Number\.M(AX|IN)_SAFE_INTEGER/;

/** The SDK gave up waiting, or could not connect at all; or the identity provider does not give its keys. */
const unreachable: ReadonlySet<string> = new Set([
  'TimeoutError',
  'RequestTimeout',
  'ServiceUnavailable',
  'NetworkingError',
  'IssuerUnreachable',
]);

/** The one place where an error becomes an answer: application/problem+json (RFC 9457). */
export const problemDetails = (): MiddlewareObj<Call, Answer> => ({
  onError(request) {
    const call = request.event;
    const problem = problemOf(request.error);
    if (problem.status >= 500) report(problem, request.error, call);
    request.response = answerOf(problem, call);
  },
});

/** What the caller is told of an error. Of what nobody foresaw nothing is told but the request's id. */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof BadCursor) return new BadRequest(error.message, { cause: error });
  if (error instanceof ConditionalCheckFailedException)
    return new PreconditionFailed('somebody else changed it meanwhile: read it again');
  if (error instanceof Error && unstorable.test(error.message))
    return new Invalid([], 'a number of it cannot be kept: at most 9007199254740991 and, but for 0, at least 1e-130');
  if (error instanceof Error && throttled.has(error.name))
    return new Unavailable('the platform is asked too much just now: try again', { cause: error });
  if (error instanceof Error && (unreachable.has(error.name) || isTheirs(error)))
    return new Unavailable('something that this needs does not answer just now: try again', { cause: error });
  return new HttpProblem(500, "an unexpected error; the request's id finds it in the log");
}

/** AWS says that the fault is its own: nothing that the caller or we could mend. */
const isTheirs = (error: Error): boolean => '$fault' in error && error.$fault === 'server';

function answerOf({ status, message, more }: HttpProblem, { event, context }: Call): Answer {
  const body: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    instance: event.rawPath,
    request_id: context.requestId,
    ...(more.errors === undefined ? {} : { errors: [...more.errors] }),
    ...more.body,
  };
  return { status, body, headers: { ...more.headers }, contentType: 'application/problem+json' };
}

function report(problem: HttpProblem, error: unknown, { context, route }: Call): void {
  context.log.error('request failed', { route: route?.contract.id, status: problem.status, error });
  metrics.addMetric('RequestsFailed', 'Count', 1);
  if (error instanceof Error) tracer.addErrorAsMetadata(error);
}
