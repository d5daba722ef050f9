import { breachOf, type ForecastInput, forecast, type Method, type Models } from '#domain/forecast/forecast.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { makeRamps, type Ramp } from '../made/ramps.ts';
import { type PeerName, peers } from './peer.ts';
import type { Answer } from './score.ts';
import { median } from './score.ts';

const HOUR = 3_600;
/** A ramp that crosses does so within a day and some hours of a seasonal wave. */
const HORIZON = 36 * HOUR;
const WITHIN = 0.25;

export interface Foreseen {
  ramp: Ramp;
  /** when the crossing is expected; null: not within the horizon */
  at: number | null;
}

export interface RampSummary {
  method: string;
  crossing: number;
  /** share of crossing ramps whose moment was foreseen within a quarter of the lead time */
  within: number;
  /** median of |foreseen − true| as a share of the lead time; 1 where nothing was foreseen */
  median_error: number;
  unforeseen: number;
  staying: number;
  /** of those that never cross, how many were said to */
  false_ones: number;
  /** the same median a kind of ramp */
  kinds: Record<string, number>;
  ms: number;
}

export const rampsOf = (seed: number, quick: boolean): Ramp[] => [
  ...makeRamps(seed, quick ? { crossing: 40, staying: 30 } : {}),
];

const inputOf = ({ points, step, bounds }: Ramp): ForecastInput => ({
  points,
  step,
  definition: { ...metricDefinition('memory_usage'), bounds },
  horizon: HORIZON,
  seed: 1,
});

/** Milliseconds of processor time, whatever else the machine does; the worker's are among them. */
export function busySince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}

/** By the forecast's own breach: when half of its paths have crossed. */
export async function rampsByUs(ramps: readonly Ramp[], method: Method | 'auto', models: Models): Promise<RampSummary> {
  const begun = process.cpuUsage();
  const foreseen: Foreseen[] = [];
  for (const ramp of ramps) {
    const answer = await forecast({ ...inputOf(ramp), method }, models);
    const at = answer.outcome === 'forecast' ? breachOf(answer, ramp.limit, 'up').at : null;
    foreseen.push({ ramp, at });
  }
  return summary(method, foreseen, busySince(begun) / ramps.length);
}

/** By the first moment at which a peer's central path is at the limit. */
export async function rampsByPeers(ramps: readonly Ramp[], methods: readonly PeerName[]): Promise<RampSummary[]> {
  const told = await peers(ramps.map(inputOf), methods);
  return [...told].map(([name, { answers, ms }]) => {
    const foreseen = ramps.map((ramp, index) => ({ ramp, at: firstAt(answers[index], ramp.limit) }));
    return summary(`Python ${name}`, foreseen, ms);
  });
}

const firstAt = (answer: Answer | undefined, limit: number): number | null =>
  answer?.at[answer.middle.findIndex((value) => value >= limit)] ?? null;

export function summary(method: string, foreseen: readonly Foreseen[], ms: number): RampSummary {
  const crossing = foreseen.flatMap(({ ramp, at }) => {
    if (ramp.crosses === null) return [];
    const lead = ramp.crosses - (ramp.points.at(-1)?.at ?? 0);
    const kind = ramp.name.replace(/_\d+$/, '');
    return [{ kind, missed: at === null, error: at === null ? 1 : Math.abs(at - ramp.crosses) / lead }];
  });
  const staying = foreseen.filter(({ ramp }) => ramp.crosses === null);
  const kinds = Object.entries(Object.groupBy(crossing, ({ kind }) => kind));
  return {
    method,
    crossing: crossing.length,
    within: crossing.filter(({ error }) => error <= WITHIN).length / crossing.length,
    median_error: median(crossing.map(({ error }) => error)),
    unforeseen: crossing.filter(({ missed }) => missed).length,
    staying: staying.length,
    false_ones: staying.filter(({ at }) => at !== null).length,
    kinds: Object.fromEntries(kinds.map(([kind, rows = []]) => [kind, median(rows.map(({ error }) => error))])),
    ms,
  };
}
