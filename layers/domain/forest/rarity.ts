import type { Level } from '../anomaly/anomaly.ts';

/** How rare a score must be, by the tail of the training scores, to count as evidence at a level: P(score ≥ this | usual).
 *  Above `sensitive` it is what one moment in a hundred shows by chance, above `warn` one in a thousand; `page` is beyond
 *  anything that some days of training hold. */
export const RARITY: Readonly<Record<Level, number>> = { sensitive: 1e-2, warn: 1e-3, page: 1e-4 };
export const WARN_RARITY = RARITY.warn;
/** A score of this rarity and commoner is calm: far from what opens, so that an episode does not flutter. */
export const CALM_RARITY = 0.05;
