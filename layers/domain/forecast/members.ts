import { medianOf } from '../statistics/order.ts';
import { inProfile, profileOf } from './profile.ts';
import { levelAhead, robustSeasonal } from './robustSeasonal.ts';
import { type Season, weekOf, without } from './season.ts';
import { seasonalNaive } from './seasonalNaive.ts';

/** Paths of simple ways to go on; undefined where the history is too short for one. */
export type MemberPaths = readonly (readonly number[] | undefined)[];

const HOUR = 3_600;
const WEEK = 7;
/** Hours whose median is the course of an hour: what a job does at the same minute. */
const HOURS = 24;
/** How much of a profile is believed where the season is there but uneven. */
const MOSTLY = 0.6;

/**
 * Paths of the blend's members: the level of the last value, hour, four hours, day and week; the same with the day's
 * profile added, or most of it; the robust seasonal model; the week's profile once there are three weeks; and seasonal
 * naive.
 *
 * @param values one a cell of `step` seconds, NaN where none
 */
export function membersOf(values: readonly number[], season: Season, step: number, ahead: number): MemberPaths {
  const { day, profile } = season;
  const cellsOf = (seconds: number) => Math.max(1, Math.round(seconds / step));
  const everything = medianOf(values);
  const flat = [1, cellsOf(HOUR), cellsOf(4 * HOUR), day, WEEK * day].map((window) => {
    const recent = medianOf(values.slice(-window));
    return new Array<number>(ahead).fill(Number.isNaN(recent) ? everything : recent);
  });
  const hour = cellsOf(HOUR);
  const jobs = hour < 4 ? undefined : profileOf(values, hour, HOURS, 0);
  const hourly = jobs && seasoned(levelAhead(without(values, jobs), { window: day, decays: false }, ahead), jobs);
  if (profile.length === 1) return [...flat, hourly, ...new Array<undefined>(7)];
  const whole = without(values, profile);
  const decaying = { window: day, decays: true };
  const week = weekOf(values, season);
  return [
    ...flat,
    hourly,
    seasoned(levelAhead(whole, { window: cellsOf(4 * HOUR), decays: false }, ahead), profile),
    seasoned(levelAhead(whole, decaying, ahead), profile),
    seasoned(levelAhead(whole, { ...decaying, window: WEEK * day }, ahead), profile),
    seasoned(levelAhead(without(values, profile, MOSTLY), decaying, ahead), profile, MOSTLY),
    week && seasoned(levelAhead(without(values, week), decaying, ahead), week),
    robustSeasonal(values, season, ahead),
    seasonalNaive(values, day, ahead),
  ];
}

const seasoned = (levels: readonly number[], profile: readonly number[], share = 1): number[] =>
  levels.map((level, cell) => level + share * inProfile(profile, cell));
