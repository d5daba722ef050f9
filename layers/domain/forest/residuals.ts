import type { Level } from '../anomaly/anomaly.ts';
import { DEVIATIONS } from '../detection/baseline.ts';
import { currentBaseline } from '../detection/look.ts';
import { isReady, type PendingPoint, type SeriesState } from '../detection/seriesState.ts';
import { type MetricDefinition, metricDefinition } from '../metric/catalogue.ts';
import { parseSeriesId } from '../series/series.ts';
import type { Shard } from '../shard/shard.ts';

// The one place where the forest looks into the state of detection.

/** What one metric of a service said at one moment, beside what was expected of it. */
export interface Residual {
  value: number;
  expected: number;
  lower: number;
  upper: number;
  /** (value − expected) / scale, cut at CUT either way */
  residual: number;
}

/** Beyond so many deviations all are equally odd. Uncut, one wild value stretches a split's range so far that the splits
 *  of that column set it apart and nothing else. */
export const CUT = 20;

/** The residuals of a service's metrics at one moment (start of the period, epoch seconds), by metric. What was not heard
 *  at that moment, or is not known well enough yet, is left out. */
export function residualsOf(shard: Shard, service: string, at: number): Map<string, Residual> {
  const found = new Map<string, Residual>();
  for (const [metric, state] of seriesOf(shard, service)) {
    const point = state.pending.find((pending) => pending.at === at);
    if (point === undefined || !isReady(state)) continue;
    const { expected, scale, lower, upper } = usualAt(state, point, metricDefinition(metric));
    const residual = (point.value - expected) / scale;
    if (!Number.isFinite(residual)) continue;
    const cut = Math.max(-CUT, Math.min(CUT, residual));
    found.set(metric, { value: point.value, expected, lower, upper, residual: cut });
  }
  return found;
}

/** The band of the model of the past is what one point in a thousand leaves: so many deviations of a normal distribution. */
const BAND = 3.3;

/** What was expected of a point: from the last points at first, from the series' days once it knows some, as `usualOf` tells
 *  it; and how far it strays, never less than what a constant series is allowed. */
function usualAt(state: SeriesState, { rare }: PendingPoint, definition: MetricDefinition) {
  const { rarity } = state;
  const knowsDays = rarity.at - rarity.first >= rarity.setting.coldSeconds;
  if (!knowsDays || !rare || !Number.isFinite(rare.upper - rare.lower)) return currentBaseline(state, definition);
  const [least, most] = definition.bounds;
  const floor = Math.max(definition.floor.absolute, definition.floor.relative * Math.abs(rare.expected), 1e-9);
  return {
    expected: rare.expected,
    lower: Math.max(least, rare.lower),
    upper: Math.min(most, rare.upper),
    scale: Math.max((rare.upper - rare.lower) / 2 / BAND, floor / DEVIATIONS),
  };
}

/** The moments of which detection still knows the values, oldest first. */
export function momentsOf(shard: Shard, service: string): number[] {
  const moments = new Set<number>();
  for (const [, state] of seriesOf(shard, service)) for (const { at } of state.pending) moments.add(at);
  return [...moments].sort((a, b) => a - b);
}

/** The levels at which episodes are open on the service's own series, by metric: what the statistical voices say. */
export function troubleOf(shard: Shard, service: string): Map<string, Level> {
  const open = new Map<string, Level>();
  for (const [metric, { episode }] of seriesOf(shard, service)) if (episode) open.set(metric, episode.anomaly.level);
  return open;
}

/** Where the points of a service come from, and how far they are apart, as one of its series says. */
export function sourceOf(shard: Shard, service: string): Pick<SeriesState, 'source' | 'step'> | undefined {
  const [first] = seriesOf(shard, service);
  return first && { source: first[1].source, step: first[1].step };
}

/** The shard by service: a service's own part holds its series and no others. */
export function byService(shard: Shard): Map<string, Shard> {
  const parts = Map.groupBy(shard, ([id]) => parseSeriesId(id).service);
  return new Map([...parts].map(([service, entries]) => [service, new Map(entries)]));
}

function seriesOf(shard: Shard, service: string): [metric: string, SeriesState][] {
  const found: [string, SeriesState][] = [];
  for (const [id, state] of shard) {
    const series = parseSeriesId(id);
    if (series.service === service) found.push([series.metric, state]);
  }
  return found;
}
