import type { Shape } from '../anomaly/anomaly.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import { parseSeriesId } from '../series/series.ts';
import type { Baseline } from './baseline.ts';
import { newest, type SeriesState } from './seriesState.ts';
import { shapeOf } from './shape.ts';

export type Usual = Pick<Baseline, 'expected' | 'lower' | 'upper'>;

/** What is expected of a series now, with its band: from its last points at first, from its days once it knows some. */
export function usualOf(state: SeriesState, baseline: Baseline): Usual {
  const { rarity } = state;
  const rare = newest(state)?.rare;
  const knowsDays = rarity.at - rarity.first >= rarity.setting.coldSeconds;
  if (!knowsDays || !rare || !Number.isFinite(rare.lower)) return baseline;
  const [least, most] = metricDefinition(parseSeriesId(state.id).metric).bounds;
  return { expected: rare.expected, lower: Math.max(least, rare.lower), upper: Math.min(most, rare.upper) };
}

/** The shape of what is odd by its size. */
export function sizeShape({ pending }: SeriesState, { expected, upper }: Baseline): Shape | null {
  const last = pending[pending.length - 1];
  if (last === undefined) return null;
  const residuals = pending.map(({ value }) => value - expected);
  return shapeOf({ residuals, value: last.value, expected, band: upper - expected, flat: false });
}
