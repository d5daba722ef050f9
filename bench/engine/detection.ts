import { Detector, type Finding, type Heard } from '#domain/detection/detector.ts';
import { rarityAt } from '#domain/forest/judge.ts';
import type { ForestModel } from '#domain/forest/model.ts';
import { type Residual, residualsOf } from '#domain/forest/residuals.ts';
import { trainForest } from '#domain/forest/train.ts';
import { encodeShard } from '#domain/shard/codec.ts';
import { foldShard, type Shard } from '#domain/shard/shard.ts';
import type { Run } from './points.ts';
import { type Speed, speedOf } from './speed.ts';

type Runs = readonly Run<Heard>[];

const SERVICE = 'orders';
const DAY_OF_MINUTES = 1_440;

/** The detector by itself, series in turns as they come in. */
export const detectorAlone = (runs: Runs): Speed =>
  speedOf(() => {
    const detectors = runs.map(({ definition }) => new Detector(definition));
    return inTurns(runs, (point, series) => detectors[series]?.hear(point));
  });

/** The detector, and the service's forest asked about every moment. */
export function detectorWithForest(runs: Runs, model: ForestModel): Speed {
  return speedOf(() => {
    const detectors = runs.map(({ definition }) => new Detector(definition));
    let heard = new Map<string, Residual>();
    return inTurns(
      runs,
      (point, series) => {
        const found = detectors[series]?.hear(point);
        const metric = runs[series]?.metric;
        if (found && metric !== undefined) heard.set(metric, residual(point, found));
      },
      () => {
        rarityAt(model, heard);
        heard = new Map();
      },
    );
  });
}

/** In units of the band, which is as good as any for a clock. */
function residual({ value }: Heard, { expected, lower, upper }: Finding): Residual {
  return { value, expected, lower, upper, residual: (4 * (value - expected)) / Math.max(1e-9, upper - lower) };
}

/** What the function does with each batch, a minute of the service at a time, without reading and writing.
 *  @param model  leave it out and the forest is not asked */
export const asDeployed = (runs: Runs, model?: ForestModel): Speed =>
  speedOf(() => {
    let shard: Shard = new Map();
    let count = 0;
    for (const { at, samples } of minutes(runs, 2 * DAY_OF_MINUTES)) {
      ({ shard } = foldShard(shard, samples, { now: at + 60, acting: new Set() }));
      if (model) rarityAt(model, residualsOf(shard, SERVICE, at));
      count += samples.length;
    }
    return count;
  });

/** Bytes of one series. */
export interface StateBytes {
  /** in a stored shard */
  whole: number;
  /** without the points that wait there until they fill a block of history */
  model: number;
}

/** What the service's series take after two weeks of points. */
export function stateBytes(runs: Runs): StateBytes {
  let shard: Shard = new Map();
  for (const { at, samples } of minutes(runs))
    ({ shard } = foldShard(shard, samples, { now: at + 60, acting: new Set() }));
  const gathering = { start: 0, values: [] };
  const emptied = new Map([...shard].map(([id, state]) => [id, { ...state, gathering }]));
  const [whole, model] = [shard, emptied].map((one) => encodeShard(one, new Uint8Array(16)).length / one.size);
  return { whole: Math.round(whole ?? 0), model: Math.round(model ?? 0) };
}

/** A forest from the service's first two days. */
export function forestOf(runs: Runs): ForestModel {
  const series = new Map(runs.map(({ metric, points }) => [metric, points.slice(0, 2 * DAY_OF_MINUTES)]));
  const history = { service: SERVICE, source: 'cloudwatch', step: 60, series } as const;
  return trainForest(history, { version: 1, trainedAt: 0 });
}

/** @returns how many points there were */
function inTurns(runs: Runs, hear: (point: Heard, series: number) => void, after?: () => void): number {
  const moments = runs[0]?.points.length ?? 0;
  for (let moment = 0; moment < moments; moment++) {
    for (const [series, { points }] of runs.entries()) {
      const point = points[moment];
      if (point) hear(point, series);
    }
    after?.();
  }
  return moments * runs.length;
}

function* minutes(runs: Runs, most = Number.POSITIVE_INFINITY) {
  const first = runs[0]?.points.slice(0, most) ?? [];
  for (const [moment, { at }] of first.entries()) {
    const samples = runs.flatMap(({ metric, step, points }) => {
      const point = points[moment];
      return point ? [{ service: SERVICE, metric, source: 'cloudwatch' as const, step, ...point }] : [];
    });
    yield { at, samples };
  }
}
