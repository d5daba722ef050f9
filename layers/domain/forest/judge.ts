import { metricDefinition } from '../metric/catalogue.ts';
import type { ForestModel } from './model.ts';
import type { Residual } from './residuals.ts';
import { RULE } from './rule.ts';
import { columnsOf, standingScore } from './standing.ts';
import { rarityOf } from './tail.ts';

type Heard = ReadonlyMap<string, Residual>;

/** From so many rows on the tail is taken at its word. Moments follow on each other, so an hour of them holds few of what is
 *  usual: of fewer rows all is taken to be as much commoner. */
const ENOUGH_ROWS = 1_000;

/**
 * How rare what a service says at one moment is: P(a usual moment is as easily isolated), 0–1.
 *
 * Direction matters here too: what strays only to the good side (latency that falls) is no trouble. So a rare row is asked
 * about once more with its good residuals at zero, and the commoner answer counts. The trees themselves see both sides,
 * because a metric that does not rise with the others is what a broken correlation looks like.
 * @returns undefined when fewer than half of the forest's metrics, or fewer than two, were heard: no combination
 */
export function rarityAt({ summary, standing }: ForestModel, heard: Heard): number | undefined {
  const { metrics, rows, tail } = summary;
  const row = rowOf(metrics, heard);
  const known = row.filter((value) => !Number.isNaN(value)).length;
  if (standing === undefined || known < Math.max(2, metrics.length / 2)) return undefined;
  const rarity = commoner(rarityOf(standingScore(standing, row), tail), rows);
  if (rarity >= RULE.calm) return rarity; // the answer that counts could only be commoner
  const bad = row.map((value, column) => (pointsTheGoodWay(value, metrics[column]) ? 0 : value));
  return Math.max(rarity, commoner(rarityOf(standingScore(standing, bad), tail), rows));
}

const commoner = (rarity: number, rows: number): number =>
  Math.min(1, (rarity * ENOUGH_ROWS) / Math.min(ENOUGH_ROWS, rows));

/** How much a metric has to do with a moment. */
export interface Reason {
  metric: string;
  share: number;
}

/**
 * The metrics that were heard, the one that has the most to do with a moment first. A metric's share is that of its square
 * among the squares of all: of its residual, or of what is left of it beside the others, whichever is more. (How much the
 * score falls without a metric says less: of three that go together, whichever is taken away, nothing is broken any more.)
 */
export function reasonsAt({ summary: { metrics }, standing }: ForestModel, heard: Heard): Reason[] {
  if (standing === undefined) return [];
  const columns = columnsOf(rowOf(metrics, heard), standing.companions);
  const squares = metrics.map((_, column) =>
    Math.max(square(columns[column]), square(columns[column + metrics.length])),
  );
  const sum = squares.reduce((total, one) => total + one, 0);
  return metrics
    .map((metric, column) => ({ metric, share: sum === 0 ? 0 : (squares[column] ?? 0) / sum }))
    .filter(({ metric }) => heard.has(metric))
    .sort((a, b) => b.share - a.share);
}

const square = (value = Number.NaN): number => (Number.isNaN(value) ? 0 : value * value);

const rowOf = (metrics: readonly string[], heard: Heard): number[] =>
  metrics.map((metric) => heard.get(metric)?.residual ?? Number.NaN);

function pointsTheGoodWay(residual: number, metric: string | undefined): boolean {
  if (metric === undefined) return false;
  const { bad } = metricDefinition(metric);
  return (bad === 'up' && residual < 0) || (bad === 'down' && residual > 0);
}
