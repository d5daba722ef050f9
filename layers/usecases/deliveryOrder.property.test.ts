import fc from 'fast-check';
import { expect, test } from 'vitest';
import { busy, ok, stage } from '#test/support/deliveryStage.ts';

const plan = fc.record({
  events: fc.array(fc.record({ subject: fc.nat({ max: 3 }), gap: fc.constantFrom(0, 0, 1, 5, 60, 4_000) }), {
    minLength: 1,
    maxLength: 25,
  }),
  // how the receiver answers call after call, over and over; it accepts one of them at least
  answers: fc.array(
    fc.constantFrom(ok, busy, busy, { status: 429, retryAfter: '30' }, { error: 'no answer in time' }),
    {
      maxLength: 12,
    },
  ),
});

test('whatever the receiver does in between, each event is accepted once, and each subject in its order', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ events, answers }) => {
      const all = [...answers, ok];
      const accepted: string[] = [];
      const { publish, pass, ids, only } = stage((call) => {
        const answer = all[call % all.length] ?? ok;
        if (answer === ok) accepted.push(ids()[call - 1] ?? '');
        return answer;
      });
      for (const [n, { subject, gap }] of events.entries()) {
        await publish(`${subject}-${n}`, { subject: `anomaly_${subject}` });
        await pass(gap);
      }
      await pass(20 * 3_600);
      expect((await only()).every(({ status }) => status === 'delivered')).toBe(true);
      for (const subject of [0, 1, 2, 3]) {
        const of = (id: string) => id.startsWith(`${subject}-`);
        const published = events.map((event, n) => `${event.subject}-${n}`).filter(of);
        expect(accepted.filter(of)).toEqual(published);
      }
    }),
    { numRuns: 200 },
  );
});

test('what a receiver that is away for days missed arrives by a redrive, each subject in its order', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ events }) => {
      let away = true;
      const accepted: string[] = [];
      const { publish, pass, ids, redrive, only } = stage((call) => {
        if (away) return busy;
        accepted.push(ids()[call - 1] ?? '');
        return ok;
      });
      const half = Math.ceil(events.length / 2);
      const tell = (from: number, to?: number) =>
        events
          .slice(from, to)
          .reduce(
            (before, { subject }, n) =>
              before.then(
                async () => void (await publish(`${subject}-${from + n}`, { subject: `anomaly_${subject}` })),
              ),
            Promise.resolve(),
          );
      await tell(0, half);
      await pass(26 * 3_600);
      expect((await only()).every(({ status }) => status === 'dead')).toBe(true);
      await tell(half);
      await redrive();
      away = false;
      await pass(4 * 3_600);
      expect((await only()).every(({ status }) => status === 'delivered')).toBe(true);
      for (const subject of [0, 1, 2, 3]) {
        const of = (id: string) => id.startsWith(`${subject}-`);
        expect(accepted.filter(of)).toEqual(events.map((event, n) => `${event.subject}-${n}`).filter(of));
      }
    }),
    { numRuns: 100 },
  );
});
