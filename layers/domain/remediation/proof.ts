/** Of a hundred repairs that did nothing, at most one may look like a success by chance. */
const BY_CHANCE = 0.01;
/** Never fewer than two in a row, for one is a moment; and so many prove it of any trouble that lets go now and then. */
const FEWEST = 2;
const MOST = 6;

/**
 * How many healthy readings in a row prove that a trouble is over. A trouble that let single readings through while
 * nothing was done will do so again, so what proves it depends on how often that was seen: with a chance p for a healthy
 * reading, a run of k begins by chance at one of w places with a probability of at most w pᵏ. p is estimated as
 * (healthy + ½) / (seen + 1), so that a trouble of which little was seen needs more proof.
 * @param seen readings while the trouble lasted and nothing was done, and how many of them were healthy
 * @param places readings that verification has time for
 */
export function proofSize(seen: { readings: number; healthy: number }, places: number): number {
  const chance = (seen.healthy + 0.5) / (seen.readings + 1);
  for (let size = FEWEST; size < MOST; size++) {
    if (Math.max(1, places - size + 1) * chance ** size <= BY_CHANCE) return size;
  }
  return MOST;
}
