import { drawFaults, type Fault, strike } from './faults.ts';
import { DAY } from './habits.ts';
import { type Kind, World } from './kind.ts';
import { between, type Random, seeded } from './random.ts';

/** 2 March 2026, a Monday, UTC. */
export const START = 1_772_409_600;

export interface MadePoint {
  /** start of its period, epoch seconds */
  at: number;
  value: number;
}

export interface MadeSeries {
  /** as in "oneMinute/cpu_usage_0.csv" */
  file: string;
  step: number;
  points: MadePoint[];
  /** what a notice is right about: from the first period with the fault to a short grace after its end, epoch seconds */
  windows: (readonly [number, number])[];
  faults: readonly Fault[];
}

export interface Plan {
  folder: string;
  /** minutes that a point stands for */
  step: number;
  days: readonly [number, number];
  /** factor on the faults' durations, and minutes in which a notice after the end is still right */
  stretch: number;
  grace: number;
  of: number;
}

/** One labelled series of a kind: the same plan, number and seed give the same series. */
export function makeSeries(kind: Kind, plan: Plan, number: number, seed: number): MadeSeries {
  const random = seeded(seed);
  const minutes = DAY * Math.round(between(plan.days[0], plan.days[1], random));
  const values = kind.quiet(new World(minutes, random));
  const faults = drawFaults(kind, { minutes, count: faultCount(random), stretch: plan.stretch, random });
  for (const fault of faults) strike(values, fault, kind, random);
  const seconds = 60 * plan.step;
  const windows = faults.map(({ start, end }) => {
    const from = START + Math.floor(start / plan.step) * seconds;
    return [from, START + Math.ceil((end + plan.grace) / plan.step) * seconds] as const;
  });
  const points = aggregate(values, plan.step, kind);
  return {
    file: `${plan.folder}/${kind.name}_${number}.csv`,
    step: seconds,
    points: withGaps(points, windows, random),
    windows,
    faults,
  };
}

/** A fifth of the series has none. */
function faultCount(random: Random): number {
  const drawn = random();
  return drawn < 0.2 ? 0 : drawn < 0.5 ? 1 : drawn < 0.8 ? 2 : 3;
}

/** Means of `step` minutes, within the metric's bounds. */
function aggregate(values: Float64Array, step: number, { bounds, decimals }: Kind): MadePoint[] {
  const scale = 10 ** (step === 1 ? decimals : decimals + 2);
  return Array.from({ length: Math.floor(values.length / step) }, (_, i) => {
    let sum = 0;
    for (const value of values.subarray(i * step, (i + 1) * step))
      sum += Math.min(bounds[1], Math.max(bounds[0], value));
    return { at: START + i * step * 60, value: Math.round((sum / step) * scale) / scale };
  });
}

/** A third of the series misses some points, and one stretch of up to forty of them, but never in a fault. */
function withGaps(points: MadePoint[], windows: MadeSeries['windows'], random: Random): MadePoint[] {
  if (random() > 1 / 3) return points;
  const first = Math.floor(between(0.2, 0.9, random) * points.length);
  const last = first + Math.floor(between(3, 40, random));
  const inFault = (at: number) => windows.some(([from, to]) => at >= from && at <= to);
  return points.filter(({ at }, i) => inFault(at) || !((i >= first && i < last) || random() < 0.0005));
}
