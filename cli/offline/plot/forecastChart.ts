import { counts, figure, span } from '../../text/figures.ts';
import type { ForecastRow, ForecastSummary } from '../forecastSummary.ts';
import type { History } from '../history.ts';
import { Judging } from '../judged.ts';
import type { Row } from '../rows.ts';
import { holeOf } from './line.ts';
import { draw } from './picture.ts';
import { type Drawn, Thinned } from './thinned.ts';

const LEVEL = 'warn';
/** The past that is shown: this many times what lies ahead, and at least this many points. */
const PAST = 5;
const LEAST_POINTS = 300;
/** Points kept until it is known how many of them are shown. */
const MOST_KEPT = 100_000;

/** A series with its band and alerts, as detection sees it, and what it is forecast to do. */
export class ForecastChart {
  readonly #judging = new Judging(LEVEL);
  #kept: (Drawn & { alert: boolean })[] = [];

  add(row: Row): void {
    const { finding, alert } = this.#judging.judge(row);
    const { expected, lower, upper } = finding;
    this.#kept.push({ at: row.at, value: row.number, expected, lower, upper, alert });
    if (this.#kept.length >= 2 * MOST_KEPT) this.#kept = this.#kept.slice(-MOST_KEPT);
  }

  /** @returns an SVG document */
  draw(summary: ForecastSummary, { step = 0 }: Pick<History, 'step'>, ahead: readonly ForecastRow[]): string {
    const past = this.#kept.slice(-Math.max(LEAST_POINTS, PAST * ahead.length));
    const series = new Thinned();
    for (const point of past) series.add(point);
    const points = series.points;
    return draw({
      title: summary.file,
      subtitle: aboutOf(summary),
      points,
      hole: holeOf(points, step * series.perPiece),
      level: LEVEL,
      alerts: past.filter(({ alert }) => alert),
      forecast: ahead.length === 0 ? undefined : { points: ahead, threshold: summary.breach?.threshold },
    });
  }
}

function aboutOf({ step, made_from, method, coverage, breach, forecast, reason }: ForecastSummary): string {
  if (method === null || step === null) return `no forecast: ${reason ?? ''}`;
  const held = coverage === null ? '' : `, p5 to p95 held ${figure(coverage, 'ratio')} of held-back values`;
  const reached = breach
    ? `; ${breach.threshold} is reached with a probability of ${figure(breach.probability, 'ratio')}`
    : '';
  return `${span(forecast.length * step)} ahead by ${method} from ${counts(made_from ?? 0, 'point')}${held}${reached}`;
}
