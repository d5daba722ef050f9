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
 * A moment is evidence for `sensitive` where one in fifty is as rare by chance, for `warn` one in a hundred, for `page` one in
 * a thousand. Three of five: one wild moment is none, nor are two, and at ten seconds what is real shows within half a
 * minute. On a made service that comes to about one false `warn` in a month. Calm is far from what opens, so that an episode
 * does not flutter. docs/forest.md has what half and double would do.
 */
export const RULE: Rule = {
  rarity: { sensitive: 2e-2, warn: 1e-2, page: 1e-3 },
  opens: 3,
  of: 5,
  calm: 0.05,
  closeAfter: 3,
};
