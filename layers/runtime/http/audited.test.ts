import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { allRoutes } from '#contract/index.ts';
import { type RouteContract, route } from '#contract/route.ts';
import { bounded } from '#domain/audit/bounded.ts';
import { canonical } from '#domain/canonical.ts';
import { SECRET } from '#domain/key/key.fixture.ts';
import { call, memoryPorts, someKey, textOf, withKey } from '#test/support/httpCall.ts';
import { auditNames } from './auditEntry.ts';
import { answers, Forbidden, NotFound, onHttp } from './http.ts';

const base = { tag: 'Things', summary: 'a thing', answers: { 200: { description: 'it' } } };
const body = z.looseObject({ name: z.string() });
const make = (
  id: string,
  method: RouteContract['method'],
  path: RouteContract['path'],
  scope: RouteContract['scope'],
) =>
  route({
    ...base,
    id,
    method,
    path,
    scope,
    ...(path.includes('{') ? { params: z.object({ id: z.string() }) } : {}),
    ...(method === 'GET' ? {} : { query: z.object({ dry_run: z.string().optional() }), body }),
  });
const routes = {
  list: make('listThings', 'GET', '/things', 'read'),
  create: make('createThing', 'POST', '/things', 'write'),
  remove: make('deleteThing', 'DELETE', '/things/{id}', 'admin'),
  ask: make('askThings', 'POST', '/things/ask', 'read'),
  push: make('pushSamples', 'POST', '/samples', 'ingest'),
};
const writer = someKey({ id: 'writer000001', name: 'writer', scopes: ['read', 'write', 'ingest'] });
const admin = someKey({ id: 'admin0000001', name: 'boss', scopes: ['admin'] });

function api({ fails = false } = {}) {
  const memory = memoryPorts(writer, admin);
  if (fails) memory.ports().audit.record = () => Promise.reject(new Error('the queue is away'));
  const handler = onHttp(
    Object.values(routes).map((contract) =>
      answers(contract, (request) => {
        const name: unknown = Reflect.get(Object(request.body), 'name');
        if (name === 'foreign') throw new Forbidden('not yours');
        if (name === 'missing') throw new NotFound('none');
        return { status: 200, body: { id: 'thing_1', version: 3, secret: 'whsec_shown-once', key: textOf(writer) } };
      }),
    ),
    { ports: memory.ports },
  );
  return { ...memory, handler };
}
const send = (
  contract: { method: string; path: string },
  sent: unknown = { name: 'a' },
  key = writer,
  more: object = {},
) => ({
  route: `${contract.method} ${contract.path}`,
  headers: { ...withKey(key), ...Reflect.get(more, 'headers') },
  body: JSON.stringify(sent),
  ...(contract.path.includes('{') ? { params: { id: 'thing_7' } } : {}),
  ...('query' in more ? { query: String(more.query) } : {}),
});

describe('what a change through the API tells the audit', () => {
  test('who, what, to what, with what', async () => {
    const { handler, audited } = api();
    expect((await call(handler, send(routes.create, { name: 'a', reason: 'night' }))).status).toBe(200);
    await call(handler, send(routes.remove, { name: 'a' }, admin));
    expect(audited).toMatchObject([
      {
        actor: 'key:writer000001',
        action: 'thing.created',
        target: 'thing:thing_1',
        detail: {
          route: 'createThing',
          path: 'POST /things',
          status: 200,
          caller: 'writer',
          body: { name: 'a', reason: 'night' },
          answer: { id: 'thing_1', version: 3 },
        },
      },
      { actor: 'key:admin0000001', action: 'thing.deleted', target: 'thing:thing_7' },
    ]);
  });

  test('nothing of what only asks, brings samples, plans, or did not work', async () => {
    const { handler, audited } = api();
    for (const contract of [routes.list, routes.ask, routes.push]) await call(handler, send(contract));
    await call(handler, send(routes.create, { name: 'a' }, writer, { query: 'dry_run=true' }));
    await call(handler, send(routes.create, { name: 'missing' }));
    await call(handler, send(routes.create, { nothing: true }));
    await call(handler, { ...send(routes.create), headers: { 'x-api-key': 'rp_x_y' } });
    expect(audited).toEqual([]);
  });

  test('what was refused to a known key: its scope, or what is not its own', async () => {
    const { handler, audited } = api();
    expect((await call(handler, send(routes.remove))).status).toBe(403);
    expect((await call(handler, send(routes.create, { name: 'foreign' }))).status).toBe(403);
    await call(handler, send(routes.list, undefined, someKey({ id: 'nobody000001' })));
    expect(audited).toMatchObject([
      {
        actor: 'key:writer000001',
        action: 'access.refused',
        target: 'thing:thing_7',
        detail: { refused: expect.stringContaining('the scope admin') },
      },
      { action: 'access.refused', target: 'thing', detail: { refused: 'not yours', status: 403 } },
    ]);
  });

  test('a request that is answered again is told once', async () => {
    const { handler, audited } = api();
    const again = send(routes.create, { name: 'a' }, writer, { headers: { 'idempotency-key': 'once' } });
    await call(handler, again);
    expect((await call(handler, again)).headers['idempotent-replayed']).toBe('true');
    expect(audited).toHaveLength(1);
  });

  test('no secret that was sent or is shown once', async () => {
    const { handler, audited } = api();
    await call(
      handler,
      send(routes.create, {
        name: 'a',
        secret: 'hunter2-hunter2',
        routing_key: 'R0123456789',
        note: `my key is ${textOf(writer)}`,
      }),
    );
    const kept = canonical(audited.map(bounded));
    expect(audited).toHaveLength(1);
    for (const secret of ['hunter2', 'R0123456789', 'whsec_', SECRET]) expect(kept).not.toContain(secret);
  });

  test('a change that was made is answered as made, though the audit cannot be told: the log has it', async () => {
    const { handler } = api({ fails: true });
    expect((await call(handler, send(routes.create))).status).toBe(200);
    expect((await call(handler, send(routes.remove))).status).toBe(403);
  });
});

test('every route that changes something has a name in the audit', () => {
  const names = allRoutes.filter(({ method }) => method !== 'GET').map(({ id }) => auditNames(id).action);
  for (const name of names) expect(name).toMatch(/^[a-z_]+\.[a-z_]+$/);
  expect(names).toEqual(
    expect.arrayContaining([
      'policy.created',
      'policy.replaced',
      'policy.deleted',
      'engine.toggled',
      'key.created',
      'key.rotated',
      'key.deleted',
      'webhook.created',
      'action.requested',
      'ml.toggled',
      'feedback.given',
      'feedback.taken_back',
    ]),
  );
});
