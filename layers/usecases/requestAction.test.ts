import { describe, expect, test } from 'vitest';
import { anAnomaly, aService } from '#domain/fixtures.ts';
import type { ActionType } from './actionType.ts';
import { inMemory, newWorld } from './memory.fixture.ts';
import { requestAction } from './requestAction.ts';

const type = (name: string, changes: boolean): ActionType => ({
  name,
  changes,
  check: ({ by = 1 }) => (typeof by === 'number' ? [] : [{ pointer: '/by', message: 'by is a number' }]),
  plan: async () => ({ plan: {} }),
  act: async () => {},
  settled: async () => ({ state: 'settled' }),
});
/** One that watches `orders` (owned by `shop`) and a service whose very name ends in -service. */
function world({ enabled = true } = {}) {
  const made = newWorld({
    services: [aService({ name: 'orders', owner: 'shop' }), aService({ name: 'mail-service' })],
    anomalies: [anAnomaly({ metric: 'cpu_usage' })],
    kill: { enabled, reason: 'a test', unreadable: false },
  });
  const ports = inMemory(made, [type('alert', false), type('scale', true)]);
  return { ports, kept: made.actions, started: made.executions };
}
const asked = {
  action: 'scale',
  service: 'orders-service',
  reason: 'Manual test',
  parameters: {},
  requestedBy: 'key:admin',
  namespaces: null,
};

describe('what a person asks for', () => {
  test('is carried out on the service that is meant, and judged by what is wrong there', async () => {
    const { ports, kept, started } = world();
    const requested = await requestAction(asked, ports);
    if (requested.outcome !== 'accepted') throw new Error(requested.outcome);
    const { action } = requested;
    expect(action).toMatchObject({
      service: 'orders',
      status: 'started',
      reason: 'Manual test',
      requested_by: 'key:admin',
      cause: { kind: 'manual', metric: 'cpu_usage' },
    });
    expect([...started.keys()]).toEqual([action.id]);
    expect(kept.get(action.id)).toEqual(action);
  });

  test('an alert goes out at once and is answered as done', async () => {
    const { ports, started } = world();
    expect(await requestAction({ ...asked, action: 'alert' }, ports)).toMatchObject({
      outcome: 'accepted',
      action: { type: 'alert', service: 'orders', status: 'succeeded' },
    });
    expect(started.size).toBe(0);
  });

  test('is held by the same guards as a policy’s, and kept with their answers', async () => {
    const { ports, kept, started } = world({ enabled: false });
    const requested = await requestAction(asked, ports);
    if (requested.outcome !== 'accepted') throw new Error(requested.outcome);
    expect(requested.action.status).toBe('held');
    expect(requested.action.guards).toContainEqual({
      guard: 'kill_switch',
      passed: false,
      reason: 'switched off: a test',
    });
    expect(kept.has(requested.action.id)).toBe(true);
    expect(started.size).toBe(0);
  });

  test('of a type that is still to come is held, never done', async () => {
    const { ports, started } = world();
    expect(await requestAction({ ...asked, action: 'rollback_deployment' }, ports)).toMatchObject({
      outcome: 'accepted',
      action: {
        status: 'held',
        guards: expect.arrayContaining([expect.objectContaining({ guard: 'available', passed: false })]),
      },
    });
    expect(started.size).toBe(0);
  });
});

describe('is refused', () => {
  test.each([
    ['an unknown type', { action: 'reboot' }, { outcome: 'invalid', faults: [{ pointer: '/action' }] }],
    [
      'wrong parameters',
      { parameters: { by: 'a lot' } },
      { outcome: 'invalid', faults: [{ pointer: '/parameters/by' }] },
    ],
    ['an unknown service', { service: 'invoices' }, { outcome: 'unknown_service' }],
    ['a service of other namespaces', { namespaces: ['payments'] }, { outcome: 'foreign', service: 'orders' }],
  ])('%s, and nothing is kept', async (_what, change, refusal) => {
    const { ports, kept } = world();
    expect(await requestAction({ ...asked, ...change }, ports)).toMatchObject(refusal);
    expect(kept.size).toBe(0);
  });
});

test('a namespace of the key that owns the service is enough', async () => {
  expect(await requestAction({ ...asked, namespaces: ['shop'] }, world().ports)).toMatchObject({ outcome: 'accepted' });
});

test('a service that bears the very name is the one that is meant', async () => {
  expect(await requestAction({ ...asked, service: 'mail-service' }, world().ports)).toMatchObject({
    action: { service: 'mail-service' },
  });
});
