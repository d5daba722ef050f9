import { forecast, type Method, type Models } from '#domain/forecast/forecast.ts';
import type { SeriesValue } from '#domain/series/average.ts';
import type { Run } from './points.ts';
import { type Speed, slowSpeedOf } from './speed.ts';

const DAY = 86_400;

/** A day ahead of each history. */
export const forecasts = (
  runs: readonly Run<SeriesValue>[],
  models: Models,
  method: Method | 'auto' = 'auto',
): Promise<Speed> =>
  slowSpeedOf(async () => {
    for (const { points, step, definition } of runs)
      await forecast({ points, step, definition, horizon: DAY, method, seed: 1 }, models);
    return runs.length;
  });
