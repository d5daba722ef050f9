import type { Reading } from './action.ts';

/** How a trouble went: a straight line through how far its readings stood beyond health, bad is positive. */
export interface Course {
  /** mean time, epoch seconds, and mean distance beyond the limit of health, in the metric's unit, with its variance */
  time: number;
  distance: number;
  doubt: number;
  /** change of that distance a second, with its variance */
  slope: number;
  slopeDoubt: number;
  /** spread of single readings around the line */
  spread: number;
}

/** A single reading has no course. */
const FEWEST = 2;
/** Readings that the series' usual spread counts for beside those of the trouble, of which there may be two. */
const USUAL_WEIGHT = 3;
/** Standard errors between what is likely and what can be left out. */
const SURE = 2.5;
/**
 * The pace at which troubles come and go by themselves, as the seconds in which one has gone by a standard deviation. What
 * little was seen of a trouble may point anywhere: without this it could always have gone within a moment. Enough readings
 * overrule it.
 */
const USUAL_PACE_SECONDS = 120;

/**
 * The course of a trouble, by least squares with a normal prior on its pace (ridge regression, Hoerl and Kennard 1970).
 * @param distance how far a value stands beyond the limit of health
 * @param noise the series' usual spread: few readings may lie on a line by chance
 * @param step a reading's period, seconds
 * @returns undefined where there are too few readings
 */
export function courseOf(
  readings: readonly Reading[],
  distance: (value: number) => number,
  { noise, step }: { noise: number; step: number },
): Course | undefined {
  const count = readings.length;
  if (count < FEWEST) return undefined;
  const points = readings.map(({ at, value }) => ({ t: middleOf(at, step), y: distance(value) }));
  const time = points.reduce((sum, { t }) => sum + t, 0) / count;
  const mean = points.reduce((sum, { y }) => sum + y, 0) / count;
  const square = points.reduce((sum, { t }) => sum + (t - time) ** 2, 0);
  if (square === 0) return undefined;
  const product = points.reduce((sum, { t, y }) => sum + (t - time) * (y - mean), 0);
  const left = points.reduce((sum, { t, y }) => sum + (y - mean - (product / square) * (t - time)) ** 2, 0);
  const variance = (USUAL_WEIGHT * noise ** 2 + left) / (USUAL_WEIGHT + count - 2) || Number.MIN_VALUE;
  const pace = Math.abs(mean) / USUAL_PACE_SECONDS || Number.MIN_VALUE;
  const certainty = square / variance + 1 / pace ** 2;
  return {
    time,
    distance: mean,
    doubt: variance / count,
    slope: product / variance / certainty,
    slopeDoubt: 1 / certainty,
    spread: Math.sqrt(variance),
  };
}

const middle = ({ time, distance, slope }: Course, at: number): number => distance + slope * (at - time);
const error = ({ doubt, time, slopeDoubt }: Course, at: number): number =>
  Math.sqrt(doubt + slopeDoubt * (at - time) ** 2);

/**
 * How well some readings may have become by themselves at a time: the lower edge of where the line may lie, and of where
 * their mean may lie beside it by chance.
 * @param noise the series' usual spread, which healthy readings have: that of the trouble may be anything
 */
export const bestAt = (course: Course, at: number, { readings, noise }: { readings: number; noise: number }): number =>
  middle(course, at) - SURE * Math.hypot(error(course, at), Math.min(noise, course.spread) / Math.sqrt(readings));

/** How bad a reading may have become by itself, where it was getting worse; otherwise how bad one may be by chance. */
export function worstAt(course: Course, at: number): number {
  const { slope, slopeDoubt, spread, distance } = course;
  const rising = slope > SURE * Math.sqrt(slopeDoubt);
  return rising ? middle(course, at) + SURE * (error(course, at) + spread) : distance + SURE * spread;
}

/** The middle of a reading's period, epoch seconds. */
export const middleOf = (at: string, step: number): number => Date.parse(at) / 1000 + step / 2;
