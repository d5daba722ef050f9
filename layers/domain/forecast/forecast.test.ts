import { expect, test } from 'vitest';
import { metricDefinition } from '../metric/catalogue.ts';
import { breachOf, forecast, ownModels } from './forecast.ts';

const HOUR = 3_600;

test('a daily season is foreseen, and when it crosses a threshold', async () => {
  const points = Array.from({ length: 24 * 7 }, (_, hour) => ({
    at: hour * HOUR,
    value: 50 + 20 * Math.sin((2 * Math.PI * hour) / 24),
  }));
  const answer = await forecast(
    { points, step: HOUR, definition: metricDefinition('cpu_usage'), horizon: 24 * HOUR, seed: 1 },
    ownModels,
  );
  if (answer.outcome !== 'forecast') throw new Error(answer.reason);
  expect(answer.points).toHaveLength(24);
  expect(breachOf(answer, 65, 'up')).toMatchObject({ probability: 1, at: (24 * 7 + 4) * HOUR });
  expect(breachOf(answer, 75, 'up')).toMatchObject({ probability: 0, at: null });
});

test('too short a history is told in a sentence', async () => {
  const answer = await forecast(
    { points: [{ at: 0, value: 1 }], step: 60, definition: metricDefinition('cpu_usage'), horizon: HOUR, seed: 1 },
    ownModels,
  );
  expect(answer).toEqual({
    outcome: 'abstained',
    reason: 'A forecast needs 24 points at least; the series has 1.',
  });
});
