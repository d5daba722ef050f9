import { at, quantileOf, sorted } from '../statistics/order.ts';
import { blend } from './blend.ts';
import { gated } from './gated.ts';
import type { Grid } from './grid.ts';
import type { Method, Models } from './models.ts';
import { robustLine } from './robustLine.ts';
import { levelAhead, robustSeasonal } from './robustSeasonal.ts';
import type { Attempt, Origin } from './rolling.ts';
import { without } from './season.ts';
import { seasonalNaive } from './seasonalNaive.ts';

/** What every attempt is given. */
export interface Task {
  grid: Grid;
  origins: readonly Origin[];
  now: Origin;
  /** value that growth cannot pass, where there is one */
  ceiling: number | undefined;
  seed: number;
}

/** Values that MSTL and ETS are given, at most: what is older than two weeks costs time and changes nothing. */
const RECENT_DAYS = 14;

/** Forecasts the present and every origin by one method; undefined where it cannot, or its model fails. */
export async function attempt(method: Method, task: Task, models: Models): Promise<Attempt | undefined> {
  const { grid, origins, now } = task;
  switch (method) {
    case 'seasonal_naive':
      return each(task, ({ known, season, ahead }) =>
        seasonalNaive(known.cells, season.profile.length > 1 ? grid.day : 1, ahead),
      );
    case 'robust_seasonal':
      return each(task, ({ known, season, ahead }) => robustSeasonal(known.cells, season, ahead));
    case 'robust_line':
      return each(task, ({ known, season, ahead }) => {
        const rest = without(known.cells, season.profile);
        return robustLine(rest, season, ahead)?.path ?? levelAhead(rest, { window: 4, decays: false }, ahead);
      });
    case 'blend':
      return blend(grid, origins, now);
    case 'gated':
      return gated(blend(grid, origins, now), origins, now);
    case 'ets':
      return eachLater(task, ({ known, ahead }) => models.ets(whole(recent(known.cells, grid.day)), ahead));
    case 'mstl':
      return eachLater(task, (origin) => mstl(origin, models));
    case 'combination':
      return eachLater(task, (origin) => combination(origin, models));
    case 'prophet':
      return eachLater(task, (origin) => prophet(origin, task, models));
  }
}

const recent = (cells: readonly number[], day: number): readonly number[] => cells.slice(-RECENT_DAYS * day);

function mstl({ known, season, ahead }: Origin, models: Models): Promise<readonly number[] | undefined> {
  const values = recent(known.cells, season.day);
  if (season.profile.length === 1) return models.ets(whole(values), ahead);
  return models.mstl(clipped(whole(values)), season.day, ahead);
}

/** Mean of MSTL with ETS and the robust seasonal model: they err differently. */
async function combination(origin: Origin, models: Models): Promise<readonly number[] | undefined> {
  const other = await mstl(origin, models);
  const own = robustSeasonal(origin.known.cells, origin.season, origin.ahead);
  return other && own.map((value, cell) => (value + at(other, cell)) / 2);
}

const DAY = 86_400;

function prophet(
  { known, ahead }: Origin,
  { ceiling, seed }: Task,
  models: Models,
): Promise<readonly number[] | undefined> {
  const days = (known.cells.length * known.step) / DAY;
  return models.prophet({
    start: known.last - (known.cells.length - 1) * known.step,
    step: known.step,
    values: known.cells,
    ahead,
    seasons: [...(days >= 2 ? [DAY] : []), ...(days >= 14 ? [7 * DAY] : [])],
    ceiling,
    seed,
  });
}

function each({ origins, now }: Task, path: (origin: Origin) => number[]): Attempt {
  return { path: path(now), past: origins.map(path) };
}

/** One after the other: the models behind are one worker. Stops at the first that fails. */
async function eachLater(
  { origins, now }: Task,
  pathOf: (origin: Origin) => Promise<readonly number[] | undefined>,
): Promise<Attempt | undefined> {
  const path = await pathOf(now);
  if (!sound(path)) return undefined;
  const past: (readonly number[])[] = [];
  for (const origin of origins) {
    const one = await pathOf(origin);
    if (!sound(one)) return undefined;
    past.push(one);
  }
  return { path, past };
}

const sound = (path: readonly number[] | undefined): path is readonly number[] => path?.every(Number.isFinite) ?? false;

/** Gaps filled straight between their ends. */
export function whole(values: readonly number[]): number[] {
  const filled = [...values];
  let last = -1;
  for (let index = 0; index < filled.length; index++) {
    if (Number.isNaN(at(filled, index))) continue;
    for (let gap = last + 1; gap < index; gap++) {
      const from = last === -1 ? at(filled, index) : at(filled, last);
      filled[gap] = from + ((at(filled, index) - from) * (gap - last)) / (index - last);
    }
    last = index;
  }
  for (let gap = last + 1; gap < filled.length; gap++) filled[gap] = at(filled, last);
  return filled;
}

/** Spikes are cut at three interquartile ranges beyond the quartiles: MSTL would carry them into the season. */
function clipped(values: readonly number[]): number[] {
  const ascending = sorted(values);
  const [low, high] = [quantileOf(ascending, 0.25), quantileOf(ascending, 0.75)];
  const room = 3 * (high - low);
  return room === 0 ? [...values] : values.map((value) => Math.min(high + room, Math.max(low - room, value)));
}
