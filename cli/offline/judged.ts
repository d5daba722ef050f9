import { stringify } from 'csv-stringify/sync';
import type { Level } from '#domain/anomaly/anomaly.ts';
import { Detector, type Finding } from '#domain/detection/detector.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { type Episode, Episodes } from './episodes.ts';
import type { Row } from './rows.ts';
import { ENOUGH_GAPS, stepOf } from './step.ts';

export const JUDGED_COLUMNS = ['timestamp', 'value', 'expected', 'lower', 'upper', 'anomaly_score', 'alert'];
const ROWS_A_CHUNK = 1_000;

export interface JudgedRow {
  row: Row;
  finding: Finding;
  /** a notice goes out here */
  alert: boolean;
}

/** What one series came to. */
export interface Summary {
  points: number;
  /** seconds between points; null where there are fewer than two */
  step: number | null;
  level: Level;
  /** notices that would go out: one where an episode opens, and one each time it is raised */
  alerts: number;
  episodes: Episode[];
}

/** One series, row after row through the detector that the product runs. */
export class Judging {
  readonly #level: Level;
  readonly #detector = new Detector(metricDefinition('value'));
  readonly #episodes: Episodes;
  readonly #first: number[] = [];
  #points = 0;

  constructor(level: Level) {
    this.#level = level;
    this.#episodes = new Episodes(level);
  }

  judge(row: Row): JudgedRow {
    this.#points += 1;
    if (this.#first.length <= ENOUGH_GAPS) this.#first.push(row.at);
    const finding = this.#detector.hear({ at: row.at, value: row.number });
    return { row, finding, alert: this.#episodes.add(row, finding) };
  }

  get summary(): Summary {
    const episodes = this.#episodes.list;
    return {
      points: this.#points,
      step: stepOf(this.#first) ?? null,
      level: this.#level,
      alerts: episodes.reduce((sum, { raised_at }) => sum + 1 + raised_at.length, 0),
      episodes,
    };
  }
}

/** Judged rows as CSV text, in pieces that each end with a whole row; the header comes with the first. */
export async function* csvOf(rows: AsyncIterable<JudgedRow>): AsyncGenerator<string> {
  let chunk: (string | number)[][] = [JUDGED_COLUMNS];
  for await (const row of rows) {
    chunk.push(cellsOf(row));
    if (chunk.length < ROWS_A_CHUNK) continue;
    yield stringify(chunk);
    chunk = [];
  }
  if (chunk.length > 0) yield stringify(chunk);
}

function cellsOf({ row, finding, alert }: JudgedRow): (string | number)[] {
  const { expected, lower, upper, score } = finding;
  return [row.timestamp, row.value, figure(expected), figure(lower), figure(upper), nearOne(score), alert ? 1 : 0];
}

/** More digits than any measurement has, and no noise of the arithmetic behind them; empty while nothing is known. */
function figure(value: number): number | string {
  const rounded = Number(value.toPrecision(10));
  return Number.isFinite(rounded) ? rounded : '';
}

/** Scores differ in how near they are to 1. */
const nearOne = (score: number): number => Number(score.toFixed(12));
