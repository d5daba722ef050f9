import { expect, test } from 'vitest';
import type { Action } from '../remediation/action.ts';
import { newAction } from '../remediation/newAction.ts';
import { recordOf } from './record.ts';

const action = (change: Partial<Action>): Action => ({
  ...newAction(
    {
      policy: null,
      service: 'orders',
      cause: { kind: 'anomaly', id: 'anomaly_1', metric: 'cpu_usage', direction: 'up' },
      rung: 0,
      attempt: 1,
      what: { type: 'scale', parameters: {} },
      reason: 'cpu_usage > 85',
      requestedBy: 'policy:policy_1',
    },
    [],
    1_000_000,
  ),
  policy_id: 'policy_1',
  ...change,
});

test('counts how the actions of one policy ended, and no others', () => {
  const record = recordOf('policy_1', [
    action({ status: 'started', created_at: '2026-11-24T16:05:00.000Z' }),
    action({ status: 'succeeded', verdict: 'helped' }),
    action({ status: 'failed', verdict: 'no_effect' }),
    action({ status: 'failed', verdict: 'inconclusive' }),
    action({ status: 'held' }),
    action({ type: 'alert', status: 'succeeded' }),
    action({ policy_id: 'policy_2', status: 'succeeded', verdict: 'helped' }),
  ]);
  expect(record).toEqual({
    helped: 1,
    no_effect: 1,
    worse: 0,
    inconclusive: 1,
    held: 1,
    alerts: 1,
    last_action_at: '2026-11-24T16:05:00.000Z',
  });
});

test('of a policy that never acted there is nothing', () => {
  expect(recordOf('policy_3', [action({})])).toMatchObject({ helped: 0, held: 0, last_action_at: null });
});
