import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { seconds } from '#domain/configuration/configuration.ts';
import { loadConfigurationFile } from '#domain/configuration/load.ts';
import { api, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';

const Policy = z.looseObject({
  id: z.string().regex(/^policy_[0-9a-zA-Z]+$/),
  name: z.string(),
  namespace: z.string().nullable(),
  service: z.string().nullable(),
  enabled: z.boolean(),
  source: z.enum(['file', 'api']),
  version: z.number(),
  record: z.looseObject({ helped: z.number() }),
});
const Created = z.object({
  id: z.string(),
  status: z.literal('created'),
  policy: Policy,
  warnings: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});
const List = z.object({ policies: z.array(Policy), count: z.number(), next_cursor: z.string().nullable() });

const send = (
  method: string,
  path: string,
  body: unknown,
  init: { headers?: Record<string, string>; key?: string } = {},
) => api(path, { method, body: JSON.stringify(body), ...init });
const create = (body: unknown, init?: { key?: string }) => json(send('POST', '/policies', body, init), Created, 201);
const list = async (query = '') => (await json(api(`/policies?limit=500&${query}`), List)).policies;

// each test's policies bear names of its own: all share one deployment
/** What a policy without a cooldown of its own is answered with: the installation's. */
const { configuration } = loadConfigurationFile('forestall.yml', readFileSync('forestall.yml', 'utf8'));
const defaultCooldown = seconds(configuration?.guards.cooldown ?? 0);

const document = { condition: 'memory_usage > 90', action: 'restart_container', service: 'orders', cooldown: 300 };

describe('a policy made through the API', () => {
  test('comes back as it was written, with its defaults, from POST, GET and the list', async () => {
    const answer = await send('POST', '/policies', { ...document, name: 'written' });
    expect(answer.status).toBe(201);
    const { id, policy } = Created.parse(await answer.json());
    expect(answer.headers.get('location')).toBe(`/policies/${id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(policy).toMatchObject({ ...document, name: 'written', id, enabled: true, autonomy: 'auto', source: 'api' });
    expect(await json(api(`/policies/${id}`), Policy)).toEqual(policy);
    expect((await list()).find((one) => one.id === id)).toEqual(policy);
  });

  test('may be YAML', async () => {
    const body = 'name: from yaml\nwhen: p99_latency > 500ms\nactions:\n  - { type: scale, max_replicas: 10 }\n';
    const headers = { 'content-type': 'application/yaml' };
    const { policy } = await json(api('/policies', { method: 'POST', body, headers }), Created, 201);
    expect(policy).toMatchObject({ name: 'from yaml', when: 'p99_latency > 500ms', service: null });
  });

  test('is replaced as a whole by PUT, if it still is what its author saw', async () => {
    const { id } = await create({ ...document, name: 'replaced', cooldown: 900 });
    const path = `/policies/${id}`;
    const next = { name: 'replaced', condition: 'cpu_usage > 85', action: 'alert', service: 'orders', enabled: false };
    await problem(send('PUT', path, next, { headers: { 'if-match': '"7"' } }), 412);
    const put = await send('PUT', path, next, { headers: { 'if-match': '"1"' } });
    expect(put.status).toBe(200);
    expect(put.headers.get('etag')).toBe('"2"');
    expect(Policy.parse(await put.json())).toMatchObject({ ...next, id, version: 2, cooldown: defaultCooldown });
    const read = await json(api(path), Policy);
    const back = await json(send('PUT', path, { ...read, enabled: true }), Policy);
    expect(back, 'what GET gave may come back').toMatchObject({ ...next, enabled: true, version: 3 });
  });

  test('of many writers at once each version is written by one', async () => {
    const { id } = await create({ ...document, name: 'raced' });
    const headers = { 'if-match': '"1"' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => send('PUT', `/policies/${id}`, { ...document, name: 'raced' }, { headers })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
  });

  test('is removed by DELETE', async () => {
    const { id } = await create({ ...document, name: 'removed' });
    await problem(api(`/policies/${id}`, { method: 'DELETE', headers: { 'if-match': '"9"' } }), 412);
    expect((await api(`/policies/${id}`, { method: 'DELETE' })).status).toBe(204);
    await problem(api(`/policies/${id}`), 404);
    await problem(api(`/policies/${id}`, { method: 'DELETE' }), 404);
    await problem(send('PUT', `/policies/${id}`, { ...document, name: 'removed' }), 404);
  });

  test('has a name of its own in its namespace, also when two come at once', async () => {
    await create({ ...document, name: 'unique' });
    expect((await problem(send('POST', '/policies', { ...document, name: 'unique' }), 409)).detail).toContain(
      '"unique"',
    );
    const both = await Promise.all([1, 2].map(() => send('POST', '/policies', { ...document, name: 'twins' })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test('is sent once with one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'policy-once' };
    const first = await json(send('POST', '/policies', { ...document, name: 'once' }, { headers }), Created, 201);
    const again = await json(send('POST', '/policies', { ...document, name: 'once' }, { headers }), Created, 201);
    expect(again.id).toBe(first.id);
  });
});

describe('a policy that is wrong is refused with every fault and its place', () => {
  const faultsOf = async (body: unknown) => (await problem(send('POST', '/policies', body), 422)).errors ?? [];

  test('in the condition, by line and column', async () => {
    const [fault] = await faultsOf({ ...document, name: 'wrong unit', condition: 'cpu_usage > 500ms' });
    expect(fault).toMatchObject({ pointer: '/condition' });
    expect(fault?.message).toMatch(/line 1, column 13.*cpu_usage is a percentage.*500ms is a duration/);
  });

  test('in the actions, with the types that there are', async () => {
    const [fault] = await faultsOf({ ...document, name: 'wrong type', action: 'reboot_everything' });
    expect(fault?.pointer).toBe('/action');
    expect(fault?.message).toMatch(/alert, restart_container, restart_pod, scale, rollback_deployment/);
    const scale = { type: 'scale', by: 'a lot' };
    const [wrong] = await faultsOf({ condition: 'cpu_usage > 80', actions: ['alert', scale], name: 'wrong parameter' });
    expect(wrong?.pointer).toBe('/actions/1/by');
  });

  test('in several members at once', async () => {
    const faults = await faultsOf({ ...document, name: 'many', condition: 'cpu_usgae > 85', action: 'rebot' });
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/condition', '/action']);
    expect(faults[0]?.message).toContain('cpu_usage');
  });

  test('in its shape', async () => {
    expect((await faultsOf({ ...document, cooldwon: 3 })).map(({ pointer }) => pointer)).toEqual(['/cooldwon']);
    await problem(api('/policies', { method: 'POST', body: '{"name": ' }), 400);
  });
});

test('a number that no table keeps is refused, a duration is kept to the millisecond', async () => {
  const document = { condition: 'cpu_usage > 81', service: 'orders', action: 'alert', cooldown: 6.1e-181 };
  const { policy } = await create({ ...document, name: 'hardly cools down' });
  expect(policy.cooldown).toBe(0);
  for (const n of [1e-200, 1e200]) {
    const action = { type: 'run_automation', document: 'restart', parameters: { n } };
    const refused = await problem(send('POST', '/policies', { ...document, action }), 422);
    expect(refused.detail).toContain('cannot be kept');
  }
});

test('what its author should know is a warning: a service to come, a bare number, a policy that does the same', async () => {
  const policy = { condition: 'latency > 0.5', action: 'rollback_deployment', service: 'invoices' };
  const { warnings = [] } = await create({ ...policy, name: 'warned' });
  expect(new Set(warnings.map(({ pointer }) => pointer))).toEqual(new Set(['/condition', '/service']));
  const again = await create({ ...policy, condition: 'latency > 0.6s', name: 'shadowed' });
  expect(again.warnings?.find(({ pointer }) => pointer === '/condition')?.message).toContain('"warned"');
});

describe('a policy that is part of the deploy', () => {
  const shipped = async () => {
    const [found] = (await list()).filter(({ source, name }) => source === 'file' && name === 'memory_leak');
    if (!found) throw new Error('policies/fleet.yml ships no memory_leak');
    return found;
  };

  test('can be switched off and on again, and nothing else', async () => {
    const { id } = await shipped();
    const off = await json(send('PUT', `/policies/${id}`, { enabled: false, autonomy: 'observe' }), Policy);
    expect(off).toMatchObject({ enabled: false, autonomy: 'observe', when: 'anomaly(memory_usage)' });
    expect((await shipped()).enabled).toBe(false);
    const refused = await problem(send('PUT', `/policies/${id}`, { ...off, when: 'anomaly(cpu_usage)' }), 409);
    expect(refused.detail).toMatch(/part of the deploy.*when/);
    const on = await json(send('PUT', `/policies/${id}`, { ...off, enabled: true, autonomy: 'auto' }), Policy);
    expect(on).toMatchObject({ enabled: true, autonomy: 'auto' });
  });

  test('is not removed', async () => {
    const { id } = await shipped();
    expect((await problem(api(`/policies/${id}`, { method: 'DELETE' }), 409)).detail).toContain('part of the deploy');
  });
});

test('the list is filtered by namespace, service and enabled', async () => {
  await create({ ...document, name: 'filtered', namespace: 'orders', enabled: false });
  const names = async (query: string) => (await list(query)).map(({ name }) => name);
  expect(await names('namespace=orders')).toEqual(['filtered']);
  expect(await names('service=orders-service&enabled=false')).toContain('filtered');
  expect(await names('enabled=true')).not.toContain('filtered');
  expect(await names('service=payments')).not.toContain('filtered');
  await problem(api('/policies?enabled=perhaps'), 422);
});

test('a key with namespaces changes only theirs; one that only reads changes nothing', async () => {
  const key = async (body: unknown) =>
    (await json(send('POST', '/keys', body), z.looseObject({ key: z.string() }), 201)).key;
  const payments = await key({ name: 'payments team', scopes: ['read', 'write'], namespaces: ['payments'] });
  await problem(send('POST', '/policies', { ...document, name: 'not theirs' }, { key: payments }), 403);
  const theirs = { ...document, service: 'payments', name: 'theirs', namespace: 'payments' };
  const { id } = await create(theirs, { key: payments });
  const foreign = await create({ ...document, name: 'foreign' });
  await problem(send('PUT', `/policies/${foreign.id}`, { ...document, name: 'foreign' }, { key: payments }), 403);
  await problem(api(`/policies/${foreign.id}`, { method: 'DELETE', key: payments }), 403);
  await problem(send('PUT', `/policies/${id}`, { ...theirs, namespace: 'orders' }, { key: payments }), 403);
  expect((await api(`/policies/${id}`, { method: 'DELETE', key: payments })).status).toBe(204);
  const reader = await key({ name: 'reader', scopes: ['read'] });
  expect(
    (await problem(send('POST', '/policies', { ...document, name: 'read only' }, { key: reader }), 403)).detail,
  ).toContain('write');
});
