import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Severity, severityRank } from '#domain/anomaly/anomaly.ts';
import { aService } from '#domain/fixtures.ts';
import { aSilence } from '#domain/notice/notice.fixture.ts';
import { phaseOf } from '#domain/notice/phase.ts';
import { toInstant } from '#domain/time.ts';
import { scene } from '#test/support/noticeScene.ts';

const services = [aService({ name: 'web', depends_on: ['orders'] }), aService({ name: 'orders', depends_on: [] })];
const WITHIN = 5;
const notifications = {
  targets: {
    team: { integration: 'team', group_within: `${WITHIN}m`, quiet_hours: ['12:10-12:20 UTC'], wake_for: 'high' },
  },
  default: 'team',
};

const subject = fc.constantFrom('anomaly_1', 'anomaly_2', 'anomaly_3', 'anomaly_4', 'anomaly_5', 'anomaly_6');
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('becomes' as const),
      subject,
      severity: fc.constantFrom(...Severity.options),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('over' as const), subject }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('passes' as const), minutes: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('silence' as const), minutes: fc.integer({ min: 1, max: 30 }) }),
  },
);
/** Odd ones are web's, even ones orders'. */
const about = (id: string) => ({
  service: Number(id.slice(-1)) % 2 === 1 ? 'web' : 'orders',
  metric: Number(id.slice(-1)) < 3 ? 'latency_p99' : 'cpu_usage',
});

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** Plays the steps, then lets two hours pass in which nothing holds anything. */
async function play(steps: readonly Step[], routes: object) {
  const stage = scene({ notifications: routes, services });
  const { told, anomalies, silences, now } = stage;
  const heardAt: number[] = [];
  const note = () => {
    while (heardAt.length < told.length) heardAt.push(now());
  };
  const minutes = async (many: number) => {
    for (let minute = 0; minute < many; minute++) {
      await stage.passes(1);
      note();
    }
  };
  const isOpen = (id: string) => anomalies.get(id)?.status === 'open';
  const ended = new Set<string>(); // an episode that is over does not open again
  for (const [index, one] of steps.entries()) {
    if (one.does === 'becomes' && !ended.has(one.subject))
      await stage.becomes(one.subject, { ...about(one.subject), severity: one.severity });
    if (one.does === 'over' && isOpen(one.subject)) {
      ended.add(one.subject);
      await stage.over(one.subject);
    }
    if (one.does === 'silence') {
      const matchers = [{ name: 'service' as const, value: 'orders', is_equal: true }];
      const [starts_at, ends_at] = [toInstant(now()), toInstant(now() + one.minutes * 60)];
      silences.push(aSilence({ id: `silence_${index}`, matchers, starts_at, ends_at }));
    }
    if (one.does === 'passes') await minutes(one.minutes);
    note();
  }
  await minutes(120);
  return { ...stage, heardAt, isOpen };
}

const both: [string, object][] = [
  ['by routes', notifications],
  ['without any', {}],
];

test.each(both)(
  '%s: whoever was told that something is wrong is told once that it is over, and nobody else',
  async (_how, routes) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { told, isOpen } = await play(steps, routes);
        for (const [id, events] of Map.groupBy(
          told.map(({ event }) => event),
          ({ subject: of }) => of,
        )) {
          const phases = events.map((event) => phaseOf(event));
          expect(phases[0]).toBe('opens');
          expect(phases.filter((phase) => phase === 'closes')).toHaveLength(isOpen(id) ? 0 : 1);
          expect(phases.slice(0, -1)).not.toContain('closes');
        }
      }),
      { numRuns: 150 },
    );
  },
);

test.each(both)('%s: what lasts and nothing holds is told, or another notice speaks for it', async (_how, routes) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { told, anomalies, notices, isOpen } = await play(steps, routes);
      const known = new Set(told.flatMap(({ event }) => [event.subject, ...(event.also ?? []).map(({ id }) => id)]));
      const waits = [...notices.standing.values()].filter(({ because }) => because === 'inhibited');
      for (const id of anomalies.keys())
        if (isOpen(id)) expect(known.has(id) || waits.some((one) => one.subject === id)).toBe(true);
      for (const { detail } of waits) // and what it waits for was told
        expect([...anomalies.keys()].some((id) => detail?.endsWith(id) && known.has(id))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('within the window a service is told of once, unless it gets graver', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { told, heardAt } = await play(steps, notifications);
      const openings = told
        .map(({ event }, index) => ({ event, at: heardAt[index] ?? 0 }))
        .filter(({ event }) => phaseOf(event) === 'opens');
      for (const [index, { event, at }] of openings.entries()) {
        const over = told
          .slice(
            0,
            told.findIndex((one) => one.event === event),
          )
          .filter((one) => phaseOf(one.event) === 'closes');
        const lately = openings
          .slice(0, index)
          .filter((one) => one.event.service === event.service && at - one.at < WITHIN * 60)
          .filter((one) => !over.some((closed) => closed.event.subject === one.event.subject));
        // an anomaly that gets less grave is no reason to tell of the next one
        for (const one of lately) expect(rank(event.severity)).toBeGreaterThan(rank(one.event.severity));
      }
    }),
    { numRuns: 150 },
  );
});

test('while it is silenced nothing begins to be told of a service', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { told, heardAt, silences } = await play(steps, {});
      for (const [index, { event }] of told.entries()) {
        const at = toInstant(heardAt[index] ?? 0);
        const silenced = silences.some(({ starts_at, ends_at }) => starts_at < at && at < ends_at);
        expect(silenced && event.service === 'orders' && phaseOf(event) === 'opens').toBe(false);
      }
    }),
    { numRuns: 150 },
  );
});

const rank = (severity: string | null): number => severityRank[Severity.parse(severity)];
