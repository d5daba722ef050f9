import * as z from 'zod';

/** What share of the normal rate a level lets through. */
export const LEVELS = { gentle: 0.8, moderate: 0.5, aggressive: 0.2 } as const;
export type Level = keyof typeof LEVELS;

const WORDS =
  'gentle (80 % of the normal rate), moderate (50 %), aggressive (20 %), off, or a number of requests a second';

export const RateLimiterParameters = z.looseObject({
  mode: z
    .union(
      [
        z.enum(['gentle', 'moderate', 'aggressive', 'off']),
        z.number().positive(),
        z
          .string()
          .regex(/^\d+(\.\d+)?(\/s)?$/)
          .refine((text) => Number.parseFloat(text) > 0),
      ],
      `the limit is ${WORDS}`,
    )
    .describe(WORDS),
});
export type RateLimiterParameters = z.infer<typeof RateLimiterParameters>;

/** A limit as it is meant: a level, a number of requests a second, or none. */
export type WantedLimit = { level: Level } | { rate: number } | 'off';

export function wantedLimit({ mode }: RateLimiterParameters): WantedLimit {
  if (mode === 'off') return 'off';
  if (typeof mode === 'number') return { rate: mode };
  return isLevel(mode) ? { level: mode } : { rate: Number.parseFloat(mode) };
}

const isLevel = (text: string): text is Level => text in LEVELS;
