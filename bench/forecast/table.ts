import { markdownTable } from '../table.ts';
import { HORIZONS } from './cases.ts';
import type { RampSummary } from './ramps.ts';
import type { Summary } from './score.ts';

const fixed = (value: number, digits = 2): string => (Number.isNaN(value) ? '–' : value.toFixed(digits));
const percent = (value: number): string => (Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`);
const slashed = (values: readonly number[], how: (value: number) => string): string =>
  values.map((value) => how(value)).join(' / ');

/** Beside the means the share of the seasonal naive forecast's error that a method leaves. */
export function errorTable(title: string, summaries: readonly Summary[]): string {
  const naive = summaries.find(({ method }) => method === 'seasonal_naive');
  const hours = HORIZONS.join('/');
  const rows = summaries.map(({ method, answered, asked, mase, median_mase, pinball, coverage, ms }) => [
    method,
    slashed(mase, fixed),
    slashed(median_mase, fixed),
    slashed(
      mase.map((value, index) => value / (naive?.mase[index] ?? Number.NaN)),
      fixed,
    ),
    slashed(pinball, fixed),
    slashed(coverage, percent),
    `${answered}/${asked}`,
    fixed(ms, ms < 10 ? 1 : 0),
  ]);
  const heads = [
    title,
    `MASE ${hours} h`,
    'its median',
    'of naive’s',
    `pinball ${hours} h`,
    'inside the 90 % interval',
    'answered',
    'CPU ms',
  ];
  return markdownTable(heads, rows);
}

export function rampTable(summaries: readonly RampSummary[]): string {
  const kinds = Object.keys(summaries[0]?.kinds ?? {});
  const rows = summaries.map((one) => [
    one.method,
    percent(one.within),
    percent(one.median_error),
    `${one.unforeseen}/${one.crossing}`,
    `${one.false_ones}/${one.staying}`,
    ...kinds.map((kind) => percent(one.kinds[kind] ?? Number.NaN)),
    fixed(one.ms, one.ms < 10 ? 1 : 0),
  ]);
  const heads = ['time to breach', 'within a quarter', 'median error', 'unforeseen', 'false', ...kinds, 'CPU ms'];
  return markdownTable(heads, rows);
}
