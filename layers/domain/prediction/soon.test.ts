import { describe, expect, test } from 'vitest';
import { seeded } from '../detection/made.fixture.ts';
import { forecast, ownModels } from '../forecast/forecast.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import { SOON } from './lane.ts';
import { outlookOf } from './outlook.ts';
import { crossingOf, emptyPrediction } from './prediction.ts';

const NOW = 1_800_000_000;
const MINUTE = 60;
const LIMIT = { value: 90, direction: 'up' as const };
const SEEDS = Array.from({ length: 12 }, (_, seed) => seed + 1);

/** What the short forecast says of three hours of CPU that went like this, minutes before now counting down to 0. */
async function said(course: (minutesAgo: number) => number, seed: number) {
  const random = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const points = Array.from({ length: SOON.look / 30 }, (_, index) => {
    const at = NOW - SOON.look + 30 * index;
    return { at, value: course((NOW - at) / MINUTE) + 0.9 * normal() };
  });
  const made = await forecast(
    { points, step: 30, definition: metricDefinition('cpu_usage'), horizon: SOON.horizon, seed },
    ownModels,
  );
  if (made.outcome === 'abstained') return undefined;
  const prediction = { ...emptyPrediction('orders', 'cpu_usage'), soon: outlookOf(made, 'up', NOW) };
  return crossingOf(prediction, LIMIT, { now: NOW, within: SOON.horizon });
}

describe('the next half hour', () => {
  test.each([
    { pace: 2, began: 15 },
    { pace: 3, began: 10 },
    { pace: 4, began: 8 },
  ])(
    'a climb of $pace % a minute that began $began minutes ago is foreseen, and when it arrives',
    async ({ pace, began }) => {
      const arrives = (90 - 22 - pace * began) / pace;
      for (const seed of SEEDS) {
        const crossing = await said((ago) => 22 + pace * Math.max(0, began - ago), seed);
        expect(crossing?.probability, `seed ${seed}`).toBeGreaterThanOrEqual(0.8);
        const ahead = ((crossing?.at ?? 0) - NOW) / MINUTE;
        expect(Math.abs(ahead - arrives) / arrives, `seed ${seed}: ${ahead} min, in truth ${arrives}`).toBeLessThan(
          0.25,
        );
      }
    },
  );

  test.each<[string, (ago: number, seed: number) => number]>([
    ['calm', () => 22],
    ['a step ten minutes ago', (ago) => (ago < 10 ? 50 : 22)],
    ['a job each half hour', (ago, seed) => ((ago + 7 * seed) % 30 < 10 ? 22 + 4 * ((ago + 7 * seed) % 30) : 22)],
    ['a wave of an hour', (ago, seed) => 40 + 15 * Math.sin((ago + 5 * seed) / 9.55)],
    ['a spike', (ago) => (ago > 5 && ago < 6 ? 88 : 22)],
  ])('%s foresees no breach', async (_what, course) => {
    for (const seed of SEEDS) {
      const crossing = await said((ago) => course(ago, seed), seed);
      expect(crossing?.probability ?? 0, `seed ${seed}`).toBeLessThan(0.8);
    }
  });
});
