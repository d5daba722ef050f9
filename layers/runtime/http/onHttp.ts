import middy from '@middy/core';
import type { RouteContract } from '#contract/route.ts';
import { observed } from '../context.ts';
import { logger } from '../powertools.ts';
import type { Answer, Answerer } from './answers.ts';
import { audited } from './audited.ts';
import { authenticate, authorise } from './authenticate.ts';
import { type Call, callOf, type HttpEvent, type HttpResult } from './call.ts';
import { idempotent } from './idempotent.ts';
import { limitRate } from './limitRate.ts';
import { matchRoute, validate, work } from './match.ts';
import { deployedPorts, type HttpPorts } from './ports.ts';
import { problemDetails } from './problemAnswer.ts';
import { resultOf } from './respond.ts';

/**
 * A function behind the HTTP API. Every call goes through the same chain: match → authenticate → rate → scope → validate
 * → once → do; an error anywhere in it becomes problem details in one place, and what was changed is told to the audit.
 * @param all every route of the API, for the function that answers what no route takes
 */
export function onHttp(
  answerers: readonly Answerer[],
  { ports = deployedPorts, all = [] }: { ports?: () => HttpPorts; all?: readonly RouteContract[] } = {},
) {
  const chain = middy<Call, Answer>()
    .use(problemDetails())
    .use(audited(ports))
    .use(matchRoute(answerers, all))
    .use(authenticate(ports))
    .use(limitRate(ports)) // before the scope: a call that is refused for want of one is counted, and told what is left
    .use(authorise())
    .use(validate())
    .use(idempotent(ports))
    .handler(work);
  return observed<HttpEvent, HttpResult>('http', async (event, context, lambda) => {
    const call = callOf(event, context);
    const result = resultOf(await chain(call, lambda), call);
    logger.appendKeys({
      route: event.routeKey,
      path: event.rawPath,
      status: result.statusCode,
      key_id: call.caller.id,
    });
    return result;
  });
}
