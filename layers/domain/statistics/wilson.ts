/**
 * The lower end of Wilson's interval for a share: what it surely is, seen only so many trials of it.
 * @param z how sure: 1.645 leaves 5 % below it
 * @returns 0–1; 0 where nothing was tried
 */
export function wilsonLower(successes: number, trials: number, z: number): number {
  if (trials === 0) return 0;
  const share = successes / trials;
  const square = z * z;
  const middle = share + square / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share) + square / (4 * trials)) / trials);
  return Math.max(0, (middle - spread) / (1 + square / trials));
}
