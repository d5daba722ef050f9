import { expect, test } from 'vitest';
import { type Intent, newAction } from '#domain/remediation/newAction.ts';
import type { KillSwitch } from '#ports';
import { engineStatus, toggleEngine } from './engineStatus.ts';

const intent: Intent = {
  policy: null,
  service: 'orders',
  cause: { kind: 'manual', id: 'request_1', metric: null, direction: 'up' },
  rung: 0,
  attempt: 1,
  what: { type: 'restart_container', parameters: {} },
  reason: 'test',
  requestedBy: 'key:a',
};
const claimed = { ...newAction(intent, [], 0), id: 'action_claimed', status: 'pending' as const };
const acting = { ...claimed, id: 'action_acting', status: 'settling' as const, acted_at: '2026-11-25T12:00:00.000Z' };

function setting(mark?: number) {
  let state = { enabled: true, reason: 'never switched off', by: 'deployment', at: '1970-01-01T00:00:00.000Z' };
  const kill: KillSwitch = {
    read: async () => state,
    set: async (enabled, reason, by) => {
      state = { enabled, reason, by, at: '2026-11-25T12:00:00.000Z' };
    },
  };
  return {
    kill,
    actions: { unfinished: async () => [claimed, acting] },
    policies: { all: async () => [] },
    marks: { read: async (name: string) => (name === 'evaluated' ? mark : undefined) },
  };
}

test('the switch is set and read again, and what AWS is carrying out already is named', async () => {
  const state = await toggleEngine({ enabled: false, reason: 'migration', by: 'key:a' }, setting());
  expect(state).toMatchObject({ enabled: false, reason: 'migration', by: 'key:a' });
  expect(
    state.still_running.map(({ id }) => id),
    'one that is only claimed is stopped by the switch',
  ).toEqual(['action_acting']);
});

test('how the engine stands', async () => {
  const status = await engineStatus(setting(1_795_608_000));
  expect(status).toMatchObject({
    enabled: true,
    policies: { total: 0, enabled: 0 },
    last_evaluation: '2026-11-25T12:00:00.000Z',
  });
  expect(status.under_way).toHaveLength(2);
  expect((await engineStatus(setting())).last_evaluation).toBeNull();
});

test('a switch that cannot be read is no switch that is on', async () => {
  const ports = { ...setting(), kill: { ...setting().kill, read: () => Promise.reject(new Error('no answer')) } };
  await expect(engineStatus(ports)).rejects.toThrow('no answer');
});
