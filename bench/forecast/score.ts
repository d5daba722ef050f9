import { mean as average, median as middle } from 'simple-statistics';
import type { Case } from './cases.ts';
import { HORIZONS } from './cases.ts';

/** What a method foresees: the times and p5, p50, p95. Empty where it abstains. */
export interface Answer {
  at: readonly number[];
  low: readonly number[];
  middle: readonly number[];
  high: readonly number[];
}

/** Of one answer, one value a horizon: errors up to it, in units of the series' seasonal-naive error. */
export interface Scores {
  mase: number[];
  pinball: number[];
  inside: number[];
}

/** Mean over p5, p50 and p95 of the quantile loss, twice: so that of p50 alone it is the absolute error. */
function pinballOf(value: number, low: number, middle: number, high: number): number {
  const loss = (quantile: number, level: number) =>
    2 * Math.max(level * (value - quantile), (level - 1) * (value - quantile));
  return (loss(low, 0.05) + loss(middle, 0.5) + loss(high, 0.95)) / 3;
}

/** Scores of an answer; undefined of an abstention. */
export function scoresOf({ came, scale, input }: Case, answer: Answer): Scores | undefined {
  if (answer.at.length === 0) return undefined;
  const start = (answer.at[0] ?? 0) - input.step;
  const rows = answer.at.flatMap((at, index) => {
    const value = came.get(at);
    if (value === undefined || Number.isNaN(value)) return [];
    const [low = Number.NaN, middle = Number.NaN, high = Number.NaN] = [
      answer.low[index],
      answer.middle[index],
      answer.high[index],
    ];
    return [
      {
        ahead: at - start,
        error: Math.abs(value - middle) / scale,
        pinball: pinballOf(value, low, middle, high) / scale,
        inside: Number(value >= low && value <= high),
      },
    ];
  });
  const upTo = (hours: number, of: (row: (typeof rows)[number]) => number): number =>
    mean(rows.filter(({ ahead }) => ahead <= hours * 3_600).map(of));
  return {
    mase: HORIZONS.map((hours) => upTo(hours, ({ error }) => error)),
    pinball: HORIZONS.map((hours) => upTo(hours, ({ pinball }) => pinball)),
    inside: HORIZONS.map((hours) => upTo(hours, ({ inside }) => inside)),
  };
}

const known = (values: readonly number[]): number[] => values.filter((value) => !Number.isNaN(value));
const of = (values: number[], what: (values: number[]) => number): number =>
  values.length === 0 ? Number.NaN : what(values);

/** Of what is known; NaN of nothing. */
export const mean = (values: readonly number[]): number => of(known(values), average);
export const median = (values: readonly number[]): number => of(known(values), middle);

export interface Summary {
  method: string;
  /** cases that it answered, of those that were asked */
  answered: number;
  asked: number;
  mase: number[];
  median_mase: number[];
  pinball: number[];
  coverage: number[];
  ms: number;
}

/** Means over the cases that every method answered, so that nobody gains by abstaining. */
export function summarise(byMethod: ReadonlyMap<string, { scores: (Scores | undefined)[]; ms: number }>): Summary[] {
  const all = [...byMethod.values()];
  const common = (all[0]?.scores ?? []).map((_, index) => all.every(({ scores }) => scores[index] !== undefined));
  return [...byMethod].map(([method, { scores, ms }]) => {
    const kept = scores.filter((one, index) => one !== undefined && common[index]).filter((one) => one !== undefined);
    const over = (of: (one: Scores) => number[], how: (values: number[]) => number) =>
      HORIZONS.map((_, horizon) => how(kept.map((one) => of(one)[horizon] ?? Number.NaN)));
    return {
      method,
      answered: scores.filter((one) => one !== undefined).length,
      asked: scores.length,
      mase: over(({ mase }) => mase, mean),
      median_mase: over(({ mase }) => mase, median),
      pinball: over(({ pinball }) => pinball, mean),
      coverage: over(({ inside }) => inside, mean),
      ms,
    };
  });
}
