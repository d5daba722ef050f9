import type { MiddlewareObj } from '@middy/core';
import { keyless } from '#contract/route.ts';
import { grants } from '#domain/key/key.ts';
import { authenticateKey, noteUse } from '#usecases/authenticateKey.ts';
import type { Answer } from './answers.ts';
import { type Call, type HttpEvent, header, routeOf } from './call.ts';
import { limitFailures } from './limitRate.ts';
import type { HttpPorts } from './ports.ts';
import { Forbidden, HttpProblem, Unauthorized } from './problems.ts';

/** Finds who calls, by `X-API-Key` or `Authorization: Bearer`. A public route asks nobody. */
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
        : await authenticateKey(text, reach);
    if (found.key === undefined) {
      await limitFailures(call, reach.rates);
      throw new HttpProblem(401, found.refused, { ...new Unauthorized(found.refused).more, body: unauthorized });
    }
    const { id, name, scopes, namespaces, rate_limit } = found.key;
    call.caller = { id, name, scopes, namespaces, rateLimit: rate_limit };
    call.secret = found.secret;
    await noteUse(found.key, reach);
  },
});

/** Whether the caller's key has the route's scope. */
export const authorise = (): MiddlewareObj<Call, Answer> => ({
  before({ event: call }) {
    const { scope } = routeOf(call).contract;
    if (keyless(scope) || scope === 'any key' || grants(call.caller.scopes, scope)) return;
    throw new Forbidden(
      `this needs the scope ${scope}; the key ${call.caller.name} has ${call.caller.scopes.join(', ')}`,
    );
  },
});

/** The key that a request shows; `$connect` of the WebSocket API reads it the same way. */
export function presentedKey({ headers }: Pick<HttpEvent, 'headers'>): string | undefined {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(header(headers, 'authorization') ?? '') ?? [];
  return header(headers, 'x-api-key')?.trim() ?? bearer;
}
