import type { Level } from '#domain/anomaly/anomaly.ts';
import { writeTime } from '../time.ts';
import { bandSeries } from './band.ts';
import { extentOf, frameOf } from './frame.ts';
import { type LinePoint, lineSeries } from './line.ts';
import { COLOURS } from './look.ts';
import { svgOf } from './render.ts';
import type { Drawn } from './thinned.ts';

export interface ForecastDrawn {
  points: readonly { at: number; p10: number; p50: number; p90: number }[];
  threshold?: number | undefined;
}

/** All that one chart shows. Times are epoch seconds. */
export interface Picture {
  title: string;
  /** what there is to say beside the range of time */
  subtitle: string;
  /** in order of time */
  points: readonly Drawn[];
  /** seconds without a point that break a line */
  hole: number;
  level: Level;
  alerts: readonly { at: number; value: number }[];
  forecast?: ForecastDrawn | undefined;
}

/** A series, what was usual, its alerts and, where there is one, its forecast. @returns an SVG document */
export function draw(picture: Picture): string {
  const { title, subtitle, points, hole, level, alerts, forecast } = picture;
  const line = (key: 'value' | 'expected'): LinePoint[] => points.map((point) => ({ at: point.at, value: point[key] }));
  const series = [
    bandSeries('usual (lower to upper)', COLOURS.band, points, hole),
    lineSeries({ name: 'value', colour: COLOURS.value, points: line('value'), hole }),
    lineSeries({ name: 'expected', colour: COLOURS.expected, points: line('expected'), hole, thin: true }),
    ...(forecast ? forecastSeries(forecast, points.at(-1)) : []),
    {
      name: `alert (${level})`,
      type: 'scatter',
      data: alerts.map(({ at, value }) => [at * 1000, value]),
      symbol: 'circle',
      symbolSize: 12,
      itemStyle: { color: COLOURS.alert, borderColor: '#ffffff', borderWidth: 1 },
      z: 6,
    },
  ];
  const about = `${rangeOf(points)}${subtitle}`;
  return svgOf(`${title}: ${about}`, frameOf({ title, subtitle: about, extent: wholeExtent(picture), series }));
}

function wholeExtent({ points, forecast }: Picture): [number, number] {
  const ahead = forecast?.points ?? [];
  const threshold = forecast?.threshold === undefined ? [] : [forecast.threshold];
  return extentOf(
    [...points.map(({ value }) => value), ...ahead.map(({ p50 }) => p50), ...threshold],
    [...points.flatMap(({ lower, upper }) => [lower, upper]), ...ahead.flatMap(({ p10, p90 }) => [p10, p90])],
  );
}

function forecastSeries({ points, threshold }: ForecastDrawn, last: Drawn | undefined) {
  const band = points.map(({ at, p10, p90 }) => ({ at, lower: p10, upper: p90 }));
  const begin = last === undefined ? [] : [{ at: last.at, value: last.value }];
  const median = [...begin, ...points.map(({ at, p50 }) => ({ at, value: p50 }))];
  const unbroken = Number.POSITIVE_INFINITY;
  const marks = [
    ...(last === undefined ? [] : [{ xAxis: last.at * 1000, lineStyle: { color: COLOURS.end }, label: END }]),
    ...(threshold === undefined ? [] : [thresholdMark(threshold)]),
  ];
  return [
    bandSeries('forecast (p10 to p90)', COLOURS.forecastBand, band, unbroken),
    {
      ...lineSeries({ name: 'forecast (p50)', colour: COLOURS.forecast, points: median, hole: unbroken }),
      markLine: { silent: true, symbol: 'none', data: marks },
    },
  ];
}

const END = { formatter: 'last value read', position: 'end', color: COLOURS.end };
const thresholdMark = (threshold: number) => ({
  yAxis: threshold,
  lineStyle: { color: COLOURS.threshold },
  label: { formatter: `threshold ${threshold}`, position: 'insideStartTop', color: COLOURS.threshold },
});

function rangeOf(points: readonly Drawn[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `${writeTime(first.at, 'plain')} to ${writeTime(last.at, 'plain')} UTC; `;
}
