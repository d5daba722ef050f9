import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MetricDefinition, metricDefinition } from '#domain/metric/catalogue.ts';
import type { SeriesValue } from '#domain/series/average.ts';
import { makeSet } from '../made/set.ts';

export interface Series {
  name: string;
  step: number;
  points: SeriesValue[];
  definition: MetricDefinition;
}

/** Every `timestamp,value` file of a folder; nothing is taken from its name. */
export function realSeries(folder: string): Series[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .map((file) => {
      const points = readFileSync(join(folder, file), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => {
          const [time = '', value = ''] = line.split(',');
          return { at: Date.parse(`${time.trim().replace(' ', 'T')}Z`) / 1_000, value: Number(value) };
        });
      return { name: file, step: stepOf(points), points, definition: metricDefinition('value') };
    });
}

/** Made series of all three resolutions: every five-minute and hourly one, every fourth of a minute. */
export function madeSeries(seed: number): Series[] {
  return [...makeSet(seed)]
    .filter(({ file }, index) => !file.startsWith('oneMinute') || index % 4 === 0)
    .map(({ file, step, points }) => ({ name: file, step, points, definition: metricDefinition('value') }));
}

function stepOf(points: readonly SeriesValue[]): number {
  const steps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 60;
}
