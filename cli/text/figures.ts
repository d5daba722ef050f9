export { band, figure } from '#domain/metric/figure.ts';

/** `1 point`, `4,032 points`. */
export const counts = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** A span of time in its two largest units: `58 s`, `1 min 2 s`, `3 h 5 min`. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  if (whole < 86_400) return joined(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
  return joined(Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3600), 'h');
}

const joined = (large: number, unit: string, small: number, part: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${part}`;

/** How long ago a time was. */
export const ago = (instant: string, now: number): string => `${span(now - Date.parse(instant) / 1000)} ago`;

/** The time of day on this machine's clock. */
export const clockTime = (instant: string): string => new Date(instant).toLocaleTimeString('en-GB');
