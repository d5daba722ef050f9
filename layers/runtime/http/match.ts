import type { MiddlewareObj } from '@middy/core';
import type { RouteContract } from '#contract/route.ts';
import type { Answer, Answerer } from './answers.ts';
import { type Call, type HttpEvent, routeOf } from './call.ts';
import { MethodNotAllowed, NotFound } from './problems.ts';

/**
 * Finds the route. What no route takes is answered 404, or 405 with the methods that the path has.
 * @param all every route of the API: only the function behind `$default` knows them
 */
export function matchRoute(answerers: readonly Answerer[], all: readonly RouteContract[]): MiddlewareObj<Call, Answer> {
  const byKey = new Map(answerers.map((one) => [routeKey(one.contract), one]));
  return {
    before({ event: call }) {
      call.route = byKey.get(call.event.routeKey);
      if (call.route === undefined) throw unmatched(call.event, all);
    },
  };
}

export const routeKey = ({ method, path }: RouteContract): string => `${method} ${path}`;

function unmatched({ rawPath, requestContext }: HttpEvent, all: readonly RouteContract[]): Error {
  const allowed = all.filter(({ path }) => patternOf(path).test(rawPath)).map(({ method }) => method);
  if (allowed.length === 0) return new NotFound(`there is no ${rawPath}: GET /openapi.json says what there is`);
  return new MethodNotAllowed(`${rawPath} takes ${allowed.join(', ')}, not ${requestContext.http.method}`, allowed);
}

/** `{id}` stands for one part of a path. */
function patternOf(path: string): RegExp {
  const parts = path.split(/\{[^}]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}

/** Does the work that validation left. */
export async function work(call: Call): Promise<Answer> {
  if (call.replayed) return call.replayed;
  if (call.work === undefined) throw new Error(`${routeOf(call).contract.id} was not validated before its work`);
  return call.work({ ...call.context, caller: call.caller, rate: call.rate });
}

/** Reads the request by its route's schemas. */
export const validate = (): MiddlewareObj<Call, Answer> => ({
  before({ event: call }) {
    call.work = routeOf(call).read(call.raw);
  },
});
