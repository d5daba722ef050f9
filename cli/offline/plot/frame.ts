/** How far beyond the values the axis follows the band, as a share of what they span: a wide band must not flatten
 *  what it surrounds. */
const FOLLOWED = 0.5;
const MARGIN = 0.05;

/** From and to of the axis: all values, and the band as far as that is sensible. */
export function extentOf(values: readonly number[], bands: readonly number[]): [number, number] {
  const [least, most] = [min(values), max(values)];
  if (!Number.isFinite(least)) return [0, 1];
  const span = most - least || Math.abs(most) || 1;
  const seen = bands.filter(Number.isFinite);
  const lower = Math.max(least - FOLLOWED * span, Math.min(least, min(seen)));
  const upper = Math.min(most + FOLLOWED * span, Math.max(most, max(seen)));
  const from = lower - MARGIN * span;
  return [least >= 0 && from < 0 ? 0 : from, upper + MARGIN * span];
}

// not Math.min(...values): that puts every one of them on the stack
const min = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const max = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);

/** Dates carry their month wherever a day begins, and their year where a year does. */
const DATES = {
  year: '{yyyy}',
  month: '{d} {MMM}',
  day: '{d} {MMM}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
  second: '{HH}:{mm}:{ss}',
};

/** 500,000,000 is 500M: a label must fit beside its axis. */
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 6 });

/** A line without a symbol on it, as it is drawn. */
const LINE = 'path://M0,5 L26,5 L26,8 L0,8 Z';

export interface Frame {
  title: string;
  subtitle: string;
  extent: [number, number];
  /** in the order of the legend */
  series: readonly { name: string; type: string }[];
}

/** Title, legend and axes. Below the title there is room for its second line and, under it, for the legend. */
export function frameOf({ title, subtitle, extent, series }: Frame) {
  const [from, to] = extent;
  return {
    useUTC: true,
    title: {
      text: title,
      subtext: subtitle,
      left: 20,
      top: 12,
      itemGap: 6,
      textStyle: { fontSize: 16, width: 1_140, overflow: 'truncate' },
      subtextStyle: { color: '#555555' },
    },
    legend: {
      top: 62,
      left: 85,
      itemGap: 30,
      itemWidth: 26,
      data: series.map(({ name, type }) => (type === 'line' ? { name, icon: LINE } : { name })),
    },
    series,
    grid: { left: 90, right: 30, top: 108, bottom: 60 },
    xAxis: {
      type: 'time',
      name: 'time (UTC)',
      nameLocation: 'middle',
      nameGap: 34,
      splitLine: { show: true, lineStyle: { color: '#eeeeee' } },
      axisLabel: { hideOverlap: true, formatter: DATES },
    },
    yAxis: {
      type: 'value',
      name: 'value (unit as in the file)',
      nameLocation: 'middle',
      nameGap: 64,
      min: from,
      max: to,
      axisLabel: { showMinLabel: false, showMaxLabel: false, formatter: (value: number) => compact.format(value) },
    },
  };
}
