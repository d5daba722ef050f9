import { at, medianOf } from '../statistics/order.ts';

/**
 * The usual course of a season (a day, a week): for each of its cells the median, over the last seasons, of what the
 * series was above or below the median of its season; neighbours `smooth` cells to each side count too. Medians, so
 * that an incident on one day in three leaves no trace.
 *
 * @param values one a cell, NaN where none; the last season ends with the last value
 * @param period cells of a season
 * @returns `period` values; the first one is for the cell after the last value
 */
export function profileOf(values: readonly number[], period: number, seasons: number, smooth: number): number[] {
  const count = values.length;
  const from = Math.max(0, count - seasons * period);
  const above = new Float64Array(count).fill(Number.NaN);
  for (let end = count; end - period >= from; end -= period) {
    const level = medianOf(values.slice(end - period, end));
    for (let index = end - period; index < end; index++) above[index] = at(values, index) - level;
  }
  const seen = new Float64Array((Math.ceil(count / period) + 1) * (2 * smooth + 1));
  return Array.from({ length: period }, (_, phase) => {
    let filled = 0;
    for (let cell = count - period + phase; cell >= from; cell -= period)
      for (let near = Math.max(0, cell - smooth); near <= Math.min(count - 1, cell + smooth); near++)
        seen[filled++] = at(above, near);
    const usual = medianOf(seen.subarray(0, filled));
    return Number.isNaN(usual) ? 0 : usual;
  });
}

/** A profile's value for a cell counted from the first one after the history; negative ones are in the past. */
export function inProfile(profile: readonly number[], cell: number): number {
  const period = profile.length;
  return at(profile, ((cell % period) + period) % period);
}
