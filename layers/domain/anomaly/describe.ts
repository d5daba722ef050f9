import type { Baseline } from '../detection/baseline.ts';
import type { Judged } from '../detection/ensemble.ts';
import type { Rare } from '../detection/rare.ts';
import { slope } from '../detection/robust.ts';
import type { Point } from '../detection/voice.ts';
import type { MetricDefinition } from '../metric/catalogue.ts';
import { toInstant } from '../time.ts';
import type { Severity } from './anomaly.ts';

const TREND_POINTS = 6;
/** Exhaustion further ahead than this is no news. */
const HORIZON_SECONDS = 86_400;

/** How bad: by size, by whether users feel it, and by whether the natural limit is reached. */
export function severityOf(point: Judged & { rare?: Rare | undefined }, { felt_by }: MetricDefinition): Severity {
  if (point.limit) return felt_by === 'users' ? 'critical' : 'high';
  const excess = Math.max(point.excess, point.rare?.excess ?? 0);
  const size = excess >= 3 ? 2 : excess >= 1.5 ? 1 : 0;
  const steps: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
  return steps[size + (felt_by === 'users' ? 1 : 0)] ?? 'critical';
}

/** Which way the series moves, by the slope of its last points against the smallest change worth noticing. */
export function trendOf(recent: readonly Point[], baseline: Baseline): 'increasing' | 'decreasing' | 'stable' {
  const last = recent.slice(-TREND_POINTS);
  const first = last[0];
  const final = last[last.length - 1];
  if (first === undefined || final === undefined || last.length < 3) return 'stable';
  const change = slope(last) * (final.at - first.at);
  if (Math.abs(change) < 0.25 * baseline.floor) return 'stable';
  return change > 0 ? 'increasing' : 'decreasing';
}

/** When the last points' straight line meets the natural limit; null when it does not, or not within a day. */
export function exhaustionOf(recent: readonly Point[], { limit, bad }: MetricDefinition): string | null {
  const last = recent.slice(-TREND_POINTS);
  const final = last[last.length - 1];
  if (limit === null || bad !== 'up' || final === undefined || last.length < 3) return null;
  const rate = slope(last);
  if (rate <= 0 || final.value >= limit) return null;
  const ahead = (limit - final.value) / rate;
  return ahead > HORIZON_SECONDS ? null : toInstant(Math.round(final.at + ahead));
}
