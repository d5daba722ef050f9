/** A value of a series; `at` is the start of its period, epoch seconds. */
export interface SeriesValue {
  at: number;
  value: number;
}

/** Averages into periods of `step` seconds since the epoch, so that two readers of one time get the same. */
export function averaged(points: readonly SeriesValue[], step: number): SeriesValue[] {
  const periods = Map.groupBy(points, ({ at }) => Math.floor(at / step) * step);
  return [...periods]
    .map(([at, inside]) => ({ at, value: mean(inside.map(({ value }) => value)) }))
    .sort((a, b) => a.at - b.at);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A chart has no more pixels than this, and an answer of this many points is still small. */
export const MOST_POINTS = 1_500;

/**
 * The step that a history is answered in: never finer than what is stored, and without a wish as fine as an answer may
 * hold, in whole multiples of what is stored.
 */
export function stepFor(
  { from, until, stored }: { from: number; until: number; stored: number },
  asked: number | undefined,
): number {
  if (asked !== undefined) return Math.max(stored, Math.round(asked));
  return stored * Math.max(1, Math.ceil((until - from) / stored / MOST_POINTS));
}

/** Stored values are of single precision: what they say beyond its digits is noise of the conversion. */
export const rounded = (value: number): number => Number(value.toPrecision(7));
