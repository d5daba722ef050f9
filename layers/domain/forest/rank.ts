/**
 * Area under the ROC curve: the probability that an odd row scores above a usual one, ties counted half (Mann–Whitney).
 * @returns NaN when one of the two is empty
 */
export function areaUnderCurve(odd: readonly number[], usual: readonly number[]): number {
  if (odd.length === 0 || usual.length === 0) return Number.NaN;
  const all = [...odd.map((score) => ({ score, odd: 1 })), ...usual.map((score) => ({ score, odd: 0 }))];
  all.sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let until = from;
    let odds = 0;
    while (until < all.length && all[until]?.score === all[from]?.score) odds += all[until++]?.odd ?? 0;
    rankSum += odds * ((from + 1 + until) / 2);
    from = until;
  }
  return (rankSum - (odd.length * (odd.length + 1)) / 2) / (odd.length * usual.length);
}
