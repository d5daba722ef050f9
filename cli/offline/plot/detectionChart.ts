import type { Level } from '#domain/anomaly/anomaly.ts';
import { counted } from '../../faultsText.ts';
import { span } from '../../text/figures.ts';
import type { JudgedRow, Summary } from '../judged.ts';
import { extentOf, frameOf } from './axes.ts';
import { bandSeries } from './band.ts';
import { holeOf, lineOf } from './line.ts';
import { COLOURS } from './look.ts';
import { svgOf } from './render.ts';
import { Thinned } from './thinned.ts';

/** A series with what was expected of it and its alerts, gathered row by row. */
export class DetectionChart {
  readonly #title: string;
  readonly #level: Level;
  readonly #series = new Thinned();
  readonly #alerts: [number, number][] = [];

  constructor(title: string, level: Level) {
    this.#title = title;
    this.#level = level;
  }

  add({ row, finding: { expected, lower, upper }, alert }: JudgedRow): void {
    this.#series.add({ at: row.at, value: row.number, expected, lower, upper });
    if (alert) this.#alerts.push([row.at * 1000, row.number]);
  }

  /** @returns an SVG document */
  draw({ step, points: count }: Pick<Summary, 'step' | 'points'>): string {
    const points = this.#series.points;
    const hole = holeOf(points, (step ?? 0) * this.#series.perPiece);
    const extent = extentOf(
      points.map(({ value }) => value),
      points.flatMap(({ lower, upper }) => [lower, upper]),
    );
    return svgOf({
      ...frameOf({ title: this.#title, subtitle: this.#subtitle(count, step), extent }),
      series: [
        bandSeries('usual (lower to upper)', COLOURS.band, points, hole),
        line('expected', COLOURS.expected, lineOf(points, 'expected', hole)),
        line('value', COLOURS.value, lineOf(points, 'value', hole)),
        {
          name: `alert (${this.#level})`,
          type: 'scatter',
          data: this.#alerts,
          symbol: 'circle',
          symbolSize: 12,
          itemStyle: { color: COLOURS.alert, borderColor: '#ffffff', borderWidth: 1 },
          z: 4,
        },
      ],
    });
  }

  #subtitle(count: number, step: number | null): string {
    const every = step === null ? '' : ` every ${span(step)}`;
    return `${counted(count, 'point')}${every}, ${counted(this.#alerts.length, 'alert')} at level ${this.#level}`;
  }
}

const line = (name: string, colour: string, data: [number, number | null][]) => ({
  name,
  type: 'line',
  data,
  showSymbol: false,
  itemStyle: { color: colour },
  lineStyle: { color: colour, width: name === 'value' ? 1.2 : 1, type: name === 'value' ? 'solid' : 'dashed' },
  z: name === 'value' ? 3 : 2,
});
