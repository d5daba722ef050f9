import type { Heard } from '#domain/detection/detector.ts';
import { type MetricDefinition, metricDefinition } from '#domain/metric/catalogue.ts';
import type { SeriesValue } from '#domain/series/average.ts';
import { KINDS } from '../made/kinds/index.ts';
import { makeSeries, type Plan } from '../made/series.ts';
import { PLANS } from '../made/set.ts';

/** A series to run over, and what the catalogue says of its metric. */
export interface Run<Point> {
  metric: string;
  definition: MetricDefinition;
  step: number;
  points: readonly Point[];
}

/** Eight metrics of one service, two weeks of minutes, made with faults; as many points of each. */
export function servicePoints(seed: number): Run<Heard>[] {
  const runs = made('oneMinute', 8, seed);
  const shared = new Set(runs[0]?.points.map(({ at }) => at));
  for (const { points } of runs) {
    const its = new Set(points.map(({ at }) => at));
    for (const at of shared) if (!its.has(at)) shared.delete(at);
  }
  return runs.map((run) => ({ ...run, points: run.points.filter(({ at }) => shared.has(at)) }));
}

const WEEK = 7 * 86_400;

/** The first week of each kind of metric at five minutes: what a forecast is made from. */
export function histories(seed: number): Run<SeriesValue>[] {
  return made('fiveMinutes', KINDS.length, seed).map((run) => {
    const from = run.points[0]?.at ?? 0;
    return { ...run, points: run.points.filter(({ at }) => at < from + WEEK) };
  });
}

function made(folder: string, count: number, seed: number): Run<Heard>[] {
  const plan = PLANS.find((one) => one.folder === folder);
  if (!plan) throw new RangeError(`no plan ${folder}`);
  const fortnight: Plan = { ...plan, days: [14, 14] };
  return KINDS.slice(0, count).map((kind, i) => {
    const { points, step } = makeSeries(kind, fortnight, i, seed * 100_003 + i * 31);
    return { metric: kind.name, definition: metricDefinition(kind.name), step, points };
  });
}
