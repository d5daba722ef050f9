import { connectionTable } from '#adapters/dynamodb/connectionTable.ts';
import { keyTable } from '#adapters/dynamodb/keyTable.ts';
import { rateCounter } from '#adapters/dynamodb/rateCounter.ts';
import { socketPost } from '#adapters/sockets/socketPost.ts';
import { createKey, deleteKey, getKey, getRateLimit, listKeys, rotateKey, validateKey } from '#contract/keys.ts';
import type { ApiKey } from '#domain/key/key.ts';
import { toInstant } from '#domain/time.ts';
import { dynamo, sockets } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import {
  answers,
  type Caller,
  Conflict,
  Forbidden,
  Invalid,
  NotFound,
  onHttp,
  PreconditionFailed,
  requireVersion,
} from '#runtime/http/http.ts';
import { KEY_WINDOW, keyRate } from '#runtime/http/limitRate.ts';
import { deployedPorts } from '#runtime/http/ports.ts';
import { closeConnectionsOf } from '#usecases/closeConnections.ts';
import {
  beyond,
  findKey,
  type KeyPorts,
  createKey as make,
  revokeKey,
  rotateKey as rotate,
} from '#usecases/manageKeys.ts';

const keyPorts = ({ clock, log }: Pick<Context, 'clock' | 'log'>): KeyPorts => ({
  keys: keyTable(dynamo(), environment('KEYS_TABLE')),
  admin: deployedPorts().admin,
  hangUp: (keyId) =>
    closeConnectionsOf(keyId, {
      connections: connectionTable(dynamo(), environment('CONNECTIONS_TABLE'), clock),
      sockets: socketPost(sockets()),
      log,
    }),
  clock,
  log,
});

const shown = ({ previous, ...key }: ApiKey) => ({ ...key, previous_until: previous?.until ?? null });

/** A key that the caller may change: one of the table, that can no more than the caller itself. */
async function changeable(id: string, caller: Caller, ports: KeyPorts): Promise<ApiKey> {
  const key = await ports.keys.get(id);
  if (!key) {
    if (await ports.admin.get(id))
      throw new Conflict('the admin key is kept in Secrets Manager: change its secret there');
    throw new NotFound(`there is no key ${id}`);
  }
  const missing = beyond(key, caller);
  if (missing !== undefined) throw new Forbidden(`the key ${id} has ${missing}, which yours has not`);
  return key;
}

/** API keys: made, shown once, rotated and revoked. */
export const handler = onHttp([
  answers(listKeys, async ({ query: { limit, cursor } }, context) => {
    const { items, next_cursor } = await keyPorts(context).keys.list({ limit, cursor });
    return { status: 200, body: { keys: items.map(shown), count: items.length, next_cursor } };
  }),
  answers(createKey, async ({ body, baseUrl }, context) => {
    const missing = beyond(body, context.caller);
    if (missing !== undefined) throw new Forbidden(`a key cannot give ${missing}, which it has not itself`);
    if (body.expires_at !== null && Date.parse(body.expires_at) / 1000 <= context.clock.now())
      throw new Invalid([{ pointer: '/expires_at', message: 'it would have expired already' }]);
    const { key, text } = await make(body, keyPorts(context));
    return { status: 201, body: { ...shown(key), key: text }, headers: { location: `${baseUrl}/keys/${key.id}` } };
  }),
  answers(getKey, async ({ params: { id } }, context) => {
    const { keys, admin } = keyPorts(context);
    const key = (await keys.get(id)) ?? (await admin.get(id));
    if (!key) throw new NotFound(`there is no key ${id}`);
    return { status: 200, body: shown(key) };
  }),
  answers(deleteKey, async ({ params: { id }, ifMatch }, context) => {
    const ports = keyPorts(context);
    const key = await changeable(id, context.caller, ports);
    requireVersion(ifMatch, key.version);
    await revokeKey(key, ports);
    return { status: 204 };
  }),
  answers(rotateKey, async ({ params: { id }, body: { overlap } }, context) => {
    const ports = keyPorts(context);
    const rotated = await rotate(await changeable(id, context.caller, ports), overlap, ports);
    if (rotated === 'lost') throw new PreconditionFailed(`the key ${id} was changed meanwhile: read it again`);
    return { status: 200, body: { ...shown(rotated.key), key: rotated.text } };
  }),
  answers(
    validateKey,
    (_request, { caller: { name, scopes }, rate }) => {
      if (rate === null) throw new Error('a key was accepted without being counted');
      const { limit, remaining, reset_at } = rate;
      return {
        status: 200,
        body: { valid: true, name, scopes, rate_limit: { limit, remaining, reset_at: toInstant(reset_at) } },
      };
    },
    { unauthorized: { valid: false } },
  ),
  answers(getRateLimit, async ({ params: { hash } }, context) => {
    const key = await findKey(hash, keyPorts(context));
    if (!key) throw new NotFound('there is no key of this hash or id');
    const rates = rateCounter(dynamo(), environment('REQUESTS_TABLE'), context.clock);
    const { remaining, reset_at } = await rates.peek(keyRate(key.id), key.rate_limit, KEY_WINDOW);
    const { id, name, rate_limit: limit } = key;
    return { status: 200, body: { key_id: id, name, limit, remaining, reset_at: toInstant(reset_at) } };
  }),
]);
