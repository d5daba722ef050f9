import { expect, test } from 'vitest';
import { inProfile, profileOf } from './profile.ts';
import { levelAhead, robustSeasonal } from './robustSeasonal.ts';
import { seasonOf, weekOf, without } from './season.ts';
import { seasonalNaive } from './seasonalNaive.ts';
import { seasonalSlope, theilSen } from './slope.ts';

const DAY = 24;
const wave = (hour: number): number => 10 * Math.sin((2 * Math.PI * hour) / DAY);
const days = (count: number, of: (hour: number) => number): number[] =>
  Array.from({ length: count * DAY }, (_, hour) => of(hour));

test('a profile is what is usual, whatever one odd day did', () => {
  const values = days(7, (hour) => 50 + wave(hour) + (hour >= 48 && hour < 60 ? 500 : 0));
  const profile = profileOf(values, DAY, 14, 0);
  for (let hour = 0; hour < DAY; hour++) expect(inProfile(profile, hour)).toBeCloseTo(wave(hour), 6);
  expect(inProfile(profile, -1)).toBeCloseTo(wave(-1), 6);
});

test('a profile begins at the hour after the history, wherever that ends', () => {
  const values = days(7, (hour) => wave(hour)).slice(0, -5);
  expect(inProfile(profileOf(values, DAY, 14, 0), 0)).toBeCloseTo(wave(19), 0);
});

test('seasonal naive is a day ago, over a gap two days, else the last value', () => {
  const values = days(3, (hour) => hour);
  expect(seasonalNaive(values, DAY, 3)).toEqual([48, 49, 50]);
  expect(seasonalNaive(values.with(48, Number.NaN), DAY, 2)).toEqual([24, 49]);
  expect(seasonalNaive([5, Number.NaN], DAY, 2)).toEqual([5, 5]);
  expect(seasonalNaive(values, DAY, 30).slice(24)).toEqual([48, 49, 50, 51, 52, 53]);
});

test('a slope by pairs is not moved by a quarter of far values', () => {
  const values = Array.from({ length: 60 }, (_, index) => (index % 5 === 0 ? 1e6 : 3 * index));
  expect(theilSen(values)).toBeCloseTo(3, 0);
  expect(theilSen([1])).toBe(0);
});

test('a slope over days is told only where it is certain', () => {
  expect(
    seasonalSlope(
      days(8, (hour) => wave(hour) + 0.5 * hour),
      DAY,
    ),
  ).toBeCloseTo(0.5);
  expect(
    seasonalSlope(
      days(3, (hour) => 0.5 * hour),
      DAY,
    ),
  ).toBe(0);
  expect(
    seasonalSlope(
      days(8, (hour) => wave(hour) + 20 * ((hour * 7_919) % 13)),
      DAY,
    ),
  ).toBe(0);
});

test('the robust seasonal model goes on with season and trend', () => {
  const values = days(10, (hour) => 50 + wave(hour) + 0.1 * hour);
  const path = robustSeasonal(values, seasonOf(values, DAY), DAY);
  for (const [ahead, value] of path.entries()) {
    const hour = values.length + ahead;
    expect(Math.abs(value - (50 + wave(hour) + 0.1 * hour))).toBeLessThan(0.5);
  }
});

test('what the last values are off decays; a single far one is not followed', () => {
  const noise = (index: number): number => ((index * 7_919) % 13) / 13 - 0.5;
  const slow = Array.from({ length: 200 }, (_, index) => (Math.floor(index / 20) % 2) + 0.01 * noise(index));
  const path = levelAhead([...slow, 5, 5, 5], { window: 200, decays: true }, 50);
  expect(path[0]).toBeGreaterThan(3);
  expect(path[49]).toBeLessThan(path[0] ?? 0);
  const spike = levelAhead([...slow.slice(0, -1), 500], { window: 200, decays: true }, 5);
  expect(Math.max(...spike)).toBeLessThan(2);
});

test('no season before two days, no week before three', () => {
  expect(seasonOf(days(1, wave), DAY).profile).toEqual([0]);
  expect(seasonOf(days(2, wave), DAY).profile).toHaveLength(DAY);
  const two = days(14, wave);
  expect(weekOf(two, seasonOf(two, DAY))).toBeUndefined();
  const weekend = (hour: number): number => (Math.floor(hour / DAY) % 7 >= 5 ? 0 : 30) + wave(hour);
  const four = days(28, weekend);
  const week = weekOf(four, seasonOf(four, DAY)) ?? [];
  const noon = (day: number): number => inProfile(week, day * DAY + 12);
  expect(noon(0) - noon(5)).toBeCloseTo(30, 0);
});

test('without its profile a season is flat', () => {
  const values = days(5, (hour) => 50 + wave(hour));
  const rest = without(values, profileOf(values, DAY, 14, 0));
  expect(Math.max(...rest) - Math.min(...rest)).toBeLessThan(1e-9);
});
