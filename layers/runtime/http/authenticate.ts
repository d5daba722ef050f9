import type { MiddlewareObj } from '@middy/core';
import { keyless, type RouteScope } from '#contract/route.ts';
import { actorOf, type Holder, namespacesFor, scopesOf } from '#domain/key/holder.ts';
import { grants } from '#domain/key/key.ts';
import { identify } from '#usecases/identify.ts';
import type { Answer, Caller } from './answers.ts';
import { type Call, type HttpEvent, header, routeOf } from './call.ts';
import { limitFailures } from './limitRate.ts';
import type { HttpPorts } from './ports.ts';
import { Forbidden, HttpProblem, Unauthorized } from './problems.ts';

/** Finds who calls: by a key, or by a token of the identity provider. A public route asks nobody. */
export const authenticate = (ports: () => HttpPorts): MiddlewareObj<Call, Answer> => ({
  async before({ event: call }) {
    const { contract, unauthorized } = routeOf(call);
    if (keyless(contract.scope)) return;
    const { clock, log } = call.context;
    const reach = { ...ports(), clock, log };
    const text = presentedKey(call.event);
    const found =
      text === undefined
        ? { refused: 'a key is needed: X-API-Key, or Authorization: Bearer' }
        : await identify(text, reach);
    if (found.holder === undefined) {
      await limitFailures(call, reach.rates);
      throw new HttpProblem(401, found.refused, { ...new Unauthorized(found.refused).more, body: unauthorized });
    }
    call.caller = callerOf(found.holder, contract.scope);
    call.secret = found.secret;
  },
});

function callerOf(holder: Holder, scope: RouteScope): Caller {
  const { id, name, rateLimit, until, secretVersion } = holder;
  // what asks for no scope changes nothing, so that any will do
  const namespaces = namespacesFor(holder, keyless(scope) || scope === 'any key' ? 'read' : scope);
  return { id, actor: actorOf(id), name, scopes: scopesOf(holder), namespaces, rateLimit, until, secretVersion };
}

/** Whether the caller has the route's scope, and changes what everybody shares where that is at stake. */
export const authorise = (): MiddlewareObj<Call, Answer> => ({
  before({ event: call }) {
    const { scope, wide = false } = routeOf(call).contract;
    const { name, scopes, namespaces } = call.caller;
    if (keyless(scope) || scope === 'any key') return;
    if (!grants(scopes, scope))
      throw new Forbidden(`this needs the scope ${scope}; ${name} has ${scopes.join(', ') || 'none'}`);
    if (wide && namespaces !== null) {
      const own = namespaces.join(', ');
      throw new Forbidden(`this changes what the whole installation shares; ${name} changes only what is of ${own}`);
    }
  },
});

/** The key that a request shows; `$connect` of the WebSocket API reads it the same way. */
export function presentedKey({ headers }: Pick<HttpEvent, 'headers'>): string | undefined {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(header(headers, 'authorization') ?? '') ?? [];
  return header(headers, 'x-api-key')?.trim() || bearer;
}
