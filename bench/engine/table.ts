import { markdownTable } from '../table.ts';
import { perSecond, type Speed } from './speed.ts';

export interface Measured extends Speed {
  name: string;
  of: 'points' | 'series';
  ours: boolean;
}

/** Ours beside the peers, the fastest of each first. */
export function speedTable(measured: readonly Measured[]): string {
  const rows = (['points', 'series'] as const).flatMap((of) =>
    measured
      .filter((one) => one.of === of)
      .toSorted((a, b) => perSecond(b) - perSecond(a))
      .map((one) => [
        one.name,
        rounded(perSecond(one)),
        of,
        `${one.count.toLocaleString('en')} in ${one.seconds.toFixed(2)} s`,
      ]),
  );
  return markdownTable(['on one core', 'a second', 'of', 'in processor time'], rows);
}

/** Three digits say all that a clock knows. */
function rounded(value: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1e-9))) - 2);
  return (value < 100 ? Number(value.toPrecision(3)) : Math.round(value / unit) * unit).toLocaleString('en');
}
