import { KINDS } from './kinds/index.ts';
import { type MadeSeries, makeSeries, type Plan } from './series.ts';

/** The judged series: services and clouds at three resolutions. Sizes are those that monitoring keeps. */
export const PLANS: readonly Plan[] = [
  { folder: 'oneMinute', step: 1, days: [14, 28], stretch: 1, grace: 10, of: 40 },
  { folder: 'fiveMinutes', step: 5, days: [14, 35], stretch: 4, grace: 30, of: 24 },
  { folder: 'hourly', step: 60, days: [42, 84], stretch: 40, grace: 180, of: 17 },
];

export function* makeSet(seed: number): Generator<MadeSeries> {
  for (const [index, plan] of PLANS.entries()) {
    for (let i = 0; i < plan.of; i++) {
      const kind = KINDS[i % KINDS.length];
      if (kind) yield makeSeries(kind, plan, Math.floor(i / KINDS.length), seed * 100_003 + index * 1_009 + i * 31);
    }
  }
}
