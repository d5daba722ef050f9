import type { Reading } from './action.ts';

/** How a trouble went: a straight line through how far its readings stood beyond health, bad is positive. */
export interface Course {
  count: number;
  /** mean time, epoch seconds, and mean distance beyond the limit of health, in the metric's unit */
  time: number;
  distance: number;
  /** change of that distance a second, and the sum of squared times around their mean */
  slope: number;
  square: number;
  /** spread of single readings around the line */
  spread: number;
}

/** Readings that a line needs before its spread says anything. */
const FEWEST = 3;
/** Readings that the series' usual spread counts for beside those of the trouble, of which there may be three. */
const USUAL_WEIGHT = 3;
/** Standard errors between what is likely and what can be left out. */
const SURE = 2.5;

/**
 * The course of a trouble, by ordinary least squares.
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
  const slope = points.reduce((sum, { t, y }) => sum + (t - time) * (y - mean), 0) / square;
  const left = points.reduce((sum, { t, y }) => sum + (y - mean - slope * (t - time)) ** 2, 0);
  const spread = Math.sqrt((USUAL_WEIGHT * noise ** 2 + left) / (USUAL_WEIGHT + count - 2));
  return { count, time, distance: mean, slope, square, spread };
}

const middle = ({ time, distance, slope }: Course, at: number): number => distance + slope * (at - time);
const error = ({ count, time, square, spread }: Course, at: number): number =>
  spread * Math.sqrt(1 / count + (at - time) ** 2 / square);

/** How well it may have become by itself at a time: the lower edge of the line that its readings allow. */
export const bestAt = (course: Course, at: number): number => middle(course, at) - SURE * error(course, at);

/** How bad a reading may have become by itself, where it was getting worse; otherwise how bad one may be by chance. */
export function worstAt(course: Course, at: number): number {
  const { slope, square, spread, distance } = course;
  const rising = slope > (SURE * spread) / Math.sqrt(square);
  return rising ? middle(course, at) + SURE * (error(course, at) + spread) : distance + SURE * spread;
}

/** The middle of a reading's period, epoch seconds. */
export const middleOf = (at: string, step: number): number => Date.parse(at) / 1000 + step / 2;
