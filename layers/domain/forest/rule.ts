import type { Level } from '../anomaly/anomaly.ts';

/** When the moments of a service are an episode. */
export interface Rule {
  /** how rare a moment must be to count as evidence at a level: P(score ≥ this | usual), by the tail of the training scores */
  rarity: Readonly<Record<Level, number>>;
  /** so many of the last so many periods must be odd, the newest among them */
  opens: number;
  of: number;
  /** a moment of this rarity and commoner is calm; closing needs so many calm periods in a row */
  calm: number;
  closeAfter: number;
}

/**
 * Above `sensitive` is what one moment in a hundred shows by chance, above `warn` one in a thousand, above `page` one in ten
 * thousand. Three of five: one wild moment is none, nor are two, and at ten seconds what is real shows within half a minute.
 * Calm is far from what opens, so that an episode does not flutter. docs/forest.md has what half and double would do.
 */
export const RULE: Rule = {
  rarity: { sensitive: 1e-2, warn: 1e-3, page: 1e-4 },
  opens: 3,
  of: 5,
  calm: 0.05,
  closeAfter: 3,
};
