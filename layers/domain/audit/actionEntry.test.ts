import { expect, test } from 'vitest';
import { canonical } from '../canonical.ts';
import { anAction } from '../fixtures.ts';
import { actionEntry } from './actionEntry.ts';
import { bounded, MOST_DETAIL_BYTES } from './bounded.ts';

const held = (reason: string) => [
  { guard: 'kill_switch' as const, passed: true, reason: 'on' },
  { guard: 'budget' as const, passed: false, reason },
];

test('each status is told with what explains it, under an id that a repeat finds', () => {
  const pending = anAction({ status: 'pending', version: 1 });
  const acting = anAction({ status: 'acting', version: 2 });
  const entry = actionEntry(pending, acting);
  expect(entry).toMatchObject({
    action: 'action.acting',
    actor: acting.requested_by,
    target: `service:${acting.service}`,
    at: acting.updated_at,
    detail: { action: acting.id, from: 'pending', to: 'acting', guards: acting.guards, plan: acting.plan },
  });
  expect(actionEntry(pending, acting)?.id).toBe(entry?.id);
  expect(actionEntry(undefined, pending)).toMatchObject({ action: 'action.pending', detail: { from: null } });
});

test('what did nothing because of its guards is told, and again when others hold it', () => {
  const first = anAction({ status: 'held', guards: held('three an hour'), version: 1 });
  expect(actionEntry(undefined, first)).toMatchObject({ action: 'action.held', detail: { guards: first.guards } });
  expect(actionEntry(first, { ...first, version: 2 })).toBeUndefined();
  expect(actionEntry(first, { ...first, version: 2, guards: held('ten in the fleet') })?.action).toBe('action.held');
});

test('a reading that comes in is no news; a verdict is', () => {
  const settling = anAction({ status: 'settling', version: 3 });
  const reading = { at: settling.updated_at, metric: 'cpu_usage', value: 1, unit: '%' };
  expect(actionEntry(settling, { ...settling, version: 4, readings: [reading] })).toBeUndefined();
  const ended = anAction({ status: 'succeeded', verdict: 'helped', version: 5 });
  expect(actionEntry(settling, ended)).toMatchObject({ action: 'action.succeeded', detail: { verdict: 'helped' } });
  expect(actionEntry(ended, { ...ended, verdict: 'worse', version: 6 })?.action).toBe('action.judged');
});

test('a large plan is cut and still tells which action it was', () => {
  const plan = { parts: Array.from({ length: 400 }, (_, n) => ({ n, text: 'x'.repeat(900) })) };
  const entry = actionEntry(undefined, anAction({ plan }));
  if (!entry) throw new Error('it was not told');
  const { detail } = bounded(entry);
  expect(Buffer.byteLength(canonical(detail))).toBeLessThanOrEqual(MOST_DETAIL_BYTES);
  expect(detail.action).toBe(anAction().id);
});
