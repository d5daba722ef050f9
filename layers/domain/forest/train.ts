import { seedOf } from '../random.ts';
import { evaluate } from './evaluate.ts';
import { type ForestModel, type ForestSummary, isReady, READY_SAMPLES } from './model.ts';
import { replay, type ServiceHistory } from './replay.ts';
import { stand, standingScore } from './standing.ts';
import { tailOf } from './tail.ts';

/** Rows that are grown on at the least: detection itself needs some points before it knows what it expects. */
const LEAST_ROWS = 30;
const NOTHING = { from: 1, grid: [], scale: 0 };

/**
 * Trains a service's forest on its history. Pure: the same history and version give the same forest, byte for byte.
 * @param trainedAt epoch seconds
 */
export function trainForest(
  history: ServiceHistory,
  { version, trainedAt }: { version: number; trainedAt: number },
): ForestModel {
  const { metrics, samples, rows } = replay(history);
  const { service, step } = history;
  const seed = seedOf(`${service}#${version}`);
  const known = { service, version, seed, trained_at: trainedAt, samples, step, metrics: [...metrics] };
  if (samples < READY_SAMPLES || rows.length < LEAST_ROWS)
    return { summary: { ...known, rows: 0, tail: NOTHING, evaluation: null }, standing: undefined };
  const standing = stand(rows, { seed });
  const tail = tailOf(rows.map((row) => standingScore(standing, row)));
  return { summary: { ...known, rows: rows.length, tail, evaluation: evaluate(rows, { seed }) }, standing };
}

/** The patterns of a day are in a day; what was learnt of less is learnt anew when half as much again has passed. */
const DAY = 86_400;

/** Whether a service's forest should be trained (again) now. While there is too little, each time it is asked. */
export function isDue(summary: ForestSummary | undefined, now: number): boolean {
  if (summary === undefined || !isReady(summary)) return true;
  return now - summary.trained_at >= Math.min(DAY, (summary.samples * summary.step) / 2);
}
