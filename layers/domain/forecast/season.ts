import { at } from '../statistics/order.ts';
import { profileOf } from './profile.ts';
import { seasonalSlope } from './slope.ts';

/** The usual course of a day, and the trend that goes through all days. */
export interface Season {
  /** cells of a day */
  day: number;
  /** of a day, from the cell after the history on; one 0 where two days have not been seen */
  profile: readonly number[];
  /** per cell; 0 unless it is certain */
  slope: number;
}

/** Seasons whose median is the profile: a month forgets too slowly, a week is upset by two odd days. */
const SEASONS = 14;
/** Neighbouring cells that count for one: 2 of 15 minutes to each side make a median of a week one of 35 values. */
const SMOOTH = 2;
const SMOOTH_FROM = 48;

/** @param values one a cell, NaN where none */
export function seasonOf(values: readonly number[], day: number): Season {
  if (values.length < 2 * day || day < 4) return { day, profile: [0], slope: 0 };
  const slope = seasonalSlope(values, day);
  // a trend is taken out first: in a profile it would look like a saw
  const level = slope === 0 ? values : values.map((value, index) => value - slope * index);
  return { day, profile: profileOf(level, day, SEASONS, smoothing(day)), slope };
}

/** The usual course of a week, or undefined before three weeks have been seen. */
export function weekOf(values: readonly number[], { day, slope }: Season): readonly number[] | undefined {
  if (values.length < 3 * 7 * day || day < 4) return undefined;
  const level = slope === 0 ? values : values.map((value, index) => value - slope * index);
  return profileOf(level, 7 * day, SEASONS, smoothing(day));
}

const smoothing = (day: number): number => (day >= SMOOTH_FROM ? SMOOTH : 0);

/** What is left of values without a profile, or without `share` of it. */
export function without(values: readonly number[], profile: readonly number[], share = 1): number[] {
  const period = profile.length;
  const rest = new Array<number>(values.length);
  let phase = period - 1;
  for (let index = values.length - 1; index >= 0; index--) {
    rest[index] = at(values, index) - share * at(profile, phase);
    phase = phase === 0 ? period - 1 : phase - 1;
  }
  return rest;
}
