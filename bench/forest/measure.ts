import { encodeForest } from '#domain/forest/codec.ts';
import { growForest, scoreOf } from '#domain/forest/isolationForest.ts';
import { areaUnderCurve } from '#domain/forest/rank.ts';
import { stand, standingScore } from '#domain/forest/standing.ts';
import type { LabelledSet } from './sets.ts';

export interface Measured {
  /** mean area under the ROC curve of the forests, and the least and the most of them */
  auc: number;
  least: number;
  most: number;
  train_ms: number;
  rows_per_second: number;
  /** of the object that a service's forest is kept in; undefined of a peer's */
  bytes?: number;
}

/** Grows `seeds` forests on a set and asks each about it. */
export type Kind = 'plain' | 'beside others';

export function ours(set: LabelledSet, seeds: number, kind: Kind): Measured {
  const scores: number[][] = [];
  let [training, asking, bytes] = [0, 0, 0];
  for (let seed = 0; seed < seeds; seed++) {
    const begun = performance.now();
    const asked = kind === 'plain' ? plain(set, seed) : beside(set, seed);
    const trained = performance.now();
    scores.push(set.rows.map(asked.score));
    training += trained - begun;
    asking += performance.now() - trained;
    bytes += asked.bytes();
  }
  return {
    ...aucOf(set, scores),
    train_ms: training / seeds,
    rows_per_second: (seeds * set.rows.length) / (asking / 1000),
    bytes: Math.round(bytes / seeds),
  };
}

function plain({ rows }: LabelledSet, seed: number) {
  const forest = growForest(rows, { seed });
  return { score: (row: number[]) => scoreOf(forest, row), bytes: () => sizeOf({ companions: [], forest }) };
}

function beside({ rows }: LabelledSet, seed: number) {
  const standing = stand(rows, { seed });
  return { score: (row: number[]) => standingScore(standing, row), bytes: () => sizeOf(standing) };
}

function sizeOf(standing: Parameters<typeof encodeForest>[0]['standing']): number {
  const summary = {
    service: 'orders',
    version: 1,
    seed: 0,
    trained_at: 0,
    samples: 0,
    rows: 0,
    step: 60,
    metrics: [],
    tail: { from: 1, grid: [], scale: 0 },
    evaluation: null,
  };
  return encodeForest({ summary, standing }).length;
}

/** @param scores one list a forest, higher being odder */
export function aucOf({ odd }: LabelledSet, scores: readonly (readonly number[])[]) {
  const areas = scores.map((some) =>
    areaUnderCurve(
      some.filter((_, index) => odd[index]),
      some.filter((_, index) => !odd[index]),
    ),
  );
  const auc = areas.reduce((sum, area) => sum + area, 0) / areas.length;
  return { auc, least: Math.min(...areas), most: Math.max(...areas) };
}
