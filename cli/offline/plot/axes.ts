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

/** Title, legend and axes that all charts have in common. */
export function frameOf({ title, subtitle, extent }: { title: string; subtitle: string; extent: [number, number] }) {
  const [from, to] = extent;
  return {
    useUTC: true,
    title: { text: title, subtext: subtitle, left: 20, top: 12, textStyle: { fontSize: 16 } },
    legend: { top: 20, right: 20 },
    grid: { left: 90, right: 30, top: 80, bottom: 60 },
    xAxis: {
      type: 'time',
      name: 'time (UTC)',
      nameLocation: 'middle',
      nameGap: 34,
      splitLine: { show: true, lineStyle: { color: '#eeeeee' } },
      axisLabel: { hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      name: 'value (in the unit of the file)',
      nameLocation: 'middle',
      nameGap: 64,
      min: from,
      max: to,
      axisLabel: { showMinLabel: false, showMaxLabel: false },
    },
  };
}
