import * as z from 'zod';

/** A hundred years: whoever says more means something else, and no table keeps it. */
const MOST_SECONDS = 3_153_600_000;
/** Finer than a millisecond nothing here is timed. */
const toMilliseconds = (value: number): number => Math.round(value * 1_000) / 1_000;

/** `10s`, `5m`, `2h`, `7d`, `7y`, or a bare number of seconds. */
export const Duration = z
  .union([
    z.number().nonnegative().max(MOST_SECONDS, 'a duration is at most a hundred years').overwrite(toMilliseconds),
    z
      .string()
      .regex(/^(\d{1,9}(\.\d{1,9})?(ms|s|m|h|d|w)|\d{1,6}(\.\d{1,9})?y)$/, 'a duration is like 10s, 5m, 2h or 7d'),
  ])
  .meta({ id: 'Duration', example: '5m' });
export type Duration = z.infer<typeof Duration>;

const unitSeconds: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** A duration in seconds. Throws on text that `Duration` refuses. */
export function seconds(duration: Duration): number {
  if (typeof duration === 'number') return duration;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w|y)$/.exec(duration);
  const factor = match?.[2] === undefined ? undefined : unitSeconds[match[2]];
  if (match?.[1] === undefined || factor === undefined)
    throw new RangeError(`"${duration}" is no duration: write it like 10s, 5m, 2h or 7d`);
  return Number(match[1]) * factor;
}
