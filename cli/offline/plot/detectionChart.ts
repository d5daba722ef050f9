import type { Level } from '#domain/anomaly/anomaly.ts';
import { counts, span } from '../../text/figures.ts';
import type { JudgedRow, Summary } from '../judged.ts';
import { holeOf } from './line.ts';
import { draw } from './picture.ts';
import { Thinned } from './thinned.ts';

/** A series with what was expected of it and its alerts, gathered row by row. */
export class DetectionChart {
  readonly #title: string;
  readonly #level: Level;
  readonly #series = new Thinned();
  readonly #alerts: { at: number; value: number }[] = [];

  constructor(title: string, level: Level) {
    this.#title = title;
    this.#level = level;
  }

  add({ row, finding: { expected, lower, upper }, alert }: JudgedRow): void {
    this.#series.add({ at: row.at, value: row.number, expected, lower, upper });
    if (alert) this.#alerts.push({ at: row.at, value: row.number });
  }

  /** @returns an SVG document */
  draw({ step, points: count }: Pick<Summary, 'step' | 'points'>): string {
    const points = this.#series.points;
    const every = step === null ? '' : `, ${span(step)} apart`;
    return draw({
      title: this.#title,
      subtitle: `${counts(count, 'point')}${every}; ${counts(this.#alerts.length, 'alert')} at level ${this.#level}`,
      points,
      hole: holeOf(points, (step ?? 0) * this.#series.perPiece),
      level: this.#level,
      alerts: this.#alerts,
    });
  }
}
