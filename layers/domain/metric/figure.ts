const NONE = '–';

/** A value as people write it: three figures, with its unit. */
export function figure(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return NONE;
  if (unit === 'ratio') return `${rounded(value * 100)}%`;
  if (unit === '%') return `${rounded(value)}%`;
  if (unit === '1/s') return `${rounded(value)}/s`;
  if (unit === 'ms' || unit === 's') return `${rounded(value)} ${unit}`;
  return rounded(value);
}

/** From and to with the unit once: `28–34%`. */
export function band(lower: number, upper: number, unit: string): string {
  const low = figure(lower, unit);
  const high = figure(upper, unit);
  if (low === high) return low;
  const suffix = /[^\d.]*$/.exec(high)?.[0] ?? '';
  return `${low.endsWith(suffix) ? low.slice(0, low.length - suffix.length) : low}–${high}`;
}

function rounded(value: number): string {
  if (Math.abs(value) >= 1000) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
