import fc from 'fast-check';
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { EventName } from '#domain/event/event.ts';
import { leak, restart } from '../testing/nouns.ts';
import { describeEvent } from './describeEvent.ts';
import { render } from './line.ts';
import { StreamMessage } from './message.ts';

const timestamp = '2026-11-25T12:00:00.000Z';
const said = (message: Partial<StreamMessage> & { event: string }) =>
  describeEvent({ timestamp, ...message }).map(({ what, detail }) => `${what}: ${detail}`);

test('the whole story of a leak, in the order in which it is told', () => {
  const plan = { how: 'redeploy', tasks: ['a', 'b'], desired: 2 };
  const after = { at: timestamp, metric: 'memory_usage', value: 30.91, unit: '%' };
  const story = [
    { event: 'anomaly.detected', anomaly: leak({ shape: 'drift' }) },
    { event: 'action.claimed', action: restart() },
    { event: 'action.started', action: restart({ status: 'acting', plan }) },
    { event: 'action.succeeded', action: restart({ status: 'succeeded', verdict: 'helped', after }) },
    {
      event: 'anomaly.resolved',
      anomaly: leak({
        status: 'resolved',
        resolution: 'recovered',
        resolved_at: '2026-11-25T12:01:02.000Z',
        current_value: 30.9,
      }),
    },
  ].flatMap(said);

  expect(story).toEqual([
    'anomaly opened: memory_usage drifts up: 58.2% where 28–34% is usual (high, page)',
    'policy matched: memory_leak: restart container, because anomaly(memory_usage)',
    'guards passed: engine on, cooled down, one at a time',
    'restart running: 2 tasks, new before old',
    'verified, memory is back: memory_usage 58.2% before, 30.9% after',
    'resolved: memory_usage is 30.9%, as usual; it lasted 1 min 2 s',
  ]);
});

describe('what does not go well is said as it is', () => {
  test('a held action names every guard that held it', () => {
    const guards = [
      { guard: 'kill_switch' as const, passed: false, reason: 'switched off: migration' },
      { guard: 'autonomy' as const, passed: true, reason: 'may act by itself' },
      { guard: 'cooldown' as const, passed: false, reason: 'payments cools down' },
    ];
    expect(said({ event: 'action.held', action: restart({ status: 'held', guards }) })).toEqual([
      'held: restart container: memory_leak: switched off: migration; payments cools down',
    ]);
  });

  test.each([
    [{ status: 'failed', verdict: 'no_effect' }, 'no effect'],
    [{ status: 'failed', verdict: 'inconclusive' }, 'inconclusive'],
    [{ status: 'failed', verdict: null }, 'failed'],
    [{ status: 'rolled_back', verdict: 'worse' }, 'rolled back'],
    [{ status: 'escalated', verdict: 'worse' }, 'escalated to people'],
  ] as const)('%o is told as "%s"', (how, what) => {
    const action = restart({ ...how, verdict_reason: 'memory_usage is not back' });
    expect(said({ event: 'action.failed', action })).toEqual([`${what}: restart container: memory_usage is not back`]);
  });
});

test('a later rung says why it is tried, and scaling says from where to where', () => {
  const action = restart({
    type: 'scale',
    rung: 1,
    reason: 'restart_container did not help',
    plan: { from: 2, to: 4 },
  });
  expect(said({ event: 'action.started', action })).toEqual([
    'next rung: restart_container did not help',
    'scaling running: 2 → 4 tasks',
  ]);
});

test('a rollback says from which version to which', () => {
  const arn = (revision: number) => `arn:aws:ecs:us-east-1:000000000000:task-definition/payments:${revision}`;
  const action = restart({ type: 'rollback_deployment', plan: { from: arn(8), to: arn(7) } });
  expect(said({ event: 'action.started', action })).toEqual(['rollback running: payments:8 → payments:7']);
});

test('an alert is sent, not verified', () => {
  const action = restart({ type: 'alert', status: 'succeeded', parameters: { severity: 'high' } });
  expect(said({ event: 'action.succeeded', action })).toEqual([
    'alert sent (high): memory_leak: anomaly(memory_usage)',
  ]);
});

test('what a person asked for is not called a policy', () => {
  const action = restart({ policy_name: null, policy_id: null, reason: 'a guess at 3 a.m.' });
  expect(said({ event: 'action.claimed', action })[0]).toBe('asked for by hand: restart container: a guess at 3 a.m.');
});

test('what is foreseen is told with its time, and how it came out', () => {
  const foreseen = leak({
    kind: 'predicted_breach',
    predicted_value: 91,
    forecast_exhaustion: '2026-11-25T14:20:00.000Z',
    breach_probability: 0.874,
    level: 'warn',
  });
  const ended = (resolution: 'withdrawn' | 'passed' | 'breached' | 'silent') =>
    leak({ ...foreseen, status: 'resolved', resolution, resolved_at: '2026-11-25T14:20:00.000Z', current_value: 90 });
  const [told] = describeEvent({ event: 'breach.predicted', timestamp, anomaly: foreseen });
  expect(told).toMatchObject({ what: 'breach foreseen', tone: 'held' });
  expect(told?.detail).toMatch(
    /^memory_usage is 58.2%, and is foreseen to reach its limit at \d\d:20:00 with 91% \(87% probable\) \(high, warn\)$/,
  );
  expect(said({ event: 'anomaly.updated', anomaly: foreseen })[0]).toMatch(/^still foreseen: memory_usage is/);
  expect(
    (['withdrawn', 'passed', 'breached', 'silent'] as const).flatMap((how) =>
      said({ event: 'anomaly.resolved', anomaly: ended(how) }),
    ),
  ).toEqual([
    'no breach: memory_usage: the forecast sees its limit no longer ahead',
    'no breach: memory_usage: the foreseen time is over, and its limit was not reached',
    'the breach is here: memory_usage is 90%: its limit was reached, as foreseen',
    'resolved: memory_usage: no data comes any more',
  ]);
});

test.each([
  ['revised', 'memory_usage: its first values were revised, nothing was wrong'],
  ['silent', 'memory_usage: no data comes any more'],
] as const)('an episode closed as %s says so', (resolution, detail) => {
  const anomaly = leak({ status: 'resolved', resolution, resolved_at: '2026-11-25T12:02:00.000Z' });
  expect(said({ event: 'anomaly.resolved', anomaly })).toEqual([`resolved: ${detail}`]);
});

test('an event of a newer server is named, with what it carries', () => {
  expect(said({ event: 'moon.risen', data: { over: 'hill', at: { h: 3 } } })).toEqual([
    'moon.risen: over hill, at {"h":3}',
  ]);
});

test('a noun in a shape of another version is passed over, not a crash', () => {
  const message = StreamMessage.parse({ event: 'anomaly.detected', seq: 4, timestamp, anomaly: { id: 7 } });
  expect(describeEvent(message)).toMatchObject([{ what: 'anomaly.detected', service: null }]);
});

test('every event of the feed, with either noun, gives lines that can be shown', () => {
  const noun = fc.constantFrom({ anomaly: leak() }, { action: restart() }, { data: { id: 'x' } }, {});
  fc.assert(
    fc.property(fc.constantFrom(...EventName.options), noun, (event, carried) => {
      const lines = describeEvent({ event, timestamp, ...carried });
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line.what).not.toMatch(/undefined|null/);
        expect(render(line, pc.createColors(false))).not.toMatch(/undefined|\n/);
      }
    }),
  );
});

test('a line has a sign beside its colour, for those who see none', () => {
  const [line] = describeEvent({ event: 'anomaly.detected', timestamp, anomaly: leak() });
  if (!line) throw new Error('no line');
  expect(render(line, pc.createColors(false))).toMatch(
    /^\d\d:\d\d:\d\d {2}payments {4}! anomaly opened {14}memory_usage is/,
  );
  expect(render(line, pc.createColors(true))).toContain('\u001b[31m');
});
