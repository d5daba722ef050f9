import { expect, test } from 'vitest';
import type { Anomaly } from '../anomaly/anomaly.ts';
import type { Action } from '../remediation/action.ts';
import { exampleEvent } from '../webhook/example.ts';
import { announceAction, announceAnomaly } from './announce.ts';
import { FeedEvent, type NumberedEvent } from './event.ts';
import { streamMessage } from './message.ts';

const at = '2026-11-24T16:00:00.000Z';
const example = exampleEvent('webhook_1', at, '1').anomaly;
if (!example) throw new Error('the example is about an anomaly');
const anomaly = (more: Partial<Anomaly> = {}): Anomaly => ({ ...example, ...more });
const resolved = { status: 'resolved', resolved_at: at, resolution: 'recovered' } as const;

test.each<[string, Anomaly | undefined, Anomaly, string | undefined]>([
  ['opened', undefined, anomaly(), 'anomaly.detected'],
  ['foreseen', undefined, anomaly({ kind: 'predicted_breach' }), 'breach.predicted'],
  ['opened for looking back only', undefined, anomaly({ level: 'sensitive' }), undefined],
  ['raised to what is shown', anomaly({ level: 'sensitive' }), anomaly({ version: 2 }), 'anomaly.detected'],
  ['updated', anomaly(), anomaly({ version: 2 }), 'anomaly.updated'],
  ['written again as it was', anomaly(), anomaly(), undefined],
  ['resolved', anomaly(), anomaly({ ...resolved, version: 2 }), 'anomaly.resolved'],
  ['resolved already', anomaly(resolved), anomaly({ ...resolved, version: 2 }), undefined],
])('an anomaly %s', (_what, before, after, event) => {
  const announced = announceAnomaly(before, after);
  expect(announced?.event).toBe(event);
  if (announced) {
    expect(FeedEvent.parse(announced)).toEqual(announced);
    expect(announced.id).toBe(`${after.id}.${event}.${after.version}`);
  }
});

const action = (status: Action['status'], version: number): Action => ({
  id: 'action_1',
  type: 'restart_container',
  service: 'orders',
  policy_id: null,
  policy_name: null,
  cause: { kind: 'manual', id: 'x', metric: null, direction: 'up' },
  rung: 0,
  attempt: 1,
  parameters: {},
  reason: 'a test',
  requested_by: 'key:x',
  status,
  guards: [],
  plan: null,
  before: null,
  baseline: null,
  after: null,
  recovered: null,
  verdict: null,
  verdict_reason: null,
  ladder: 'action_1',
  execution: null,
  approval: null,
  lease_until: null,
  undo: null,
  readings: [],
  settled_at: null,
  created_at: at,
  started_at: null,
  acted_at: null,
  ended_at: null,
  updated_at: at,
  timeline: [],
  version,
});

test('an action tells each of its steps once', () => {
  const steps = (['pending', 'started', 'acting', 'settling', 'settling', 'succeeded', 'succeeded'] as const).map(
    (status, n) => action(status, n + 1),
  );
  const told = steps.map((after, n) => announceAction(steps[n - 1], after)?.event);
  expect(told).toEqual([
    'action.claimed',
    undefined,
    'action.started',
    undefined,
    undefined,
    'action.succeeded',
    undefined,
  ]);
});

test('a held action is told again only when it was judged anew', () => {
  expect(announceAction(undefined, action('held', 1))?.event).toBe('action.held');
  expect(announceAction(action('held', 1), action('held', 1))).toBeUndefined();
  expect(announceAction(action('held', 1), action('held', 2))?.event).toBe('action.held');
});

test('a person is asked once, however often it is written', () => {
  expect(announceAction(action('started', 2), action('awaiting_approval', 3))?.event).toBe('approval.requested');
  expect(announceAction(action('awaiting_approval', 3), action('awaiting_approval', 4))).toBeUndefined();
});

test.each(['failed', 'rolled_back', 'escalated', 'rejected'] as const)('%s is told as failed', (status) => {
  expect(announceAction(action('settling', 3), action(status, 4))?.event).toBe('action.failed');
});

test("a subscriber gets the noun's own field; one too large for a message is named, not sent", () => {
  const event: NumberedEvent = { ...exampleEvent('webhook_1', at, '1'), seq: 7 };
  expect(streamMessage(event)).toEqual({ event: 'anomaly.detected', seq: 7, timestamp: at, anomaly: event.anomaly });
  const large = { ...event, anomaly: anomaly({ recommendation: 'x'.repeat(200_000) }) };
  expect(streamMessage(large)).toEqual({
    event: 'anomaly.detected',
    seq: 7,
    timestamp: at,
    anomaly: { id: example.id },
    truncated: true,
  });
});
