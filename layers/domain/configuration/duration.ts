import * as z from 'zod';

/** `10s`, `5m`, `2h`, `7d`, `7y`, or a bare number of seconds. */
export const Duration = z
  .union([
    z.number().nonnegative(),
    z.string().regex(/^\d+(\.\d+)?(ms|s|m|h|d|w|y)$/, 'a duration is like 10s, 5m, 2h or 7d'),
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
