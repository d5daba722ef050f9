import * as z from 'zod';

/** What share of the normal rate a level lets through. */
export const LEVELS = { gentle: 0.8, moderate: 0.5, aggressive: 0.2 } as const;
export type Level = keyof typeof LEVELS;

const WORDS =
  'gentle (80 % of the normal rate), moderate (50 %), aggressive (20 %), off, or a number of requests a second';

const REFUSED = `the limit is ${WORDS}`;

export const RateLimiterParameters = z.looseObject({
  mode: z
    .union(
      [
        z.enum(['gentle', 'moderate', 'aggressive', 'off']),
        z.number().positive(REFUSED),
        z
          .string()
          .regex(/^\d+(\.\d+)?(\/s)?$/, { abort: true }) // so that the union's own words are said
          .refine((text) => Number.parseFloat(text) > 0, REFUSED),
      ],
      REFUSED,
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
