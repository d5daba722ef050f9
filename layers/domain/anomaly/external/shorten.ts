const MOST_LABELS = 40;
const LONGEST_LABEL = 200;
const LONGEST_TEXT = 1_000;

/** The beginning of what others write. A character that is cut in half would be none, and no store takes it. */
export const shortened = (written: string, longest: number): string => written.slice(0, longest).toWellFormed();

/** Labels as far as they fit beside an episode: sorted, not too many, and none without a name. */
export const fewLabels = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels)
      .filter(([name]) => name !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, MOST_LABELS)
      .map(([name, value]) => [shortened(name, LONGEST_LABEL), shortened(value, LONGEST_LABEL)]),
  );

/** The first text of theirs that says anything; null where there is none. */
export function text(...candidates: readonly (string | undefined)[]): string | null {
  const found = candidates.map((one) => one?.trim() ?? '').find((one) => one !== '');
  return found === undefined ? null : shortened(found, LONGEST_TEXT);
}
