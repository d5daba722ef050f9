import { type Random, seededRandom } from '../random.ts';
import type { ServiceHistory } from './replay.ts';

export const normalOf = (random: Random) => (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Rows of independent normal values. */
export function normalRows(count: number, columns: number, seed: number): number[][] {
  const normal = normalOf(seededRandom(seed));
  return Array.from({ length: count }, () => Array.from({ length: columns }, normal));
}

export const START = 1_800_000_000;
export const STEP = 60;

/** What a small service says at its moment `i`: four metrics, three of which follow the load. */
export function serviceLoad(random: Random): { load(): number; said(load: number): Record<string, number> } {
  const normal = normalOf(random);
  return {
    load: () => 1 + 0.2 * normal(),
    said: (load) => ({
      cpu_usage: 40 * load + 0.6 * normal(),
      request_rate: 200 * load + 3 * normal(),
      connection_pool_usage: 30 * load + 0.5 * normal(),
      memory_usage: 55 + 0.4 * normal(),
    }),
  };
}

/** The stored history of that service. */
export function serviceHistory(moments: number, seed = 1): ServiceHistory {
  const service = serviceLoad(seededRandom(seed));
  const series = new Map<string, { at: number; value: number }[]>();
  for (let i = 0; i < moments; i++) {
    for (const [metric, value] of Object.entries(service.said(service.load()))) {
      const points = series.get(metric) ?? [];
      points.push({ at: START + i * STEP, value });
      series.set(metric, points);
    }
  }
  return { service: 'orders', step: STEP, series };
}
