import type { MetricDefinition } from '../metric/catalogue.ts';
import type { SeriesValue } from '../series/average.ts';
import { at } from '../statistics/order.ts';
import { between, calibrate } from './conformal.ts';
import { type Contestant, contest, isGated } from './contest.ts';
import { fitFor } from './fit.ts';
import { ofThisRegime } from './gated.ts';
import { type Grid, gridOf } from './grid.ts';
import type { Method, Models } from './models.ts';
import { pathsOf } from './paths.ts';
import { QUANTILES } from './quantiles.ts';

export { type Breach, breachOf } from './breach.ts';
export { isMethod, METHODS, type Method, type Models, ownModels } from './models.ts';
export { QUANTILES } from './quantiles.ts';

export interface ForecastInput {
  /** in any order; gaps, NaN, repeated and irregular times are survived */
  points: readonly SeriesValue[];
  /** seconds between the points of the series, and of the forecast */
  step: number;
  definition: MetricDefinition;
  /** seconds ahead of the last point */
  horizon: number;
  /** `auto`, the default: whichever predicts this series best for what it costs */
  method?: Method | 'auto' | undefined;
  /** the same seed and points give the same forecast */
  seed: number;
}

export interface ForecastPoint {
  /** start of its period, epoch seconds */
  at: number;
  /** beside `QUANTILES`: never falling, and within the metric's bounds */
  quantiles: readonly number[];
}

export interface Forecast {
  outcome: 'forecast';
  method: Method;
  step: number;
  /** number of points it was made from */
  made_from: number;
  points: readonly ForecastPoint[];
  /** share of held-back values, not used for calibration, that lay inside p5–p95; 0.9 is what it should be */
  coverage: number;
  /** mean absolute error of the held-back values in units of the series' own in-sample seasonal-naive error (MASE) */
  error: number;
  /** every method that was in the contest, best first */
  tried: readonly { method: Method; error: number }[];
  /** paths that the series may take, one value a point, for questions about the whole path; may be left out of what is
   *  stored, then `breachOf` makes do with the quantiles */
  paths?: readonly (readonly number[])[] | undefined;
}

export interface Abstention {
  outcome: 'abstained';
  /** a sentence */
  reason: string;
}

/** Below this measured share the 90 % interval says nothing that one could act on. */
const LEAST_COVERAGE = 0.7;

const abstained = (reason: string): Abstention => ({ outcome: 'abstained', reason });

/** What a series will do within the horizon; or, where that cannot be said honestly, why not. */
export async function forecast(input: ForecastInput, models: Models): Promise<Forecast | Abstention> {
  const { step, horizon, definition, method = 'auto', seed } = input;
  const fit = fitFor(gridOf(input.points, step, horizon), horizon);
  if (fit.grid === undefined) return abstained(fit.reason);
  const { grid } = fit;
  const steps = Math.max(1, Math.round(horizon / step));
  const ahead = Math.ceil(steps / grid.perCell);
  const ceiling = Number.isFinite(definition.bounds[1]) ? definition.bounds[1] : undefined;
  const entered = await contest({ grid, ahead, ceiling, seed }, method, models);
  const best = entered[0];
  if (best === undefined) return abstained(`The ${method} model gave no forecast of this series.`);
  const held = isGated(best.attempt) ? ofThisRegime(best.held, best.attempt, grid) : best.held;
  const spread = calibrate(held, QUANTILES, ahead, grid.perCell);
  if (Number.isNaN(spread.coverage))
    return abstained('The history is too short to measure how good a forecast of it is.');
  if (spread.coverage < LEAST_COVERAGE)
    return abstained(
      `Only ${Math.round(100 * spread.coverage)} % of the values held back lay inside the 90 % interval; ` +
        `under ${100 * LEAST_COVERAGE} % it is not worth telling.`,
    );
  const middle = (index: number): number => between(best.attempt.path, index, grid.perCell);
  const drift = (index: number): number => (doubtOf(best) * (index + 1)) / grid.perCell;
  const [least, most] = definition.bounds;
  const bounded = (value: number): number => Math.min(most, Math.max(least, value));
  const quantilesAt = (index: number): number[] => {
    const cell = (index + 1) / grid.perCell;
    let before = least;
    return QUANTILES.map((level, place) => {
      const offset = Math.hypot(spread.offsets(level, cell), at(NORMAL, place) * drift(index));
      before = bounded(Math.max(before, middle(index) + Math.sign(level - 0.5) * offset));
      return before;
    });
  };
  return {
    outcome: 'forecast',
    method: best.method,
    step,
    made_from: grid.fine.filter((value) => !Number.isNaN(value)).length,
    points: Array.from({ length: steps }, (_, index) => ({
      at: grid.last + (index + 1) * step,
      quantiles: quantilesAt(index),
    })),
    coverage: spread.coverage,
    error: best.error,
    tried: entered.map(({ method, error }) => ({ method, error })),
    paths: pathsOf(held, middle, drift, steps).map((path) => path.map(within(best, grid, bounded))),
  };
}

/** Standard normal quantiles beside `QUANTILES`. */
const NORMAL = [-1.645, -1.2816, -0.6745, 0, 0.6745, 1.2816, 1.645];

/** Share of the range seen so far by which a path may leave it, where no line is followed. */
const BEYOND = 0.1;

/**
 * Errors of one phase put upon another (a saw, a wave out of step) would reach levels that the series never saw: a path
 * goes there only along a line.
 */
function within(
  { attempt }: Contestant,
  { fine }: Grid,
  bounded: (value: number) => number,
): (value: number) => number {
  if (isGated(attempt) && attempt.line !== undefined) return bounded;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  // a forecast that leaves it by itself may
  for (const value of [...fine, ...attempt.path]) {
    if (Number.isNaN(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const room = BEYOND * (most - least);
  return (value) => bounded(Math.min(most + room, Math.max(least - room, value)));
}

/** What a standard deviation of the slope adds a cell, where a line is followed. */
const doubtOf = ({ attempt }: Contestant): number =>
  isGated(attempt) && attempt.line !== undefined ? attempt.line.growth.doubt : 0;
