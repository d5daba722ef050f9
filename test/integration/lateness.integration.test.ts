import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { bookService, publish } from '#test/support/aws.ts';
import { anomaliesOf, health } from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { until } from '#test/support/until.ts';

const LAG = 60;
const STEP = 10;
const normal = (at: number) => 20 + 0.8 * Math.sin(at * 1.7) + 0.5 * Math.cos(at * 0.9);

/** Publishes each point a minute after its time, as CloudWatch often shows them; `wrong` changes what it says. */
function latePublisher(service: string) {
  const wrong = new Map<number, number>();
  let published = Math.floor((Date.now() / 1000 - 1_200) / STEP) * STEP;
  let failure: unknown;
  const tick = async () => {
    const until = Math.floor((Date.now() / 1000 - LAG) / STEP) * STEP;
    const points = [];
    for (let at = published; at < until; at += STEP) points.push({ at, value: wrong.get(at) ?? normal(at) });
    if (points.length > 0) await publish(service, 'cpu_usage', points);
    published = Math.max(published, until);
  };
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(tick).catch((error: unknown) => {
      failure = error;
    });
  }, 1_000);
  return {
    wrong,
    next: () => published,
    stop: async () => {
      clearInterval(timer);
      await running;
      if (failure !== undefined) throw failure;
    },
  };
}

let publisher: ReturnType<typeof latePublisher>;
beforeAll(async () => {
  await bookService('late');
  publisher = latePublisher('late');
});
afterAll(() => publisher.stop());

test('points a minute late and revised: none judged twice, and what a wrong first value opened is closed as revised', async () => {
  await until(
    'ledger is watched and ready',
    async () => (await health()).find(({ service, ready }) => service === 'late' && ready),
    {
      within: 200_000,
      every: 2_000,
    },
  );
  // Two points come in far too high; the rest of their samples arrive a little later and outweigh the first.
  const bad = [publisher.next() + STEP, publisher.next() + 2 * STEP, publisher.next() + 3 * STEP];
  for (const at of bad) publisher.wrong.set(at, 88);

  const opened = await until('the wrong points open an episode', async () => (await anomaliesOf('late'))[0], {
    within: 150_000,
  });
  expect(opened.metric).toBe('cpu_usage');
  await publish(
    'late',
    'cpu_usage',
    bad.map((at) => ({ at, value: normal(at), count: 400 })),
  );

  const closed = await until(
    'the revision closes it',
    async () => (await anomaliesOf('late')).find(({ id, status }) => id === opened.id && status === 'resolved'),
    { within: 150_000 },
  );
  expect(closed.resolution).toBe('revised');
  expect(await anomaliesOf('late'), 'one episode, not one a call').toHaveLength(1);

  const since = new Date((bad[0] ?? 0) * 1000 - 300_000).toISOString();
  const history = await json(
    api(`/services/late/metrics?metric=cpu_usage&since=${since}`),
    z.object({ points: z.array(z.object({ at: z.string(), value: z.number() }).loose()) }).loose(),
  );
  const times = history.points.map(({ at }) => at);
  expect(times.length).toBeGreaterThan(20);
  expect(new Set(times).size, 'one value a time').toBe(times.length);
  expect(Math.max(...history.points.map(({ value }) => value)), 'history holds the revised values').toBeLessThan(40);
}, 520_000);
